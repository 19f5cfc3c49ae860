"""What the Directory asks of the eight tables: the good ones pass, one wrong thing does not."""

import csv
import io

import pytest
from django.db import transaction

from biobanks.directory import contract
from biobanks.directory.writer import ForDirectory, csv_files
from biobanks.models import Collection, Contact
from tests.biobanks.directory.whole import BIOBANK, COLLECTION, make_catalogue

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def good(django_db_setup, django_db_blocker):
    """The files of a catalogue that stays as it is."""
    with django_db_blocker.unblock(), transaction.atomic():
        make_catalogue()
        yield csv_files(ForDirectory())
        transaction.set_rollback(True)


def found(files):
    return [str(remark) for remark in contract.problems(files).first]


def with_cell(files, table, column, text, row=0):
    """The files, with another text in a cell."""
    rows = list(csv.DictReader(io.StringIO(files[table].decode(), newline="")))
    rows[row][column] = text
    return files | {table: written(rows)}


def written(rows):
    text = io.StringIO()
    writer = csv.DictWriter(text, rows[0])
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()


def test_whole_catalogue_has_nothing_wrong(good):
    assert found(good) == []


def test_empty_tables_are_no_problem_except_for_biobanks(good):
    empty = dict.fromkeys(["Services", "CollectionFacts"], b"")

    assert found(good | empty) == []
    assert found(dict.fromkeys(good, b"")) == [
        "Biobanks: there is no biobank: the country would be withdrawn"
    ]


@pytest.mark.parametrize(
    ("table", "column", "text", "reason"),
    [
        # identifiers
        ("Persons", "id", "bbmri-be:contactID:BE_x", "is not bbmri-eric:contactID:BE_…"),
        ("Persons", "id", "bbmri-eric:contactID:NL_x", "is not bbmri-eric:contactID:BE_…"),
        ("Services", "id", "bbmri-eric:serviceID:EU_x", "is not bbmri-eric:serviceID:BE_…"),
        ("Services", "id", "bbmri-eric:serviceID:BE_x y", "is not bbmri-eric:serviceID:BE_…"),
        ("Services", "id", "bbmri-eric:serviceID:BE_x::y", "is not bbmri-eric:serviceID:BE_…"),
        ("CollectionFacts", "id", "bbmri-eric:factID:BE_", "is not bbmri-eric:factID:BE_…"),
        ("Studies", "id", "", "'' is not bbmri-eric:studyID:BE_…"),
        ("Collections", "id", "bbmri-eric:ID:BE_b:collection:x", f"is not {BIOBANK}:collection:…"),
        # what must be there
        ("Persons", "email", "", "email: bbmri-eric:contactID:BE_office: must not be empty"),
        ("Networks", "contact", "", "must not be empty"),
        ("Biobanks", "description", "", "must not be empty"),
        ("Biobanks", "juridical_person", "", "must not be empty"),
        ("Services", "accessDescription", "", "must not be empty"),
        ("Collections", "type", "", "must not be empty"),
        ("Collections", "data_categories", "", "must not be empty"),
        ("Collections", "order_of_magnitude", "", "must not be empty"),
        ("Collections", "withdrawn", "", "must not be empty"),
        # codes and values
        ("Biobanks", "country", "Belgium", "unknown code 'Belgium'"),
        ("Collections", "materials", "DNA,BLOOD", "unknown code 'BLOOD'"),
        ("Collections", "order_of_magnitude", "9", "unknown code '9'"),
        ("Collections", "size", "-3", "is not a whole number"),
        ("Collections", "withdrawn", "no", "is neither true nor false"),
        ("CollectionFacts", "last_update", "yesterday", "is not a date"),
        ("CollectionFacts", "age_range", "Old", "unknown code 'Old'"),
        ("Persons", "email", "an at example.be", "is not an e-mail address"),
        # addresses, by the Directory's own pattern
        ("Biobanks", "url", "https://été.be/", "is no address for the Directory"),
        ("Biobanks", "url", "https://example.be/a,b", "is no address for the Directory"),
        ("Biobanks", "url", "https://localhost/", "is no address for the Directory"),
        ("Biobanks", "url", "ftp://example.be/", "is not a web address"),
        # references
        ("Biobanks", "contact", "bbmri-eric:contactID:BE_x", "is not among the rows or terms"),
        ("Biobanks", "network", "bbmri-eric:networkID:BE_x", "is not among the rows or terms"),
        ("Collections", "parent_collection", f"{BIOBANK}:collection:x", "is not among the rows"),
        ("Collections", "diagnosis_available", "urn:miriam:icd:Q99.99", "is not among the rows"),
        ("Collections", "body_part_examined", "CR", "is not among the rows or terms"),
        ("CollectionFacts", "disease", "C18-C20", "is not among the rows or terms"),
    ],
)
def test_one_wrong_cell(good, table, column, text, reason):
    remarks = found(with_cell(good, table, column, text))

    assert any(remark.startswith(f"{table}, line 2, {column}: ") for remark in remarks), remarks
    assert any(reason in remark for remark in remarks), remarks


@pytest.mark.parametrize(
    "address",
    ["https://www.example.brussels/", "http://a-b.vlaanderen", "https://ab.be/x(y)?a=%2C"],
)
def test_address_that_the_directory_takes(good, address):
    assert found(with_cell(good, "Biobanks", "url", address)) == []


def test_row_that_stands_twice(good):
    lines = good["Studies"].splitlines(keepends=True)

    assert found(good | {"Studies": good["Studies"] + lines[1]}) == [
        "Studies, line 3, id: 'bbmri-eric:studyID:BE_s' stands there twice"
    ]


def test_parent_that_stands_below_its_part(good):
    header, *rows = good["Collections"].splitlines(keepends=True)

    [remark] = found(good | {"Collections": header + b"".join(reversed(rows))})

    assert f"'{COLLECTION}' is not among the rows or terms" in remark


def test_two_services_of_one_name(good):
    rows = list(csv.DictReader(io.StringIO(good["Services"].decode())))
    rows.append(rows[0] | {"id": "bbmri-eric:serviceID:BE_x", "biobank": "bbmri-eric:ID:BE_b"})

    assert found(good | {"Services": written(rows)}) == [
        f"Services, line 3, name: {rows[0]['name']!r} stands there twice"
    ]


@pytest.mark.parametrize(
    ("change", "remarks"),
    [
        (lambda content: b"\xef\xbb\xbf" + content, ["begins with a byte order mark", "columns"]),
        (lambda content: content.replace(b",", b";"), ["the columns are not id, title"]),
        (lambda content: "é".encode("latin-1") + content, ["cannot be read: 'utf-8' codec"]),
        (lambda content: content.splitlines()[0], ["holds a header alone"]),
        (lambda content: b"<!doctype html>", ["the columns are not id, title"]),
        (lambda content: content + b'"open', ["cannot be read: unexpected end of data"]),
        (lambda content: content + b"a,b\r\n", ["2 cells, 10 expected"]),
        (lambda content: b"\r\n" + content, ["the columns are not id, title"]),
    ],
)
def test_file_that_is_no_table(good, change, remarks):
    # Nothing else names a study once the collection does not.
    files = with_cell(good, "Collections", "studies", "", row=1)

    first = found(files | {"Studies": change(good["Studies"])})

    assert len(first) == len(remarks)
    for text, remark in zip(remarks, first, strict=True):
        assert remark.startswith("Studies")
        assert text in remark


def test_tables_that_are_missing_or_unknown(good):
    files = good | {"Sorts": b""}
    del files["Services"]

    assert found(files) == [
        "Services: the table is missing",
        "Sorts: the Directory knows no such table",
    ]


def test_contact_who_did_not_agree_leaves_a_gap_that_is_named(good):
    Contact.objects.update(is_public=False)

    remarks = found(csv_files(ForDirectory()))

    assert f"Biobanks, line 2, contact: {BIOBANK}: must not be empty" in remarks
    assert Collection.objects.exists()
