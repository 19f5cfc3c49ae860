"""What the index knows of each entry."""

import datetime

import pytest
import time_machine

from biobanks.enums import OrganisationKind, TermKind
from biobanks.models import Collection, Disease
from biobanks.search import keeping
from biobanks.vocabulary import within_pairs, write_within
from tests.biobanks.factories import (
    BiobankFactory,
    CollectionFactory,
    DiseaseFactory,
    NetworkFactory,
    OrganisationFactory,
    QualityMarkFactory,
    ServiceFactory,
    TermFactory,
)
from tests.biobanks.search.vocabularies import disease

pytestmark = pytest.mark.django_db

AGES = ["Newborn", "Infant", "Child", "Adolescent", "Young Adult", "Adult", "Middle-aged"]
LANGUAGES = ["en", "nl", "fr", "de"]
ALL_AGES = [*AGES, "Aged (65-79 years)", "Aged (>80 years)"]


def values_at(position, kind):
    """The values of a kind that an entry has, in the order of letters."""
    index = keeping.current()
    return sorted(
        value.partition(":")[2]
        for value, bits in index.values.items()
        if value.startswith(f"{kind}:") and bits >> position & 1
    )


def values(entry, kind):
    """The values of a kind that a collection has, or a biobank without any."""
    index = keeping.current()
    if isinstance(entry, Collection):
        return values_at(index.place(entry.pk), kind)
    bits = index.members[entry.pk].bits
    assert bits.bit_count() == 1
    return values_at(bits.bit_length() - 1, kind)


@pytest.mark.parametrize(
    ("low", "high", "unit", "bands"),
    [
        (None, None, "", []),
        (None, None, "YEAR", []),
        (0, 0, "DAY", ["Newborn"]),
        (0, 59, "DAY", ["Newborn"]),
        (61, 90, "DAY", ["Infant"]),
        (0, 1, "MONTH", ["Newborn"]),
        (0, 2, "MONTH", ["Newborn", "Infant"]),
        (2, 23, "MONTH", ["Infant"]),
        (2, 24, "MONTH", ["Infant", "Child"]),
        (0, 7, "WEEK", ["Newborn"]),
        (0, 9, "WEEK", ["Newborn", "Infant"]),
        (0, 0, "YEAR", ["Newborn", "Infant"]),
        (2, 12, "YEAR", ["Child"]),
        (2, 13, "YEAR", ["Child", "Adolescent"]),
        (13, 17, "YEAR", ["Adolescent"]),
        (18, 24, "YEAR", ["Young Adult"]),
        (25, 44, "YEAR", ["Adult"]),
        (45, 64, "YEAR", ["Middle-aged"]),
        (65, 79, "YEAR", ["Aged (65-79 years)"]),
        (80, 80, "YEAR", ["Aged (>80 years)"]),
        (79, 80, "YEAR", ["Aged (65-79 years)", "Aged (>80 years)"]),
        (18, None, "YEAR", ALL_AGES[4:]),
        (216, None, "MONTH", ALL_AGES[4:]),
        (None, 17, "YEAR", ALL_AGES[:4]),
        (None, 215, "MONTH", ALL_AGES[:4]),
        (0, 120, "YEAR", ALL_AGES),
    ],
)
def test_ages_reach_into_bands(low, high, unit, bands):
    collection = CollectionFactory(age_low=low, age_high=high, age_unit=unit)

    assert values(collection, "age") == sorted(bands)


@pytest.mark.parametrize(
    ("fields", "codes", "themes"),
    [
        ({}, [], []),
        ({}, ["C18.0"], ["oncology"]),
        ({}, ["II"], ["oncology"]),
        ({}, ["M06"], ["autoimmune"]),
        ({}, ["J45"], []),
        # An ORPHA term is rare by itself, and its counterpart E84 is a metabolic disorder.
        ({}, ["ORPHA:586"], ["metabolic", "rare_disease"]),
        ({"types": ["RD"]}, [], ["rare_disease"]),
        ({"types": ["BIRTH_COHORT"]}, [], ["paediatrics"]),
        ({"types": ["CASE_CONTROL", "POPULATION_BASED"]}, [], ["population"]),
        ({"types": ["COHORT"]}, [], []),
        ({"age_low": 0, "age_high": 17, "age_unit": "YEAR"}, [], ["paediatrics"]),
        ({"age_high": 215, "age_unit": "MONTH"}, [], ["paediatrics"]),
        ({"age_low": 0, "age_high": 18, "age_unit": "YEAR"}, [], []),
        ({"age_low": 2, "age_unit": "YEAR"}, [], []),
        ({"types": ["RD"]}, ["C18", "IV"], ["metabolic", "oncology", "rare_disease"]),
    ],
)
def test_themes_follow_from_what_is_stated(vocabulary, fields, codes, themes):
    collection = CollectionFactory(diagnoses=[disease(code) for code in codes], **fields)

    assert values(collection, "category") == themes


def test_diseases_with_all_they_lie_within(vocabulary):
    lungs = CollectionFactory(diagnoses=[disease("J45.0"), disease("J44")])
    rare = CollectionFactory(diagnoses=[disease("ORPHA:586")])
    coded = CollectionFactory(diagnoses=[disease("E84")])
    anything = CollectionFactory(
        diagnoses=[Disease.objects.create(code="*", identifier="*", system="any")]
    )

    assert values(lungs, "icd10") == ["J40-J47", "J44", "J45", "J45.0", "X"]
    assert values(lungs, "stated") == ["icd10:J44", "icd10:J45.0"]
    assert (values(rare, "icd10"), values(rare, "orpha")) == (["E84", "IV"], ["586"])
    assert (values(coded, "icd10"), values(coded, "orpha")) == (["E84", "IV"], ["586"])
    assert values(anything, "stated") == []
    index = keeping.current()
    assert [index.stated[index.place(entry.pk)] for entry in [lungs, rare, coded, anything]] == [
        ("icd10:J44", "icd10:J45.0"),
        ("orpha:586",),
        ("icd10:E84",),
        (),
    ]
    assert index.diagnosed == index.everything & ~(1 << index.place(anything.pk))
    # Below J45 lie four codes of its own system; below E84 one, the ORPHA term not counted.
    assert {code: index.below[code] for code in ["icd10:J45", "icd10:E84", "icd10:J44"]} == {
        "icd10:J45": 4,
        "icd10:E84": 1,
        "icd10:J44": 0,
    }
    assert index.children["icd10:J40-J47"] == {"icd10:J44", "icd10:J45"}
    assert index.parents["icd10:J45"] == {"icd10:J40-J47"}


@pytest.mark.usefixtures("vocabulary")
def test_block_of_a_single_category_is_called_as_the_category():
    breast = DiseaseFactory(code="C50", name_en="Malignant neoplasm of breast")
    breast.parents.add(DiseaseFactory(code="C50-C50", name_en="Malignant neoplasm of breast"))
    write_within(within_pairs())
    TermFactory(text="borstkanker", language="nl", kind=TermKind.PREFERRED, targets=["icd10:C50"])
    CollectionFactory(diagnoses=[breast])

    index = keeping.current()

    assert index.label("icd10:C50-C50", "nl") == index.label("icd10:C50", "nl") == "Borstkanker"


def test_diseases_have_the_names_that_people_use(vocabulary):
    CollectionFactory(diagnoses=[disease("J45.0"), disease("ORPHA:586")])

    index = keeping.current()

    assert {language: index.label("icd10:J45", language) for language in LANGUAGES} == {
        "en": "Asthma",
        "nl": "Astma",
        "fr": "Asthme",
        "de": "Asthma",
    }
    assert index.label("icd10:J45.0", "nl") == "Predominantly allergic asthma"
    assert index.label("orpha:586", "fr") == "Mucoviscidose"
    assert index.label("icd10:J99", "en") == ""


YES = {"collaboration_commercial": True, "collaboration_non_profit": True}
NO = {"collaboration_commercial": False, "collaboration_non_profit": False}
BOTH = ["collaboration_commercial", "collaboration_non_for_profit"]


@pytest.mark.parametrize(
    ("of_biobank", "of_collection", "access"),
    [
        ({}, {}, []),
        (NO, {}, []),
        ({}, NO, []),
        (YES, {}, BOTH),
        ({}, YES, BOTH),
        (YES, YES, BOTH),
        (YES, NO, []),
        (NO, YES, []),
        (
            {"collaboration_commercial": True},
            {"collaboration_non_profit": False},
            ["collaboration_commercial"],
        ),
        ({}, {"access_fee": ["data"]}, ["access_fee"]),
        ({}, {"access_joint_project": ["samples"]}, ["access_joint_project"]),
        ({}, {"data_use": ["DUO_0000042", "DUO_0000021"]}, ["DUO_0000021", "DUO_0000042"]),
    ],
)
def test_access_is_only_what_is_said(of_biobank, of_collection, access):
    collection = CollectionFactory(biobank=BiobankFactory(**of_biobank), **of_collection)

    assert values(collection, "access") == access


@pytest.mark.parametrize(("fields", "access"), [(YES, BOTH), (NO, []), ({}, [])])
def test_access_of_a_biobank_without_collections(fields, access):
    assert values(BiobankFactory(**fields), "access") == access


def test_quality_is_that_of_the_biobank_and_of_the_collection():
    collection = CollectionFactory()
    sibling = CollectionFactory(biobank=collection.biobank)
    lone = BiobankFactory()
    QualityMarkFactory(biobank=collection.biobank, standard="iso-9001")
    QualityMarkFactory(biobank=None, collection=collection, standard="ISO-20387-2018")
    QualityMarkFactory(
        biobank=None, service=ServiceFactory(biobank=lone), standard="nfs96-900"
    )  # a mark of a service is none of its samples

    assert values(collection, "quality") == ["ISO-20387-2018", "iso-9001"]
    assert values(sibling, "quality") == ["iso-9001"]
    assert values(lone, "quality") == []


@pytest.mark.parametrize(
    ("fields", "places"),
    [
        ({}, []),
        ({"province": "BE-VAN"}, ["BE-VAN", "BE-VLG"]),
        ({"province": "BE-WLX"}, ["BE-WAL", "BE-WLX"]),
        ({"province": "BE-BRU"}, ["BE-BRU"]),
        # The vocabulary knows one name for a town, whatever the language of the entry.
        ({"city": "Gand", "province": "BE-VOV"}, ["BE-VLG", "BE-VOV", "Gent"]),
        ({"city": "GHENT"}, ["Gent"]),
        ({"city": "Sint-Niklaas"}, ["Sint-Niklaas"]),
        # A town that is called like its province is that province's name in the vocabulary.
        ({"city": "Antwerp"}, ["Antwerp"]),
    ],
)
def test_places(vocabulary, fields, places):
    assert values(BiobankFactory(**fields), "place") == places


@pytest.mark.parametrize(
    ("size", "magnitude", "bands"),
    [
        (None, None, []),
        *[(0, None, ["0"]), (9, None, ["0"]), (10, None, ["1"]), (999, None, ["2"])],
        *[(1_000, None, ["3"]), (10_000, 3, ["4"]), (999_999_999, None, ["8"])],
        *[(None, 0, ["0"]), (None, 6, ["6"])],
    ],
)
def test_sizes(size, magnitude, bands):
    collection = CollectionFactory(size=size, order_of_magnitude=magnitude)

    assert values(collection, "size") == bands


@pytest.mark.parametrize(
    ("kind", "fields", "expected"),
    [
        ("material", {"materials": ["SERUM", "DNA"]}, ["DNA", "SERUM"]),
        ("data_category", {"data_categories": ["SURVEY_DATA"]}, ["SURVEY_DATA"]),
        ("collection_type", {"types": ["COHORT", "IMAGE"]}, ["COHORT", "IMAGE"]),
        ("sex", {"sex": ["FEMALE", "MALE"]}, ["FEMALE", "MALE"]),
        ("temperature", {"storage_temperatures": ["temperatureLN"]}, ["temperatureLN"]),
    ],
)
def test_codes(kind, fields, expected):
    assert values(CollectionFactory(**fields), kind) == expected


def test_identity_networks_and_institution():
    network = NetworkFactory(identifier="bbmri-eric:networkID:BE_N")
    hidden = NetworkFactory(draft=True)
    biobank = BiobankFactory(
        identifier="bbmri-eric:ID:BE_A",
        networks=[network, hidden],
        organisation=OrganisationFactory(kind=OrganisationKind.UNIVERSITY),
    )
    own = NetworkFactory(identifier="bbmri-eric:networkID:BE_OWN")
    collection = CollectionFactory(
        identifier="bbmri-eric:ID:BE_A:collection:one", biobank=biobank, networks=[own]
    )
    bare = BiobankFactory(organisation=OrganisationFactory(kind=""))

    assert values(collection, "biobank") == ["bbmri-eric:ID:BE_A"]
    index = keeping.current()
    assert index.having(f"collection:{collection.identifier}") == 1 << index.place(collection.pk)
    assert index.having("collection:bbmri-eric:ID:BE_A:collection:two") == 0
    assert values(collection, "institution") == ["university"]
    assert values(collection, "network") == [
        "bbmri-eric:networkID:BE_N",
        "bbmri-eric:networkID:BE_OWN",
    ]
    assert values(bare, "institution") == values(bare, "network") == []


@pytest.mark.parametrize(
    ("of_biobank", "of_collection", "is_confirmed"),
    [
        (None, None, False),
        (None, datetime.date(2026, 3, 2), True),
        (None, datetime.date(2025, 3, 2), True),
        (None, datetime.date(2025, 3, 1), False),
        (datetime.date(2026, 1, 1), None, True),
        (datetime.date(2026, 1, 1), datetime.date(2020, 1, 1), False),
    ],
)
def test_confirmed_within_a_year(of_biobank, of_collection, is_confirmed):
    collection = CollectionFactory(
        biobank=BiobankFactory(confirmed_on=of_biobank), confirmed_on=of_collection
    )

    with time_machine.travel(datetime.datetime(2026, 3, 2, 12, tzinfo=datetime.UTC)):
        assert values(collection, "confirmed") == (["year"] if is_confirmed else [])


def test_biobank_without_collections_is_confirmed_too():
    biobank = BiobankFactory(confirmed_on=datetime.date(2026, 3, 1))

    with time_machine.travel(datetime.datetime(2026, 3, 2, 12, tzinfo=datetime.UTC)):
        assert values(biobank, "confirmed") == ["year"]


def test_rows_are_what_the_public_may_see():
    day = datetime.date(2026, 3, 2)
    collection = CollectionFactory(biobank__name="B", size=7, confirmed_on=day)
    lone = BiobankFactory(name="A", confirmed_on=day)
    only_hidden = BiobankFactory(name="C")
    CollectionFactory(biobank=only_hidden, draft=True)
    CollectionFactory(biobank=BiobankFactory(draft=True))
    CollectionFactory(biobank=BiobankFactory(withdrawn=True))

    index = keeping.current()

    assert {(row.collection, row.biobank, row.size, row.confirmed_on) for row in index.rows} == {
        (None, lone.pk, None, day),
        (collection.pk, collection.biobank_id, 7, day),
        (None, only_hidden.pk, None, None),
    }
    assert len(index.rows) == 3
    of_collection = 1 << index.place(collection.pk)
    assert (index.everything, index.collections, index.sized) == (
        0b111,
        of_collection,
        of_collection,
    )
    assert list(index.members) == [lone.pk, collection.biobank_id, only_hidden.pk]  # by name
    assert {
        pk: [index.rows[at].biobank for at in range(member.start, member.stop)]
        for pk, member in index.members.items()
    } == {pk: [pk] for pk in index.members}


def test_names_are_in_the_order_of_letters_whatever_their_accents_and_case():
    for name in ["Zeta", "Étoile", "alpha", "Beta"]:
        BiobankFactory(name=name, slug=name.lower().replace("é", "e"))
        NetworkFactory(name=name, slug=name.lower().replace("é", "e"))
    biobank = BiobankFactory(name="Omega", slug="omega")
    for name in ["éclair", "Eclat", "b"]:
        CollectionFactory(name=name, biobank=biobank)

    index = keeping.current()

    assert list(index.entries["biobank"]) == ["alpha", "beta", "etoile", "omega", "zeta"]
    assert list(index.entries["network"]) == ["alpha", "beta", "etoile", "zeta"]
    collections = Collection.objects.in_bulk()
    rows = [index.rows[at] for at in index.orders["name"]]
    assert [collections[row.collection].name for row in rows if row.collection] == [
        "b",
        "éclair",
        "Eclat",
    ]
