"""What staff keep for their work: criteria, canned replies, who looked, who wants the digest."""

import re

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from bbmri_be.languages import columns, translated
from membership.models.application import Application

UNKNOWN_PLACEHOLDER = re.compile(r"\{(?!name\}|reference\})[^}\s]*\}?")


class Criterion(models.Model):
    """Something that is checked of each application. The node writes the list."""

    text = models.CharField(_("criterion"), max_length=300)
    help = models.TextField(_("how to check it"), blank=True)
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    is_used = models.BooleanField(
        _("used"), default=True, help_text=_("Not ticked: no longer asked, kept where answered.")
    )

    class Meta:
        ordering = ["order", "pk"]
        verbose_name = _("criterion")
        verbose_name_plural = _("criteria")

    def __str__(self) -> str:
        return self.text


class Check(models.Model):
    """What staff found of a criterion, for an application."""

    application = models.ForeignKey(
        Application, on_delete=models.CASCADE, related_name="checks", verbose_name=_("application")
    )
    criterion = models.ForeignKey(
        Criterion, on_delete=models.PROTECT, related_name="checks", verbose_name=_("criterion")
    )
    is_met = models.BooleanField(_("met"), null=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("who")
    )
    at = models.DateTimeField(_("when"), default=timezone.now)

    class Meta:
        ordering = ["criterion__order", "pk"]
        verbose_name = _("check")
        verbose_name_plural = _("checks")
        constraints = [
            models.UniqueConstraint(
                fields=["application", "criterion"], name="membership_check_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.criterion}: {self.is_met}"


class CannedReply(models.Model):
    """A text that staff often write to applicants, in the applicant's language.

    `{name}` and `{reference}` stand for those of the application.
    """

    title = models.CharField(_("title"), max_length=100, unique=True)
    text = translated(
        models.TextField(
            _("text"),
            blank=True,
            help_text=_("{name} and {reference} are replaced by those of the application."),
        )
    )

    class Meta:
        ordering = ["title"]
        verbose_name = _("canned reply")
        verbose_name_plural = _("canned replies")

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        """Refuse placeholders that nothing would replace."""
        for column in columns("text"):
            if found := UNKNOWN_PLACEHOLDER.search(getattr(self, column)):
                raise ValidationError(
                    {
                        column: ValidationError(
                            _("%(what)s is not known: write {name} or {reference}."),
                            params={"what": found[0]},
                        )
                    }
                )


class Look(models.Model):
    """A member of staff opened an application: what changed since, and who saw personal data."""

    application = models.ForeignKey(
        Application, on_delete=models.CASCADE, related_name="looks", verbose_name=_("application")
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("who")
    )
    at = models.DateTimeField(_("when"), default=timezone.now)

    class Meta:
        ordering = ["-at", "-pk"]
        verbose_name = _("look")
        verbose_name_plural = _("looks")
        indexes = [models.Index(fields=["application", "by", "-at"], name="membership_look_last")]

    def __str__(self) -> str:
        return f"look {self.pk}"


class DigestReader(models.Model):
    """A member of staff who wants one mail a day about the queue."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="+",
        verbose_name=_("member of staff"),
        limit_choices_to=Q(is_staff=True, is_active=True) & ~Q(email=""),
    )

    class Meta:
        ordering = ["user__username"]
        verbose_name = _("reader of the digest")
        verbose_name_plural = _("readers of the digest")

    def __str__(self) -> str:
        return str(self.user)
