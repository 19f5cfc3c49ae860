"""Lists of collections as files."""

import csv
import datetime
import io
import re
import zipfile
from html import unescape

import pytest
from django.utils import translation

from biobanks import exports
from biobanks.enums import Province
from biobanks.models import Collection
from tests.biobanks.factories import BiobankFactory, CollectionFactory, DiseaseFactory

pytestmark = pytest.mark.django_db

HEADER = [
    "Collection",
    "Identifier",
    "Page",
    "Biobank",
    "Town or city",
    "Province",
    "Diagnoses",
    "Materials",
    "Data",
    "Type",
    "Samples",
    "Order of magnitude of samples",
    "Donors",
    "Sex of the donors",
    "Lowest age",
    "Highest age",
    "Unit of the ages",
    "Storage temperature",
    "Works with companies",
    "Works with non-profit partners",
    "A fee is asked for",
    "A joint project is asked for",
    "Conditions of use",
    "Where to ask for access",
    "Last confirmed",
]
FULL = [
    "Liver, large",
    "bbmri-eric:ID:BE_x:collection:liver",
    "https://www.bbmri.be/collections/liver/",
    "Bank",
    "Mol",
    "Antwerp",
    "Colon (C18); Rectum (C20)",
    "DNA; Serum",
    "Survey data",
    "Cohort",
    1234,
    "1,000 to 10,000",
    56,
    "Female; Male",
    1,
    18,
    "Year",
    "2 °C to 10 °C; Liquid nitrogen",
    "Yes",
    "No",
    "Samples",
    "Data; Samples",
    "Ethics approval required",
    "https://access.be/",
    "2026-05-04",
]


@pytest.fixture
def full(settings):
    settings.SITE_URL = "https://www.bbmri.be"
    return CollectionFactory(
        biobank=BiobankFactory(name="Bank", city="Ghent", province=Province.ANTWERP),
        slug="liver",
        identifier="bbmri-eric:ID:BE_x:collection:liver",
        name="Liver, large",
        city="Mol",
        diagnoses=[
            DiseaseFactory(code="C20", name_en="Rectum"),
            DiseaseFactory(code="C18", name_en="Colon"),
        ],
        materials=["DNA", "SERUM"],
        data_categories=["SURVEY_DATA"],
        types=["COHORT"],
        size=1234,
        order_of_magnitude=3,
        number_of_donors=56,
        sex=["FEMALE", "MALE"],
        age_low=1,
        age_high=18,
        age_unit="YEAR",
        storage_temperatures=["temperature2to10", "temperatureLN"],
        collaboration_commercial=True,
        collaboration_non_profit=False,
        access_fee=["samples"],
        access_joint_project=["data", "samples"],
        data_use=["DUO_0000021"],
        access_url="https://access.be/",
        confirmed_on=datetime.date(2026, 5, 4),
    )


@pytest.fixture
def empty(settings):
    settings.SITE_URL = "https://www.bbmri.be"
    return CollectionFactory(
        biobank__name="Bare bank",
        slug="bare",
        identifier="bbmri-be:ID:BE_y:collection:bare",
        name="Bare",
    )


EMPTY = [
    "Bare",
    "bbmri-be:ID:BE_y:collection:bare",
    "https://www.bbmri.be/collections/bare/",
    "Bare bank",
    *[""] * 21,
]


def csv_text(keys):
    response = exports.csv_response(keys, "some-list")
    return b"".join(response.streaming_content).decode()


def csv_rows(keys):
    return list(csv.reader(io.StringIO(csv_text(keys).removeprefix("\ufeff"))))


def xlsx_parts(keys):
    """The XML of the sheet, and the names of all files inside."""
    response = exports.xlsx_response(keys, "some-list")
    content = b"".join(response.streaming_content)
    response.file_to_stream.close()  # `response.close()` ends the connection to the database too
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return archive.read("xl/worksheets/sheet1.xml").decode(), archive.namelist()


CELL = re.compile(
    r'<c r="([A-Z]+)(\d+)"[^>]*?(?:/>|>(?:<is><t[^>]*>(.*?)</t></is>|<v>(.*?)</v>)</c>)', re.DOTALL
)


def xlsx_rows(keys):
    """Rows of an Excel file: texts as str, numbers as int."""
    sheet, _names = xlsx_parts(keys)
    rows = {}
    for column, row, text, number in CELL.findall(sheet):
        rows.setdefault(int(row), {})[column] = int(number) if number else unescape(text)
    return [list(row.values()) for _number, row in sorted(rows.items())]


# CSV


def test_csv_has_every_column_of_a_full_and_of_an_empty_collection(full, empty):
    assert csv_rows([full.pk, empty.pk]) == [HEADER, [str(cell) for cell in FULL], EMPTY]


def test_csv_begins_with_a_byte_order_mark_and_ends_each_line(empty):
    text = csv_text([empty.pk])

    assert text.startswith("\ufeffCollection,Identifier,")
    assert text.count("\ufeff") == 1
    assert text.count("\r\n") == 2
    assert text.endswith("\r\n")


def test_csv_says_what_it_is():
    response = exports.csv_response([], "some-list")

    assert response.streaming
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert response["Content-Disposition"] == 'attachment; filename="some-list.csv"'
    assert b"".join(response.streaming_content).decode() == f"\ufeff{','.join(HEADER)}\r\n"


def test_csv_speaks_the_language_of_the_page(full):
    with translation.override("nl"):
        rows = csv_rows([full.pk])

    cells = dict(zip(*rows, strict=True))
    assert cells["Materialen"] == "DNA; Serum"
    assert cells["Werkt samen met bedrijven"] == "Ja"
    assert "https://www.bbmri.be/nl/collections/liver/" in rows[1]


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t", "\r"])
def test_csv_has_no_cell_that_a_spreadsheet_would_run(full, sign):
    evil = f'{sign}HYPERLINK("https://evil.example/")'
    Collection.objects.filter(pk=full.pk).update(name=evil, city=evil)
    full.biobank.name = evil
    full.biobank.save()
    full.diagnoses.update(name_en=evil)

    row = csv_rows([full.pk])[1]

    assert (row[0], row[3], row[4]) == (f"'{evil}",) * 3
    assert row[6] == f"'{evil} (C18); {evil} (C20)"
    assert not [cell for cell in row if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]


def test_csv_keeps_harmless_cells_as_they_are(full):
    Collection.objects.filter(pk=full.pk).update(
        name='A "b", c = d\ne', storage_temperatures=["temperature-60to-85"]
    )

    row = csv_rows([full.pk])[1]

    assert row[0] == 'A "b", c = d\ne'
    assert row[17] == "'-60 °C to -85 °C"  # begins like a formula


def test_csv_stands_in_the_order_of_the_list():
    collections = [CollectionFactory(biobank=BiobankFactory()) for _number in range(5)]
    keys = [collections[at].pk for at in (3, 0, 4, 1, 2)]

    rows = csv_rows(keys)

    assert [row[1] for row in rows[1:]] == [collections[at].identifier for at in (3, 0, 4, 1, 2)]


def test_csv_leaves_out_what_is_gone_since_the_list_was_made(full):
    assert [row[0] for row in csv_rows([0, full.pk])] == ["Collection", "Liver, large"]


def many(number):
    biobank = BiobankFactory()
    return Collection.objects.bulk_create(
        CollectionFactory.build(
            biobank=biobank, identifier=f"{biobank.identifier}:collection:many{at}"
        )
        for at in range(number)
    )


@pytest.mark.parametrize("number", [1, 499, 500])
def test_csv_of_many_asks_the_database_the_same_few_questions(django_assert_num_queries, number):
    collections = many(number)
    for collection in (collections[0], collections[-1]):
        collection.diagnoses.set([DiseaseFactory()])

    with django_assert_num_queries(3):
        rows = csv_rows([collection.pk for collection in collections])

    assert len(rows) == number + 1


def test_csv_of_more_asks_again_for_each_five_hundred(django_assert_num_queries):
    collections = many(1_001)
    for at in (0, 500, 1_000):
        collections[at].diagnoses.set([DiseaseFactory()])

    with django_assert_num_queries(9):
        rows = csv_rows([collection.pk for collection in collections])

    assert [row[1] for row in rows[1:]] == [collection.identifier for collection in collections]


def test_csv_is_written_while_it_is_read(django_assert_num_queries):
    keys = iter([collection.pk for collection in many(501)])

    with django_assert_num_queries(0):
        chunks = iter(exports.csv_response(keys, "some-list").streaming_content)
        assert (next(chunks).decode(), next(chunks).decode()) == (
            "\ufeff",
            f"{','.join(HEADER)}\r\n",
        )
    with django_assert_num_queries(2):  # the first five hundred, none of which has a diagnosis
        for _number in range(500):
            next(chunks)
    assert len(list(keys)) == 1


# Excel


def test_xlsx_has_every_column_of_a_full_and_of_an_empty_collection(full, empty):
    header, first, second = xlsx_rows([full.pk, empty.pk])

    assert (header, first) == (HEADER, FULL)
    assert second == EMPTY[:4]  # Empty cells are not written.


def test_xlsx_says_what_it_is():
    response = exports.xlsx_response([], "some-list")

    assert response.streaming
    assert response["Content-Type"] == (
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    )
    assert response["Content-Disposition"] == 'attachment; filename="some-list.xlsx"'
    response.file_to_stream.close()  # `response.close()` ends the connection to the database too


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "{=1+1}",
        "+1",
        "-1",
        "@SUM(A1)",
        "0042",
        "1e3",
        "https://evil.example/",
        "mailto:x@evil.example",
        "internal:Sheet1!A1",
        "<b>&amp;</b>",
        "tab\tand\nline",
        " spaces ",
    ],
)
def test_xlsx_keeps_texts_as_texts(full, text):
    Collection.objects.filter(pk=full.pk).update(name=text, access_url=text)

    sheet, names = xlsx_parts([full.pk])

    row = xlsx_rows([full.pk])[1]
    assert (row[0], row[23]) == (text, text)
    assert sheet.count('t="inlineStr"') == len(HEADER) + sum(isinstance(cell, str) for cell in FULL)
    assert "<f" not in sheet
    assert "hyperlink" not in sheet
    assert not [name for name in names if "rels/sheet" in name]


def test_xlsx_keeps_its_header_in_sight(empty):
    sheet, _names = xlsx_parts([empty.pk])

    assert '<pane xSplit="1" ySplit="1" topLeftCell="B2"' in sheet
    assert 'state="frozen"' in sheet


def test_xlsx_of_many_asks_again_for_each_five_hundred(django_assert_num_queries):
    collections = many(501)

    with django_assert_num_queries(4):
        rows = xlsx_rows([collection.pk for collection in reversed(collections)])

    assert [row[1] for row in rows[1:]] == [
        collection.identifier for collection in reversed(collections)
    ]
