"""Entries and the catalogue in other formats, by suffix and by Accept."""

import re

import pytest

from tests.biobanks.factories import BiobankFactory, CollectionFactory
from tests.biobanks.metadata.told import PAGES, TYPES, body_of

pytestmark = pytest.mark.django_db
LICENCE = '<https://creativecommons.org/licenses/by/4.0/>; rel="license"'


@pytest.mark.parametrize("suffix", TYPES)
@pytest.mark.parametrize("path", PAGES)
def test_by_suffix(client, collection, bare, path, suffix):
    response = client.get(f"{path}.{suffix}")

    assert response.status_code == 200
    assert response["Content-Type"] == TYPES[suffix]
    assert response["Access-Control-Allow-Origin"] == "*"
    assert LICENCE in response["Link"]
    assert body_of(response)


@pytest.mark.parametrize("path", [*PAGES, "/catalogue", "/nl/collections/lungs"])
def test_by_accept(client, collection, bare, path):
    for suffix, media_type in TYPES.items():
        if suffix == "miabis.json":
            continue
        accept = media_type.partition(";")[0]

        response = client.get(f"{path}/", headers={"accept": f"{accept}, text/html;q=0.5"})
        body = body_of(response)

        assert response["Content-Type"] == TYPES[suffix]
        assert response["Content-Location"] == f"{path}.{suffix}"
        assert "Accept" in response["Vary"]
        if suffix != "xlsx":  # holds the moment at which it was made
            assert body == body_of(client.get(f"{path}.{suffix}"))


@pytest.mark.parametrize(
    "accept",
    [
        "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
        "*/*",
        "image/png",
        "text/turtle;q=0.3, text/html",
        "",
        "a/b/c;q=x",
    ],
)
def test_who_prefers_nothing_else_gets_the_page(client, collection, accept):
    response = client.get("/collections/lungs/", headers={"accept": accept})

    assert response["Content-Type"] == "text/html; charset=utf-8"
    assert "Accept" in response["Vary"]
    assert "Content-Location" not in response


@pytest.mark.parametrize(
    ("accept", "media_type"),
    [
        ("application/*", "application/json"),
        ("text/turtle;charset=utf-8", "text/turtle"),
        ('application/ld+json;profile="http://www.w3.org/ns/json-ld"', "application/ld+json"),
        ("text/turtle;q=0.5;charset=utf-8, text/csv;q=0.2", "text/turtle"),
    ],
)
def test_how_programs_ask(client, collection, accept, media_type):
    response = client.get("/collections/lungs/", headers={"accept": accept})

    assert response["Content-Type"].partition(";")[0] == media_type


def test_a_kept_page_is_not_taken_for_another_format(client, collection):
    page = client.get("/collections/lungs/")
    turtle = client.get("/collections/lungs/", headers={"accept": "text/turtle"})
    kept = {"if-none-match": page["ETag"]}

    assert page["ETag"] != turtle["ETag"]
    assert client.get("/collections/lungs/", headers=kept).status_code == 304
    other = client.get("/collections/lungs/", headers={"accept": "text/turtle", **kept})
    assert (other.status_code, other.content) == (200, turtle.content)
    kept = {"if-none-match": turtle["ETag"], "accept": "text/turtle"}
    assert client.get("/collections/lungs/", headers=kept).status_code == 304


def test_where_the_same_is_to_be_had_has_the_same_question(client, collection):
    turtle = {"accept": "text/turtle"}

    response = client.get("/catalogue/?material=SERUM&q=a+b", headers=turtle)

    assert response["Content-Location"] == "/catalogue.ttl?material=SERUM&q=a+b"


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/collections/lungs.pdf", 404),
        ("/collections/none.ttl", 404),
        ("/collections/hidden.ttl", 404),
        ("/collections/of-draft.json", 404),
        ("/collections/gone.ttl", 410),
        ("/biobanks/left.json", 410),
        ("/collections/of-left.csv", 410),
        ("/catalogue.pdf", 404),
        ("/catalogue.miabis.json", 404),
    ],
)
def test_what_is_not_published(client, collection, path, status):
    CollectionFactory(slug="hidden", draft=True)
    CollectionFactory(slug="of-draft", biobank__draft=True)
    CollectionFactory(slug="gone", withdrawn=True)
    CollectionFactory(slug="of-left", biobank=BiobankFactory(slug="left", withdrawn=True))

    response = client.get(path)

    assert response.status_code == status
    if status == 410:
        assert response["Content-Type"] == "application/problem+json"
        assert response.json() == {
            "type": "about:blank",
            "title": "Gone",
            "status": 410,
            "detail": "This entry was withdrawn from the catalogue.",
        }


@pytest.mark.parametrize("path", PAGES)
def test_a_page_leads_to_its_formats(client, collection, bare, path):
    html = client.get(f"{path}/").content.decode()

    for suffix, media_type in TYPES.items():
        plain = media_type.partition(";")[0]
        assert re.search(
            f'<link rel="alternate" type="{re.escape(plain)}" title="[^"]+"'
            f' href="{path}.{re.escape(suffix)}">',
            html,
        )
        assert f'<a href="{path}.{suffix}">' in html


def test_programs_have_the_limit_of_the_api_here_too(client, collection, settings):
    settings.API_REQUESTS_A_MINUTE = 2
    statuses = [
        client.get(path).status_code
        for path in ("/collections/lungs.ttl", "/catalogue.csv", "/biobanks/bank.json", "/fdp/")
    ]

    assert statuses == [200, 200, 429, 429]
    assert client.get("/collections/lungs/").status_code == 200


@pytest.mark.parametrize("path", ["/collections/lungs.ttl", "/catalogue.json", "/data/latest.zip"])
def test_browsers_may_ask_first(client, collection, path):
    response = client.options(path)

    assert (response.status_code, response["Access-Control-Allow-Headers"]) == (204, "*")
    assert client.post(path).status_code == 405
