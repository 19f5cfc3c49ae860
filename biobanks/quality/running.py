"""What is found in an entry, or in all; kept, waived, counted."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.contrib.auth.models import User
from django.db import connection, transaction
from django.utils import timezone

from biobanks.enums import Publication, Severity
from biobanks.models import Biobank, Collection, Finding, Network, QualityScore
from biobanks.quality import (  # noqa: F401 - they register their checks
    access,
    collections,
    contacts,
    facts,
    identifiers,
    members,
    texts,
)
from biobanks.quality.reading import entries
from biobanks.quality.registry import CHECKS, Found, checks_of

Entry = Biobank | Collection | Network
WEIGHTS = {Severity.ERROR: 3, Severity.WARNING: 1, Severity.INFO: 0}
LOCK = 0x62626D7163  # number of the advisory lock: one run at a time


class ReasonMissing(Exception):
    """Somebody must say why a finding is let be."""


class PastDate(Exception):
    """A finding can be let be until a day to come only."""


@dataclass
class Standing:
    """How an entry, or several, did: weight passed and asked, findings to mend by severity."""

    passed: int = 0
    asked: int = 0
    to_mend: dict[Severity, int] = field(default_factory=lambda: defaultdict(int))

    @property
    def score(self) -> int:
        """The share passed, of 100; rounded down, so that 100 means all."""
        return 100 * self.passed // self.asked if self.asked else 100


# In an entry


def found_in(entry: Entry) -> list[Found]:
    """What the checks find in an entry that `reading.entries` gave; errors first."""
    found = []
    for check in checks_of(type(entry)):
        if result := check.find(entry):
            found.append(Found(check, result if isinstance(result, str) else ""))
    order = list(Severity)
    return sorted(found, key=lambda one: order.index(one.check.severity))


def look_at(entry: Entry) -> list[Found]:
    """What the checks find in an entry as it stands in the database now."""
    manager: Any = type(entry)._default_manager
    return [one for row in entries(manager.filter(pk=entry.pk)) for one in found_in(row)]


def errors_to_mend(entry: Entry) -> list[Found]:
    """What keeps an entry from being published: errors that nobody lets be."""
    waived = set(findings_of(entry).waived().values_list("check_code", flat=True))
    return [
        one
        for one in look_at(entry)
        if one.check.severity == Severity.ERROR and one.check.code not in waived
    ]


def findings_of(entry: Entry) -> Any:
    """The findings of an entry."""
    return Finding.objects.filter(**{str(entry._meta.model_name): entry})


@transaction.atomic
def note(entry: Entry) -> None:
    """Check one entry, and keep what is found."""
    manager: Any = type(entry)._default_manager
    _keep(
        [(row, found_in(row)) for row in entries(manager.filter(pk=entry.pk))],
        findings_of(entry),
        timezone.now(),
    )


# In all


@transaction.atomic
def check_all() -> dict[Severity, int]:
    """Check every entry that is not withdrawn, keep what is found, and score the biobanks.

    Returns how many findings there are to mend, by severity.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
    now = timezone.now()
    standings: dict[int, Standing] = defaultdict(Standing)
    for model in (Network, Biobank, Collection):
        rows: Any = model._default_manager.exclude(publication=Publication.WITHDRAWN)
        if model is Collection:
            rows = rows.exclude(biobank__publication=Publication.WITHDRAWN)
        name = str(model._meta.model_name)
        kept = _keep(
            ((row, found_in(row)) for row in entries(rows)),
            Finding.objects.filter(**{f"{name}__isnull": False}),
            now,
        )
        for row, found in kept:
            if isinstance(row, Network):
                continue
            biobank = row if isinstance(row, Biobank) else row.biobank
            if row.publication == biobank.publication == Publication.PUBLISHED:
                count(standings[biobank.pk], row, found)
    _score(standings, timezone.localdate())
    to_mend = Finding.objects.to_mend()
    return {severity: to_mend.filter(severity=severity).count() for severity in Severity}


def count(standing: Standing, entry: Entry, found: Iterable[Finding]) -> None:
    """Add an entry's checks to a standing."""
    weights = {check.code: WEIGHTS[check.severity] for check in checks_of(type(entry))}
    standing.asked += sum(weights.values())
    lost = 0
    for finding in found:
        if not finding.is_waived:
            lost += weights[finding.check_code]
            standing.to_mend[Severity(finding.severity)] += 1
    standing.passed += sum(weights.values()) - lost


def _keep(
    results: Iterable[tuple[Any, list[Found]]], known: Any, now: datetime
) -> list[tuple[Any, list[Finding]]]:
    """Write what is found of some entries; what is no longer found has ended."""
    open_ones = {
        (finding.check_code, finding.biobank_id or finding.collection_id or finding.network_id):
            finding
        for finding in known.open().select_for_update(of=("self",))
    }  # fmt: skip
    kept, new, seen = [], [], []
    for entry, found in results:
        findings = []
        for one in found:
            finding = open_ones.pop((one.check.code, entry.pk), None)
            if finding is None:
                finding = Finding(
                    check_code=one.check.code,
                    first_seen=now,
                    **{str(entry._meta.model_name): entry},
                )
                new.append(finding)
            else:
                seen.append(finding)
            finding.severity, finding.detail, finding.last_seen = (
                one.check.severity, one.detail, now,
            )  # fmt: skip
            findings.append(finding)
        kept.append((entry, findings))
    Finding.objects.bulk_create(new, batch_size=1000)
    Finding.objects.bulk_update(seen, ["severity", "detail", "last_seen"], batch_size=1000)
    Finding.objects.filter(pk__in=[finding.pk for finding in open_ones.values()]).update(
        ended_at=now
    )
    return kept


def _score(standings: dict[int, Standing], day: date) -> None:
    """Keep the scores of a day; a second run of the day takes the place of the first."""
    QualityScore.objects.bulk_create(
        [
            QualityScore(
                biobank_id=biobank,
                on=day,
                score=standing.score,
                errors=standing.to_mend[Severity.ERROR],
                warnings=standing.to_mend[Severity.WARNING],
                hints=standing.to_mend[Severity.INFO],
            )
            for biobank, standing in standings.items()
        ],
        update_conflicts=True,
        unique_fields=["biobank", "on"],
        update_fields=["score", "errors", "warnings", "hints"],
    )


# Letting be


@transaction.atomic
def waive(finding: Finding, *, by: User, reason: str, until: date) -> Finding:
    """Let a finding be until a day, with a reason.

    Raises `ReasonMissing` and `PastDate`.
    """
    if not reason:
        raise ReasonMissing
    if until <= timezone.localdate():
        raise PastDate
    row: Finding = Finding.objects.select_for_update().get(pk=finding.pk)
    row.waived_by, row.waiver, row.waived_until = by, reason, until
    row.save(update_fields=["waived_by", "waiver", "waived_until"])
    return row


@transaction.atomic
def take_up_again(finding: Finding) -> Finding:
    """No longer let a finding be."""
    row: Finding = Finding.objects.select_for_update().get(pk=finding.pk)
    row.waived_by, row.waiver, row.waived_until = None, "", None
    row.save(update_fields=["waived_by", "waiver", "waived_until"])
    return row


def wording(finding: Finding) -> Any:
    """The check of a finding; None where it is no longer asked."""
    return CHECKS.get(finding.check_code)
