"""The page of the search: its list, its orders and pages, what it asks of the database."""

import datetime
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.html import escape

from biobanks.enums import Province
from biobanks.models import Biobank
from tests.biobanks.catalogue.results import problems_of, results_of, status_of
from tests.biobanks.factories import BiobankFactory, CollectionFactory, NetworkFactory
from tests.biobanks.pages import links_in, main_of, part_of, text_of
from tests.biobanks.search.vocabularies import disease

pytestmark = pytest.mark.django_db


def title_of(response):
    return re.search(r"<title>(.*?)</title>", response.content.decode())[1]


# The page


@pytest.mark.parametrize(
    ("prefix", "title", "heading"),
    [
        ("", "Catalogue – BBMRI.be", "Catalogue"),
        ("/nl", "Catalogus – BBMRI.be", "Catalogus"),
        ("/fr", "Catalogue – BBMRI.be", "Catalogue"),
        ("/de", "Katalog – BBMRI.be", "Katalog"),
    ],
)
def test_page_answers_in_each_language(client, catalogue, prefix, title, heading):
    response = client.get(f"{prefix}/catalogue/")

    html = response.content.decode()
    assert response.status_code == 200
    assert f'<html lang="{prefix[1:] or "en"}">' in html
    assert re.findall(r"<h1[^>]*>(.*?)</h1>", html) == [heading]
    assert title_of(response) == title
    assert [href for _name, href in results_of(response)] == [
        f"{prefix}/biobanks/{slug}/" for slug in ["liege", "bordet", "empty"]
    ]


@pytest.mark.parametrize(
    ("query", "title"),
    [
        ("q=asthma", "“asthma” in the catalogue"),
        ("q=a+%26+b", "“a &amp; b” in the catalogue"),
        ("q=" + "x" * 100, f"“{'x' * 59}…” in the catalogue"),
        ("material=DNA", "Catalogue"),
    ],
)
def test_title_says_what_is_asked(client, catalogue, query, title):
    assert title_of(client.get(f"/catalogue/?{query}")) == f"{title} – BBMRI.be"


def test_title_names_the_page(client):
    for number in range(21):
        BiobankFactory(name=f"Bank {number}")

    assert title_of(client.get("/catalogue/?page=2")) == "Catalogue, page 2 – BBMRI.be"


def test_page_is_only_read(client):
    assert client.post("/catalogue/").status_code == 405
    assert client.post("/catalogue.json").status_code == 405
    assert client.head("/catalogue/").status_code == 200


def test_lists_biobanks_with_their_collections(client, catalogue):
    response = client.get("/catalogue/")

    assert status_of(response) == (
        "3 biobanks and 3 collections · samples: 12,070 (1 collection does not state its number)"
    )
    shown = text_of(response)
    assert "Biothèque BHUL · Liège Colon Lungs Serum, DNA" not in shown  # as each states them
    assert "Biothèque BHUL · Liège Colon Lungs DNA, Serum · samples: 12,000" in shown
    assert "Bordet Brussels Airways Urine · samples: 70" in shown
    assert "Empty Brussels No collection of this biobank is described yet." in shown
    assert "Hidden" not in shown


def test_lists_collections(client, catalogue):
    response = client.get("/catalogue/?view=collections")

    assert results_of(response) == [
        ("Airways", "/collections/air/"),
        ("Colon", "/collections/colon/"),
        ("Empty", "/biobanks/empty/"),
        ("Lungs", "/collections/lungs/"),
    ]
    shown = text_of(response)
    assert "Airways Bordet · Urine · samples: 70" in shown
    assert "Empty Brussels No collection of this biobank is described yet." in shown


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("material=DNA", "1 biobank and 1 collection · samples: 12,000"),
        (
            "diagnosis=II",
            "1 biobank and 1 collection · samples: not stated",
        ),
        ("biobank=empty", "1 biobank and 0 collections"),
        ("q=zzz", "0 biobanks and 0 collections"),
    ],
)
def test_counts(client, catalogue, query, status):
    assert status_of(client.get(f"/catalogue/?{query}")) == status


def test_numbers_are_written_in_the_readers_way(client, catalogue):
    assert "12.070" in status_of(client.get("/nl/catalogue/"))


# Ways to look at the list


def test_views_and_orders(client, catalogue):
    tools = part_of(
        client.get("/catalogue/?q=asthma&view=collections&sort=size&material=URINE"),
        '<div class="list-tools">',
        "</div>",
    )

    assert links_in(tools) == [
        ("By biobank", "?q=asthma&material=URINE&sort=size"),
        ("Relevance", "?q=asthma&material=URINE&view=collections"),
        ("Name", "?q=asthma&material=URINE&view=collections&sort=name"),
        ("Last confirmed", "?q=asthma&material=URINE&view=collections&sort=confirmed"),
    ]
    assert re.findall(r'<strong aria-current="true">(.*?)</strong>', tools) == [
        "As collections",
        "Number of samples",
    ]


def test_without_a_text_nothing_is_more_relevant(client, catalogue):
    tools = part_of(client.get("/catalogue/"), '<div class="list-tools">', "</div>")

    assert re.findall(r'<strong aria-current="true">(.*?)</strong>', tools) == [
        "By biobank",
        "Name",
    ]
    assert "Relevance" not in tools


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("sort=name", ["Biothèque", "Bordet", "Empty"]),
        ("sort=size", ["Biothèque", "Bordet", "Empty"]),
        ("sort=confirmed", ["Empty", "Bordet", "Biothèque"]),
        ("q=asthma", ["Bordet", "Biothèque"]),  # states the disease itself
        ("q=asthma&sort=name", ["Biothèque", "Bordet"]),
        ("view=collections&sort=size", ["Lungs", "Airways", "Colon", "Empty"]),
        ("view=collections&sort=confirmed", ["Empty", "Airways", "Colon", "Lungs"]),
    ],
)
def test_orders(client, catalogue, query, names):
    Biobank.objects.filter(slug="empty").update(confirmed_on=datetime.date(2026, 1, 1))

    response = client.get(f"/catalogue/?{query}")

    assert [name for name, _href in results_of(response)] == names


def test_first_collections_of_many(client):
    biobank = BiobankFactory(slug="bank")
    for number in range(10):
        CollectionFactory(biobank=biobank, materials=["DNA"], name=f"Part {number}")

    response = client.get("/catalogue/?material=DNA")

    assert re.findall(r">Part (\d)<", main_of(response)) == list("0123")
    assert (
        "and 6 more collections",
        "?material=DNA&biobank=bank&view=collections",
    ) in links_in(main_of(response))


def test_pages_have_addresses(client):
    for number in range(45):
        BiobankFactory(name=f"Bank {number:02}", description_en="Frozen", province=Province.NAMUR)

    response = client.get("/catalogue/?page=2&q=frozen&province=BE-WNA")

    assert [name for name, _href in results_of(response)] == [f"Bank {n}" for n in range(20, 40)]
    assert links_in(part_of(response, '<nav class="pagination"', "</nav>")) == [
        ("Page 1", "?q=frozen&province=BE-WNA"),
        ("Page 3", "?q=frozen&province=BE-WNA&page=3"),
    ]
    assert status_of(response).startswith("45 biobanks")
    assert problems_of(response) == []


def test_one_page_needs_no_links(client, catalogue):
    assert '<nav class="pagination"' not in main_of(client.get("/catalogue/"))


@pytest.mark.parametrize(
    ("page", "shown"),
    [*[("7", 3), ("999999999999", 1), ("99999", 3)], *[("0", 1), ("-1", 1), ("abc", 1)]],
)
def test_unknown_page_is_said_and_the_nearest_shown(client, page, shown):
    Biobank.objects.bulk_create(
        BiobankFactory.build(name=f"Bank {number:02}", organisation=None) for number in range(45)
    )

    response = client.get(f"/catalogue/?page={page}")

    assert problems_of(response) == [f"There is no such page; this is page {shown}."]
    first = {1: "Bank 00", 3: "Bank 40"}[shown]
    assert results_of(response)[0][0] == first


# What is left out


@pytest.mark.parametrize(
    ("query", "problems"),
    [
        ("province=XX", ["Province: an unknown choice was left out."]),
        (
            "biobank=hidden&network=%00",
            [
                "Biobank: an unknown choice was left out.",
                "Network: an unknown choice was left out.",
            ],
        ),
        (
            "q=" + "x" * 10_001,
            ["The search takes 10000 characters; the rest of your text was left out."],
        ),
        ("material[]=DNA&q[]=x&view=x&sort=x", []),
    ],
)
def test_page_says_what_it_left_out(client, catalogue, query, problems):
    response = client.get(f"/catalogue/?{query}")

    assert (response.status_code, problems_of(response)) == (200, problems)


def test_page_escapes_what_was_typed(client, catalogue):
    text = '"><script>alert(1)</script>'

    html = client.get("/catalogue/", {"q": text}).content.decode()

    assert "<script>alert" not in html
    assert escape(text) in html


# Numbers of questions to the database


QUESTIONS = [
    "",
    "view=collections",
    "material=DNA",
    "material=DNA&material=SERUM&all=material&province=BE-WLG&diagnosis=X",
    "q=asthma",
    "q=J40-J47&view=collections",
    "q=Bronchoscopies",
    "q=asthma+Bronchoscopies+serum",
]


def more_entries(number):
    for _number in range(number):
        CollectionFactory(
            biobank=BiobankFactory(province=Province.LIEGE, networks=[NetworkFactory()]),
            materials=["DNA", "SERUM"],
            description_en="Bronchoscopies",
            diagnoses=[disease("J45"), disease("J45.0")],
        )


def number_of_questions(client, path):
    """What a page asks once the index is made."""
    client.get(path)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(path).status_code == 200
    return len(captured)


def test_questions_to_the_database_do_not_grow(client, catalogue):
    paths = [
        f"{page}?{query}" for page in ("/catalogue/", "/catalogue.json") for query in QUESTIONS
    ]
    counts = []
    for number in [1, 30]:
        more_entries(number)
        counts.append({path: number_of_questions(client, path) for path in paths})

    assert counts[0] == counts[1]
    assert {path: count for path, count in counts[0].items() if count > 6} == {}


@pytest.mark.parametrize("query", ["q=asthna", "q=zzzz+asthma", "q=J45.1&sex=MALE"])
def test_errors_and_help_ask_little_more(client, catalogue, query, django_assert_max_num_queries):
    client.get(f"/catalogue/?{query}")

    with django_assert_max_num_queries(7):
        client.get(f"/catalogue/?{query}")
