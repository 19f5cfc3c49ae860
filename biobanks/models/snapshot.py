"""What the European Directory gets from us: dated, checked, kept."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from biobanks.enums import SnapshotOutcome
from biobanks.querysets import SnapshotRunQuerySet


class DirectorySnapshot(models.Model):
    """The eight staging tables as they were at a moment, found good. Never changed."""

    made_at = models.DateTimeField(_("made"), default=timezone.now)
    checksum = models.CharField(_("checksum (SHA-256)"), max_length=64, unique=True)
    biobanks = models.PositiveIntegerField(_("biobanks, not withdrawn"))
    collections = models.PositiveIntegerField(_("collections, not withdrawn"))

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("snapshot for the Directory")
        verbose_name_plural = _("snapshots for the Directory")

    def __str__(self) -> str:
        return f"{timezone.localtime(self.made_at):%Y-%m-%d %H:%M} {self.checksum[:8]}"


class SnapshotTable(models.Model):
    """A table of a snapshot: the very bytes that the Directory reads. No bytes: no rows."""

    snapshot = models.ForeignKey(
        DirectorySnapshot,
        on_delete=models.CASCADE,
        related_name="tables",
        verbose_name=_("snapshot"),
    )
    name = models.CharField(_("table"), max_length=50)
    content = models.BinaryField(_("content"))
    checksum = models.CharField(_("checksum (SHA-256)"), max_length=64)
    rows = models.PositiveIntegerField(_("rows"))

    class Meta:
        ordering = ["pk"]
        verbose_name = _("table of a snapshot")
        verbose_name_plural = _("tables of snapshots")
        constraints = [
            models.UniqueConstraint(fields=["snapshot", "name"], name="biobanks_snapshottable_once")
        ]

    def __str__(self) -> str:
        return self.name


class SnapshotRun(models.Model):
    """An attempt to give the Directory a new snapshot, and what came of it.

    The last one that serves a snapshot says which one the Directory gets. `problems` are what the
    Directory could not take; `doubts` what only a person may wave through, with a reason.
    """

    at = models.DateTimeField(_("when"), default=timezone.now)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("who"),
        help_text=_("Nobody: the nightly run."),
    )
    outcome = models.CharField(_("outcome"), max_length=20, choices=SnapshotOutcome.choices)
    snapshot = models.ForeignKey(
        DirectorySnapshot,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="runs",
        verbose_name=_("snapshot"),
    )
    reason = models.TextField(_("reason"), blank=True)
    problems = models.JSONField(_("problems"), default=list, blank=True)
    doubts = models.JSONField(_("doubts"), default=list, blank=True)

    objects = SnapshotRunQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("run of the snapshot")
        verbose_name_plural = _("runs of the snapshot")
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome__in=SnapshotOutcome.values),
                name="biobanks_snapshotrun_outcome",
            ),
            models.CheckConstraint(
                condition=Q(outcome=SnapshotOutcome.REFUSED, snapshot=None)
                | (~Q(outcome=SnapshotOutcome.REFUSED) & Q(snapshot__isnull=False)),
                name="biobanks_snapshotrun_refused_has_none",
            ),
            models.CheckConstraint(
                condition=Q(problems=[]) | Q(outcome=SnapshotOutcome.REFUSED),
                name="biobanks_snapshotrun_problems_refuse",
            ),
            # What is doubtful, or goes back, somebody answers for.
            models.CheckConstraint(
                condition=(Q(doubts=[]) & ~Q(outcome=SnapshotOutcome.SERVED_AGAIN))
                | Q(outcome=SnapshotOutcome.REFUSED)
                | (Q(by__isnull=False) & ~Q(reason="")),
                name="biobanks_snapshotrun_answered_for",
            ),
        ]

    def __str__(self) -> str:
        return f"{timezone.localtime(self.at):%Y-%m-%d %H:%M} {self.get_outcome_display()}"


class DirectoryFetch(models.Model):
    """A table was fetched at the secret address."""

    at = models.DateTimeField(_("when"), default=timezone.now)
    table = models.CharField(_("table"), max_length=50)
    snapshot = models.ForeignKey(
        DirectorySnapshot,
        on_delete=models.PROTECT,
        related_name="fetches",
        verbose_name=_("snapshot"),
    )

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("fetch by the Directory")
        verbose_name_plural = _("fetches by the Directory")
        indexes = [models.Index(fields=["table", "-id"], name="biobanks_fetch_last")]

    def __str__(self) -> str:
        return f"{timezone.localtime(self.at):%Y-%m-%d %H:%M} {self.table}"
