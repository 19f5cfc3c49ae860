"""What differs between the catalogue and the European Directory, to be decided by staff."""

import json

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from biobanks.enums import Decision
from biobanks.models.decision import ToBeDecided


class ChangeSet(models.Model):
    """A reading of the Directory, compared with the catalogue."""

    at = models.DateTimeField(_("read"), default=timezone.now)
    source = models.CharField(_("read from"), max_length=500)
    rows = models.JSONField(_("rows that the Directory has, by table"), default=dict)
    notices = models.JSONField(_("what could not be compared"), default=list, blank=True)

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("change set of the Directory")
        verbose_name_plural = _("change sets of the Directory")

    def __str__(self) -> str:
        return f"{timezone.localtime(self.at):%Y-%m-%d %H:%M}"


class Change(ToBeDecided):
    """A cell in which the Directory says something else than we do, or a row that we do not have.

    Texts are those of the Directory's format. A row that we do not have has no column; its cells
    are JSON in `theirs`. Once decided, the texts of contacts are removed: what is personal is not
    kept for the record. `fingerprint` tells later that this was decided.
    """

    set = models.ForeignKey(
        ChangeSet, on_delete=models.CASCADE, related_name="changes", verbose_name=_("change set")
    )
    table = models.CharField(_("table"), max_length=50)
    identifier = models.CharField(_("identifier"), max_length=255)
    column = models.CharField(_("field"), max_length=100, blank=True)
    ours = models.TextField(_("ours"), blank=True)
    theirs = models.TextField(_("the Directory's"), blank=True)
    fingerprint = models.CharField(_("fingerprint"), max_length=64)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("change of the Directory")
        verbose_name_plural = _("changes of the Directory")
        indexes = [models.Index(fields=["fingerprint"], name="biobanks_change_fingerprint")]
        constraints = [
            models.UniqueConstraint(
                fields=["set", "table", "identifier", "column"], name="biobanks_change_once"
            ),
            models.CheckConstraint(
                condition=Q(decision__in=[Decision.ACCEPTED, Decision.REFUSED])
                & Q(decided_by__isnull=False, decided_at__isnull=False)
                | Q(
                    decision__in=[Decision.OPEN, Decision.OVERTAKEN],
                    decided_by=None,
                    decided_at=None,
                ),
                name="biobanks_change_decided_by",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.identifier} {self.column}".strip()

    @property
    def is_of_a_new_row(self) -> bool:
        """Whether our catalogue does not have the row."""
        return not self.column

    @property
    def cells(self) -> dict[str, str]:
        """The cells of a new row that are not empty, by column."""
        cells: dict[str, str] = json.loads(self.theirs or "{}")
        return cells
