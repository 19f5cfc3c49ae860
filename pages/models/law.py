"""Does the law apply to my collection? A tree of questions, each step a page."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from bbmri_be.languages import translated
from pages.models.base import Published, given_constraint, long_text, short_text


class Step(Published):
    """A question with its answers, or, without answers, where the questions end: what to do."""

    slug = models.SlugField(_("key"), unique=True, help_text=_("Part of the address."))
    order = models.PositiveSmallIntegerField(
        _("order"), default=0, help_text=_("The first published step is where readers begin.")
    )
    title = translated(short_text(_("question or conclusion")))
    text = translated(long_text(_("explanation, or what to do")))

    history = HistoricalRecords()

    class Meta:
        ordering = ["order", "slug"]
        verbose_name = _("step of the law questions")
        verbose_name_plural = _("steps of the law questions")
        constraints = [given_constraint("title", _("title"))]

    def __str__(self) -> str:
        return str(self.title)

    def get_absolute_url(self) -> str:
        """Public page."""
        return reverse("pages:law-step", args=[self.slug])


class Answer(models.Model):
    """An answer to a question, and the step to which it leads."""

    step = models.ForeignKey(
        Step, on_delete=models.CASCADE, related_name="answers", verbose_name=_("step")
    )
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    label = translated(short_text(_("answer")))
    next = models.ForeignKey(
        Step, on_delete=models.PROTECT, related_name="reached_by", verbose_name=_("leads to")
    )

    history = HistoricalRecords()

    class Meta:
        ordering = ["order", "pk"]
        verbose_name = _("answer")
        verbose_name_plural = _("answers")
        constraints = [
            given_constraint("label", _("answer")),
            models.CheckConstraint(
                condition=~Q(next=F("step")),
                name="pages_answer_leads_on",
                violation_error_message=_("An answer leads to another step."),
            ),
            models.UniqueConstraint(
                fields=["step", "next"],
                name="pages_answer_once",
                violation_error_message=_("Another answer of this step leads there already."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.label)
