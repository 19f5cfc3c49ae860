"""What one of the staff did, once."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class What(models.TextChoices):
    """What somebody did."""

    LOOKED = "looked", _("looked at personal data")
    CHANGED = "changed", _("changed something")
    REFUSED = "refused", _("was refused")
    SIGNED_IN = "signed-in", _("gave the right password")
    NOT_SIGNED_IN = "not-signed-in", _("gave a wrong password")
    SIGNED_OUT = "signed-out", _("signed out")
    PROVED = "proved", _("gave the right second factor")
    NOT_PROVED = "not-proved", _("gave a wrong second factor")


class Entry(models.Model):
    """An entry of the audit log. The database refuses to change one, and to delete a young one."""

    at = models.DateTimeField(_("when"), default=timezone.now)
    # Not a key that the database holds to: the log outlives the account.
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.DO_NOTHING,
        null=True,
        db_constraint=False,
        related_name="+",
        verbose_name=_("who"),
    )
    name = models.CharField(_("name"), max_length=150, blank=True)
    what = models.CharField(_("what"), max_length=20, choices=What.choices)
    page = models.CharField(_("page"), max_length=100, blank=True)
    rows = ArrayField(
        models.CharField(max_length=100), verbose_name=_("rows"), default=list, blank=True
    )
    network = models.CharField(_("from where"), max_length=50, blank=True)
    request = models.CharField(_("request"), max_length=64, blank=True)

    class Meta:
        verbose_name = _("entry of the audit log")
        verbose_name_plural = _("audit log")
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(what__in=What.values), name="audit_log_entry_what_known"
            ),
        ]
        indexes = [
            models.Index(fields=["-at", "-id"], name="audit_log_entry_newest"),
            models.Index(fields=["by", "-at"], name="audit_log_entry_by"),
        ]

    def __str__(self) -> str:
        """Who did what."""
        who = self.name or _("somebody")
        return f"{who} {self.get_what_display()}"
