"""What changed since a date: whoever follows it has a true copy."""

import datetime
from concurrent.futures import ThreadPoolExecutor

import pytest
import time_machine
from django.core.management import call_command
from django.db import connection

from biobanks import changed
from biobanks.actions import withdraw
from biobanks.models import Biobank, Collection, Contact, Network, Organisation, ToldEntry
from tests.biobanks.factories import (
    BiobankFactory,
    CollectionDiagnosisFactory,
    CollectionFactFactory,
    CollectionFactory,
    ContactFactory,
    NetworkFactory,
    OrganisationFactory,
    QualityMarkFactory,
    ServiceFactory,
)

pytestmark = pytest.mark.django_db
SITE = "https://www.bbmri.be"


@pytest.fixture(autouse=True)
def _fresh(settings, monkeypatch):
    settings.SITE_URL = SITE
    monkeypatch.setattr(changed, "_noted", None)


def day(number):
    noon = datetime.datetime(2026, 10, number, 12, tzinfo=datetime.UTC)
    return time_machine.travel(noon, tick=False)


def changes(client, **parameters):
    response = client.get("/api/v1/changes", {"since": "2000-01-01", **parameters})
    assert response.status_code == 200, response.content
    return response.json()


def told(page):
    return [row["name"] for row in page["results"]]


@pytest.fixture
def bank():
    """A biobank with all that its record is made of, its collection and its network."""
    with day(1):
        bank = BiobankFactory(
            name="Bank",
            slug="bank",
            contact=ContactFactory(),
            organisation=OrganisationFactory(name="Hospital"),
            networks=[NetworkFactory(name="Net", slug="net")],
        )
        BiobankFactory(name="Draft", draft=True)
    with day(3):
        CollectionFactory(name="Lungs", slug="lungs", biobank=bank)
    return bank


def noticed(client, number, change, **how):
    """What is told after a change that was made on a day."""
    with day(number):
        change()
        return told(changes(client, since=f"2026-10-{number:02}", **how))


def test_the_oldest_change_first(client, bank):
    assert told(changes(client)) == ["Bank", "Net", "Lungs"]


def test_a_change_is_whole(client, bank):
    assert changes(client, since="2026-10-03") == {
        "count": None,
        "next": None,
        "results": [
            {
                "kind": "collection",
                "identifier": Collection.objects.get().identifier,
                "name": "Lungs",
                "url": f"{SITE}/collections/lungs/",
                "api_url": f"{SITE}/api/v1/collections/lungs",
                "changed_at": "2026-10-03T12:00:00Z",
                "published_at": "2026-03-02T09:00:00Z",
                "withdrawn_at": None,
            }
        ],
    }


@pytest.mark.parametrize(
    ("since", "expected"),
    [
        ("2026-10-03", ["Lungs"]),
        ("2026-10-03T12:00:00Z", ["Lungs"]),
        ("2026-10-03T12:00:01Z", []),
        ("2026-10-03T14:00:00+02:00", ["Lungs"]),
        ("0001-01-01", ["Bank", "Net", "Lungs"]),
        ("9999-12-31T23:59:59-12:00", []),
    ],
)
def test_since(client, bank, since, expected):
    assert told(changes(client, since=since)) == expected


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (lambda bank: Biobank.objects.update(city="Gent"), ["Bank", "Lungs"]),
        (lambda bank: Biobank.objects.update(joined_year=2013), ["Bank"]),
        (lambda bank: Biobank.objects.update(name="Other"), ["Other", "Lungs", "Net"]),
        (lambda bank: Contact.objects.update(is_public=False), ["Bank", "Lungs"]),
        (lambda bank: Organisation.objects.update(website="https://a.be"), ["Bank", "Lungs"]),
        (lambda bank: ServiceFactory(biobank=bank), ["Bank"]),
        (lambda bank: QualityMarkFactory(biobank=bank), ["Bank"]),
        (lambda bank: bank.networks.clear(), ["Bank", "Net"]),
        (lambda bank: Network.objects.update(acronym="N"), ["Net"]),
        (lambda bank: Collection.objects.update(size=3), ["Lungs"]),
        (lambda bank: CollectionFactFactory(collection=Collection.objects.get()), ["Lungs"]),
        (
            lambda bank: CollectionDiagnosisFactory(collection=Collection.objects.get()),
            ["Lungs"],
        ),
        (lambda bank: bank.save(), []),
        (lambda bank: Contact.objects.update(address="Not told"), []),
    ],
)
def test_whatever_is_told_of_an_entry_counts_and_only_that(client, bank, change, expected):
    changes(client)

    assert sorted(noticed(client, 9, lambda: change(bank))) == sorted(expected)


def test_collections_go_and_come_with_their_biobank(client, bank):
    changes(client)

    gone = noticed(client, 7, lambda: withdraw(bank, by=None))
    rows = changes(client, since="2026-10-07")["results"]
    back = noticed(
        client,
        8,
        lambda: Biobank.objects.filter(pk=bank.pk).update(
            publication="published", withdrawn_at=None
        ),
    )

    assert sorted(gone) == ["Bank", "Lungs", "Net"]
    assert {row["name"]: row["withdrawn_at"] for row in rows} == {
        "Bank": "2026-10-07T12:00:00Z",
        "Lungs": "2026-10-07T12:00:00Z",
        "Net": None,  # has a member less
    }
    assert sorted(back) == ["Bank", "Lungs", "Net"]
    assert [row["withdrawn_at"] for row in changes(client)["results"]] == [None] * 3


def test_what_is_deleted_or_hidden_is_withdrawn(client, bank):
    changes(client)
    with day(9):
        Collection.objects.all().delete()
        Network.objects.update(publication="draft", published_at=None)
        rows = changes(client, since="2026-10-09")["results"]

    assert [(row["name"], row["withdrawn_at"]) for row in rows if row["withdrawn_at"]] == [
        ("Lungs", "2026-10-09T12:00:00Z"),
        ("Net", "2026-10-09T12:00:00Z"),
    ]


def test_what_was_written_earlier_is_dated_when_it_is_noticed(client, bank):
    with day(20):
        last = changes(client)["results"][-1]["changed_at"]
        late = CollectionFactory(name="Late", biobank=bank)
        Collection.objects.filter(pk=late.pk).update(
            updated_at=datetime.datetime(2026, 10, 2, tzinfo=datetime.UTC)
        )

        assert told(changes(client, since=last)) == ["Lungs", "Late"]


def test_pages(client, bank):
    changes(client)
    with day(5):
        for number in range(3):
            CollectionFactory(name=f"More {number}", biobank=bank)
        pages, address = [], "/api/v1/changes?since=2026-10-01&limit=2"
        while address:
            page = client.get(address.removeprefix(SITE)).json()
            pages.append(told(page))
            address = page["next"]

    assert pages == [["Bank", "Net"], ["Lungs", "More 0"], ["More 1", "More 2"]]


@pytest.mark.parametrize(
    ("parameters", "detail"),
    [
        ({}, "since: Field required."),
        ({"since": "yesterday"}, "since: Value error, write a day as 2026-11-01."),
        ({"since": "1700000000"}, "since: Value error, write a day as 2026-11-01."),
        ({"since": "2026-13-01"}, "since: "),
        ({"since": "2026-10-01", "cursor": "x"}, "cursor: String should match pattern"),
        ({"since": "2026-10-01", "cursor": "1~draft"}, "cursor: String should match pattern"),
    ],
)
def test_problems(client, parameters, detail):
    answer = client.get("/api/v1/changes", parameters)

    assert answer.status_code == 400
    assert detail in answer.json()["detail"]


def test_nothing_is_written_twice(client, bank, django_assert_max_num_queries):
    changes(client)
    before = list(ToldEntry.objects.values())

    with django_assert_max_num_queries(4):
        changes(client)

    assert changed.note() == 0
    assert list(ToldEntry.objects.values()) == before


def test_a_large_catalogue_is_compared_at_night(client, bank, monkeypatch, capsys):
    monkeypatch.setattr(changed, "FEW", 0)

    assert told(changes(client)) == []
    call_command("write_catalogue_dump")
    assert told(changes(client)) == ["Bank", "Net", "Lungs"]


def test_an_answer_is_good_until_something_is_told(client, bank):
    first = client.get("/api/v1/changes?since=2026-10-01")
    kept = {"if-none-match": first["ETag"]}

    assert client.get("/api/v1/changes?since=2026-10-01", headers=kept).status_code == 304
    Biobank.objects.update(joined_year=2013)
    assert client.get("/api/v1/changes?since=2026-10-01", headers=kept).status_code == 200


@pytest.mark.django_db(transaction=True)
def test_one_process_notes_at_a_time():
    BiobankFactory()

    def note(_number):
        try:
            return changed.note()
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(note, range(4)))

    assert found.count(1) == 1
    assert set(found) <= {1, 0, None}
    assert ToldEntry.objects.count() == 1
