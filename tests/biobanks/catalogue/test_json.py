"""The list as JSON."""

import re

import pytest

from tests.biobanks.catalogue.results import results_of
from tests.biobanks.factories import BiobankFactory, CollectionFactory
from tests.biobanks.pages import hrefs_of, main_of

pytestmark = pytest.mark.django_db
LANGUAGES = ["", "/nl", "/fr", "/de"]


def test_json_is_the_same_list(client, catalogue):
    answer = client.get("/catalogue.json?q=asthma&material=DNA&sort=name").json()

    facets = answer.pop("facets")
    assert answer == {
        "query": "?q=asthma&material=DNA&sort=name",
        "count": 1,
        "biobanks": 1,
        "collections": 1,
        "samples": {"known": 12_000, "collections_without_number": 0},
        "page": 1,
        "pages": 1,
        "problems": [],
        "results": [
            {
                "name": "Biothèque",
                "href": "/biobanks/liege/",
                "collections": [{"name": "Lungs", "href": "/collections/lungs/"}],
            }
        ],
    }
    assert facets["material"] == [
        {"value": "SERUM", "label": "Serum", "count": 1, "chosen": False},
        {"value": "DNA", "label": "DNA", "count": 1, "chosen": True},
        {"value": "URINE", "label": "Urine", "count": 1, "chosen": False},
    ]
    assert facets["biobank"] == [
        {"value": "liege", "label": "Biothèque", "count": 1, "chosen": False},
        {"value": "bordet", "label": "Bordet", "count": 0, "chosen": False},
        {"value": "empty", "label": "Empty", "count": 0, "chosen": False},
    ]


def test_json_in_another_language_view_and_with_problems(client, catalogue):
    answer = client.get("/fr/catalogue.json?view=collections&material=URINE&sex=x&page=9").json()

    assert (answer["page"], answer["pages"], len(answer["problems"])) == (1, 1, 1)
    assert answer["results"] == [
        {"name": "Airways", "href": "/fr/collections/air/", "collections": []}
    ]
    assert {"value": "SERUM", "label": "Sérum", "count": 1, "chosen": False} in answer["facets"][
        "material"
    ]


@pytest.mark.parametrize("prefix", LANGUAGES)
def test_json_and_page_agree(client, catalogue, prefix):
    query = "q=asthma&view=collections&sort=size"

    page = client.get(f"{prefix}/catalogue/?{query}")
    answer = client.get(f"{prefix}/catalogue.json?{query}").json()

    assert [(result["name"], result["href"]) for result in answer["results"]] == results_of(page)
    assert hrefs_of(page)


def test_collections_of_a_biobank_stand_in_the_order_of_the_list(client):
    biobank = BiobankFactory(slug="bank")
    for number in range(6):
        CollectionFactory(biobank=biobank, name=f"Part {number}", size=10 + number)

    response = client.get("/catalogue/?sort=size")

    assert re.findall(r">Part (\d)<", main_of(response)) == list("5432")
