"""What the pages of biobanks, collections and networks have in common."""

import datetime
import re

import pytest
import time_machine
from django.utils import translation
from django.utils.formats import date_format

from tests.biobanks.factories import WITHDRAWN_AT, BiobankFactory, CollectionFactory, NetworkFactory
from tests.biobanks.pages import facts_of, hrefs_of, main_of, part_of, text_of

pytestmark = pytest.mark.django_db
LANGUAGES = ["", "/nl", "/fr", "/de"]
FACTORIES = {
    "biobanks": BiobankFactory,
    "collections": CollectionFactory,
    "networks": NetworkFactory,
}


@pytest.mark.parametrize("prefix", LANGUAGES)
@pytest.mark.parametrize("kind", FACTORIES)
def test_entries_answer_in_each_language(client, prefix, kind):
    FACTORIES[kind](
        slug="known",
        name="A & B",
        description_nl="Bloed en weefsel van patiënten van het ziekenhuis",
    )

    response = client.get(f"{prefix}/{kind}/known/")

    html = response.content.decode()
    assert response.status_code == 200
    assert html.count('<h1 translate="no">A &amp; B</h1>') == 1
    summary = re.search('<meta name="description" content="([^"]*)">', html)[1]
    shown = re.search('<div class="lead"(.*?)><p>(.*?)</p></div>(.*)', html).groups()
    text = "Bloed en weefsel van patiënten van het ziekenhuis"
    if prefix == "/nl":
        assert (summary, shown) == (text, ("", text, ""))
    else:
        assert summary.startswith("A &amp; B, ")
        assert shown[:2] == (' lang="nl"', text)
        assert re.fullmatch('<p class="meta">.+</p>', shown[2])


@pytest.mark.parametrize(
    ("prefix", "samples", "day"),
    [
        ("", "11,000", "2 November 2026"),
        ("/nl", "11.000", "2 november 2026"),
        ("/fr", "11\xa0000", "2 novembre 2026"),
        ("/de", "11.000", "2. November 2026"),
    ],
)
def test_numbers_and_dates_are_written_as_the_reader_writes(client, prefix, samples, day):
    CollectionFactory(slug="known", size=11_000, confirmed_on=datetime.date(2026, 11, 2))

    response = client.get(f"{prefix}/collections/known/")

    values = [value for values in facts_of(response).values() for value in values]
    assert {samples, day} <= set(values)


@pytest.mark.parametrize(
    ("language", "written"),
    [("en", "02/11/2026"), ("nl", "02/11/2026"), ("fr", "02/11/2026"), ("de", "02.11.2026")],
)
def test_short_dates_are_those_of_belgium(language, written):
    with translation.override(language):
        assert date_format(datetime.date(2026, 11, 2), "SHORT_DATE_FORMAT") == written


def test_texts_of_the_directory_say_that_they_are_english(client):
    CollectionFactory(slug="known", access_description="Write to the office " * 3)

    english = client.get("/collections/known/").content.decode()
    dutch = client.get("/nl/collections/known/").content.decode()

    text = "Write to the office " * 3
    assert f"<dt>How access works</dt><dd>{text}</dd></div>" in english
    assert re.search(f'<dd lang="en">{text}</dd><dd><p class="meta">[^<]+</p></dd></div>', dutch)


@pytest.mark.parametrize("kind", FACTORIES)
def test_entries_without_description_describe_themselves(client, kind):
    entry = FACTORIES[kind](slug="known", name="Known")

    response = client.get(f"/{kind}/known/")

    expected = {
        "biobanks": "Known, a biobank of BBMRI.be.",
        "networks": "Known, a network of BBMRI.be.",
        "collections": f"Known, a collection of {getattr(entry, 'biobank', '')}.",
    }
    assert f'content="{expected[kind]}"' in response.content.decode()


def test_description_is_cut_at_a_word(client):
    BiobankFactory(slug="known", description_en="word " * 100)

    response = client.get("/biobanks/known/")

    found = re.search(r'name="description" content="([^"]*)"', response.content.decode())
    assert found[1] == "word " * 30 + "…"


@pytest.mark.parametrize("kind", FACTORIES)
def test_drafts_have_no_page_even_for_staff(client, admin_client, kind):
    FACTORIES[kind](slug="hidden", draft=True)

    assert client.get(f"/{kind}/hidden/").status_code == 404
    assert admin_client.get(f"/{kind}/hidden/").status_code == 404
    assert client.get(f"/{kind}/unknown/").status_code == 404


def test_collection_of_a_draft_biobank_has_no_page(client):
    CollectionFactory(slug="hidden", biobank=BiobankFactory(draft=True))

    assert client.get("/collections/hidden/").status_code == 404


@pytest.mark.parametrize("prefix", LANGUAGES)
@pytest.mark.parametrize("kind", FACTORIES)
def test_withdrawn_entries_keep_a_page_that_says_so(client, prefix, kind):
    FACTORIES[kind](
        slug="gone", name="Gone", withdrawn=True, description_en="Old words", website="https://x.be"
    )

    response = client.get(f"{prefix}/{kind}/gone/")

    assert (response.status_code, response["Cache-Control"]) == (410, "no-cache")
    assert '<h1 translate="no">Gone</h1>' in response.content.decode()
    assert "Old words" not in response.content.decode()
    assert "https://x.be" not in response.content.decode()
    if not prefix:
        assert f"Withdrawn on {date_format(WITHDRAWN_AT)}." in text_of(response)


def test_collection_of_a_withdrawn_biobank_is_withdrawn_with_it(client):
    CollectionFactory(slug="gone", biobank=BiobankFactory(slug="bank", withdrawn=True))

    response = client.get("/collections/gone/")

    assert response.status_code == 410
    assert "/biobanks/bank/" not in hrefs_of(response)


def test_withdrawn_collection_names_its_biobank(client):
    CollectionFactory(slug="gone", withdrawn=True, biobank=BiobankFactory(slug="bank"))

    response = client.get("/collections/gone/")

    assert "/biobanks/bank/" in hrefs_of(response)


@pytest.mark.parametrize(
    "address", ["/biobanks/", "/biobanks/x/", "/collections/x/", "/networks/x/"]
)
def test_pages_are_only_read(client, address):
    assert client.post(address).status_code == 405


PLACE = {"latitude": "51.05", "longitude": "3.72"}  # Ghent


def dots_of(response):
    """Addresses of the biobanks on the map, and None where there is no map."""
    html = main_of(response)
    if '<figure class="map">' not in html:
        return None
    return re.findall(r'<a href="([^"]+)"', html[html.index("<svg") : html.index("</svg>")])


def citation_of(response):
    """How the page wants to be cited."""
    return part_of(response, '<p class="citation">', "</p>")


def test_entries_stand_on_the_map(client):
    network = NetworkFactory(slug="net")
    bank = BiobankFactory(slug="bank", name="A", networks=[network], **PLACE)
    CollectionFactory(slug="known", biobank=bank)
    BiobankFactory(slug="near", name="B", networks=[network], **PLACE)
    BiobankFactory(slug="nowhere", networks=[network])
    BiobankFactory(slug="hidden", networks=[network], draft=True, **PLACE)
    BiobankFactory(slug="stranger", **PLACE)

    assert dots_of(client.get("/biobanks/bank/")) == ["/biobanks/bank/"]
    assert dots_of(client.get("/collections/known/")) == ["/biobanks/bank/"]
    assert dots_of(client.get("/networks/net/")) == ["/biobanks/bank/", "/biobanks/near/"]


@pytest.mark.parametrize("kind", FACTORIES)
def test_entries_without_a_place_have_no_map(client, kind):
    FACTORIES[kind](slug="known")
    BiobankFactory(**PLACE)

    assert dots_of(client.get(f"/{kind}/known/")) is None


@pytest.mark.parametrize("kind", FACTORIES)
def test_entries_say_how_to_cite_them(client, settings, kind):
    settings.SITE_URL = "https://www.bbmri.be"
    entry = FACTORIES[kind](slug="known", name="A & B")

    with time_machine.travel("2026-06-01 23:30+00:00", tick=False):
        response = client.get(f"/{kind}/known/")

    biobank = f"{entry.biobank.name}. " if kind == "collections" else ""
    day = date_format(datetime.date(2026, 6, 2))  # in Brussels
    assert citation_of(response) == (
        f"{biobank}A &amp; B ({entry.identifier}). BBMRI.be. "
        f"https://www.bbmri.be/{kind}/known/ (read on {day})"
    )


@pytest.mark.parametrize("prefix", LANGUAGES)
@pytest.mark.parametrize("kind", FACTORIES)
def test_entries_are_cited_by_their_address_in_the_language(client, settings, prefix, kind):
    settings.SITE_URL = "https://www.bbmri.be"
    FACTORIES[kind](slug="known")

    response = client.get(f"{prefix}/{kind}/known/")

    assert f" https://www.bbmri.be{prefix}/{kind}/known/ " in citation_of(response)


def test_entries_lead_on_to_the_search(client):
    network = NetworkFactory(slug="net")
    bank = BiobankFactory(slug="bank", networks=[network])
    CollectionFactory(slug="known", biobank=bank)
    CollectionFactory(slug="other", biobank=bank)

    in_bank = "/catalogue/?biobank=bank&amp;view=collections"
    in_network = "/catalogue/?network=net&amp;view=collections"
    assert in_bank in hrefs_of(client.get("/biobanks/bank/"))
    assert in_network in hrefs_of(client.get("/networks/net/"))
    collection = hrefs_of(client.get("/collections/known/"))
    assert in_bank in collection
    assert "/request/?c=known" in collection
    for link, number in ((in_bank, 2), (in_network, 2)):
        found = client.get(link.replace("&amp;", "&").replace("/catalogue/", "/catalogue.json"))
        assert found.json()["count"] == number


def test_local_entries_have_no_link_to_the_european_directory(client):
    CollectionFactory(slug="local", identifier="bbmri-be:ID:BE_x:collection:local")

    assert "In the European Directory" not in facts_of(client.get("/collections/local/"))
