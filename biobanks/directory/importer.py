"""Rows into the database: all of them, or none.

Each table is streamed in chunks, so memory stays flat; what is kept for the whole table is its
identifiers. The database has the last word on every rule: a chunk that it refuses is halved until
the row that breaks a constraint is found.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from itertools import islice
from pathlib import Path
from typing import Any, TypeVar

from django.db import DataError, IntegrityError, connection, models, reset_queries, transaction
from django.utils import timezone

from biobanks.directory import headers, reader
from biobanks.directory.cells import CellError, Link, Reference, References, shown
from biobanks.directory.headers import Layout
from biobanks.directory.links import compare_diagnoses, compare_links
from biobanks.directory.lookups import Lookups
from biobanks.directory.reader import FileError, Record
from biobanks.directory.report import Report
from biobanks.directory.rows import Row
from biobanks.directory.rules import RULES
from biobanks.directory.tables import Column
from biobanks.directory.waiting import WaitingRoom, waiting_room
from biobanks.enums import Publication
from biobanks.models import Collection, Disease, ImagingTerm
from biobanks.models.entry import DIRECTORY_PREFIX, Entry

CHUNK = 1_000  # rows
DEEPEST = 20  # levels of collections within collections, when children stand before parents
LOCK = 0x62626D7269  # number of the advisory lock: one import at a time

# Columns to name when the database refuses a row, by the end of the constraint's name.
CONSTRAINT_COLUMNS = {
    "identifier": "id",
    "age_order": "age_high",
    "age_unit_given": "age_unit",
    "coordinates": "latitude",
    "order_of_magnitude": "size",
    "size_in_magnitude": "order_of_magnitude",
    "order_of_magnitude_donors": "number_of_donors",
    "number_of_donors_in_magnitude": "order_of_magnitude_donors",
    "famhp_number_unique": "famhp_number",
    "name_in_biobank": "name",
    "not_its_own_parent": "parent_collection",
}

Progress = Callable[[int, int], object]
T = TypeVar("T")


class _NothingWritten(Exception):
    """Rolls the transaction back."""


def import_directory(
    path: Path,
    *,
    dry_run: bool = False,
    withdraw_missing: bool = False,
    keep_going: bool = False,
    progress: Progress = lambda done, total: None,
) -> Report:
    """Take the tables of a folder or zip into the catalogue, in one transaction.

    Nothing is written when any row has a problem, unless `keep_going` skips such rows; a file
    that cannot be read as a table always stops the whole. `withdraw_missing` withdraws published
    entries of the Directory that their table no longer lists. `progress` hears bytes read since
    it heard last, and bytes in all.
    """
    report = Report()
    with reader.table_files(path, report) as files:
        layouts = headers.layouts(files, report)
        if report.refused:
            return report
        total = sum(layout.file.size for layout in layouts)
        try:
            with transaction.atomic():
                if _take_lock():
                    _take_tables(
                        layouts, report, withdraw_missing, lambda done: progress(done, total)
                    )
                else:
                    report.refuse(str(path), None, "", "another import is running; try again later")
                if dry_run or report.refused or (report.problems.count and not keep_going):
                    raise _NothingWritten
        except _NothingWritten:
            return report
    report.written = True
    return report


def _take_lock() -> bool:
    """Whether this is the only import; the lock ends with the transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [LOCK])
        return bool(cursor.fetchone()[0])


def _take_tables(
    layouts: list[Layout],
    report: Report,
    withdraw_missing: bool,
    progress: Callable[[int], object],
) -> None:
    """Take all tables, each after those it refers to."""
    lookups = Lookups()
    failed: dict[type[models.Model], set[str]] = defaultdict(set)
    for layout in layouts:
        table_import = TableImport(layout, report, lookups, failed)
        table_import.take_file(progress)
        if withdraw_missing and issubclass(layout.table.model, Entry):
            table_import.withdraw_missing()


class TableImport:
    """One table's way into the database."""

    def __init__(
        self,
        layout: Layout,
        report: Report,
        lookups: Lookups,
        failed: dict[type[models.Model], set[str]],
    ) -> None:
        self.table = layout.table
        self.model: Any = layout.table.model
        self.layout = layout
        self.file = layout.file.name
        self.report = report
        self.counts = report.tables[layout.table.name]
        self.lookups = lookups
        self.failed = failed
        self.seen: set[tuple[str, ...]] = set()
        columns = [column for column, _ in layout.positions]
        self.references = [
            (column, column.cell) for column in columns if isinstance(column.cell, Link)
        ]
        self.plain = [
            (column.name, column.field)
            for column in columns
            if column.field and not isinstance(column.cell, Link)
        ]
        self.key_attributes = [
            self.attribute(column) for column in self.table.columns if column.name in self.table.key
        ]
        self.identifier_pattern = identifier_pattern(layout.table.model)
        self.column_of = {self.attribute(column): column.name for column in columns}
        self.column_of["organisation"] = "juridical_person"

    def attribute(self, column: Column) -> str:
        """The attribute of an instance that a column fills."""
        if isinstance(column.cell, Reference):
            return f"{column.field}_id"
        return column.field or column.name

    def take_file(self, progress: Callable[[int], object]) -> None:
        """Take all rows of the file.

        A collection may stand before its parent: it waits until the others are in.
        """
        with ExitStack() as stack:
            waiting = stack.enter_context(waiting_room())
            for chunk in chunks(self.rows(progress)):
                self.take(chunk, waiting)
            for _ in range(DEEPEST):
                earlier, waiting = waiting, stack.enter_context(waiting_room())
                for chunk in chunks(self.parsed(earlier)):
                    self.take(chunk, waiting)
                if waiting.count in {0, earlier.count}:
                    break
            for row in self.parsed(waiting):
                parent = row.values["parent_collection"]
                if (parent,) in self.seen and parent not in self.failed[self.model]:
                    reason = f"{shown(parent)} waits for a parent itself: a circle, or too deep"
                else:
                    reason = self.dangling(self.model, parent, {})
                row.fail("parent_collection", reason)
                self.passes(row)
        if self.model is Collection:
            self.check_circles()

    def rows(self, progress: Callable[[int], object]) -> Iterator[Row]:
        """The rows of the file that can be read, each identifier once."""
        records = reader.records(self.layout.file, progress)
        next(records, None)
        try:
            for row in self.parsed(records):
                if row.key in self.seen:
                    row.fail(self.table.key[0], f"{row.name} stands in this file more than once")
                elif row.has_key:
                    self.seen.add(row.key)
                if self.passes(row):
                    yield row
        except FileError as error:
            self.report.refuse(self.file, error.line, "", error.text)

    def parsed(self, records: Iterable[Record]) -> Iterator[Row]:
        """Rows with the values of their cells, or with what is wrong with them."""
        for record in records:
            row = Row(record, (), {})
            width = self.layout.width
            if len(record.cells) < width or any(cell.strip() for cell in record.cells[width:]):
                row.fail("", f"{len(record.cells)} cells, {width} are expected")
            else:
                self.read_cells(row)
            yield row

    def read_cells(self, row: Row) -> None:
        """Fill the row's values and its key."""
        for column, place in self.layout.positions:
            text = row.record.cells[place].strip()
            if column.required and not text:
                row.fail(column.name, "is empty, and must not be")
                continue
            try:
                row.values[column.name] = column.cell.read(text)
            except CellError as error:
                row.fail(column.name, str(error))
        row.key = tuple(str(row.values.get(name, "")) for name in self.table.key)
        identifier = row.values.get("id", "")
        if identifier and not re.search(self.identifier_pattern, identifier):
            row.fail(
                "id",
                f"{shown(identifier)} is no identifier of this table (docs/directory-format.md)",
            )

    def passes(self, row: Row) -> bool:
        """Whether the row has no problem; reports what there is."""
        for column, text in row.failures:
            self.report.problems.add(self.file, row.record.line, column, text)
        for column, text in row.notices:
            self.report.notices.add(self.file, row.record.line, column, text)
        row.notices.clear()
        if row.failures:
            self.failed[self.model].add(row.name)
        return not row.failures

    def take(self, rows: list[Row], waiting: WaitingRoom) -> None:
        """Take a chunk of rows; those whose parent is not in yet go to `waiting`."""
        self.resolve(rows, waiting)
        rows = [row for row in rows if self.passes(row) and not row.waits]
        if not rows:
            return
        self.match(rows)
        for rule in RULES.get(self.table.model, ()):
            rule(rows)
        rows = [row for row in rows if self.passes(row)]
        if rows:
            self.compare(rows)
            self.write(rows)
        reset_queries()  # in debug mode Django keeps them all

    def resolve(self, rows: list[Row], waiting: WaitingRoom) -> None:
        """Turn the identifiers in cells into the keys of rows."""
        for row in rows:
            for name, field in self.plain:
                row.fields[field] = row.values[name]
        for column, cell in self.references:
            several = isinstance(cell, References)
            named = {
                id(row): row.values[column.name] if several else [row.values[column.name]]
                for row in rows
            }
            known = self.lookups.find(
                cell.model,
                {identifier for identifiers in named.values() for identifier in identifiers},
                cell.imaging_list,
            )
            for row in rows:
                identifiers = [identifier for identifier in named[id(row)] if identifier]
                for identifier in identifiers:
                    if identifier in known:
                        continue
                    if column.field == "parent":
                        row.waits = True
                    else:
                        row.fail(column.name, self.dangling(cell.model, identifier, known))
                keys = [known[identifier] for identifier in identifiers if identifier in known]
                if column.field is None:
                    row.values[column.name] = set(keys)
                elif several:
                    row.links[column.field] = set(keys)
                else:
                    row.fields[self.attribute(column)] = keys[0] if keys else None
        for row in rows:
            if row.waits and not row.failures:
                waiting.add(row.record)

    def dangling(self, model: type[models.Model], identifier: str, known: dict[str, int]) -> str:
        """Why a reference cannot be followed."""
        if identifier in self.failed[model]:
            return f"{shown(identifier)} has a problem of its own"
        if model in {Disease, ImagingTerm}:
            if not known:
                return "the terms are not loaded yet; run manage.py load_vocabulary first"
            return f"unknown code {shown(identifier)}"
        return f"{shown(identifier)} is neither in the catalogue nor in these files"

    def match(self, rows: list[Row]) -> None:
        """Find the rows of the database that the file's rows are about."""
        wanted = {f"{name}__in": {row.fields[name] for row in rows} for name in self.key_attributes}
        found = self.model._default_manager.filter(**wanted)
        if "juridical_person" in rows[0].values:
            found = found.select_related("organisation")
        existing = {
            tuple(getattr(instance, name) for name in self.key_attributes): instance
            for instance in found
        }
        for row in rows:
            key = tuple(row.fields[name] for name in self.key_attributes)
            row.is_new = key not in existing
            row.instance = existing.get(key) or self.model()

    def compare(self, rows: list[Row]) -> None:
        """Set what differs, and say so in `changed`."""
        for row in rows:
            for name, value in row.fields.items():
                old = getattr(row.instance, name)
                same = set(old) == set(value) if isinstance(value, list) else old == value
                if not same:
                    setattr(row.instance, name, value)
                    row.changed.append(self.column_of.get(name, name))
                    row.changed_fields.append(name)
        for column, cell in self.references:
            if column.field and isinstance(cell, References):
                compare_links(rows, column.field, column.name)
        if {"diagnosis_available", "diagnosis_suggested"} & rows[0].values.keys():
            compare_diagnoses(rows)

    def write(self, rows: list[Row]) -> None:
        """Write all rows, or find those that the database refuses."""
        try:
            with transaction.atomic():
                self.save(rows)
        except (IntegrityError, DataError) as error:
            if len(rows) == 1:
                rows[0].fail(*self.explain(error))
                self.passes(rows[0])
                return
            middle = len(rows) // 2
            self.write(rows[:middle])
            self.write(rows[middle:])
        else:
            for row in rows:
                self.count(row)

    def save(self, rows: list[Row]) -> None:
        """Insert, update and link in as few statements as there are tables."""
        organisations = {
            row.organisation.name: row.organisation for row in rows if row.organisation
        }
        for organisation in organisations.values():
            organisation.save()  # Inserts it again where the first attempt was rolled back.
        manager = self.model._default_manager
        new = [row.instance for row in rows if row.is_new]
        manager.bulk_create(new)
        remember(self.model, new)
        changed = [row for row in rows if not row.is_new and row.changed]
        if changed:
            stamp = {"updated_at"} if issubclass(self.model, Entry) else set()
            manager.bulk_create(
                [row.instance for row in changed],
                update_conflicts=True,
                unique_fields=["id"],
                update_fields=stamp.union(*(row.changed_fields for row in changed)),
            )
            remember(self.model, [row.instance for row in changed], is_change=True)
        removals = defaultdict(list)
        additions = defaultdict(list)
        for row in rows:
            for through, pk in row.removals:
                removals[through].append(pk)
            for through, values in row.additions:
                owner = {f"{self.model._meta.model_name}_id": row.instance.pk}
                additions[through].append(through(**owner, **values))
        for through, keys in removals.items():
            through._default_manager.filter(pk__in=keys).delete()
        for through, links in additions.items():
            through._default_manager.bulk_create(links)

    def explain(self, error: IntegrityError | DataError) -> tuple[str, str]:
        """Column and reason of a row that the database refused."""
        diagnostics = getattr(error.__cause__, "diag", None)
        name = getattr(diagnostics, "constraint_name", None) or ""
        detail = getattr(diagnostics, "message_detail", None) or str(error).partition("\n")[0]
        ending = name.removeprefix(f"{self.model._meta.db_table}_")
        column = CONSTRAINT_COLUMNS.get(ending, "")
        for constraint in self.model._meta.constraints:
            if constraint.name == name and isinstance(constraint, models.CheckConstraint):
                return column, str(constraint.get_violation_error_message())
        return column, f"the database refuses it: {detail}"

    def count(self, row: Row) -> None:
        """Count a row that was written."""
        if row.is_new:
            self.counts.added += 1
            self.counts.example(f"+ {row.name}")
        elif row.is_withdrawn_now:
            self.counts.withdrawn += 1
            self.counts.example(f"- {row.name}")
        elif row.changed:
            self.counts.changed += 1
            self.counts.changed_columns.update(row.changed)
            self.counts.example(f"~ {row.name}: {', '.join(row.changed)}")
        else:
            self.counts.unchanged += 1

    def withdraw_missing(self) -> None:
        """Withdraw published entries of the Directory that the file does not list.

        Entries that only the node knows are never in a file of the Directory, so they stay.
        """
        published = self.model._default_manager.filter(
            publication=Publication.PUBLISHED, identifier__startswith=DIRECTORY_PREFIX
        )
        if not self.seen and published.exists():
            self.report.refuse(
                self.file, None, "", "the table is empty; withdrawing every entry is not done here"
            )
            return
        missing = [
            (pk, identifier)
            for pk, identifier in published.values_list("pk", "identifier").iterator()
            if (identifier,) not in self.seen
        ]
        now = timezone.now()
        for chunk in chunks(missing):
            rows = self.model._default_manager.filter(pk__in=[pk for pk, _ in chunk])
            rows.update(publication=Publication.WITHDRAWN, withdrawn_at=now, updated_at=now)
            remember(self.model, rows.defer("search_text"), is_change=True)
        self.counts.withdrawn += len(missing)
        for _, identifier in missing:
            self.counts.example(f"- {identifier}: no longer listed")

    def check_circles(self) -> None:
        """Refuse collections that are, by way of their parents, their own parents."""
        parents = dict(Collection.objects.exclude(parent=None).values_list("pk", "parent_id"))
        harmless: set[int] = set()
        for start in parents:
            path: dict[int, None] = {}
            pk: int | None = start
            while pk is not None and pk not in path and pk not in harmless:
                path[pk] = None
                pk = parents.get(pk)
            if pk in path:
                identifier = Collection.objects.values_list("identifier", flat=True).get(pk=pk)
                self.report.refuse(
                    self.file, None, "parent_collection", f"{identifier} is its own distant parent"
                )
                return
            harmless.update(path)


def remember(model: Any, rows: Iterable[Any], *, is_change: bool = False) -> None:
    """Keep a version of rows that were written many at once, where the model has a history."""
    if hasattr(model, "history"):
        model.history.bulk_history_create(
            rows, update=is_change, default_change_reason="import", batch_size=CHUNK
        )


def identifier_pattern(model: type[models.Model]) -> str:
    """What identifiers look like: the regular expression of the model's own constraint."""
    name = f"{model._meta.db_table}_identifier"
    for constraint in model._meta.constraints:
        if isinstance(constraint, models.CheckConstraint) and constraint.name == name:
            condition: Any = constraint.condition
            return str(dict(condition.children)["identifier__regex"])
    return ""


def chunks(items: Iterable[T]) -> Iterator[list[T]]:
    """The items, some at a time."""
    iterator = iter(items)
    while chunk := list(islice(iterator, CHUNK)):
        yield chunk
