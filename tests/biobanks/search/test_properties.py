"""What is true of every question, on a catalogue made by chance: the same one in each run."""

import datetime
import random
from itertools import chain
from unittest import mock

import pytest
from django.http import QueryDict
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from biobanks.codes import DataUse, Material, Sex, StorageTemperature
from biobanks.enums import OrganisationKind, Province
from biobanks.models import Biobank, Collection
from biobanks.search import keeping
from biobanks.search.address import SORTS, VIEWS, asked
from biobanks.search.facets import BY_NAME
from biobanks.search.lexicon import CatalogueLexicon
from biobanks.search.matching import Choice
from biobanks.search.panel import find, groups
from biobanks.search.reading import Reading, read
from biobanks.views import catalogue as views
from tests.biobanks.factories import (
    BiobankFactory,
    CollectionFactory,
    NetworkFactory,
    OrganisationFactory,
    QualityMarkFactory,
)
from tests.biobanks.search import vocabularies
from tests.biobanks.search.meanings import MEANINGS, key_of, public_entries
from tests.biobanks.search.vocabularies import disease

pytestmark = pytest.mark.django_db
CODES = ["C18", "C18.0", "C19", "D46.4", "E84", "E84.0", "J44", "J45", "J45.0", "J45.9", "M06"]
MATERIALS = [Material.DNA, Material.RNA, Material.SERUM, Material.URINE]
DATA = ["SURVEY_DATA", "IMAGING_DATA", "MEDICAL_RECORDS"]
TYPES = ["COHORT", "RD", "BIRTH_COHORT", "CASE_CONTROL"]
SEXES = [Sex.FEMALE, Sex.MALE, Sex.UNKNOWN]
USES = [DataUse.DUO_0000042, DataUse.DUO_0000021]
STANDARDS = ["ISO-20387-2018", "iso-9001"]
WORDS = ["frozen", "diagnosis", "Ingevroren", "congelé", "gefroren", "follow-up", "2024"]
by_chance = settings(
    deadline=None,
    max_examples=25,
    suppress_health_check=[HealthCheck.too_slow],
)


def some(dice, values):
    """A few of the values, often none."""
    return dice.sample(values, min(len(values), dice.choice([0, 0, 1, 1, 2])))


def make_catalogue():
    """A dozen biobanks, sixty collections."""
    dice = random.Random(20260301)  # noqa: S311 - no secret
    vocabularies.learn_all()
    today = timezone.localdate()
    networks = [NetworkFactory(slug=f"network-{n}", name=f"Network {n}") for n in "abc"]
    kinds = [OrganisationFactory(kind=kind) for kind in [*OrganisationKind, ""]]

    def confirmed():
        return dice.choice([None, today - datetime.timedelta(days=dice.randrange(800))])

    def maybe():
        return dice.choice([None, None, True, False])

    biobanks = [
        BiobankFactory(
            slug=f"bank-{n}",
            name=f"{dice.choice('ÀbCdÉ')} bank {n}",
            organisation=dice.choice([None, *kinds]),
            province=dice.choice(["", *Province.values[:4]]),
            networks=some(dice, networks),
            confirmed_on=confirmed(),
            collaboration_commercial=maybe(),
            collaboration_non_profit=maybe(),
            description_en=" ".join(some(dice, WORDS)),
        )
        for n in range(12)
    ]
    for biobank in biobanks[:4]:
        QualityMarkFactory(biobank=biobank, standard=dice.choice(STANDARDS))
    for n in range(60):
        low, high = sorted([dice.randrange(90), dice.randrange(90)])
        collection = CollectionFactory(
            biobank=dice.choice(biobanks[2:]),  # two have none
            name=f"{dice.choice('ÀbCdÉ')} collection {n}",
            description_nl=" ".join(some(dice, WORDS)),
            materials=some(dice, MATERIALS),
            data_categories=some(dice, DATA),
            types=some(dice, TYPES),
            sex=some(dice, SEXES),
            storage_temperatures=some(dice, StorageTemperature.values),
            data_use=some(dice, USES),
            access_fee=some(dice, ["data", "samples"]),
            access_joint_project=some(dice, ["data"]),
            collaboration_commercial=maybe(),
            collaboration_non_profit=maybe(),
            age_low=dice.choice([None, low]),
            age_high=dice.choice([None, high]),
            age_unit=dice.choice(["YEAR", "YEAR", "MONTH"]),
            size=dice.choice([None, dice.randrange(30), dice.randrange(30_000)]),
            confirmed_on=confirmed(),
            networks=some(dice, networks),
            diagnoses=[disease(code) for code in some(dice, [*CODES, "ORPHA:586"])],
            **dice.choice([{}, {}, {}, {}, {"draft": True}, {"withdrawn": True}]),
        )
        if dice.random() < 0.1:
            QualityMarkFactory(biobank=None, collection=collection, standard=dice.choice(STANDARDS))


@pytest.fixture(scope="module", autouse=True)
def catalogue(kept_rows):
    """Made once for all tests of this file."""
    make_catalogue()


VALUES = {
    "diagnosis": ["II", "X", "IV", "C15-C26", "C18", "E84", "J45", "J45.0", "M06", "ORPHA:586"],
    "theme": ["oncology", "rare_disease", "paediatrics", "population", "metabolic"],
    "material": [*MATERIALS, "SALIVA"],
    "data": DATA,
    "type": TYPES,
    "sex": ["FEMALE", "MALE", "UNKNOWN"],
    "age": list(BY_NAME["age"].labels),
    "size": ["0", "1", "2", "3", "4"],
    "temperature": StorageTemperature.values,
    "province": Province.values[:5],
    "biobank": [f"bank-{n}" for n in range(12)],
    "network": ["network-a", "network-b", "network-c"],
    "institution": OrganisationKind.values,
    "quality": STANDARDS,
    "access": ["collaboration_commercial", "collaboration_non_for_profit", "access_fee",
               "access_joint_project", *USES],
    "confirmed": ["year"],
}  # fmt: skip
TEXTS = ["asthma", "bowel cancer", "DNA", "serum", "frozen", "network a", "children", "J45 serum"]


def test_every_filter_is_tried():
    assert set(VALUES) == set(BY_NAME)


@st.composite
def addresses(draw, most_filters=3):
    """Query strings that ask for something there may be."""
    query = QueryDict(mutable=True)
    if draw(st.booleans()):
        query["q"] = draw(st.sampled_from(TEXTS))
    names = st.lists(st.sampled_from(sorted(VALUES)), unique=True, max_size=most_filters)
    for name in draw(names):
        values = st.lists(st.sampled_from(VALUES[name]), min_size=1, max_size=3, unique=True)
        query.setlist(name, draw(values))
        if draw(st.booleans()):
            query.appendlist("all", name)
    return query.urlencode()


def answered(query):
    """What an address asks, and what answers."""
    index = keeping.current()
    what = asked(QueryDict(query), index)
    assert what.problems == ()
    reading = read(what.text, CatalogueLexicon(index)) if what.text else Reading("")
    return what, find(what, reading, index)


@given(addresses())
@by_chance
def test_the_list_is_those_that_satisfy_every_filter(query):
    query = QueryDict(query, mutable=True)
    query.pop("q", None)
    what, found = answered(query.urlencode())

    expected = {
        key_of(biobank, collection)
        for biobank, collection in public_entries()
        if all(
            (all if choice.needs_all else any)(
                MEANINGS[name](biobank, collection, value) for value in choice.values
            )
            for name, choice in what.choices.items()
        )
    }

    rows = [found.index.rows[at] for at in found.ordered("name")]
    assert {(row.biobank, row.collection) for row in rows} == expected
    assert len(rows) == len(expected) == found.number


@pytest.mark.parametrize("name", sorted(VALUES))
def test_each_value_of_a_filter_finds_those_that_have_it(name):
    """No filter is left to chance, and each tells some entries from others."""
    numbers = set()
    for value in VALUES[name]:
        _what, found = answered(f"{name}={value.replace('>', '%3E')}")
        rows = [found.index.rows[at] for at in found.ordered("name")]
        assert {(row.biobank, row.collection) for row in rows} == {
            key_of(*entry) for entry in public_entries() if MEANINGS[name](*entry, value)
        }
        numbers.add(len(rows))
    assert max(numbers) > 0
    assert min(numbers) < len(public_entries())


@given(addresses())
@by_chance
def test_text_narrows_what_the_filters_let_through(query):
    what, found = answered(query)
    without_text = answered(what.with_text("").query[1:])[1]
    text_alone = answered(what.without_choices().query[1:])[1]

    assert found.bits == without_text.bits & text_alone.bits


@given(addresses())
@settings(by_chance, max_examples=15)
def test_every_count_is_the_length_of_the_list_behind_it(query):
    what, found = answered(query)

    for group in groups(what, found):
        facet = BY_NAME[group.name]
        choice = what.choices.get(group.name)
        for option in group.options:
            if choice and choice.needs_all:  # Beside the others that are chosen.
                values = facet.sorted_values({*choice.values, option.value})
                behind = what.with_choice(group.name, Choice(values, needs_all=True))
            else:
                behind = what.with_choice(group.name, Choice((option.value,)))
            _what, there = answered(behind.query[1:])
            assert option.count == len(list(there.ordered("name"))), (group.name, option.value)
            assert bool(option.href) == bool(option.count or option.is_chosen)
            if not choice and option.href:
                assert option.href == behind.query


@given(addresses(most_filters=2))
@settings(by_chance, max_examples=5)
def test_the_links_of_a_page_lead_to_as_many_results_as_they_say(query):
    """The same over HTTP."""
    client = Client()
    page = client.get(f"/catalogue.json?{query}").json()
    names = set(QueryDict(query))

    for name, options in page["facets"].items():
        for option in options if name not in names else []:
            chosen = QueryDict(query, mutable=True)
            chosen[name] = option["value"]
            there = client.get(f"/catalogue.json?{chosen.urlencode()}").json()
            assert option["count"] == there["count"]


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("sort", SORTS)
@pytest.mark.parametrize("query", ["", "q=frozen", "q=children", "material=DNA&material=SERUM"])
def test_paging_shows_each_entry_once(view, sort, query):
    client = Client()
    address = f"/catalogue.json?{query}&view={view}&sort={sort}"
    # Small pages, so that there are many.
    with (
        mock.patch.object(views, "BIOBANKS_A_PAGE", 2),
        mock.patch.object(views, "COLLECTIONS_A_PAGE", 3),
    ):
        pages = [client.get(address).json()]
        pages += [
            client.get(f"{address}&page={number}").json()
            for number in range(2, pages[0]["pages"] + 1)
        ]
        beyond = client.get(f"{address}&page={len(pages) + 1}").json()

    _what, found = answered(query)
    rows = [found.index.rows[at] for at in found.ordered("name")]
    biobanks = Biobank.objects.in_bulk()
    collections = Collection.objects.in_bulk()
    expected = {
        (collections[row.collection] if row.collection else biobanks[row.biobank])
        if view == "collections"
        else biobanks[row.biobank]
        for row in rows
    }
    shown = [result["href"] for page in pages for result in page["results"]]
    assert len(pages) > 1
    assert sorted(shown) == sorted(entry.get_absolute_url() for entry in expected)
    assert [page["page"] for page in pages] == list(range(1, len(pages) + 1))
    assert beyond["results"] == pages[-1]["results"]


HOSTILE = [
    "'; DROP TABLE biobanks_collection; --",
    "' OR '1'='1",
    "%s %(x)s {0} {{ x }} {% url %}",
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "\x00\u0000 \\ ' \"",
    'text:"',
    'text:"" "" "a',
    '""""""',
    "a & b | !c <-> d:* ( ) ':*",
    "\x00\x01\x1b\x7f\u202e\u200b\ufeff",
    "../../etc/passwd",
    "J45-J40, A00-Z99, A00–B99",
    "ORPHA:0000000 ORPHA:9999999 000000",
    "bbmri-eric:ID: biobank: material:NOTHING collection::::",
    "I" * 300,
    "x" * 10_000,
    "é" * 10_000,
    "asthma " * 1_400,
    "asthna " * 1_400,
    "J45 " * 2_500,
    "C18," * 2_500,
    "-" * 10_000,
    "'" * 10_000,
    '"' * 10_000,
    "(" * 10_000,
    " ".join(f"{letter}{number:02}" for letter in "CDE" for number in range(100)),
    "🧬" * 3_000,
    "borst- en eierstokkanker " * 100,
]


def assert_is_answered(text):
    client = Client()
    page = client.get("/catalogue/", {"q": text})
    html = page.content.decode()
    assert (page.status_code, html.count("<h1")) == (200, 1)
    assert "<script>" not in html
    assert "<img src=x" not in html
    for address in ["/catalogue.json", "/api/v1/search", "/api/v1/suggest"]:
        answer = client.get(address, {"q": text})
        assert (answer.status_code, answer["Content-Type"]) == (200, "application/json")
        assert isinstance(answer.json(), dict)
    assert Biobank.objects.published().exists()


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_text_is_answered(text):
    assert_is_answered(text)


@given(st.text(max_size=200))
@by_chance
def test_any_text_is_answered(text):
    assert_is_answered(text)


PIECES = [
    *TEXTS,
    *["asthna", "RA", "text:", '"', "“", "”", "J45", "-", "J45-", "to", "of", "'s", "l'", ",", ";"],
    *["ORPHA:586", "bbmri-eric:ID:BE_", "age:", "material:DNA", "\n", "\0", "%", "women", "2024"],
]


@given(st.lists(st.sampled_from(PIECES), max_size=12), st.sampled_from(["", " "]))
@settings(by_chance, max_examples=40)
def test_any_row_of_words_that_mean_something_is_answered(pieces, between):
    assert_is_answered(between.join(pieces))


@given(
    st.lists(
        st.tuples(
            st.sampled_from([*BY_NAME, "all", "view", "sort", "page", "q", "c", "nonsense"]),
            st.one_of(st.text(max_size=20), st.sampled_from([*chain(*VALUES.values())])),
        ),
        max_size=8,
    )
)
@by_chance
def test_any_address_is_answered(pairs):
    query = QueryDict(mutable=True)
    for name, value in pairs:
        query.appendlist(name, value)
    client = Client()

    for address in ["/catalogue/", "/nl/catalogue/", "/catalogue.json"]:
        assert client.get(f"{address}?{query.urlencode()}").status_code == 200
