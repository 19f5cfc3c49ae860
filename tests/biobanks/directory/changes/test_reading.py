"""What the Directory says otherwise: read over HTTP, and compared."""

import json

import pytest
from django.core.management import CommandError, call_command

from biobanks.directory import remote
from biobanks.directory.tables import STAGING_TABLES
from biobanks.models import ChangeSet
from tests.biobanks.directory.changes.readings import OFFICE, read, row_of, told
from tests.biobanks.directory.whole import BIOBANK, COLLECTION

pytestmark = pytest.mark.django_db


# Reading and comparing


@pytest.mark.parametrize("way", [[], ["--graphql"]])
def test_directory_that_says_the_same_leaves_nothing_to_decide(directory, way):
    reading = read(directory, *way)

    assert told(reading) == []
    assert reading.notices == []
    assert reading.source == directory.url
    assert reading.rows == {name: len(rows) for name, rows in directory.tables.items()}


@pytest.mark.parametrize("way", [[], ["--graphql"]])
def test_differences_are_found_cell_by_cell(directory, way):
    biobank = row_of(directory, "Biobanks", BIOBANK)
    biobank |= {"description": "Says this.", "collaboration_commercial": "", "acronym": ""}
    collection = row_of(directory, "Collections", COLLECTION)
    collection |= {
        "size": "2000",
        "diagnosis_available": "urn:miriam:icd:E10",
        "withdrawn": "true",
        "timestamp": "2026-07-02",
    }
    row_of(directory, "Persons", OFFICE)["phone"] = "+3299999999"
    new = {column.name: "" for column in STAGING_TABLES[3].staging_columns}
    new |= {"id": "bbmri-eric:ID:BE_new", "name": "New", "contact": OFFICE, "withdrawn": "false"}
    directory.tables["Biobanks"].append(new)

    reading = read(directory, *way)

    assert told(reading) == [
        ("Persons", "bbmri-be:contactID:BE_office", "phone", "+32 9 123 45 67", "+3299999999"),
        ("Biobanks", BIOBANK, "acronym", "A", ""),
        (
            "Biobanks",
            BIOBANK,
            "description",
            "Keeps samples.\r\n\r\nSecond paragraph, with “signs” and 🧬.",
            "Says this.",
        ),
        ("Biobanks", BIOBANK, "collaboration_commercial", "false", ""),
        (
            "Biobanks",
            "bbmri-eric:ID:BE_new",
            "",
            "",
            json.dumps(
                {
                    "name": "New",
                    "country": "BE",
                    "contact": "bbmri-be:contactID:BE_office",
                    "withdrawn": "false",
                }
            ),
        ),
        ("Collections", COLLECTION, "withdrawn", "false", "true"),
        ("Collections", COLLECTION, "size", "1234", "2000"),
        ("Collections", COLLECTION, "timestamp", "2026-07-01T10:30:00", "2026-07-02T00:00:00"),
        (
            "Collections",
            COLLECTION,
            "diagnosis_available",
            "urn:miriam:icd:C18,urn:miriam:icd:E10",
            "urn:miriam:icd:E10",
        ),
    ]


def test_entry_that_the_directory_lacks_is_a_proposal_to_withdraw(directory):
    directory.tables["Collections"] = [
        row for row in directory.tables["Collections"] if row["id"] != COLLECTION
    ]

    reading = read(directory, "--may-be-fewer")

    # Drafts and entries of our own numbering are not there either, and need not be.
    assert told(reading) == [("Collections", COLLECTION, "withdrawn", "false", "true")]
    # Entries of our own numbering are not there, and withdrawn ones need not be.
    assert {
        identifier for _t, identifier, column, *_ in told(reading) if column == "withdrawn"
    } == {COLLECTION}


def test_cell_that_cannot_be_read_is_noticed(directory):
    row_of(directory, "Collections", COLLECTION)["size"] = "many"

    reading = read(directory)

    assert reading.notices == [
        f"Collections, {COLLECTION}, size: 'many' is not a whole number; write digits only"
    ]


def test_pages_are_asked_one_after_the_other(directory, monkeypatch):
    monkeypatch.setattr(remote, "PAGE", 1)

    read(directory, "--graphql")

    offsets = [query for query in directory.asked if query.startswith("{Biobanks(")]
    assert [f"offset:{number}," in query for number, query in enumerate(offsets)] == [True] * 3


# What goes wrong on the way


@pytest.mark.parametrize("failures", [[500], [503, 502], ["hang"]])
def test_trouble_that_passes_is_waited_for(directory, failures):
    directory.failures += failures

    assert read(directory).changes.count() == 0


@pytest.mark.parametrize(
    ("failures", "reason"),
    [
        ([302], "does not answer (status 302)"),
        ([404], "does not answer (status 404)"),
        ([503] * 3, "does not answer (status 503)"),
        (["hang"] * 3, "does not answer (TimeoutError)"),
        ([b"<html>We are down</html>"], "Persons has no column id, email: no such table?"),
        ([b'id,email\n"a\n'], "not as many cells"),
        ([b"\xe9"], "is not UTF-8"),
        ([None, b"<html>"], "not that of a GraphQL server"),
        ([None, b'{"data": {"Persons_agg": null}}'], "Persons: the Directory does not count"),
        ([None, b'{"errors": [{"message": "no such field"}]}'], "refuses the query: no such field"),
        ([None, b"[1]"], "not that of a GraphQL server"),
        ([None, b"[" * 5000], "not that of a GraphQL server"),
    ],
)
def test_trouble_that_stays_is_said_and_changes_nothing(directory, failures, reason):
    directory.failures += failures

    with pytest.raises(CommandError) as error:
        read(directory)

    assert reason in str(error.value)
    assert not ChangeSet.objects.exists()


def test_answer_without_end_is_refused(directory, monkeypatch):
    monkeypatch.setattr(remote, "MOST_BYTES", 100)

    with pytest.raises(CommandError, match="larger than any country's"):
        read(directory)


def test_list_that_is_cut_short_is_refused(directory):
    directory.count_more = 1

    with pytest.raises(CommandError, match="Persons: 1 rows came, but the Directory counts 2"):
        read(directory)


def test_nobody_listens():
    with pytest.raises(CommandError, match="does not answer"):
        call_command("import_directory", "http://127.0.0.1:9/ERIC")


def test_number_that_falls_is_an_error(directory):
    read(directory)
    directory.tables["Collections"].pop()

    with pytest.raises(CommandError, match="Collections: the Directory has 3, instead of 4"):
        read(directory)
    assert ChangeSet.objects.count() == 1
    assert read(directory, "--may-be-fewer").rows["Collections"] == 3


def test_first_reading_is_measured_by_our_catalogue(directory):
    directory.tables["Biobanks"] = []

    with pytest.raises(CommandError, match="Biobanks: the Directory has 0, instead of 2"):
        read(directory)
