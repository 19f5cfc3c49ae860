"""In which order entries answer, and how many samples they have."""

import datetime

import pytest

from biobanks.models import Biobank
from biobanks.search.matching import Choice
from tests.biobanks.factories import BiobankFactory, CollectionFactory
from tests.biobanks.search.found import find, slugs
from tests.biobanks.search.vocabularies import disease

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("sizes", "expected"),
    [
        ([], (0, 0)),
        ([None], (0, 1)),
        ([0], (0, 0)),
        ([1, None, 4_095, 2_147_483_647, None], (2_147_487_743, 2)),
    ],
)
def test_samples_known_and_untold(sizes, expected):
    biobank = BiobankFactory()  # without collections it is an entry that tells nothing
    for size in sizes:
        CollectionFactory(biobank=biobank, size=size)

    assert find().samples == expected


def test_samples_of_those_that_answer():
    CollectionFactory(size=70, materials=["DNA"])
    CollectionFactory(size=7)
    CollectionFactory(materials=["DNA"], order_of_magnitude=3)

    assert find(material=Choice(("material:DNA",))).samples == (70, 1)


@pytest.fixture
def orders(vocabulary):
    """Entries whose orders all differ."""
    first = BiobankFactory(slug="first", name="b first", confirmed_on=datetime.date(2026, 1, 1))
    for slug, name, size, day, code in [
        ("c1", "Delta", 10, None, "J45"),
        ("c2", "alpha", None, datetime.date(2026, 3, 1), "J45.0"),
        ("c3", "Charlie", 500, datetime.date(2026, 2, 1), "J45"),
    ]:
        CollectionFactory(
            biobank=BiobankFactory(name=f"Bank of {name}", slug=f"bank-{slug}"),
            slug=slug,
            name=name,
            size=size,
            confirmed_on=day,
            diagnoses=[disease(code)],
        )
    return first


@pytest.mark.parametrize(
    ("sort", "expected"),
    [
        ("name", ["c2", "first", "c3", "c1"]),
        ("size", ["c3", "c1", "c2", "first"]),
        ("confirmed", ["c2", "c3", "first", "c1"]),
        ("relevance", ["c2", "first", "c3", "c1"]),
    ],
)
def test_orders(orders, sort, expected):
    assert slugs(find(), sort) == expected


def test_relevance_puts_what_states_the_disease_before_what_states_one_below(orders):
    assert slugs(find("asthma"), "relevance") == ["c3", "c1", "c2"]
    assert slugs(find("J45.0"), "relevance") == ["c2"]


@pytest.mark.parametrize(
    ("sort", "expected"),
    [
        ("name", ["first", "bank-c2", "bank-c3", "bank-c1"]),  # their own names
        ("size", ["bank-c3", "bank-c1", "bank-c2", "first"]),
        ("confirmed", ["bank-c2", "bank-c3", "first", "bank-c1"]),
    ],
)
def test_biobanks_stand_by_the_first_of_their_entries(orders, sort, expected):
    names = dict(Biobank.objects.values_list("pk", "slug"))

    assert [names[pk] for pk in find().ordered_biobanks(sort)] == expected


def test_collection_confirmed_with_its_biobank_stands_by_that_day():
    old = CollectionFactory(biobank__confirmed_on=datetime.date(2026, 5, 1))
    CollectionFactory(confirmed_on=datetime.date(2026, 4, 1))

    assert slugs(find(), "confirmed")[0] == old.slug
