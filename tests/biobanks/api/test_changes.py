"""What changed since a date."""

import datetime

import pytest
import time_machine
from django.utils import timezone

from biobanks.actions import withdraw
from biobanks.enums import Publication
from biobanks.models import Biobank
from tests.biobanks.factories import BiobankFactory, CollectionFactory, NetworkFactory

pytestmark = pytest.mark.django_db
SITE = "https://www.bbmri.be"


@pytest.fixture(autouse=True)
def _address(settings):
    settings.SITE_URL = SITE


def day(number):
    return time_machine.travel(
        datetime.datetime(2026, 10, number, 12, tzinfo=datetime.UTC), tick=False
    )


def changes(client, **parameters):
    response = client.get("/api/v1/changes", parameters)
    assert response.status_code == 200, response.content
    return response.json()


def told(page):
    return [(row["kind"], row["name"]) for row in page["results"]]


@pytest.fixture
def history():
    """Entries of all kinds that changed day after day."""
    with day(1):
        bank = BiobankFactory(name="Bank", slug="bank")
        CollectionFactory(name="Lungs", slug="lungs", biobank=bank)
        BiobankFactory(name="Draft", draft=True)
    with day(3):
        NetworkFactory(name="Net", slug="net")
    with day(5):
        bank.city = "Gent"
        bank.save()


def test_the_oldest_change_first(client, history):
    assert told(changes(client, since="2026-10-01")) == [
        ("collection", "Lungs"),
        ("network", "Net"),
        ("biobank", "Bank"),
    ]


@pytest.mark.parametrize(
    ("since", "expected"),
    [
        ("2026-10-03", ["Net", "Bank"]),
        ("2026-10-03T12:00:00Z", ["Net", "Bank"]),
        ("2026-10-03T12:00:01Z", ["Bank"]),
        ("2026-10-03T14:00:00+02:00", ["Net", "Bank"]),
        ("2026-10-06", []),
        ("0001-01-01", ["Lungs", "Net", "Bank"]),
        ("9999-12-31T23:59:59-12:00", []),
    ],
)
def test_since(client, history, since, expected):
    assert [name for _kind, name in told(changes(client, since=since))] == expected


def test_a_change_is_whole(client, history):
    assert changes(client, since="2026-10-05") == {
        "count": None,
        "next": None,
        "results": [
            {
                "kind": "biobank",
                "identifier": Biobank.objects.get(slug="bank").identifier,
                "url": f"{SITE}/biobanks/bank/",
                "name": "Bank",
                "changed_at": "2026-10-05T12:00:00Z",
                "published_at": "2026-03-02T09:00:00Z",
                "withdrawn_at": None,
            }
        ],
    }


def test_collections_go_with_their_biobank(client, history):
    with day(7):
        withdraw(Biobank.objects.get(slug="bank"), by=None)

    rows = changes(client, since="2026-10-06")["results"]

    assert [(row["kind"], row["name"], row["withdrawn_at"]) for row in rows] == [
        ("biobank", "Bank", "2026-10-07T12:00:00Z"),
        ("collection", "Lungs", "2026-10-07T12:00:00Z"),
    ]


def test_pages(client, history):
    with day(5):
        for number in range(3):
            CollectionFactory(name=f"More {number}", biobank=Biobank.objects.get(slug="bank"))
        NetworkFactory(name="Other")
    pages, address = [], "/api/v1/changes?since=2026-10-01&limit=2"
    while address:
        page = client.get(address.removeprefix(SITE)).json()
        pages.append([name for _kind, name in told(page)])
        address = page["next"]

    assert pages == [["Lungs", "Net"], ["Bank", "More 0"], ["More 1", "More 2"], ["Other"]]


@pytest.mark.parametrize(
    ("parameters", "detail"),
    [
        ({}, "since: Field required."),
        ({"since": "yesterday"}, "since: Value error, write a day as 2026-11-01."),
        ({"since": "1700000000"}, "since: Value error, write a day as 2026-11-01."),
        ({"since": "2026-13-01"}, "since: "),
        ({"since": "2026-10-01", "cursor": "x"}, "cursor: String should match pattern"),
        ({"since": "2026-10-01", "cursor": "1~draft~1"}, "cursor: String should match pattern"),
    ],
)
def test_problems(client, parameters, detail):
    answer = client.get("/api/v1/changes", parameters)

    assert answer.status_code == 400
    assert detail in answer.json()["detail"]


def test_what_is_published_is_told(client):
    with day(1):
        collection = CollectionFactory(draft=True, name="Late")
    with day(9):
        collection.publication, collection.published_at = Publication.PUBLISHED, timezone.now()
        collection.save()

    (row,) = [
        row for row in changes(client, since="2026-10-08")["results"] if row["name"] == "Late"
    ]
    assert (row["changed_at"], row["published_at"]) == ("2026-10-09T12:00:00Z",) * 2
