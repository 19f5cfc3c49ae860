"""What the Directory says otherwise than we do: found, shown to staff, decided.

Nothing that the Directory says overwrites the catalogue by itself. A reading is compared cell by
cell, in the texts of the format; what staff accept is imported like any other row.
"""

import csv
import hashlib
import json
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from biobanks.directory import headers, reader, writer
from biobanks.directory.cells import CellError, Reference, References, join_list, split_list
from biobanks.directory.importer import import_directory
from biobanks.directory.reader import FileError
from biobanks.directory.remote import NotReadable, Row
from biobanks.directory.report import Report
from biobanks.directory.snapshots import ENTRY_TABLES
from biobanks.directory.tables import BIOBANKS, COLLECTIONS, PERSONS, STAGING_TABLES, Column, Table
from biobanks.enums import Decision
from biobanks.models import Change, ChangeSet
from biobanks.models.entry import DIRECTORY_PREFIX, NODE_PREFIX

Rows = dict[str, dict[str, str]]  # cells of a table, by identifier and column
# Bytes of an upload's tables together: all rows are in memory at once, while somebody waits.
MOST_UPLOADED = 50_000_000

TABLE_OF = {table.name: table for table in STAGING_TABLES}


class DecidedMeanwhile(Exception):
    """Somebody else has decided."""


class OursChanged(Exception):
    """Our side is no longer what was shown."""


class NotTaken(Exception):
    """The import refuses the row. The message says why."""


@transaction.atomic
def take_reading(
    theirs: Mapping[str, Sequence[Row]], *, source: str, may_be_fewer: bool = False
) -> ChangeSet:
    """Compare what the Directory has with the catalogue; earlier sets are overtaken.

    What was refused once is not proposed again. Raises `NotReadable` where the Directory has
    become much smaller, unless it `may_be_fewer`.
    """
    counts = {name: len(rows) for name, rows in theirs.items()}
    if not may_be_fewer:
        refuse_a_fall(counts)
    found, notices = differences(theirs, is_whole=True)
    refused = set(
        Change.objects.filter(
            decision=Decision.REFUSED, fingerprint__in=[change.fingerprint for change in found]
        ).values_list("fingerprint", flat=True)
    )
    new = [change for change in found if change.fingerprint not in refused]
    return _proposed(new, source, counts, notices)


@transaction.atomic
def take_upload(path: Path, *, source: str) -> ChangeSet:
    """Compare tables that staff have changed with the catalogue; earlier sets are overtaken.

    Tables and columns that are not there say nothing, and neither do rows that are missing.
    Raises `NotReadable` where the file is no such tables.
    """
    tables, report = uploaded(path)
    if report.refused:
        raise NotReadable(" ".join(str(remark) for remark in report.problems.first[:3]))
    found, notices = differences(tables, is_whole=False)
    notices = [*(str(remark) for remark in report.notices.first), *notices]
    return _proposed(found, source, {}, notices)


def uploaded(path: Path) -> tuple[dict[str, list[Row]], Report]:
    """The rows of the eight tables in a zip, by table, and what is wrong with it."""
    report = Report()
    found: dict[str, list[Row]] = {}
    with reader.table_files(path, report, MOST_UPLOADED) as files:
        for layout in headers.layouts(files, report):
            if layout.table not in STAGING_TABLES:
                report.notices.add(layout.file.name, None, "", "left aside: import it by command")
                continue
            rows = found.setdefault(layout.table.name, [])
            try:
                records = reader.records(layout.file)
                next(records, None)
                for record in records:
                    cells = [*record.cells, *[""] * layout.width]
                    rows.append({column.name: cells[at] for column, at in layout.positions})
            except FileError as error:
                report.refuse(layout.file.name, error.line, "", error.text)
    return found, report


def _proposed(
    found: Sequence[Change], source: str, counts: Mapping[str, int], notices: Sequence[str]
) -> ChangeSet:
    """Write a change set; what is open of earlier ones is overtaken."""
    open_ones = Change.objects.filter(decision=Decision.OPEN)
    open_ones.filter(table=PERSONS.name).update(ours="", theirs="")
    open_ones.update(decision=Decision.OVERTAKEN)
    reading = ChangeSet.objects.create(source=source, rows=counts, notices=notices)
    for change in found:
        change.set = reading
    Change.objects.bulk_create(found, batch_size=1000)
    return reading


def refuse_a_fall(counts: Mapping[str, int]) -> None:
    """Refuse a reading that lacks biobanks or collections that the last one had, or we have."""
    last = ChangeSet.objects.exclude(rows={}).first()  # uploads count nothing of the Directory
    for table in (BIOBANKS, COLLECTIONS):
        name = table.name
        then = last.rows[name] if last else len(published(table))
        if (then - counts[name]) * 100 > then * settings.DIRECTORY_MOST_LOSS:
            raise NotReadable(
                f"{name}: the Directory has {counts[name]}, instead of {then}. Something is wrong "
                "there; where it is right, add --may-be-fewer."
            )


# Comparing


def published(table: Table) -> set[str]:
    """The Directory's identifiers of our published entries."""
    manager: Any = table.model._default_manager
    known = manager.published().filter(identifier__startswith=DIRECTORY_PREFIX)
    return set(known.values_list("identifier", flat=True))


def rows_of(choice: writer.Everything) -> dict[str, Rows]:
    """The rows of the eight tables, by identifier and column."""
    found: dict[str, Rows] = {}
    for table in STAGING_TABLES:
        records = writer.records(table, choice)
        header = next(records, [])
        found[table.name] = {row[0]: dict(zip(header, row, strict=True)) for row in records}
    return found


def differences(
    theirs: Mapping[str, Sequence[Row]], *, is_whole: bool
) -> tuple[list[Change], list[str]]:
    """Cells that differ, rows that one side lacks; and what could not be compared.

    Of the Directory, which has the `whole`, a cell that says what we send is no difference,
    although we may know more; and an entry that it lacks is withdrawn there.
    """
    ours = rows_of(writer.Everything())
    sent = rows_of(writer.ForDirectory()) if is_whole else {}
    own_names = {
        identifier.replace(NODE_PREFIX, DIRECTORY_PREFIX, 1): identifier
        for name, rows in ours.items()
        if name not in ENTRY_TABLES
        for identifier in rows
        if identifier.startswith(NODE_PREFIX)
    }
    found: list[Change] = []
    notices: list[str] = []
    for table in STAGING_TABLES:
        seen = set()
        for row in theirs.get(table.name, ()):
            identifier = own_names.get(row["id"], row["id"])
            seen.add(identifier)
            cells = {}
            for column in table.columns:
                if column.name in row and column.name != "id":
                    try:
                        cells[column.name] = normal(column, row[column.name], own_names)
                    except CellError as error:
                        notices.append(f"{table.name}, {identifier}, {column.name}: {error}")
            before = ours[table.name].get(identifier)
            if before is None:
                given = {name: text for name, text in cells.items() if text}
                found.append(change(table, identifier, "", "", json.dumps(given)))
                continue
            as_sent = sent.get(table.name, {}).get(row["id"], {})
            for column in table.columns:
                if column.name not in cells:
                    continue
                text = cells[column.name]
                same = {before[column.name]}
                if column.name in as_sent:
                    same.add(normal(column, as_sent[column.name], own_names))
                if text not in same:
                    found.append(change(table, identifier, column.name, before[column.name], text))
        if is_whole and table.name in ENTRY_TABLES:
            found += [
                change(table, identifier, "withdrawn", "false", "true")
                for identifier in sorted(published(table) - seen)
            ]
    return found, notices


def normal(column: Column, text: str, own_names: Mapping[str, str]) -> str:
    """The Directory's text of a cell as we would write it, with our names of rows."""
    cell, text = column.cell, text.strip()
    if isinstance(cell, References):
        return join_list(sorted(own_names.get(name, name) for name in split_list(text)))
    if isinstance(cell, Reference):
        return own_names.get(text, text)
    return cell.write(cell.read(text))


def change(table: Table, identifier: str, column: str, ours: str, theirs: str) -> Change:
    """A difference, not saved."""
    told = json.dumps([table.name, identifier, column, theirs])
    return Change(
        table=table.name,
        identifier=identifier,
        column=column,
        ours=ours,
        theirs=theirs,
        fingerprint=hashlib.sha256(told.encode()).hexdigest(),
    )


# Deciding


@transaction.atomic
def accept(changes: Iterable[Change], *, by: User) -> None:
    """Take what the Directory says of one row into the catalogue.

    Raises `DecidedMeanwhile`, `OursChanged`, or `NotTaken` with the reason of the import.
    """
    rows = locked(changes)
    table, identifier = TABLE_OF[rows[0].table], rows[0].identifier
    ours = rows_of(writer.Everything())[table.name].get(identifier)
    if ours is None and not rows[0].is_of_a_new_row:
        raise OursChanged
    if ours is not None and any(
        row.is_of_a_new_row or ours[row.column] != row.ours for row in rows
    ):
        raise OursChanged
    required = {column.name: (ours or {}).get(column.name, "") for column in table.columns
                if column.required}  # fmt: skip
    cells = required | {"id": identifier}
    for row in rows:
        cells |= row.cells if row.is_of_a_new_row else {row.column: row.theirs}
    take(table, cells)
    entry = table.model._default_manager.get(identifier=identifier)
    what = ", ".join(row.column for row in rows if row.column) or "all"
    LogEntry.objects.log_actions(
        by.pk, [entry], CHANGE, f"Accepted from {rows[0].set.source}: {what}.", single_object=True
    )
    settle(rows, Decision.ACCEPTED, by)


@transaction.atomic
def refuse(changes: Iterable[Change], *, by: User) -> None:
    """Keep what we say; the same is not proposed again.

    Raises `DecidedMeanwhile`.
    """
    settle(locked(changes), Decision.REFUSED, by)


def refresh(reading: ChangeSet) -> None:
    """Show our side as it is now, where it was changed since the reading."""
    ours = rows_of(writer.Everything())
    for row in reading.changes.filter(decision=Decision.OPEN):
        now = ours[row.table].get(row.identifier, {}).get(row.column, "")
        if now != row.ours and not row.is_of_a_new_row:
            row.ours = now
            row.save(update_fields=["ours"])


def locked(changes: Iterable[Change]) -> list[Change]:
    """The changes as they stand, kept from others until the transaction ends."""
    keys = [row.pk for row in changes]
    rows = list(Change.objects.select_for_update().filter(pk__in=keys, decision=Decision.OPEN))
    if not rows or len(rows) < len(keys):
        raise DecidedMeanwhile
    return rows


def take(table: Table, cells: Mapping[str, str]) -> None:
    """Import one row."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"{table.name}.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            rows = csv.DictWriter(file, cells)
            rows.writeheader()
            rows.writerow(cells)
        report = import_directory(Path(folder))
    if not report.written:
        raise NotTaken(
            "; ".join(f"{remark.column}: {remark.text}" for remark in report.problems.first)
        )


def settle(rows: Iterable[Change], decision: Decision, by: User) -> None:
    """Note what was decided, by whom; of contacts no more than that."""
    now = timezone.now()
    for row in rows:
        row.decision, row.decided_by, row.decided_at = decision, by, now
        if row.table == PERSONS.name:
            row.ours = row.theirs = ""
        row.save()
