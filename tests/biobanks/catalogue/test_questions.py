"""How the page understood a question, and how to go on where nothing answers it."""

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from django.conf import settings

from biobanks.models import Disease
from tests.biobanks.catalogue.results import problems_of, readings_of, status_of
from tests.biobanks.factories import (
    BiobankFactory,
    CollectionFactory,
    DiseaseFactory,
    ServiceFactory,
)
from tests.biobanks.pages import links_in, main_of, part_of
from tests.biobanks.search.vocabularies import disease

pytestmark = pytest.mark.django_db


# What was understood


def test_readings_with_all_that_can_be_done_about_them(client, catalogue):
    response = client.get("/catalogue/?q=asthma+bronchoscopies&province=BE-BRU")

    assert readings_of(response) == [
        (
            "Diagnosis Asthma (J45) and 4 codes below it ← “asthma”",
            [
                ("leave out “asthma”", "?q=bronchoscopies&province=BE-BRU"),
                (
                    "look for the word itself “asthma”",
                    "?q=text%3A%22asthma%22+bronchoscopies&province=BE-BRU",
                ),
                (
                    "Chronic lower respiratory diseases (J40-J47)",
                    "?q=J40-J47+bronchoscopies&province=BE-BRU",
                ),
            ],
        ),
        (
            "Text “bronchoscopies” the words as they are ← “bronchoscopies”",
            [("leave out “bronchoscopies”", "?q=asthma&province=BE-BRU")],
        ),
    ]


def test_narrower_terms_and_other_senses(client, catalogue):
    asthma = readings_of(client.get("/catalogue/?q=asthma"))[0][1]
    arthritis = readings_of(client.get("/catalogue/?q=RA"))[0]

    assert asthma[-2:] == [
        ("Chronic lower respiratory diseases (J40-J47)", "?q=J40-J47"),
        ("Predominantly allergic asthma (J45.0)", "?q=J45.0"),
    ]
    assert arthritis == (
        "Diagnosis Rheumatoid arthritis (M06) ← “RA”",
        [
            ("leave out “RA”", "?"),
            ("look for the word itself “RA”", "?q=text%3A%22RA%22"),
            ("Refractory anaemia, unspecified (D46.4)", "?q=D46.4"),
        ],
    )


@pytest.mark.parametrize("query", ["q=asthma+serum", "q=RA", "q=J40-J47", "q=bowel+cancer"])
def test_every_link_of_a_reading_leads_to_a_page(client, catalogue, query):
    for _text, links in readings_of(client.get(f"/catalogue/?{query}")):
        for _label, href in links:
            there = client.get(f"/catalogue/{href}")
            assert (there.status_code, problems_of(there)) == (200, [])


def test_readings_are_in_the_readers_language(client, catalogue):
    (reading,) = readings_of(client.get("/nl/catalogue/?q=asthma"))

    assert "Astma (J45)" in reading[0]


def test_results_say_why_they_answer(client, catalogue):
    response = client.get("/catalogue/?q=asthma+serum")

    assert re.findall(r'<p class="why">(.*?)</p>', main_of(response)) == [
        "<span>Diagnosis: Predominantly allergic asthma (J45.0)</span> · "
        "<span>Material: Serum</span>"
    ]
    assert re.findall(r'<p class="why">', main_of(client.get("/catalogue/"))) == []


@pytest.mark.parametrize("view", ["biobanks", "collections"])
def test_biobank_without_collections_says_why_it_answers(client, view):
    BiobankFactory(name="Empty", description_en="Frozen tissue")

    response = client.get(f"/catalogue/?q=frozen&view={view}")

    assert re.findall(r'<p class="why">(.*?)</p>', main_of(response)) == [
        "<span>Text: frozen</span>"
    ]


# Nothing found


def test_help_says_which_part_fails_and_how_to_go_on(client, catalogue):
    ServiceFactory(
        biobank=BiobankFactory(name="Collects", slug="collects"),
        types=["sample-collection", "sequencing"],
    )
    ServiceFactory(biobank__name="Sequences", types=["sequencing"])
    ServiceFactory(biobank=BiobankFactory(draft=True), types=["sample-collection"])

    response = client.get("/catalogue/?q=serum+copd+zzzz&sex=MALE")

    help_ = part_of(response, '<div class="notice">', "</div>")
    text = " ".join(re.sub(r"<[^>]+>", " ", help_).split())
    assert text.startswith("Nothing was found. Nothing in the catalogue answers: “zzzz”.")
    assert links_in(help_)[:-1] == [
        # Leaving one part out is not enough here, so each part is offered by itself.
        ("serum (1 result)", "?q=serum"),
        ("copd (1 result)", "?q=copd"),
        ("Collects", "/biobanks/collects/"),
    ]
    assert links_in(help_)[-1][0] == "Ask the secretariat"
    letter = urlsplit(links_in(help_)[-1][1])
    assert (letter.scheme, letter.path) == ("mailto", settings.SECRETARIAT_EMAIL)
    assert parse_qs(letter.query, strict_parsing=True) == {
        "subject": ["Samples I am looking for"],
        "body": [
            "I found nothing in the catalogue for this:\n"
            f"{settings.SITE_URL}/catalogue/?q=serum+copd+zzzz&sex=MALE\n\n"
        ],
    }


def test_help_offers_to_leave_a_part_out(client, catalogue):
    response = client.get("/catalogue/?q=asthma+serum&province=BE-BRU&view=collections")

    help_ = part_of(response, '<div class="notice">', "</div>")
    assert "Each part of your question has results, but no entry answers them all" in help_
    assert links_in(help_)[:-1] == [
        ("serum (1 result)", "?q=asthma&province=BE-BRU&view=collections"),
        ("Province (1 result)", "?q=asthma+serum&view=collections"),
    ]


def test_help_offers_the_nearest_broader_disease(client, catalogue):
    response = client.get("/catalogue/?q=J45.1")

    help_ = part_of(response, '<div class="notice">', "</div>")
    assert "Nothing in the catalogue answers: Nonallergic asthma (J45.1)." in help_
    assert links_in(help_)[:-1] == [
        ("J45.1 (4 results)", "?"),
        ("Asthma (2 results)", "?q=J45"),
    ]
    assert status_of(client.get("/catalogue/?q=J45")).startswith("2 biobanks")


def test_help_offers_a_chapter_that_is_read_as_one(client, catalogue):
    CollectionFactory(diagnoses=[disease("XIII")])
    BiobankFactory()

    response = client.get("/catalogue/?q=M06")

    help_ = part_of(response, '<div class="notice">', "</div>")
    broader = links_in(help_)[1]
    assert broader == (
        "Diseases of the musculoskeletal system and connective tissue (1 result)",
        "?q=icd10%3AXIII",
    )
    assert status_of(client.get(f"/catalogue/{broader[1]}")).startswith(
        "1 biobank and 1 collection"
    )


def test_help_offers_near_spellings(client, catalogue):
    """Of a word so short that it is not put right by itself."""
    response = client.get("/catalogue/?q=srum+%22quoted+words%22&sex=MALE")

    help_ = part_of(response, '<div class="notice">', "</div>")
    assert "Did you mean:" in help_
    assert links_in(help_)[:-1] == [
        ("serum", "?q=serum+%22quoted+words%22&sex=MALE"),
    ]


# Many codes


@pytest.mark.parametrize("between", [" ", ", ", ";", "\n", "\t", " or "])
def test_five_hundred_codes(client, catalogue, between):
    codes = [f"{letter}{number:02}" for letter in "DFGHI" for number in range(99)]
    Disease.objects.bulk_create(DiseaseFactory.build(code=code) for code in codes)
    pasted = between.join([*codes, "J45.0", "J44", "C18.0", "E84", "M06"])

    response = client.get("/catalogue/", {"q": pasted})

    (reading,) = readings_of(response)
    assert problems_of(response) == []
    assert "(500 codes)" in reading[0]
    assert status_of(response).startswith("2 biobanks and 3 collections")
