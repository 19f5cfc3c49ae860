"""Tables of the catalogue as files in the Directory's format.

There are two choices of rows and columns: `Everything`, which `import_directory` reads back, and
`ForDirectory`, the eight staging tables as a national node hands them over.
"""

import csv
import io
import zipfile
from collections.abc import Callable, Iterator
from operator import attrgetter
from pathlib import Path
from typing import Any

import xlsxwriter
from django.db import connection
from django.db.models import Model, Q, QuerySet
from django.db.models.functions import Collate

from biobanks.codes import OrderOfMagnitude
from biobanks.directory.cells import Reference, References
from biobanks.directory.links import ORIGIN_COLUMNS
from biobanks.directory.tables import STAGING_TABLES, TABLES, Column, Table
from biobanks.enums import Origin
from biobanks.models import (
    Biobank,
    Collection,
    CollectionDiagnosis,
    CollectionFact,
    Contact,
    Disease,
    ExternalReference,
    ImagingTerm,
    Network,
    Organisation,
    QualityMark,
    Service,
    Study,
)
from biobanks.models.entry import DIRECTORY_PREFIX, NODE_PREFIX, Entry
from biobanks.small_numbers import SMALLEST_SHOWN

AT_ONCE = 1_000  # rows that are read together
LONGEST_EXCEL_CELL = 32_767  # characters; the format's own limit

Value = Callable[[Any], Any]


class TooLongForExcel(Exception):
    """A cell holds more than an Excel file can."""


class Everything:
    """All rows with all columns, our own too."""

    tables: tuple[Table, ...] = TABLES
    # The Directory takes a header without rows for an error, and no bytes for an empty table.
    has_header_alone = True

    def columns(self, table: Table) -> tuple[Column, ...]:
        """The columns of a table."""
        return table.columns

    def rows(self, table: Table) -> QuerySet[Any]:
        """The rows of a table, in no order."""
        rows: QuerySet[Any] = table.model._default_manager.all()
        if table.model is QualityMark:
            return rows.filter(**{f"{table.key[0]}__isnull": False})
        return rows

    def value(self, column: Column) -> Value:
        """What gives a row's value for a column."""
        return VALUES.get(column.name) or attrgetter(column.field or column.name)

    def identifier(self, row: Any) -> str:
        """What its file calls a row."""
        return str(row.identifier)

    def name_of(self, row: Model | None) -> str:
        """What a cell calls another row; "" where that is not among the rows."""
        if isinstance(row, ImagingTerm):
            return row.code
        return self.identifier(row) if row else ""


class ForDirectory(Everything):
    """What the European Directory gets: public entries that have its identifier.

    * Entries of our own numbering (`bbmri-be:`) wait until they are given the Directory's.
    * People stand there only when they agreed to be shown, and when an entry names them. The
      Directory needs a contact for each collection; where it names none, it is its biobank's.
    * The Directory names contacts, studies and the like as we do; their prefix is its own.
    * Facts of fewer than ten donors stay here, as on our own pages.
    """

    tables = STAGING_TABLES
    has_header_alone = False

    def __init__(self) -> None:
        """Choose the rows; what the tables name is asked once."""
        known = {"identifier__startswith": DIRECTORY_PREFIX}
        networks = Network.objects.with_public_page().filter(**known)
        biobanks = Biobank.objects.with_public_page().filter(**known)
        collections = (
            Collection.objects.with_public_page().filter(**known).filter(biobank__in=biobanks)
        )
        services = Service.objects.filter(biobank__in=biobanks)
        studies = Study.objects.filter(collections__in=collections).distinct()
        donors = {"number_of_donors__range": (1, SMALLEST_SHOWN - 1)}
        samples = {"number_of_donors": None, "number_of_samples__range": (1, SMALLEST_SHOWN - 1)}
        self.chosen: dict[type[Model], QuerySet[Any]] = {
            Network: networks,
            Biobank: biobanks,
            Collection: collections,
            Service: services,
            Study: studies,
            Contact: Contact.objects.filter(
                Q(network_contact__in=networks)
                | Q(biobank_contact__in=biobanks)
                | Q(biobank_head__in=biobanks)
                | Q(collection_contact__in=collections)
                | Q(collection_head__in=collections)
                | Q(services__in=services),
                is_public=True,
            ).distinct(),
            ExternalReference: ExternalReference.objects.filter(
                Q(network__in=networks)
                | Q(biobank__in=biobanks)
                | Q(collection__in=collections)
                | Q(study__in=studies)
            ).distinct(),
            CollectionFact: CollectionFact.objects.filter(collection__in=collections)
            .exclude(**donors)
            .exclude(**samples),
        }
        self.keys = {
            model: set(rows.values_list("pk", flat=True))
            for model, rows in self.chosen.items()
            if model is not CollectionFact  # nothing names a fact
        }

    def columns(self, table: Table) -> tuple[Column, ...]:
        """The Directory's columns."""
        return table.staging_columns

    def rows(self, table: Table) -> QuerySet[Any]:
        """The chosen rows."""
        return self.chosen[table.model]

    def value(self, column: Column) -> Value:
        """The same, but for contacts."""
        return self.contact if column.name == "contact" else super().value(column)

    def contact(self, row: Any) -> Contact | None:
        """Whom to write to: a collection that names nobody has its biobank's contact."""
        if isinstance(row, Collection) and not self.name_of(row.contact):
            return row.biobank.contact
        contact: Contact | None = row.contact
        return contact

    def identifier(self, row: Any) -> str:
        """The identifier, with the Directory's prefix instead of ours."""
        identifier = super().identifier(row)
        if identifier.startswith(NODE_PREFIX):
            return DIRECTORY_PREFIX + identifier.removeprefix(NODE_PREFIX)
        return identifier

    def name_of(self, row: Model | None) -> str:
        """The name of a term, or of a chosen row."""
        is_chosen = isinstance(row, Disease | ImagingTerm) or (
            row is not None and row.pk in self.keys[type(row)]
        )
        return super().name_of(row) if is_chosen else ""


def hold_still() -> None:
    """Keep the catalogue as it is until the transaction ends, so that all tables agree.

    Whoever writes meanwhile waits; readers do not.
    """
    tables = {table.model._meta.db_table for table in TABLES}
    for table in TABLES:
        tables |= {relation.m2m_db_table() for relation in table.model._meta.many_to_many}
    tables |= {Organisation._meta.db_table, CollectionDiagnosis._meta.db_table}
    with connection.cursor() as cursor:
        names = ", ".join(connection.ops.quote_name(name) for name in sorted(tables))
        cursor.execute(f"LOCK TABLE {names} IN SHARE MODE")


def diagnoses_of(*origins: Origin) -> Value:
    """The diseases of a collection that somebody of these stated."""
    return lambda row: [
        link.disease for link in row.diagnosis_links.all() if link.origin in origins
    ]


# Columns whose value is not a field's as it is.
VALUES: dict[str, Value] = {
    "withdrawn": attrgetter("is_withdrawn"),
    "publication": attrgetter("publication"),
    "slug": attrgetter("slug"),
    "famhp_number": attrgetter("famhp_number"),
    "juridical_person": lambda row: row.organisation and row.organisation.name,
    "organisation_kind": lambda row: row.organisation and row.organisation.kind,
    "order_of_magnitude": lambda row: (
        OrderOfMagnitude.of(row.size) if row.order_of_magnitude is None else row.order_of_magnitude
    ),
    "order_of_magnitude_donors": lambda row: (
        OrderOfMagnitude.of(row.number_of_donors)
        if row.order_of_magnitude_donors is None
        else row.order_of_magnitude_donors
    ),
    "diagnosis_available": diagnoses_of(*ORIGIN_COLUMNS.values()),
    "diagnosis_origin": lambda row: None,  # each diagnosis has its own, in the columns after it
    **{column: diagnoses_of(origin) for column, origin in ORIGIN_COLUMNS.items()},
    "diagnosis_suggested": diagnoses_of(Origin.NODE),
}


def records(table: Table, choice: Everything) -> Iterator[list[str]]:
    """The header and the rows of a table; the same catalogue gives the same, always."""
    columns = choice.columns(table)
    writers = [writing(column, choice) for column in columns]
    header = [column.name for column in columns]
    if choice.has_header_alone:
        yield header
    for number, row in enumerate(in_order(table, choice)):
        if number == 0 and not choice.has_header_alone:
            yield header
        yield [write(row) for write in writers]


def writing(column: Column, choice: Everything) -> Callable[[Any], str]:
    """What makes a row's cell of a column."""
    cell = column.cell
    value = choice.value(column)
    if column.name == "id":
        return choice.identifier
    if isinstance(cell, References):
        return lambda row: cell.write(
            filter(None, (choice.name_of(other) for other in several(value(row))))
        )
    if isinstance(cell, Reference):
        return lambda row: choice.name_of(value(row))
    return lambda row: cell.write(value(row))


def several(related: Any) -> Any:
    """Rows from a list or from a many-to-many field."""
    return related if isinstance(related, list) else related.all()


def in_order(table: Table, choice: Everything) -> Iterator[Any]:
    """The rows of a table, by identifier; a collection after the one it is part of."""
    rows = choice.rows(table)
    for column in choice.columns(table):
        if column.name == "juridical_person":
            rows = rows.select_related("organisation")
        elif column.name == "diagnosis_available":
            rows = rows.prefetch_related("diagnosis_links__disease")
            rows = rows.select_related("biobank__contact")
        elif column.field and isinstance(column.cell, Reference):
            rows = rows.select_related(column.field)
        elif column.field and isinstance(column.cell, References):
            rows = rows.prefetch_related(column.field)
    if issubclass(table.model, Entry):
        rows = rows.defer("search_text")
    if table.model is QualityMark:
        rows = rows.order_by(Collate(f"{table.key[0]}__identifier", "C"), "standard")
    else:
        rows = rows.order_by(Collate("identifier", "C"))
    if table.model is not Collection:
        yield from rows.iterator(AT_ONCE)
        return
    ancestor = "parent"
    level = rows.filter(parent=None)
    while level.exists():
        yield from level.iterator(AT_ONCE)
        above, ancestor = ancestor, f"{ancestor}__parent"
        level = rows.filter(**{f"{above}__isnull": False, f"{ancestor}__isnull": True})


def csv_lines(table: Table, choice: Everything) -> Iterator[str]:
    """A table as CSV: UTF-8 without a mark, commas."""
    line = io.StringIO()
    writer = csv.writer(line)
    for record in records(table, choice):
        writer.writerow(record)
        yield line.getvalue()
        line.seek(0)
        line.truncate()


def csv_files(choice: Everything) -> dict[str, bytes]:
    """All tables as CSV, by name."""
    return {table.name: "".join(csv_lines(table, choice)).encode() for table in choice.tables}


def write_folder(folder: Path, choice: Everything) -> None:
    """The tables as files of a folder, which is made where it does not exist."""
    folder.mkdir(parents=True, exist_ok=True)
    for table in choice.tables:
        with (folder / f"{table.name}.csv").open("w", encoding="utf-8", newline="") as file:
            file.writelines(csv_lines(table, choice))


def write_zip(path: Path, choice: Everything) -> None:
    """The tables as files of a zip, at its top."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for table in choice.tables:
            with (
                archive.open(f"{table.name}.csv", "w", force_zip64=True) as file,
                io.TextIOWrapper(file, encoding="utf-8", newline="") as text,
            ):
                text.writelines(csv_lines(table, choice))


def write_excel(path: Path, choice: Everything) -> None:
    """The tables as sheets of an Excel file.

    Raises `TooLongForExcel`, with the table and the column.
    """
    with workbook(path) as book:
        for table in choice.tables:
            write_sheet(book, table.name, records(table, choice))


def workbook(target: Any) -> Any:
    """An Excel file in which texts stay texts: neither formulas nor links are made of them."""
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    return xlsxwriter.Workbook(target, options)


def write_sheet(book: Any, name: str, rows: Iterator[list[str]]) -> None:
    """A table as a sheet, its header bold and in sight."""
    sheet = book.add_worksheet(name)
    bold = book.add_format({"bold": True})
    header: list[str] = []
    for number, row in enumerate(rows):
        header = header or row
        for column, text in zip(header, row, strict=True):
            if len(text) > LONGEST_EXCEL_CELL:
                raise TooLongForExcel(f"{name}, {column}: {len(text):,} characters")
        sheet.write_row(number, 0, row, bold if number == 0 else None)
    sheet.freeze_panes(1, 1)
