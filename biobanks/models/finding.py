"""What the checks of meaning have found, and what became of it."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from biobanks.enums import Severity
from biobanks.models.biobank import Biobank
from biobanks.models.collection import Collection
from biobanks.models.network import Network
from biobanks.querysets import FindingQuerySet


class Finding(models.Model):
    """A check that an entry does not pass, since when, and until when staff let that be.

    Never deleted: what is mended has an end, and what comes again is another finding.
    """

    check_code = models.CharField(_("check"), max_length=50)
    severity = models.CharField(_("severity"), max_length=10, choices=Severity.choices)
    biobank = models.ForeignKey(
        Biobank,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="findings",
        verbose_name=pgettext_lazy("an entry", "biobank"),
    )
    collection = models.ForeignKey(
        Collection,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="findings",
        verbose_name=pgettext_lazy("an entry", "collection"),
    )
    network = models.ForeignKey(
        Network,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="findings",
        verbose_name=pgettext_lazy("an entry", "network"),
    )
    detail = models.TextField(_("detail"), blank=True)
    first_seen = models.DateTimeField(_("first seen"), default=timezone.now)
    last_seen = models.DateTimeField(_("last seen"), default=timezone.now)
    ended_at = models.DateTimeField(_("mended"), null=True, blank=True)
    waived_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("let be by"),
    )
    waived_until = models.DateField(_("let be until"), null=True, blank=True)
    waiver = models.TextField(_("why it is let be"), blank=True)

    objects = FindingQuerySet.as_manager()

    class Meta:
        ordering = ["severity", "check_code", "pk"]
        verbose_name = _("finding")
        verbose_name_plural = _("findings")
        constraints = [
            models.CheckConstraint(
                condition=Q(severity__in=Severity.values), name="biobanks_finding_severity"
            ),
            models.CheckConstraint(
                condition=Q(biobank__isnull=False, collection=None, network=None)
                | Q(biobank=None, collection__isnull=False, network=None)
                | Q(biobank=None, collection=None, network__isnull=False),
                name="biobanks_finding_one_entry",
            ),
            models.UniqueConstraint(
                fields=["check_code", "biobank", "collection", "network"],
                condition=Q(ended_at=None),
                nulls_distinct=False,
                name="biobanks_finding_open_once",
            ),
            models.CheckConstraint(
                condition=Q(waived_by=None, waived_until=None, waiver="")
                | (Q(waived_by__isnull=False, waived_until__isnull=False) & ~Q(waiver="")),
                name="biobanks_finding_waived_whole",
            ),
        ]

    def __str__(self) -> str:
        return self.check_code

    @property
    def entry(self) -> Biobank | Collection | Network | None:
        """What it is about."""
        return self.biobank or self.collection or self.network

    @property
    def is_waived(self) -> bool:
        """Whether staff let it be for now."""
        return self.waived_until is not None and self.waived_until >= timezone.localdate()


class QualityScore(models.Model):
    """How a published biobank, with its published collections, did in the checks of a day.

    `score` is the share of checks passed, of 100: an error weighs three times a warning, a hint
    nothing. What is let be counts as passed.
    """

    biobank = models.ForeignKey(
        Biobank,
        on_delete=models.CASCADE,
        related_name="scores",
        verbose_name=pgettext_lazy("an entry", "biobank"),
    )
    on = models.DateField(_("day"))
    score = models.PositiveSmallIntegerField(_("score, of 100"))
    errors = models.PositiveIntegerField(_("errors"))
    warnings = models.PositiveIntegerField(_("warnings"))
    hints = models.PositiveIntegerField(_("hints"))

    class Meta:
        ordering = ["-on", "pk"]
        verbose_name = _("quality score")
        verbose_name_plural = _("quality scores")
        constraints = [
            models.UniqueConstraint(fields=["biobank", "on"], name="biobanks_qualityscore_once"),
            models.CheckConstraint(
                condition=Q(score__lte=100), name="biobanks_qualityscore_of_100"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.score}"
