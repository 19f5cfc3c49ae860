"""Biobanks keep their entry true: they are asked, they answer, they propose."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from biobanks.enums import Answer, Decision
from biobanks.models.biobank import Biobank
from biobanks.models.collection import Collection
from biobanks.models.decision import ToBeDecided
from biobanks.querysets import ConfirmationQuerySet

# After so long without an answer staff look after it, and the entry says so.
SILENCE = timedelta(days=60)


class Confirmation(models.Model):
    """A biobank was asked whether its entry and its collections are right, and what it answered."""

    biobank = models.ForeignKey(
        Biobank,
        on_delete=models.CASCADE,
        related_name="confirmations",
        verbose_name=pgettext_lazy("an entry", "biobank"),
    )
    asked_at = models.DateTimeField(_("asked"), default=timezone.now)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("asked by"),
        help_text=_("Nobody: a year had passed."),
    )
    language = models.CharField(
        _("language"), max_length=2, choices=settings.LANGUAGES, default=settings.LANGUAGE_CODE
    )
    reminded_at = models.DateTimeField(_("reminded"), null=True, blank=True)
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)
    answer = models.CharField(_("answer"), max_length=10, choices=Answer.choices, blank=True)
    message = models.TextField(_("in the biobank's own words"), blank=True)

    objects = ConfirmationQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_at", "-pk"]
        verbose_name = _("question whether an entry is right")
        verbose_name_plural = _("questions whether entries are right")
        constraints = [
            models.CheckConstraint(
                condition=Q(answered_at=None, answer="", message="")
                | Q(answered_at__isnull=False, answer__in=Answer.values),
                name="biobanks_confirmation_answered_whole",
            ),
            models.UniqueConstraint(
                fields=["biobank"],
                condition=Q(answered_at=None),
                name="biobanks_confirmation_one_open",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.biobank} {timezone.localdate(self.asked_at)}"

    @property
    def is_silent(self) -> bool:
        """Whether the biobank has not answered for a long time."""
        return self.answered_at is None and self.asked_at < timezone.now() - SILENCE


class Proposal(ToBeDecided):
    """What a biobank wants a field of its entry, or of a collection, to say."""

    confirmation = models.ForeignKey(
        Confirmation,
        on_delete=models.CASCADE,
        related_name="proposals",
        verbose_name=_("question"),
    )
    collection = models.ForeignKey(
        Collection,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="proposals",
        verbose_name=pgettext_lazy("an entry", "collection"),
    )
    field = models.CharField(_("field"), max_length=100)
    before = models.JSONField(_("as it was"), null=True, blank=True)
    after = models.JSONField(_("as the biobank wants it"), null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("proposal of a biobank")
        verbose_name_plural = _("proposals of biobanks")
        constraints = [
            models.UniqueConstraint(
                fields=["confirmation", "collection", "field"],
                nulls_distinct=False,
                name="biobanks_proposal_once",
            ),
            models.CheckConstraint(
                condition=Q(decision=Decision.OPEN, decided_by=None, decided_at=None)
                | Q(
                    decision__in=[Decision.ACCEPTED, Decision.REFUSED],
                    decided_by__isnull=False,
                    decided_at__isnull=False,
                ),
                name="biobanks_proposal_decided_by",
            ),
        ]

    def __str__(self) -> str:
        return self.field

    @property
    def entry(self) -> Biobank | Collection:
        """What the proposal is about."""
        return self.collection or self.confirmation.biobank
