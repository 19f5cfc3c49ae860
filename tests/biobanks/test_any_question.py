"""Public pages, asked with whatever an address can hold."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from biobanks.search.facets import FACETS
from biobanks.views.requests import QUESTIONS
from tests.biobanks.factories import NetworkFactory
from tests.hostile import by_chance, encoded, is_harmless, texts

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("lung", "network", "vocabulary")]

ASKED = {
    "catalogue/": ["q", "page", "view", "sort", "all", "c", *(facet.name for facet in FACETS)],
    "catalogue.json": ["q", "page", "view", "sort", "material"],
    "catalogue.csv": ["q", "all", "material", "view", "sort"],
    "catalogue.ttl": ["q", "page"],
    "catalogue.atom": ["q", "material"],
    "biobanks/bank-a/": ["page"],
    "collections/lung/": ["facts"],
    "networks/net/": ["page"],
    "compare/": ["c"],
    "request/": ["c", "question", *QUESTIONS],
    "request/negotiator/": ["c", "question"],
    "request.csv": ["c"],
    "request.xlsx": ["c"],
    "figures/": ["page", "facts"],
    "news/": ["page"],
    "law/applies/": ["way"],
    "join/": ["done", "reply"],
    "admin/login/": ["next"],
    "api/v1/search": ["q", "material", "limit", "page", "lang"],
    "api/v1/suggest": ["q", "lang"],
    "api/v1/facts": ["collection", "limit", "cursor", "lang"],
    "api/v1/changes": ["since", "limit", "lang"],
}


@pytest.fixture
def network(db):
    NetworkFactory(slug="net")


@st.composite
def addresses(draw):
    """A page, in a language, with some of its names and any of the values."""
    path = draw(st.sampled_from(sorted(ASKED)))
    language = "" if path.startswith("api/") else draw(st.sampled_from(["", "nl/", "fr/", "de/"]))
    names = st.sampled_from(ASKED[path]) | texts
    known = st.sampled_from(["liver", "lung", "SERUM", "DNA", "1", "2", "asthma", "collections"])
    pairs = draw(st.lists(st.tuples(names, texts | known), max_size=6))
    return f"/{language}{path}?{encoded(pairs)}"


@by_chance
@given(address=addresses())
def test_any_question_gets_an_answer(client, address):
    assert is_harmless(client.get(address))
