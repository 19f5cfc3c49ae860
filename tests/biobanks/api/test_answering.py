"""What all answers share: limits, languages, headers, methods."""

import json

import pytest
import time_machine
from django.db import OperationalError

from tests.biobanks.factories import BiobankFactory

pytestmark = pytest.mark.django_db


def test_who_asks_too_often_is_told_when_to_come_back(client, settings):
    settings.API_REQUESTS_A_MINUTE = 3
    with time_machine.travel("2026-11-22 10:00:00+01:00", tick=False) as clock:
        answers = [client.get("/api/v1/figures") for _ in range(4)]
        clock.shift(20)
        later = client.get("/api/v1/figures")

    assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
    assert {answer["RateLimit-Policy"] for answer in answers} == {'"minute";q=3;w=60'}
    assert [answer["RateLimit"] for answer in answers] == [
        '"minute";r=2;t=20',
        '"minute";r=1;t=40',
        '"minute";r=0;t=60',
        '"minute";r=0;t=60',
    ]
    assert answers[-1]["Retry-After"] == "20"
    assert answers[-1].json() == {
        "type": "about:blank",
        "title": "Too Many Requests",
        "status": 429,
        "detail": "Too many requests from your network: try again in 20 seconds.",
    }
    assert later.status_code == 200


def test_each_network_has_its_own_limit(client, settings):
    settings.API_REQUESTS_A_MINUTE = 1
    statuses = [
        client.get("/api/v1/figures", REMOTE_ADDR=address).status_code
        for address in ("192.0.2.1", "192.0.2.2", "192.0.2.1", "2001:db8::1", "2001:db8::2")
    ]

    assert statuses == [200, 200, 429, 200, 429]


def test_the_search_box_is_not_held_up(client, settings):
    settings.API_REQUESTS_A_MINUTE = 1

    answers = [client.get("/api/v1/suggest?q=a") for _ in range(3)]

    assert [answer.status_code for answer in answers] == [200] * 3
    assert not any("RateLimit" in answer for answer in answers)


@pytest.mark.parametrize(
    "address", ["figures", "biobanks", "openapi.json", "nothing", "biobanks?limit=x", "suggest"]
)
def test_scripts_of_any_site_may_read_every_answer(client, address):
    answer = client.get(f"/api/v1/{address}", headers={"origin": "https://elsewhere.example"})

    assert answer["Access-Control-Allow-Origin"] == "*"
    assert answer["Link"] == '<https://creativecommons.org/licenses/by/4.0/>; rel="license"'
    assert "RateLimit" in answer["Access-Control-Expose-Headers"]
    assert "Set-Cookie" not in answer


def test_a_browser_may_ask_first(client):
    answer = client.options("/api/v1/biobanks")

    assert (answer.status_code, answer.content) == (204, b"")
    assert answer["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS"
    assert answer["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "trace"])
@pytest.mark.parametrize("address", ["biobanks", "openapi.json", "nothing"])
def test_nothing_can_be_changed(client, method, address):
    answer = getattr(client, method)(f"/api/v1/{address}")

    assert (answer.status_code, answer["Allow"]) == (405, "GET, HEAD, OPTIONS")
    assert answer.json()["detail"] == "Here one can only read: use GET."


def test_head_tells_what_get_would(client):
    BiobankFactory()
    whole, head = client.get("/api/v1/biobanks"), client.head("/api/v1/biobanks")

    assert (head.status_code, head.content) == (200, b"")
    assert head["ETag"] == whole["ETag"]


def test_what_has_not_changed_is_not_sent_again(client):
    biobank = BiobankFactory(name="Before")
    first = client.get("/api/v1/biobanks")
    kept = {"if-none-match": first["ETag"]}

    unchanged = client.get("/api/v1/biobanks", headers=kept)
    biobank.name = "After"
    biobank.save()
    changed = client.get("/api/v1/biobanks", headers=kept)

    assert (unchanged.status_code, unchanged.content) == (304, b"")
    assert [row["name"] for row in changed.json()["results"]] == ["After"]


@pytest.mark.parametrize("language", ["", "xx", "NL", "nl-BE", "\0"])
def test_languages_that_nobody_speaks_here(client, language):
    answer = client.get("/api/v1/figures", {"lang": language})

    assert (answer.status_code, answer.json()["detail"]) == (400, "lang: one of en, nl, fr, de.")


def test_the_root_leads_on(client, settings):
    settings.SITE_URL = "https://www.bbmri.be"

    assert client.get("/api/v1/").json() == {
        "title": "BBMRI.be",
        "version": "1",
        "openapi": "https://www.bbmri.be/api/v1/openapi.json",
        "documentation": "https://www.bbmri.be/data/",
        "license": "https://creativecommons.org/licenses/by/4.0/",
    }


def test_the_document_tells_of_every_answer(client):
    document = client.get("/api/v1/openapi.json").json()

    assert document["openapi"].startswith("3.1")
    assert list(document["paths"]) == [
        f"/api/v1/{path}"
        for path in [
            "search",
            "suggest",
            "biobanks",
            "biobanks/{key}",
            "collections",
            "collections/{key}",
            "networks",
            "networks/{key}",
            "facts",
            "diseases",
            "diseases/{code}",
            "figures",
            "changes",
        ]
    ]
    for operations in document["paths"].values():
        assert list(operations) == ["get"]
        assert list(operations["get"]["responses"]) == ["200", "400", "404", "410", "429"]
        assert operations["get"]["parameters"][-1]["name"] == "lang"
        assert operations["get"]["summary"]
        assert operations["get"]["description"]
    names = {operation["get"]["operationId"] for operation in document["paths"].values()}
    assert len(names) == 13
    collection = document["components"]["schemas"]["CollectionRecord"]
    assert set(collection["required"]) == set(collection["properties"])
    assert '"default": null' not in json.dumps(collection)


@pytest.mark.parametrize("address", ["diseases", "diseases/none"])
def test_what_is_not_ours_is_not_under_our_terms(client, address):
    assert "Link" not in client.get(f"/api/v1/{address}")


def test_a_database_that_is_away_is_a_problem_like_others(client, monkeypatch):
    def broken():
        raise OperationalError

    monkeypatch.setattr("biobanks.search.keeping.state", broken)

    answer = client.get("/api/v1/suggest")

    assert (answer.status_code, answer["Retry-After"]) == (503, "30")
    assert (answer["Content-Type"], answer["Access-Control-Allow-Origin"]) == (
        "application/problem+json",
        "*",
    )
    assert answer.json()["detail"] == "The database does not answer: try again in 30 seconds."


def test_a_body_that_is_too_large_is_one_too(client):
    answer = client.post("/api/v1/biobanks", CONTENT_LENGTH="99000000")

    assert (answer.status_code, answer["Content-Type"]) == (413, "application/problem+json")
