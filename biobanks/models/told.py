"""What was told of the entries to those who keep a copy of the catalogue."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from biobanks.enums import EntryKind


class ToldEntry(models.Model):
    """An entry as it was last told: its fingerprint, and when that became another.

    Written by `biobanks.changed.note` only. An entry that is no longer told has no fingerprint.
    """

    kind = models.CharField(_("kind"), max_length=10, choices=EntryKind.choices)
    slug = models.CharField(_("address on this site"), max_length=255)
    identifier = models.CharField(_("identifier"), max_length=255)
    name = models.CharField(_("name"), max_length=255)
    fingerprint = models.CharField(_("fingerprint"), max_length=64, blank=True)
    changed_at = models.DateTimeField(_("changed"))
    published_at = models.DateTimeField(_("first published"))
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True)

    class Meta:
        ordering = ["changed_at", "pk"]
        verbose_name = _("entry as it was told")
        verbose_name_plural = _("entries as they were told")
        indexes = [models.Index(fields=["changed_at", "id"], name="biobanks_told_order")]
        constraints = [
            models.UniqueConstraint(fields=["kind", "slug"], name="biobanks_told_once"),
            models.CheckConstraint(
                condition=Q(kind__in=EntryKind.values), name="biobanks_told_kind"
            ),
            models.CheckConstraint(
                condition=(Q(fingerprint="") & Q(withdrawn_at__isnull=False))
                | (~Q(fingerprint="") & Q(withdrawn_at=None)),
                name="biobanks_told_withdrawn",
            ),
        ]

    def __str__(self) -> str:
        return self.identifier
