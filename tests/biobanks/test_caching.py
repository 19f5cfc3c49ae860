"""Public pages of the catalogue are kept until something changes."""

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from biobanks.enums import TermKind
from biobanks.models import Biobank, Collection, Network
from tests.biobanks.factories import (
    CollectionDiagnosisFactory,
    CollectionFactFactory,
    CollectionFactory,
    ContactFactory,
    NetworkFactory,
    QualityMarkFactory,
    ServiceFactory,
)
from tests.biobanks.search.vocabularies import learn

pytestmark = pytest.mark.django_db

ADDRESSES = [
    "/catalogue/",
    "/catalogue/?q=serum&material=DNA",
    "/catalogue.json?q=serum",
    "/figures/",
    "/biobanks/",
    "/biobanks/bank/",
    "/collections/liver/",
    "/networks/net/",
    "/request/?c=liver",
    "/compare/?c=liver",
]


@pytest.fixture(autouse=True)
def _entries():
    network = NetworkFactory(slug="net")
    CollectionFactory(slug="liver", biobank__slug="bank", biobank__networks=[network])


def etag_of(client, address="/catalogue/"):
    response = client.get(address)
    assert response.status_code == 200
    return response["ETag"]


@pytest.mark.parametrize("address", ADDRESSES)
def test_page_may_be_kept_by_all_who_ask_again(client, address):
    response = client.get(address)

    assert response.status_code == 200
    assert sorted(response["Cache-Control"].split(", ")) == ["no-cache", "public"]
    assert response["ETag"].strip('"').isalnum()
    assert response.cookies == {}


@pytest.mark.parametrize("address", ADDRESSES)
def test_unchanged_page_costs_one_question_and_no_content(client, address):
    etag = etag_of(client, address)

    with CaptureQueriesContext(
        connection,
    ) as asked:
        response = client.get(address, headers={"If-None-Match": f'"another", {etag}'})

    assert (response.status_code, response.content, response["ETag"]) == (304, b"", etag)
    assert sorted(response["Cache-Control"].split(", ")) == ["no-cache", "public"]
    # What is for programs takes a token of their limit first.
    *tokens, query = asked.captured_queries
    assert ["rate_limits_bucket" in token["sql"] for token in tokens] == [True] * (
        ".json" in address
    )
    assert "biobanks_cataloguechange" in query["sql"]


def test_page_that_a_proxy_compressed_is_known_again(client):
    packed = client.get("/biobanks/", headers={"Accept-Encoding": "gzip"})

    again = client.get(
        "/biobanks/", headers={"Accept-Encoding": "gzip", "If-None-Match": packed["ETag"]}
    )

    assert packed["Content-Encoding"] == "gzip"
    assert packed["ETag"].startswith('W/"')
    assert again.status_code == 304


@pytest.mark.parametrize("address", ADDRESSES)
def test_head_has_the_same_name(client, address):
    assert client.head(address)["ETag"] == etag_of(client, address)


CHANGES = {
    "a name": lambda: Collection.objects.update(name="Other"),
    "a biobank's contact": lambda: Biobank.objects.update(contact=ContactFactory()),
    "a contact": lambda: ContactFactory(),
    "a network": lambda: Network.objects.update(name="Other"),
    "a member": lambda: Biobank.objects.get().networks.clear(),
    "a withdrawal": lambda: Collection.objects.update(
        publication="withdrawn", withdrawn_at="2026-09-01T09:00Z"
    ),
    "a new collection": lambda: CollectionFactory(),
    "one collection less": lambda: Collection.objects.all().delete(),
    "a diagnosis": lambda: CollectionDiagnosisFactory(collection=Collection.objects.get()),
    "a fact": lambda: CollectionFactFactory(collection=Collection.objects.get()),
    "a quality mark": lambda: QualityMarkFactory(biobank=Biobank.objects.get()),
    "a service": lambda: ServiceFactory(biobank=Biobank.objects.get()),
    "a term": lambda: learn(("liver", "en", TermKind.SYNONYM, ["material:SERUM"])),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_page_is_another_after_a_change(client, change):
    before = etag_of(client)

    change()

    response = client.get("/catalogue/", headers={"If-None-Match": before})
    assert response.status_code == 200
    assert response["ETag"] != before


def test_page_shows_a_change_at_once(client):
    before = client.get("/collections/liver/")
    Collection.objects.update(name="Another name")

    after = client.get("/collections/liver/", headers={"If-None-Match": before["ETag"]})

    assert '<h1 translate="no">Another name</h1>' in after.content.decode()


def test_reading_changes_nothing(client):
    before = etag_of(client)

    for address in ADDRESSES:
        client.get(address)

    assert etag_of(client) == before


def test_changes_beside_the_catalogue_change_nothing(client, django_user_model):
    before = etag_of(client)

    django_user_model.objects.create_user("somebody")

    assert etag_of(client) == before


def test_next_day_is_another_page(client):
    """ "Confirmed within a year" and "read on" depend on the day, which begins in Brussels."""
    with time_machine.travel("2026-06-01 00:10+02:00", tick=False):
        morning = etag_of(client)
    with time_machine.travel("2026-06-01 23:50+02:00", tick=False):
        evening = etag_of(client)
    with time_machine.travel("2026-06-02 00:10+02:00", tick=False):
        next_day = etag_of(client)

    assert morning == evening
    assert evening != next_day


def test_each_language_and_query_has_its_own_name(client):
    addresses = [
        *(f"{prefix}/catalogue/" for prefix in ("", "/nl", "/fr", "/de")),
        "/catalogue/?material=DNA",
        "/catalogue/?material=RNA",
        "/catalogue/?c=liver",
        "/biobanks/",
    ]

    assert len({etag_of(client, address) for address in addresses}) == len(addresses)


def test_settings_that_pages_show_make_other_pages(client, settings):
    names = [etag_of(client, "/request/?c=liver")]
    settings.NEGOTIATOR_URL = "https://negotiator.example"
    names.append(etag_of(client, "/request/?c=liver"))
    settings.SITE_URL = "https://www.bbmri.be"
    names.append(etag_of(client, "/request/?c=liver"))

    assert len(set(names)) == 3


def test_withdrawn_entry_is_asked_for_again(client):
    Collection.objects.update(publication="withdrawn", withdrawn_at="2026-09-01T09:00Z")
    gone = client.get("/collections/liver/")
    Collection.objects.update(publication="published", withdrawn_at=None)

    back = client.get("/collections/liver/", headers={"If-None-Match": gone["ETag"]})

    assert (gone.status_code, gone["Cache-Control"]) == (410, "no-cache")
    assert back.status_code == 200


@pytest.mark.parametrize(
    "address",
    ["/admin/login/", "/join/", "/collections/none/", "/request.csv?c=liver", "/healthz/"],
)
def test_other_pages_are_not_kept_by_all(client, address):
    response = client.get(address)

    assert "ETag" not in response
    assert "public" not in response.get("Cache-Control", "")


def test_pages_of_staff_are_not_kept(admin_client):
    response = admin_client.get("/admin/biobanks/collection/")

    assert response.status_code == 200
    assert "ETag" not in response
    assert "no-store" in response["Cache-Control"]


@pytest.mark.parametrize("address", ADDRESSES)
def test_what_is_posted_is_not_answered_from_what_was_kept(client, address):
    response = client.post(address, headers={"If-None-Match": etag_of(client, address)})

    assert response.status_code == 405
    assert "ETag" not in response


def test_hand_over_is_not_kept(client, settings):
    settings.NEGOTIATOR_URL = "https://negotiator.example"

    response = client.post("/request/negotiator/?c=", headers={"If-None-Match": "*"})

    assert response.status_code == 422
    assert "ETag" not in response
