"""The catalogue's search, as browsers know it."""

import re

import pytest

from tests.documents import tree

SITE = "https://www.bbmri.be"
SPACE = "{http://a9.com/-/spec/opensearch/1.1/}"
LANGUAGES = {
    "": ("en", "Catalogue", "Search the samples and data"),
    "/nl": ("nl", "Catalogus", "Doorzoek de stalen en gegevens"),
    "/fr": ("fr", "Catalogue", "Cherchez"),
    "/de": ("de", "Katalog", "Durchsuchen Sie"),
}


@pytest.mark.parametrize("prefix", LANGUAGES)
def test_description_of_the_search_in_each_language(client, settings, prefix):
    settings.SITE_URL = SITE
    settings.ALLOWED_HOSTS = ["*"]
    language, catalogue, begins = LANGUAGES[prefix]

    response = client.get(f"{prefix}/opensearch.xml", headers={"host": "evil.example"})

    parts = [(part.tag, part.attrib, part.text) for part in tree(response)]
    [description] = [text for tag, _attributes, text in parts if tag == f"{SPACE}Description"]
    assert response["Content-Type"] == "application/opensearchdescription+xml"
    assert response.content.startswith(b"<?xml")
    assert description.startswith(begins)
    assert len(description) <= 1024
    assert [part for part in parts if part[2] != description] == [
        (f"{SPACE}ShortName", {}, "BBMRI.be"),
        (f"{SPACE}LongName", {}, f"BBMRI.be – {catalogue}"),
        (
            f"{SPACE}Image",
            {"type": "image/svg+xml", "width": "32", "height": "32"},
            f"{SITE}/static/img/mark.svg",
        ),
        (
            f"{SPACE}Url",
            {"type": "text/html", "template": f"{SITE}{prefix}/catalogue/?q={{searchTerms}}"},
            None,
        ),
        (
            f"{SPACE}Url",
            {
                "type": "application/opensearchdescription+xml",
                "rel": "self",
                "template": f"{SITE}{prefix}/opensearch.xml",
            },
            None,
        ),
        (f"{SPACE}Language", {}, language),
        (f"{SPACE}InputEncoding", {}, "UTF-8"),
        (f"{SPACE}OutputEncoding", {}, "UTF-8"),
    ]


def test_pages_lead_to_the_description_in_their_language(client, db):
    found = {
        prefix: re.findall(
            '<link rel="search" type="application/opensearchdescription.xml" title="BBMRI.be" '
            'href="([^"]+)">',
            client.get(f"{prefix}/contact/").content.decode(),
        )
        for prefix in LANGUAGES
    }

    assert found == {prefix: [f"{prefix}/opensearch.xml"] for prefix in LANGUAGES}


@pytest.mark.django_db
def test_address_of_the_search_answers(client):
    response = client.get("/nl/catalogue/", {"q": "Crohn & colitis"})

    assert response.status_code == 200
    assert response.context["asked"].text == "Crohn & colitis"
