"""Lists of collections as files: CSV and Excel, written row by row.

A cell that a spreadsheet would take for a formula is written as text
(https://owasp.org/www-community/attacks/CSV_Injection).
"""

import csv
import io
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from itertools import islice

import xlsxwriter
from django.conf import settings
from django.http import FileResponse, HttpResponseBase, StreamingHttpResponse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from bbmri_be.languages import LocalisedText, reading_order
from biobanks import entry_pages
from biobanks.codes import (
    AccessType,
    AgeUnit,
    CollectionType,
    DataCategory,
    DataUse,
    Material,
    OrderOfMagnitude,
    Sex,
    StorageTemperature,
)
from biobanks.models import Collection, Disease
from biobanks.search.index import Index

AT_ONCE = 500  # collections that are read together
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")
NAMING = 3  # columns that only name the collection
Cell = str | int | date | list[LocalisedText] | None
SEPARATOR = "; "


def columns(index: Index | None = None) -> list[tuple[str, Callable[[Collection], Cell]]]:
    """Headers, and what stands below them.

    Diseases have the names that pages show where the index tells them, else the official ones.
    """
    return [
        (_("Collection"), lambda row: row.name),
        (_("Identifier"), lambda row: row.identifier),
        (_("Page"), lambda row: settings.SITE_URL + row.get_absolute_url()),
        (_("Biobank"), lambda row: row.biobank.name),
        (_("Town or city"), lambda row: row.town or row.biobank.town),
        (_("Province"), lambda row: row.biobank.get_province_display()),
        (
            _("Diagnoses"),
            lambda row: [named(link.disease, index) for link in row.diagnosis_links.all()],
        ),
        (_("Materials"), lambda row: labels(row.materials, Material)),
        (_("Data"), lambda row: labels(row.data_categories, DataCategory)),
        (_("Type"), lambda row: labels(row.types, CollectionType)),
        (_("Samples"), lambda row: row.size),
        (_("Order of magnitude of samples"), lambda row: magnitude(row.order_of_magnitude)),
        (_("Donors"), lambda row: row.number_of_donors),
        (_("Sex of the donors"), lambda row: labels(row.sex, Sex)),
        (_("Lowest age"), lambda row: row.age_low),
        (_("Highest age"), lambda row: row.age_high),
        (
            _("Unit of the ages"),
            lambda row: str(AgeUnit(row.age_unit).label) if row.age_unit else "",
        ),
        (
            _("Storage temperature"),
            lambda row: labels(row.storage_temperatures, StorageTemperature),
        ),
        (
            _("Works with companies"),
            lambda row: entry_pages.yes_or_no(row.collaboration_commercial),
        ),
        (
            _("Works with non-profit partners"),
            lambda row: entry_pages.yes_or_no(row.collaboration_non_profit),
        ),
        (_("A fee is asked for"), lambda row: labels(row.access_fee, AccessType)),
        (
            _("A joint project is asked for"),
            lambda row: labels(row.access_joint_project, AccessType),
        ),
        (_("Conditions of use"), lambda row: labels(row.data_use, DataUse)),
        (_("Where to ask for access"), lambda row: row.access_url),
        (_("Last confirmed"), lambda row: row.confirmed_on),
    ]


def named(disease: Disease, index: Index | None) -> LocalisedText:
    """Name and code of a disease, in the reader's language or the nearest one."""
    shown = index.disease_name(disease.code, reading_order()) if index else None
    name = shown or disease.name
    return LocalisedText(f"{name} ({disease.code})", name.language)


def labels(codes: Iterable[str], enumeration: type) -> str:
    """The labels of codes in one cell."""
    return joined(str(enumeration(code).label) for code in codes)


def joined(texts: Iterable[str]) -> str:
    """Texts in one cell."""
    return SEPARATOR.join(texts)


def magnitude(power: int | None) -> str:
    """The label of an order of magnitude."""
    return "" if power is None else str(OrderOfMagnitude(power).label)


def collections_of(keys: Iterable[int]) -> Iterator[Collection]:
    """The collections with these keys, in their order, a few hundred at a time."""
    remaining = iter(keys)
    while some := list(islice(remaining, AT_ONCE)):
        found = (
            Collection.objects.published()
            .select_related("biobank")
            .prefetch_related("diagnosis_links__disease")
            .defer("search_text", "biobank__search_text")
            .in_bulk(some)
        )
        yield from (found[key] for key in some if key in found)


def rows(keys: Iterable[int]) -> Iterator[Sequence[str | int | None]]:
    """The header, then a row for each collection."""
    wanted = columns()
    yield [header for header, _value in wanted]
    for collection in collections_of(keys):
        yield [written(value(collection)) for _header, value in wanted]


def written(cell: Cell) -> str | int | None:
    """A cell of a file: dates as programs read them."""
    if isinstance(cell, list):
        return joined(cell)
    return cell.isoformat() if isinstance(cell, date) else cell


def harmless(cell: str | int | None) -> str | int | None:
    """A cell that no spreadsheet runs as a formula."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA_SIGNS) else cell


def csv_lines(keys: Iterable[int]) -> Iterator[str]:
    """A CSV file line by line. Begins with a byte order mark, which Excel needs."""
    yield "\ufeff"
    for row in rows(keys):
        line = io.StringIO()
        csv.writer(line).writerow([harmless(cell) for cell in row])
        yield line.getvalue()


def csv_response(keys: Iterable[int], name: str) -> HttpResponseBase:
    """A CSV file, sent as it is written."""
    return StreamingHttpResponse(
        csv_lines(keys),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}.csv"'},
    )


def xlsx_response(keys: Iterable[int], name: str) -> HttpResponseBase:
    """An Excel file, written to disk row by row and sent from there; terms on a second sheet."""
    file = tempfile.TemporaryFile()  # noqa: SIM115 - the response closes it
    # Texts stay texts: neither formulas nor links are made of them.
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with xlsxwriter.Workbook(file, options) as book:
        sheet = book.add_worksheet()
        bold = book.add_format({"bold": True})
        for number, row in enumerate(rows(keys)):
            sheet.write_row(number, 0, row, bold if number == 0 else None)
        sheet.freeze_panes(1, 1)
        about = book.add_worksheet(_("Terms of use"))
        for number, line in enumerate(
            [
                (_("Source"), settings.SITE_URL),
                (_("Day"), localdate().isoformat()),
                (_("Terms of use"), settings.CATALOGUE_LICENSE),
            ]
        ):
            about.write_row(number, 0, line)
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename=f"{name}.xlsx")
