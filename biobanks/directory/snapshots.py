"""The snapshots that the Directory fetches: made, compared, served, taken back.

Whatever the Directory reads becomes what Europe sees of Belgium, and an empty or broken answer
withdraws the country. So it gets the last snapshot that was found good, and a new one takes its
place only when nothing speaks against it, or when a person answers for it.
"""

import csv
import hashlib
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.db import connection, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from bbmri_be.outbox import letters
from bbmri_be.outbox.letters import Letter
from biobanks.directory import contract, writer
from biobanks.directory.tables import BIOBANKS, COLLECTIONS, NETWORKS, PERSONS, STAGING_TABLES
from biobanks.enums import Severity, SnapshotOutcome
from biobanks.models import DirectoryFetch, DirectorySnapshot, SnapshotRun, SnapshotTable
from biobanks.quality.reading import entries
from biobanks.quality.running import found_in

TABLE_NAMES = [table.name for table in STAGING_TABLES]
ENTRY_TABLES = [NETWORKS.name, BIOBANKS.name, COLLECTIONS.name]
FIRST_TABLE = PERSONS.name  # the Directory's stager begins with it
# A round of fetches takes seconds; one that has begun with a snapshot ends with it.
ROUND = timedelta(minutes=10)
LOCK = 0x62626D7273  # number of the advisory lock: one run at a time
FETCHES_KEPT = timedelta(days=400)

Files = Mapping[str, bytes]


class NothingToServe(Exception):
    """There is no snapshot, or its bytes are not those that were checked."""


class ChangedMeanwhile(Exception):
    """The catalogue is no longer what the person saw who answers for it."""


class ReasonMissing(Exception):
    """Somebody must say why."""


class AlreadyServed(Exception):
    """The Directory gets this snapshot already."""


@dataclass(frozen=True)
class TableChanges:
    """How a table differs from an earlier one: identifiers, and cells before and after."""

    name: str
    added: list[str]
    removed: list[str]
    changed: list[tuple[str, str, str, str]]  # identifier, column, before, after

    def __bool__(self) -> bool:
        return bool(self.added or self.removed or self.changed)


@dataclass(frozen=True)
class Plan:
    """A snapshot that could be made now, and what speaks against it."""

    files: dict[str, bytes]
    problems: list[str]
    doubts: list[str]
    changes: list[TableChanges]

    @property
    def checksum(self) -> str:
        """Tells this snapshot from any other."""
        return checksum_of(self.files)

    @property
    def needs_a_reason(self) -> bool:
        """Whether somebody must answer for it."""
        return bool(self.doubts)


def served() -> DirectorySnapshot | None:
    """The snapshot that the Directory gets."""
    run = SnapshotRun.objects.that_serve().select_related("snapshot").first()
    return run.snapshot if run else None


def plan() -> Plan:
    """Draw the catalogue as it is. Call it in a transaction: writers wait until that ends."""
    writer.hold_still()
    files = writer.csv_files(writer.ForDirectory())
    found = contract.problems(files)
    problems = [str(remark) for remark in found.first]
    if more := found.count - len(found.first):
        problems.append(f"and {more} more")
    snapshot = served()
    before = files_of(snapshot) if snapshot else {}
    doubts = [*doubts_about(files, before), *errors_of_meaning()]
    return Plan(files, problems, doubts, changes(before, files))


@transaction.atomic
def publish(*, by: User | None = None, reason: str = "", seen: str = "") -> SnapshotRun:
    """Give the Directory the catalogue as it is, or note why not.

    A person who answers for doubts gives a `reason`, and the checksum of the plan they have `seen`.
    Raises `ChangedMeanwhile` where that is another one now, `ReasonMissing` where doubts have none.
    """
    take_lock()
    found = plan()
    if by is not None and seen != found.checksum:
        raise ChangedMeanwhile
    if by is not None and found.doubts and not found.problems and not reason:
        raise ReasonMissing
    snapshot = None
    if found.problems or (found.doubts and by is None):
        outcome = SnapshotOutcome.REFUSED
    else:
        last = SnapshotRun.objects.that_serve().first()
        snapshot = stored(found)
        # Where somebody went back, publishing the same again means: nightly runs may go on.
        is_same = last and (last.snapshot, last.outcome) == (snapshot, SnapshotOutcome.PUBLISHED)
        outcome = SnapshotOutcome.UNCHANGED if is_same else SnapshotOutcome.PUBLISHED
    previous = SnapshotRun.objects.first()
    run = SnapshotRun.objects.create(
        by=by,
        outcome=outcome,
        snapshot=snapshot,
        reason=reason,
        problems=found.problems,
        doubts=found.doubts,
    )
    is_new = previous is None or previous.outcome != SnapshotOutcome.REFUSED
    if outcome == SnapshotOutcome.REFUSED and by is None and is_new:
        tell_of_refusal(run)
    return run


@transaction.atomic
def serve_again(snapshot: DirectorySnapshot, *, by: User, reason: str) -> SnapshotRun:
    """Give the Directory an earlier snapshot. From then on only a person publishes a new one.

    Raises `ReasonMissing`, and `AlreadyServed` where it gets that one already.
    """
    take_lock()
    if not reason:
        raise ReasonMissing
    if served() == snapshot:
        raise AlreadyServed
    return SnapshotRun.objects.create(
        by=by, outcome=SnapshotOutcome.SERVED_AGAIN, snapshot=snapshot, reason=reason
    )


def fetched(name: str) -> bytes:
    """The bytes of a table for the Directory; that it was fetched is noted.

    Raises `NothingToServe`.
    """
    snapshot = served_in_this_round(name)
    table = snapshot and snapshot.tables.filter(name=name).first()
    if not (snapshot and table):
        raise NothingToServe
    content = bytes(table.content)
    if hashlib.sha256(content).hexdigest() != table.checksum:
        raise NothingToServe
    DirectoryFetch.objects.create(table=name, snapshot=snapshot)
    return content


def served_in_this_round(name: str) -> DirectorySnapshot | None:
    """The snapshot that is served, or the one that a round under way began with.

    Tables of two snapshots side by side would name rows that are not there.
    """
    if name != FIRST_TABLE:
        beginning = (
            DirectoryFetch.objects.filter(table=FIRST_TABLE, at__gt=timezone.now() - ROUND)
            .select_related("snapshot")
            .first()
        )
        if beginning:
            return beginning.snapshot
    return served()


def forget_old_fetches() -> int:
    """Delete what was noted of fetches more than a year ago; return how many."""
    old = DirectoryFetch.objects.filter(at__lt=timezone.now() - FETCHES_KEPT)
    return old.delete()[0]


# What speaks against a snapshot


def doubts_about(files: Files, before: Files) -> list[str]:
    """What nobody but a person may wave through."""
    doubts = []
    last = SnapshotRun.objects.that_serve().select_related("by").first()
    if last and last.outcome == SnapshotOutcome.SERVED_AGAIN:
        doubts.append(
            _("On %(day)s %(who)s went back to an earlier snapshot: %(reason)s")
            % {
                "day": date_format(timezone.localtime(last.at)),
                "who": last.by,
                "reason": last.reason,
            }
        )
    for name in (BIOBANKS.name, COLLECTIONS.name):
        then, now = number_of_active(before, name), number_of_active(files, name)
        if (then - now) * 100 > then * settings.DIRECTORY_MOST_LOSS:
            doubts.append(
                _("%(table)s: %(now)s that are not withdrawn, instead of %(then)s.")
                % {"table": name, "now": now, "then": then}
            )
    for name in ENTRY_TABLES:
        gone = rows_by_id(before, name).keys() - rows_by_id(files, name).keys()
        if gone:
            text = ngettext(
                "%(table)s: the Directory would withdraw %(number)s entry that is gone: %(which)s.",
                "%(table)s: the Directory would withdraw %(number)s entries that are gone: "
                "%(which)s.",
                len(gone),
            )
            doubts.append(
                text % {"table": name, "number": len(gone), "which": ", ".join(sorted(gone))}
            )
    return doubts


def errors_of_meaning() -> list[str]:
    """What the checks find wrong with what would be sent, entry by entry."""
    chosen = writer.ForDirectory()
    found = []
    for table in (NETWORKS, BIOBANKS, COLLECTIONS):
        rows: Any = chosen.rows(table)
        for entry in entries(rows.published()):
            waived = {row.check_code for row in entry.findings.all() if row.is_waived}
            codes = [
                one.check.code
                for one in found_in(entry)
                if one.check.severity == Severity.ERROR and one.check.code not in waived
            ]
            if codes:
                found.append(f"{table.name}, {entry.identifier}: {', '.join(codes)}")
    return found


def number_of_active(files: Files, name: str) -> int:
    """How many entries of a table are not withdrawn."""
    return sum(row["withdrawn"] != "true" for row in rows_by_id(files, name).values())


def rows_by_id(files: Files, name: str) -> dict[str, dict[str, str]]:
    """The rows of a table by their identifiers."""
    rows = records(files.get(name, b""))
    header = next(rows, [])
    return {row[0]: dict(zip(header, row, strict=True)) for row in rows}


def records(content: bytes) -> Iterator[list[str]]:
    """The header and the rows of a table."""
    return csv.reader(io.StringIO(content.decode(), newline=""))


def changes(before: Files, files: Files) -> list[TableChanges]:
    """What differs, table by table."""
    found = []
    for name in TABLE_NAMES:
        old, new = rows_by_id(before, name), rows_by_id(files, name)
        found.append(
            TableChanges(
                name,
                [key for key in new if key not in old],
                [key for key in old if key not in new],
                [
                    (key, column, old[key].get(column, ""), value)
                    for key, row in new.items()
                    if key in old
                    for column, value in row.items()
                    if old[key].get(column, "") != value
                ],
            )
        )
    return [table for table in found if table]


def left_out() -> list[Any]:
    """Public entries that the Directory does not get, as they have no identifier of its own."""
    models = [table.model for table in (NETWORKS, BIOBANKS, COLLECTIONS)]
    chosen = writer.ForDirectory()
    found: list[Any] = []
    for model in models:
        manager: Any = model._default_manager
        found += manager.published().exclude(pk__in=chosen.keys[model])
    return found


# Storing


def stored(found: Plan) -> DirectorySnapshot:
    """The snapshot of a plan; the same content is stored once."""
    snapshot, is_new = DirectorySnapshot.objects.get_or_create(
        checksum=found.checksum,
        defaults={
            "biobanks": number_of_active(found.files, BIOBANKS.name),
            "collections": number_of_active(found.files, COLLECTIONS.name),
        },
    )
    if is_new:
        SnapshotTable.objects.bulk_create(
            SnapshotTable(
                snapshot=snapshot,
                name=name,
                content=content,
                checksum=hashlib.sha256(content).hexdigest(),
                rows=len(rows_by_id(found.files, name)),
            )
            for name, content in found.files.items()
        )
    return snapshot


def files_of(snapshot: DirectorySnapshot) -> dict[str, bytes]:
    """The tables of a snapshot, by name."""
    return {table.name: bytes(table.content) for table in snapshot.tables.all()}


def checksum_of(files: Files) -> str:
    """SHA-256 over names and contents of all tables."""
    digest = hashlib.sha256()
    for name, content in sorted(files.items()):
        digest.update(f"{name} {len(content)}\n".encode())
        digest.update(content)
    return digest.hexdigest()


def take_lock() -> None:
    """Wait until no other run is under way; the lock ends with the transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])


def tell_of_refusal(run: SnapshotRun) -> None:
    """Tell each staff address that the Directory no longer gets what the catalogue says."""
    with override(settings.LANGUAGE_CODE):
        letter = Letter(
            _("The European Directory does not get the catalogue as it is"),
            [
                _(
                    "Last night's snapshot was refused. The Directory still gets the one before; "
                    "nothing is lost, but changes do not arrive there."
                ),
                _("On the page below you see why, and what can be done."),
            ],
        )
        address = settings.SITE_URL + reverse("admin:biobanks_snapshotrun_change", args=[run.pk])
        for to in settings.STAFF_EMAILS:
            letters.queue(letter, to=to, address=address)
