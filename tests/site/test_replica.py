"""Public pages read from a copy of the database, and few connections serve many readers."""

import json
import urllib.request
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.site.sites import place, running_site

BIOBANK = """
from django.core.management import call_command
from biobanks.models import Organisation
from tests.biobanks.factories import BiobankFactory, CollectionFactory
call_command("load_pages", verbosity=0)
biobank = BiobankFactory(slug="one", identifier="bbmri-eric:ID:BE_ONE", name="{name}")
CollectionFactory(biobank=biobank, slug="part", name="Part of {name}")
"""
POOL = 2


@pytest.fixture(scope="module")
def copy(ground):
    """What stands for the copy. Its names differ, so that a page tells where it comes from."""
    with place(ground, "copy") as copy:
        code, said = copy.manage(
            "shell", "--no-imports", "--command", BIOBANK.format(name="The copy")
        )
        assert code == 0, said
        yield copy


@pytest.fixture(scope="module")
def replicated(ground, copy):
    """A site whose public pages read the copy, with few connections."""
    variables = {
        "DATABASE_REPLICA_URL": copy.environment["DATABASE_URL"],
        "DATABASE_POOL": str(POOL),
    }
    with running_site(ground, "replicated", **variables) as site:
        site.manage("shell", "--command", BIOBANK.format(name="The original"))
        yield site


def read(site, path):
    with urllib.request.urlopen(site.url + path) as answer:
        return answer.read().decode()


PUBLIC = [
    "/",
    "/catalogue/",
    "/catalogue/?q=part",
    "/catalogue/?q=prat",
    "/biobanks/",
    "/biobanks/one/",
    "/collections/part/",
    "/biobanks/one.json",
    "/figures/",
    "/api/v1/biobanks",
    "/api/v1/search?q=part",
]


def test_public_pages_read_the_copy(replicated):
    pages = {path: read(replicated, path) for path in PUBLIC}

    assert {path for path, page in pages.items() if "The original" in page} == set()
    named = {path for path, page in pages.items() if "The copy" in page}
    assert named == set(PUBLIC) - {"/", "/figures/"}


def test_what_was_just_written_is_read_from_the_original(replicated):
    changes = json.loads(read(replicated, "/api/v1/changes?since=2026-01-01"))

    assert {item["name"] for item in changes["results"]} == {"The original", "Part of The original"}
    assert replicated.rows("SELECT count(*) FROM biobanks_toldentry") == [(2,)]


def test_few_connections_serve_many_readers(replicated, ground, copy):
    with ThreadPoolExecutor(16) as readers:
        pages = list(readers.map(lambda _: read(replicated, "/biobanks/one/"), range(64)))

    assert all("The copy" in page for page in pages)
    [(connections,)] = ground.connection.execute(
        "SELECT count(*) FROM pg_stat_activity WHERE datname = %s", [copy.name]
    ).fetchall()
    assert 1 <= connections <= POOL


def test_without_the_copy_everything_is_read_from_the_original(ground, copy):
    nowhere = copy.environment["DATABASE_URL"] + "_that_is_away"
    with running_site(ground, "alone", DATABASE_REPLICA_URL=nowhere) as site:
        site.manage("shell", "--command", BIOBANK.format(name="The original"))
        pages = {path: read(site, path) for path in PUBLIC}

    named = {path for path, page in pages.items() if "The original" in page}
    assert named == set(PUBLIC) - {"/", "/figures/"}
