"""Which entries answer a question, and why."""

import pytest

from biobanks.models import Biobank, Collection
from biobanks.search.matching import Choice, Reason, kind_of, reasons
from tests.biobanks.factories import (
    BiobankFactory,
    CollectionFactory,
    NetworkFactory,
    OrganisationFactory,
)
from tests.biobanks.search import vocabularies
from tests.biobanks.search.found import find, slugs
from tests.biobanks.search.vocabularies import disease

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def catalogue(kept_rows):
    """A biobank with two collections, one with one, one without, and what nobody may find."""
    vocabularies.learn_all()
    network = NetworkFactory(
        slug="bvt",
        identifier="bbmri-eric:networkID:BE_BVT",
        name="Belgian Virtual Tumourbank",
        acronym="BVT",
        description_nl="Restmateriaal van ziekenhuizen",
    )
    liege = BiobankFactory(
        slug="liege",
        identifier="bbmri-eric:ID:BE_LCHU1",
        name="Biothèque de Liège",
        acronym="BHUL",
        province="BE-WLG",
        famhp_number="BB190044",
        organisation=OrganisationFactory(name="Centre hospitalier de l’Université"),
        description_fr="Tissus congelés de patients opérés",
        networks=[network],
    )
    CollectionFactory(
        biobank=liege,
        slug="covid",
        name="Existing collection of COVID-19 cases",
        identifier="bbmri-eric:ID:BE_LCHU1:collection:COVID19",
        description_en="Frozen within two hours of the puncture",
        materials=["SERUM"],
        sex=["FEMALE"],
    )
    CollectionFactory(
        biobank=liege,
        slug="asthma",
        name="Lungs",
        identifier="bbmri-eric:ID:BE_LCHU1:collection:LUNGS",
        description_nl="Ingevroren longvocht",
        description_de="Größere Mengen eingefroren",
        materials=["DNA", "SERUM"],
        diagnoses=[disease("J45.0")],
    )
    leuven = BiobankFactory(
        slug="leuven", identifier="bbmri-eric:ID:BE_KUL", name="Leuven", province="BE-VBR"
    )
    CollectionFactory(
        biobank=leuven,
        slug="urine",
        name="100%_pure",
        identifier="bbmri-eric:ID:BE_KUL:collection:PURE",
        materials=["URINE", "DNA"],
        diagnoses=[disease("J45"), disease("ORPHA:586")],
        networks=[NetworkFactory(name="Lone network", slug="lone", acronym="LONE")],
    )
    BiobankFactory(
        slug="empty",
        identifier="bbmri-be:ID:BE_EMPTY",
        name="Zwijnaarde",
        description_en="Frozen tissue",
    )
    hidden = BiobankFactory(slug="hidden", name="Hidden frozen", draft=True)
    gone = BiobankFactory(slug="gone", name="Gone frozen", withdrawn=True)
    for biobank, state in [(hidden, {}), (gone, {}), (leuven, "draft"), (leuven, "withdrawn")]:
        CollectionFactory(
            biobank=biobank,
            name="Frozen secret",
            materials=["SERUM"],
            diagnoses=[disease("J45")],
            **({state: True} if state else {}),
        )
    NetworkFactory(name="Frozen network", draft=True).biobanks.add(leuven)


def test_name_of_two_biobanks_finds_both(catalogue):
    hospital = OrganisationFactory(name="Saint Luke’s")
    for number in [1, 2]:
        BiobankFactory(slug=f"twin-{number}", acronym="TWIN", organisation=hospital)

    assert sorted(slugs(find("TWIN"))) == ["twin-1", "twin-2"]
    assert sorted(slugs(find("saint luke"))) == ["twin-1", "twin-2"]
    assert find("TWIN").concepts[0].others == ()


EVERYTHING = ["urine", "covid", "asthma", "empty"]  # by name
LIEGE = ["covid", "asthma"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", EVERYTHING),
        # concepts: of a disease everything below it, and its counterpart
        ("asthma", ["urine", "asthma"]),
        ("J45", ["urine", "asthma"]),
        ("J45.0", ["asthma"]),
        ("J45.1", []),
        ("J40-J47", ["urine", "asthma"]),
        ("E84", ["urine"]),
        ("cystic fibrosis", ["urine"]),
        ("serum", LIEGE),
        ("asthma serum", ["asthma"]),
        ("serum urine", []),
        ("urine of women", []),
        ("serum of women", ["covid"]),
        # names and numbers of entries
        ("bhul", LIEGE),
        ("BE_LCHU1", LIEGE),
        ("lchu1", LIEGE),
        ("bbmri-eric:ID:BE_LCHU1", LIEGE),
        ("bbmri-eric:ID:BE_LCHU1:collection:COVID19", ["covid"]),
        ("BB190044", LIEGE),
        ("190044", LIEGE),
        ("centre hospitalier de l'universite", LIEGE),
        ("bvt", LIEGE),
        ("bvt asthma", ["asthma"]),
        # words as text: of collections, biobanks and networks, in four languages
        ("puncture", ["covid"]),
        ("punctures", ["covid"]),
        ("frozen", ["covid", "empty"]),
        ("ingevroren", ["asthma"]),
        ("ingevro", ["asthma"]),  # as a beginning
        ("congeles", LIEGE),
        ("congelé", LIEGE),
        ("grosseren", ["asthma"]),
        ("größeren", ["asthma"]),
        ("restmateriaal", LIEGE),
        ("zwijnaarde", ["empty"]),
        ("frozen hours", ["covid"]),
        ("frozen congelés", ["covid"]),  # the biobank says one, its collection the other
        ("congelés ingevroren", ["asthma"]),
        ("100%_pure", ["urine"]),
        ("lone", ["urine"]),
        ("frozen zzzz", []),
        # phrases
        ('"within two hours"', ["covid"]),
        ('"two hours within"', []),
        ('text:"asthma"', []),
        ('text:"lungs"', ["asthma"]),
        # parts of identifiers
        ("covid19", ["covid"]),
        ("chu1", LIEGE),
        # only in what is not public
        ("secret", []),
        ("hidden", []),
        ("gone", []),
        ("samples", EVERYTHING),  # a general word narrows nothing
    ],
)
def test_text_finds(catalogue, text, expected):
    assert slugs(find(text)) == expected


@pytest.mark.parametrize("text", ["'", "\\", "%", "_", "a & b | !c", "':*", "<->", "(", "' OR 1=1"])
def test_signs_are_no_query_language(catalogue, text):
    assert set(slugs(find(text))) <= set(EVERYTHING)


@pytest.mark.parametrize(
    ("choices", "expected"),
    [
        ({"material": Choice(("material:DNA", "material:SERUM"))}, ["urine", "covid", "asthma"]),
        ({"material": Choice(("material:DNA", "material:SERUM"), needs_all=True)}, ["asthma"]),
        ({"material": Choice(("material:SALIVA",))}, []),
        ({"material": Choice(())}, EVERYTHING),
        (
            {"material": Choice(("material:DNA",)), "province": Choice(("place:BE-VBR",))},
            ["urine"],
        ),
        ({"diagnosis": Choice(("icd10:X",))}, ["urine", "asthma"]),
        ({"diagnosis": Choice(("icd10:J45", "icd10:E84"), needs_all=True)}, ["urine"]),
        ({"network": Choice(("network:bbmri-eric:networkID:BE_BVT",))}, LIEGE),
    ],
)
def test_filters_find(catalogue, choices, expected):
    assert slugs(find(**choices)) == expected


def test_text_and_filters_are_both_met(catalogue):
    dna = Choice(("material:DNA",))

    assert slugs(find("serum", material=dna)) == ["asthma"]
    assert slugs(find("zwijnaarde", material=dna)) == []


def test_answer_without_one_part(catalogue):
    found = find("asthma frozen", material=Choice(("material:DNA",)))
    (asthma, frozen) = found.question.reading.parts

    answers = [
        found.bits,
        found.but_for("material"),
        found.but_for(part=asthma),
        found.but_for(part=frozen),
        found.but_for("sex"),
    ]

    assert [bits.bit_count() for bits in answers] == [0, 0, 0, 2, 0]
    assert found.but_for(part=frozen) == find("asthma", material=Choice(("material:DNA",))).bits


def test_a_word_that_is_asked_twice_is_one_part_each(catalogue):
    found = find("zzzz frozen zzzz")

    assert [part.text for part in found.question.reading.parts] == ["zzzz", "frozen", "zzzz"]
    assert found.but_for(part=found.question.reading.parts[0]) == 0


def why(found, slug):
    index = found.index
    collection = Collection.objects.filter(slug=slug).first()
    if collection:
        return reasons(found, index.place(collection.pk))
    bits = index.members[Biobank.objects.get(slug=slug).pk].bits
    return reasons(found, bits.bit_length() - 1)


@pytest.mark.parametrize(
    ("text", "slug", "expected"),
    [
        ("asthma", "asthma", [Reason("disease", ("icd10:J45.0",))]),
        ("asthma", "urine", [Reason("disease", ("icd10:J45",))]),
        ("E84", "urine", [Reason("disease", ("orpha:586",))]),
        (
            "DNA asthma congelés",
            "asthma",
            [
                Reason("disease", ("icd10:J45.0",)),
                Reason("text", ("DNA", "congelés")),
            ],
        ),
        (
            "serum bhul",
            "covid",
            [
                Reason("material", ("material:SERUM",)),
                Reason("biobank", ("biobank:bbmri-eric:ID:BE_LCHU1",)),
            ],
        ),
        ("frozen", "empty", [Reason("text", ("frozen",))]),
        ("", "empty", []),
    ],
)
def test_reasons(catalogue, text, slug, expected):
    assert why(find(text), slug) == expected


@pytest.mark.parametrize(
    ("target", "kind"),
    [("icd10:J45", "disease"), ("orpha:586", "disease"), ("material:DNA", "material")],
)
def test_kind_of_a_target(target, kind):
    assert kind_of(target) == kind


def test_what_is_meant_is_found_by_any_of_its_names_after_what_is_coded(catalogue):
    """Not coded, named in another language: "asthma" finds "astma", as whole words only."""
    uncoded = BiobankFactory(
        slug="uncoded", identifier="bbmri-eric:ID:BE_UN", description_fr="Sérum et asthme"
    )
    CollectionFactory(biobank=uncoded, slug="said", name="A", description_nl="Stalen bij astma")
    CollectionFactory(biobank=uncoded, slug="silent", name="B")
    CollectionFactory(biobank=uncoded, slug="other", name="C", diagnoses=[disease("M06")])

    found = find("asthma")

    # What the biobank says counts for a collection that states no diagnosis, not for "other".
    assert slugs(found, "relevance") == ["urine", "asthma", "said", "silent"]
    said = found.index.place(Collection.objects.get(slug="said").pk)
    assert reasons(found, said) == [Reason("text", ("asthma",))]
    assert slugs(find("J45.0")) == ["asthma"]  # which has no everyday name
    assert slugs(find('text:"asthma"')) == []
