"""The Directory's own stager, against the running site."""

import asyncio
import csv
import urllib.request

import pandas
import pytest
from molgenis_emx2.directory_client.errors import DirectoryError
from molgenis_emx2.directory_client.model import FileIngestNode
from molgenis_emx2.directory_client.printer import Printer
from molgenis_emx2.directory_client.stager import Stager

from biobanks.directory import snapshots
from biobanks.models import CollectionFact, DirectoryFetch, Service, SnapshotTable
from biobanks.views import directory
from tests.biobanks.directory.whole import make_catalogue

csv.field_size_limit(131_072)  # Python's own; the client raises it for everybody

pytestmark = pytest.mark.django_db(transaction=True)

SECRET = "0123456789abcdef0123456789abcdef"


YESTERDAY = {"Biobanks": [{"id": "bbmri-eric:ID:BE_yesterday"}]}


class Directory:
    """Stands in for the Directory's server: what is in our staging area."""

    def __init__(self):
        self.tables = dict(YESTERDAY)

    def get(self, schema, table, as_df):
        return pandas.DataFrame(self.tables.get(table, []))

    def delete_records(self, schema, table, data):
        del self.tables[table]

    async def upload_data(self, schema, data):
        self.tables |= {table.type.base_id: table.rows for table in data.import_order if table.rows}


@pytest.fixture
def server():
    return Directory()


@pytest.fixture
def stage(live_server, settings, monkeypatch):
    """Stage our node on a server; returns the stager's warnings."""
    settings.DIRECTORY_SECRET = SECRET
    monkeypatch.setenv("NN_SCHEMA_PREFIX", "BBMRI")
    address = f"{live_server.url}/directory/{SECRET}"

    def stage(server):
        stager = Stager(server, Printer())
        try:
            warnings = asyncio.run(stager.stage(FileIngestNode("BE", url=address)))
        finally:
            urllib.request.urlcleanup()
        return [warning.message for warning in warnings]

    return stage


def test_snapshot_is_staged_without_a_warning(server, stage):
    make_catalogue()
    snapshots.publish()

    warnings = stage(server)

    assert warnings == []
    assert {name: len(rows) for name, rows in server.tables.items()} == {
        "Persons": 1,
        "AlsoKnownIn": 1,
        "Networks": 1,
        "Biobanks": 2,
        "Services": 1,
        "Studies": 1,
        "Collections": 4,
        "CollectionFacts": 1,
    }
    assert server.tables["Biobanks"][0]["description"] == (
        "Keeps samples.\r\n\r\nSecond paragraph, with “signs” and 🧬."
    )
    assert list(DirectoryFetch.objects.order_by("pk").values_list("table", flat=True)) == (
        snapshots.TABLE_NAMES
    )


def test_empty_tables_are_staged_as_empty(server, stage):
    make_catalogue()
    Service.objects.all().delete()
    CollectionFact.objects.all().delete()
    snapshots.publish()

    warnings = stage(server)

    assert (warnings, len(server.tables["Biobanks"])) == ([], 2)
    assert {"Services", "CollectionFacts"}.isdisjoint(server.tables)


# What the stager does with other answers: why the site gives no other.


@pytest.mark.parametrize(
    "header",
    [
        "text/csv; charset=UTF-8",
        "text/csv",
        'text/csv; charset="utf-8"',
        "text/html; charset=utf-8",
    ],
)
def test_other_header_empties_the_country(server, stage, monkeypatch, header):
    make_catalogue()
    snapshots.publish()
    monkeypatch.setattr(directory, "CONTENT_TYPE", header)

    warnings = stage(server)

    assert (server.tables, len(warnings)) == ({}, 8)


def test_answer_without_bytes_empties_the_country_without_a_warning(server, stage, monkeypatch):
    monkeypatch.setattr(snapshots, "fetched", lambda name: b"")

    assert (stage(server), server.tables) == ([], {})


@pytest.mark.parametrize(
    ("content", "error"),
    [
        (b"id,name\r\n", IndexError),  # a header alone
        (b"\xef\xbb\xbfid,name\r\n1,x\r\n", AttributeError),  # a byte order mark
        (b"id;name\r\n1;x\r\n", AttributeError),
        (b"id,name\r\n1,\xe9t\xe9\r\n", UnicodeDecodeError),  # Latin-1
    ],
)
def test_broken_table_stops_the_run_of_all_countries(server, stage, monkeypatch, content, error):
    monkeypatch.setattr(snapshots, "fetched", lambda name: content)

    with pytest.raises(error):
        stage(server)

    assert server.tables == YESTERDAY


def lose_the_snapshot():
    SnapshotTable.objects.filter(name="Collections").update(content=b"broken")


@pytest.mark.parametrize("trouble", [lose_the_snapshot, SnapshotTable.objects.all().delete])
def test_doubt_is_a_503_and_leaves_everything_as_it_was(server, stage, trouble):
    make_catalogue()
    snapshots.publish()
    trouble()

    with pytest.raises(DirectoryError) as error:
        stage(server)

    answer = error.value.__cause__
    answer.close()
    assert answer.code == 503
    assert server.tables == YESTERDAY
