"""What people ask."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from bbmri_be.languages import translated
from pages.models.base import Published, given_constraint, long_text, short_text


class QuestionGroup(Published):
    """A group of questions on the questions page."""

    slug = models.SlugField(_("key"), unique=True, help_text=_("Part of the address: page#key."))
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    title = translated(short_text(_("title")))

    history = HistoricalRecords()

    class Meta:
        ordering = ["order", "slug"]
        verbose_name = _("group of questions")
        verbose_name_plural = _("groups of questions")
        constraints = [given_constraint("title", _("title"))]

    def __str__(self) -> str:
        return str(self.title)

    def get_absolute_url(self) -> str:
        """Its place on the public page."""
        return f"{reverse('pages:questions')}#{self.slug}"


class Question(Published):
    """A question that people ask, and its answer."""

    slug = models.SlugField(_("key"), unique=True, help_text=_("Part of the address: page#key."))
    group = models.ForeignKey(
        QuestionGroup, on_delete=models.PROTECT, related_name="questions", verbose_name=_("group")
    )
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    question = translated(short_text(_("question")))
    answer = translated(long_text(_("answer")))

    history = HistoricalRecords()

    class Meta:
        ordering = ["order", "slug"]
        verbose_name = _("question")
        verbose_name_plural = _("questions")
        constraints = [given_constraint("question", _("question"))]

    def __str__(self) -> str:
        return str(self.question)

    def get_absolute_url(self) -> str:
        """Its place on the public page."""
        return f"{reverse('pages:questions')}#{self.slug}"
