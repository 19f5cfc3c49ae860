"""The catalogue as tables: what stands in them, and that they read back as they were."""

import csv
import io
import zipfile
from decimal import Decimal

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from biobanks.directory.importer import import_directory
from biobanks.directory.tables import STAGING_TABLES, TABLES
from biobanks.directory.writer import Everything, ForDirectory, csv_files
from biobanks.models import Biobank, Collection, Contact, Network, Organisation
from tests.biobanks.directory.folders import BELGIUM, DEMO, problems
from tests.biobanks.directory.whole import BIOBANK, COLLECTION, make_catalogue
from tests.biobanks.factories import (
    BiobankFactory,
    CollectionFactory,
    NetworkFactory,
    OrganisationFactory,
)

pytestmark = pytest.mark.django_db


def rows_of(files, table):
    return list(csv.DictReader(io.StringIO(files[table].decode(), newline="")))


def ids(files, table):
    return [row["id"] for row in rows_of(files, table)]


def empty_catalogue():
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(
            "TRUNCATE biobanks_biobank, biobanks_network, biobanks_contact,"
            " biobanks_organisation, biobanks_externalreference, biobanks_study CASCADE"
        )


# Out and in again


@pytest.fixture(params=["whole", "demo", "belgium"])
def catalogue(request):
    if request.param == "whole":
        make_catalogue()
    else:
        request.getfixturevalue("terms")
        import_directory({"demo": DEMO, "belgium": BELGIUM}[request.param])


def test_export_into_an_empty_site_and_out_again_is_the_same_to_the_byte(catalogue, tmp_path):
    call_command("export_directory", tmp_path / "first", verbosity=0)
    empty_catalogue()
    report = import_directory(tmp_path / "first")
    call_command("export_directory", tmp_path / "second", verbosity=0)

    assert (report.written, problems(report)) == (True, [])
    for table in TABLES:
        first, second = (tmp_path / name / f"{table.name}.csv" for name in ("first", "second"))
        assert second.read_bytes() == first.read_bytes(), table.name


def test_import_of_an_export_changes_nothing(catalogue, tmp_path):
    call_command("export_directory", tmp_path / "tables.zip", verbosity=0)

    report = import_directory(tmp_path / "tables.zip")

    assert report.written
    # What only a reader adds: an order of magnitude, an address's percent signs, trimmed texts.
    changed = {column for table in report.tables.values() for column in table.changed_columns}
    assert changed <= {"order_of_magnitude", "url", "description"}
    assert {(table.added, table.withdrawn) for table in report.tables.values()} == {(0, 0)}


# What the Directory gets


@pytest.fixture
def staged():
    make_catalogue()
    return csv_files(ForDirectory())


def test_directory_gets_the_eight_tables_with_its_own_columns(staged):
    assert list(staged) == [table.name for table in STAGING_TABLES]
    for table in STAGING_TABLES:
        header = staged[table.name].split(b"\r\n", 1)[0].decode()
        assert header.split(",") == [column.name for column in table.columns if not column.ours]


def test_directory_gets_public_entries_that_have_its_identifier(staged):
    assert ids(staged, "Networks") == ["bbmri-eric:networkID:EU_n"]
    assert ids(staged, "Biobanks") == [BIOBANK, "bbmri-eric:ID:BE_b"]
    # The part follows what it is part of, although its identifier stands before.
    assert ids(staged, "Collections") == [
        f"{BIOBANK}:collection:old",
        COLLECTION,
        "bbmri-eric:ID:BE_b:collection:all",
        f"{BIOBANK}:collection:0-part",
    ]
    assert [row["withdrawn"] for row in rows_of(staged, "Collections")] == [
        "true",
        "false",
        "false",
        "false",
    ]


def test_directory_gets_only_people_who_agreed(staged):
    assert b"an@example.be" not in b"".join(staged.values())
    assert ids(staged, "Persons") == ["bbmri-eric:contactID:BE_office"]
    biobank = rows_of(staged, "Biobanks")[0]
    assert (biobank["contact"], biobank["head"]) == ("bbmri-eric:contactID:BE_office", "")


def test_collection_that_names_nobody_has_its_biobanks_contact():
    collection = make_catalogue()
    person = Contact.objects.get(email="an@example.be")

    for contact in (None, person):
        Collection.objects.filter(pk=collection.pk).update(contact=contact)
        row = rows_of(csv_files(ForDirectory()), "Collections")[1]
        assert (row["id"], row["contact"]) == (COLLECTION, "bbmri-eric:contactID:BE_office")
    kept = rows_of(csv_files(Everything()), "Collections")
    assert next(row["contact"] for row in kept if row["id"] == COLLECTION) == person.identifier


def test_directory_gets_no_fact_of_fewer_than_ten_donors(staged):
    assert ids(staged, "CollectionFacts") == ["bbmri-eric:factID:BE_f1"]


def test_directory_gets_cells_as_it_reads_them(staged):
    biobank = rows_of(staged, "Biobanks")[0]
    collection = rows_of(staged, "Collections")[1]

    assert biobank["name"] == 'Biobank "A", of Ghent'
    assert biobank["description"] == (
        "Keeps samples.\r\n\r\nSecond paragraph, with “signs” and 🧬."
    )
    assert biobank["url"] == "https://a.example.be/%C3%A9t%C3%A9?q=a%2Cb%3Bc#d%27e"
    assert (biobank["latitude"], biobank["longitude"]) == ("51.05", "3.7")
    assert biobank["network"] == "bbmri-eric:networkID:EU_n"
    assert (
        biobank["collaboration_commercial"],
        biobank["collaboration_non_for_profit"],
    ) == ("false", "true")
    assert {name: collection[name] for name in (
        "biobank", "type", "materials", "diagnosis_available", "order_of_magnitude", "timestamp",
        "body_part_examined", "studies", "parent_collection", "duc_profile",
    )} == {
        "biobank": BIOBANK,
        "type": "CASE_CONTROL,DISEASE_SPECIFIC,IMAGE",
        "materials": "SERUM,DNA",
        "diagnosis_available": "urn:miriam:icd:C18,urn:miriam:icd:E10",  # not our own reading
        "order_of_magnitude": "3",  # follows from the size
        "timestamp": "2026-07-01T10:30:00",
        "body_part_examined": "T-04000",
        "studies": "bbmri-eric:studyID:BE_s",
        "parent_collection": "",
        "duc_profile": "",
    }  # fmt: skip


def test_table_without_rows_has_no_bytes_for_the_directory_and_a_header_for_us():
    assert set(csv_files(ForDirectory()).values()) == {b""}
    assert csv_files(Everything())["Studies"].startswith(b"id,title,")


@pytest.mark.parametrize("choice", [Everything, ForDirectory])
def test_number_of_queries_does_not_grow(choice):
    make_catalogue()
    with CaptureQueriesContext(
        connection,
    ) as few:
        csv_files(choice())
    for number in range(20):
        CollectionFactory(biobank__contact=Contact.objects.first(), slug=f"more-{number}")
    with CaptureQueriesContext(connection) as many:
        csv_files(choice())

    assert len(many) == len(few)


# The command


def test_command_writes_excel(tmp_path):
    make_catalogue()
    OrganisationFactory(name="=cmd()")
    Biobank.objects.filter(slug="biobank-b").update(
        organisation=Organisation.objects.get(name="=cmd()"), latitude=Decimal(51), longitude=4
    )

    call_command("export_directory", tmp_path / "tables.xlsx", "--staging", verbosity=0)

    with zipfile.ZipFile(tmp_path / "tables.xlsx") as book:
        sheets = [name for name in book.namelist() if name.startswith("xl/worksheets/sheet")]
        texts = book.read("xl/worksheets/sheet4.xml").decode()
        names = book.read("xl/workbook.xml").decode()
    assert len(sheets) == 8
    assert 'name="Biobanks"' in names
    assert "=cmd()" in texts
    assert "<f>" not in texts


def test_command_says_what_excel_cannot_hold(tmp_path):
    NetworkFactory(description_en="x" * 32_768)

    with pytest.raises(CommandError, match=r"Networks, description: 32,768 .* Write a \.zip"):
        call_command("export_directory", tmp_path / "tables.xlsx", verbosity=0)

    assert list(tmp_path.iterdir()) == []


def test_command_overwrites_nothing(tmp_path):
    with pytest.raises(CommandError, match="exists already"):
        call_command("export_directory", tmp_path, verbosity=0)


def test_command_says_where(tmp_path, capsys):
    BiobankFactory()

    call_command("export_directory", tmp_path / "tables.zip", "--staging")

    assert capsys.readouterr().out == f"Written: {tmp_path / 'tables.zip'}\n"
    with zipfile.ZipFile(tmp_path / "tables.zip") as archive:
        assert archive.namelist() == [f"{table.name}.csv" for table in STAGING_TABLES]
        assert archive.read("Services.csv") == b""


def test_entries_keep_their_state_and_place(tmp_path):
    make_catalogue()
    before = [
        list(model.objects.order_by("identifier").values_list("identifier", "publication", "slug"))
        for model in (Network, Biobank, Collection)
    ]
    call_command("export_directory", tmp_path / "tables", verbosity=0)
    empty_catalogue()
    import_directory(tmp_path / "tables")

    assert before == [
        list(model.objects.order_by("identifier").values_list("identifier", "publication", "slug"))
        for model in (Network, Biobank, Collection)
    ]
    links = Collection.objects.get(slug="one").diagnosis_links
    assert sorted(links.values_list("disease__code", "origin")) == [
        ("A00", "node"), ("C18", "biobank"), ("E10", "directory"),
    ]  # fmt: skip
