"""Reading a question and matching it."""

import pytest
from django.http import QueryDict
from django.utils.translation import override

from biobanks.models import Network
from biobanks.search.forms import CatalogueForm
from biobanks.search.matching import Question, answer
from tests.biobanks.factories import (
    BiobankFactory,
    CollectionFactory,
    NetworkFactory,
    OrganisationFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def catalogue():
    """A biobank with two collections, one without any, and entries that nobody may find."""
    network = NetworkFactory(slug="bvt", name="Belgian Virtual Tumourbank", acronym="BVT")
    liege = BiobankFactory(
        slug="liege",
        identifier="bbmri-eric:ID:BE_LCHU1",
        name="Biothèque de Liège",
        acronym="BHUL",
        city="Liège",
        province="BE-WLG",
        famhp_number="BB190044",
        organisation=OrganisationFactory(name="Centre hospitalier de l’Université"),
        description_fr="Tissus congelés",
        networks=[network],
    )
    CollectionFactory(
        biobank=liege,
        slug="covid",
        name="Existing collection of COVID-19 cases",
        identifier="bbmri-eric:ID:BE_LCHU1:collection:COVID19",
        materials=["SERUM"],
    )
    CollectionFactory(
        biobank=liege,
        slug="lymphoma",
        name="Lymphoma",
        description_nl="Lymfeklierkanker",
        materials=["DNA", "RNA"],
    )
    leuven = BiobankFactory(slug="leuven", name="Leuven", city="Leuven", province="BE-VBR")
    CollectionFactory(
        biobank=leuven, slug="urine", name="100%_pure", materials=["URINE"], networks=[]
    )
    BiobankFactory(slug="empty", name="Without collections", description_de="Größe unbekannt")
    hidden = BiobankFactory(slug="draft", name="Lymphoma draft", draft=True)
    CollectionFactory(biobank=hidden, name="Lymphoma of a draft biobank")
    CollectionFactory(biobank=leuven, name="Lymphoma draft", draft=True)
    CollectionFactory(biobank=leuven, name="Lymphoma withdrawn", withdrawn=True)
    NetworkFactory(name="Secret network", draft=True).biobanks.add(leuven)


def found(**question):
    """Slugs of the biobanks and collections that answer."""
    result = answer(Question(**question))
    rows = {row.pk: row for row in result.biobanks}
    collections = {
        collection.slug
        for biobank in result.biobanks
        for collection in biobank.collections.filter(pk__in=result.collections.get(biobank.pk, []))
    }
    assert result.number_of_collections == len(collections)
    return {row.slug for row in rows.values()}, collections


LIEGE = ({"liege"}, {"covid", "lymphoma"})


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ({"liege", "leuven", "empty"}, {"covid", "lymphoma", "urine"})),
        ("liege", LIEGE),
        ("LIÈGE", LIEGE),
        ("bibliothèque", (set(), set())),
        ("bhul", LIEGE),
        ("BE_LCHU1", LIEGE),
        ("lchu1:collection:covid", ({"liege"}, {"covid"})),
        ("BB190044", LIEGE),
        ("B190044", LIEGE),
        ("190044", LIEGE),
        ("congeles", LIEGE),
        ("l'universite hospitalier", LIEGE),
        ("tumourbank", LIEGE),
        ("bvt lymphoma", ({"liege"}, {"lymphoma"})),
        ("lymfeklierkanker", ({"liege"}, {"lymphoma"})),
        ("lymphoma covid", (set(), set())),
        ("lymphoma leuven", (set(), set())),
        ("grosse", ({"empty"}, set())),
        ("%", ({"leuven"}, {"urine"})),
        ("0%_p", ({"leuven"}, {"urine"})),
        ("secret", (set(), set())),
        ("\\", (set(), set())),
    ],
)
def test_answer_words(catalogue, text, expected):
    assert found(words=tuple(text.split())) == expected


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ({"provinces": ("BE-WLG",)}, LIEGE),
        (
            {"provinces": ("BE-WLG", "BE-VBR")},
            ({"liege", "leuven"}, {"covid", "lymphoma", "urine"}),
        ),
        ({"networks": ("bvt",)}, LIEGE),
        ({"networks": ("bvt",), "provinces": ("BE-VBR",)}, (set(), set())),
        ({"materials": ("DNA", "URINE")}, ({"liege", "leuven"}, {"lymphoma", "urine"})),
        ({"materials": ("SALIVA",)}, (set(), set())),
        ({"materials": ("DNA",), "words": ("liege",)}, ({"liege"}, {"lymphoma"})),
    ],
)
def test_answer_filters(catalogue, question, expected):
    assert found(**question) == expected


def test_answer_network_of_a_collection_alone():
    network = NetworkFactory(slug="own")
    collection = CollectionFactory(networks=[network])
    CollectionFactory(biobank=collection.biobank)

    assert found(networks=("own",)) == ({collection.biobank.slug}, {collection.slug})


def test_answer_orders_by_name():
    second, first = BiobankFactory(name="B"), BiobankFactory(name="A")

    assert list(answer(Question()).biobanks) == [first, second]


def read(query):
    return CatalogueForm(QueryDict(query), Network.objects.published())


def test_form_reads_every_field():
    NetworkFactory(slug="bvt", name="Tumourbank")

    form = read("q=Li%C3%A8ge+blood+blood&province=BE-VAN&network=bvt&material=RNA&material=DNA")

    assert form.question == Question(
        words=("Liège", "blood"),
        provinces=("BE-VAN",),
        networks=("bvt",),
        materials=("DNA", "RNA"),
    )
    assert form.problems == []
    assert (
        form.query().urlencode()
        == "q=Li%C3%A8ge+blood+blood&province=BE-VAN&network=bvt&material=DNA&material=RNA"
    )
    assert form.query(without=("material", "DNA")).getlist("material") == ["RNA"]


@pytest.mark.parametrize("query", ["", "q=", "q=+++", "page=7&utm=x", "province=&material="])
def test_form_without_a_question(query):
    assert read(query).question == Question()


def test_form_offers_no_codes_of_fact_tables():
    offered = {option.value for group in read("").filters for option in group.options}

    assert {"*", "NAV"} & offered == set()
    assert {"DNA", "BE-BRU"} <= offered


def test_options_follow_the_alphabet_of_the_reader_and_the_address_does_not():
    with override("nl"):
        form = read("material=DNA&material=WHOLE_BLOOD&material=SERUM")
        provinces, _networks, materials = form.filters

    labels = [option.label for option in provinces.options]
    assert labels == sorted(labels)
    assert [option.value for option in materials.chosen][:2] == ["DNA", "SERUM"]
    assert form.query().getlist("material") == ["WHOLE_BLOOD", "SERUM", "DNA"]


def test_options_are_sorted_without_regard_to_accents():
    form = CatalogueForm(
        QueryDict(), [NetworkFactory(name=name, slug=name) for name in ["Zeta", "Étoile", "alpha"]]
    )

    assert [option.label for option in form.filters[1].options] == ["alpha", "Étoile", "Zeta"]


def test_form_leaves_out_what_it_does_not_know():
    form = read("province=XX&material=DNA&material=%00&network=none&q=a%00b%1Bc")

    assert form.question == Question(words=("a", "b", "c"), materials=("DNA",))
    assert form.problems == [
        "Province: an unknown choice was left out.",
        "Network: an unknown choice was left out.",
        "Material: an unknown choice was left out.",
    ]


def test_form_cuts_a_long_text():
    form = read(f"q={'x' * 3000}")

    assert form.question == Question(words=("x" * 200,))
    assert form.problems == ["The search takes 200 characters; the rest of your text was left out."]
