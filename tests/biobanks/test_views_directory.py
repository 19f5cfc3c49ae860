"""The address where the Directory fetches our tables."""

import logging

import pytest
from django.db import OperationalError, transaction

from bbmri_be.logs import without_tokens
from biobanks.directory import snapshots
from biobanks.models import SnapshotRun
from tests.biobanks.directory.whole import make_catalogue

pytestmark = pytest.mark.django_db

SECRET = "0123456789abcdef0123456789abcdef"


@pytest.fixture(scope="module")
def published(django_db_setup, django_db_blocker):
    """A snapshot of a catalogue that stays as it is."""
    with django_db_blocker.unblock(), transaction.atomic():
        make_catalogue()
        yield snapshots.publish().snapshot
        transaction.set_rollback(True)


@pytest.fixture
def snapshot(published, settings):
    settings.DIRECTORY_SECRET = SECRET
    return published


@pytest.mark.parametrize("name", snapshots.TABLE_NAMES)
def test_table_is_served_to_the_letter(client, snapshot, name):
    response = client.get(f"/directory/{SECRET}/{name}.csv")

    assert response.status_code == 200
    assert response.content == snapshots.files_of(snapshot)[name]
    assert response.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert response.headers["Cache-Control"] == "no-store"
    assert response.headers["X-Robots-Tag"] == "noindex"
    assert response.headers["Content-Length"] == str(len(response.content))
    assert not response.cookies


@pytest.mark.parametrize(
    "path",
    [
        f"/directory/{SECRET[:-1]}/Biobanks.csv",
        f"/directory/{SECRET}x/Biobanks.csv",
        "/directory/é/Biobanks.csv",
        f"/directory/{SECRET}/biobanks.csv",
        f"/directory/{SECRET}/QualityInfoBiobanks.csv",
        f"/directory/{SECRET}/Biobanks",
        f"/nl/directory/{SECRET}/Biobanks.csv",
    ],
)
def test_other_addresses_are_not_there(client, snapshot, path):
    assert client.get(path).status_code == 404


def test_without_a_secret_there_is_no_address(client, snapshot, settings):
    settings.DIRECTORY_SECRET = ""

    assert client.get(f"/directory/{SECRET}/Biobanks.csv").status_code == 404


@pytest.mark.parametrize("method", ["post", "head", "put", "delete"])
def test_tables_are_only_fetched(client, snapshot, method):
    assert getattr(client, method)(f"/directory/{SECRET}/Biobanks.csv").status_code == 405


def test_doubt_is_a_503(client, snapshot, caplog):
    SnapshotRun.objects.all().delete()

    response = client.get(f"/directory/{SECRET}/Biobanks.csv")

    assert (response.status_code, response.headers["Retry-After"]) == (503, "3600")
    assert response.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert SECRET not in without_tokens(caplog.messages[-1])


def test_database_that_is_gone_is_a_503(client, snapshot, monkeypatch, caplog):
    def break_off(name):
        raise OperationalError("gone")

    caplog.set_level(logging.CRITICAL)
    monkeypatch.setattr(snapshots, "fetched", break_off)

    assert client.get(f"/directory/{SECRET}/Biobanks.csv").status_code == 503
