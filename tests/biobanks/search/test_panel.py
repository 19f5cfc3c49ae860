"""The filters beside the results: options, counts and where they lead."""

import pytest
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import override

from biobanks.enums import OrganisationKind, Province
from biobanks.search import keeping
from biobanks.search.address import asked
from biobanks.search.lexicon import CatalogueLexicon
from biobanks.search.panel import Option, find, groups, result_map
from biobanks.search.reading import Reading, read
from tests.biobanks.factories import (
    BiobankFactory,
    CollectionFactory,
    NetworkFactory,
    OrganisationFactory,
    QualityMarkFactory,
)
from tests.biobanks.search.vocabularies import disease

pytestmark = pytest.mark.django_db


def panel(query=""):
    """The filters at an address, by their names."""
    index = keeping.current()
    what = asked(QueryDict(query), index)
    reading = read(what.text, CatalogueLexicon(index)) if what.text else Reading("")
    return {group.name: group for group in groups(what, find(what, reading, index))}


def counts(group):
    """The options of a filter: their values and counts, with their depth where they have one."""
    return [
        (option.value, option.count, option.depth) if option.depth else (option.value, option.count)
        for option in group.options
    ]


@pytest.fixture
def catalogue(vocabulary):
    """Two biobanks with collections, one without."""
    liege = BiobankFactory(
        slug="liege",
        name="Liège",
        province="BE-WLG",
        organisation=OrganisationFactory(kind=OrganisationKind.UNIVERSITY),
        networks=[NetworkFactory(slug="bvt", name="Tumourbank")],
    )
    CollectionFactory(
        biobank=liege, materials=["DNA", "SERUM"], sex=["FEMALE"], diagnoses=[disease("J45.0")]
    )
    CollectionFactory(biobank=liege, materials=["DNA"], diagnoses=[disease("C18")])
    bordet = BiobankFactory(slug="bordet", name="Bordet", province="BE-BRU")
    CollectionFactory(biobank=bordet, materials=["URINE"], size=120, diagnoses=[disease("J45")])
    BiobankFactory(slug="empty", name="Without", province="BE-BRU", organisation=None)
    NetworkFactory(slug="alone", name="Alone")


def test_only_filters_that_the_catalogue_has_values_for(catalogue):
    assert {name: counts(group) for name, group in panel().items()} == {
        "diagnosis": [("II", 1), ("X", 2)],
        "theme": [("oncology", 1)],
        "material": [("SERUM", 1), ("DNA", 2), ("URINE", 1)],
        "sex": [("FEMALE", 1)],
        "size": [("2", 1)],
        "province": [("BE-BRU", 2), ("BE-WLG", 2)],
        "biobank": [("bordet", 1), ("liege", 2), ("empty", 1)],
        "network": [("alone", 0), ("bvt", 2)],
        "institution": [("hospital", 1), ("university", 2)],
    }


def test_no_filters_without_entries():
    assert panel() == {}


def test_options_lead_to_the_address_with_them_chosen(catalogue):
    material = panel("q=asthma&province=BE-WLG&view=collections&page=2")["material"]

    assert material.options == [
        Option(
            "SERUM",
            "Serum",
            1,
            False,
            "?q=asthma&material=SERUM&province=BE-WLG&view=collections",
        ),
        Option("DNA", "DNA", 1, False, "?q=asthma&material=DNA&province=BE-WLG&view=collections"),
        Option("URINE", "Urine", 0, False, ""),  # shown, and leads nowhere
    ]
    assert material.label == "Material"
    assert (material.match, material.chosen) == (None, [])


def test_a_chosen_option_without_results_can_be_given_up(catalogue):
    panel_ = panel("material=SALIVA&sex=MALE")

    assert panel_["material"].chosen == [Option("SALIVA", "Saliva", 0, True, "?sex=MALE")]
    assert panel_["sex"].chosen == [Option("MALE", "Male", 0, True, "?material=SALIVA")]


def test_counts_stand_under_the_other_choices_only(catalogue):
    panel_ = panel("material=URINE&province=BE-WLG")

    assert counts(panel_["material"]) == [("SERUM", 1), ("DNA", 2), ("URINE", 0)]
    assert counts(panel_["province"]) == [("BE-BRU", 1), ("BE-WLG", 0)]
    assert counts(panel_["institution"]) == [("hospital", 0), ("university", 0)]


def test_any_and_all(catalogue):
    any_ = panel("material=DNA&material=SERUM")["material"]
    all_ = panel("material=DNA&material=SERUM&all=material")["material"]

    assert (any_.match.needs_all, any_.match.href) == (
        False,
        "?material=SERUM&material=DNA&all=material",
    )
    assert (all_.match.needs_all, all_.match.href) == (True, "?material=SERUM&material=DNA")
    # Where all are needed, an option tells how many entries have it beside the chosen ones.
    assert counts(any_) == [("SERUM", 1), ("DNA", 2), ("URINE", 1)]
    assert counts(all_) == [("SERUM", 1), ("DNA", 1), ("URINE", 0)]
    assert [option.href for option in all_.options] == ["?material=DNA", "?material=SERUM", ""]


@pytest.mark.parametrize("query", ["material=DNA", "sex=FEMALE&sex=MALE", "size=2&size=3"])
def test_no_choice_between_any_and_all(catalogue, query):
    assert [group.name for group in panel(query).values() if group.match] == []


def test_open_are_the_first_filters_and_those_with_a_choice(catalogue):
    assert [name for name, group in panel("sex=FEMALE").items() if group.is_open] == [
        "diagnosis",
        "material",
        "sex",
        "province",
    ]


def test_filters_that_lead_nowhere_are_closed(catalogue):
    assert [name for name, group in panel("sex=MALE").items() if group.is_open] == ["sex"]


@pytest.mark.parametrize(
    ("query", "options"),
    [
        ("", [("II", 1), ("X", 2)]),
        ("diagnosis=X", [("II", 1), ("X", 2), ("J40-J47", 2, 1)]),
        ("diagnosis=J40-J47", [("II", 1), ("X", 2), ("J40-J47", 2, 1), ("J45", 2, 2)]),
        (
            "diagnosis=J45",
            [("II", 1), ("X", 2), ("J40-J47", 2, 1), ("J45", 2, 2), ("J45.0", 1, 3)],
        ),
        (
            "diagnosis=II&diagnosis=X",
            [("II", 1), ("C15-C26", 1, 1), ("X", 2), ("J40-J47", 2, 1)],
        ),
        # Codes that nobody has, and those of the other system, stand below the tree.
        ("diagnosis=Z99.9", [("II", 1), ("X", 2), ("Z99.9", 0)]),
        ("diagnosis=ORPHA:586", [("II", 1), ("X", 2), ("ORPHA:586", 0)]),
        (
            "diagnosis=J45.0&diagnosis=J45.1",
            [
                *[("II", 1), ("X", 2), ("J40-J47", 2, 1), ("J45", 2, 2), ("J45.0", 1, 3)],
                ("J45.1", 0),
            ],
        ),
    ],
)
def test_diagnoses_open_downwards(catalogue, query, options):
    assert counts(panel(query)["diagnosis"]) == options


def test_diagnoses_have_names_and_codes(catalogue):
    with override("nl"):
        options = panel("diagnosis=J45&diagnosis=Z99.9")["diagnosis"].options

    assert [option.label for option in options] == [
        "Neoplasms",
        "Diseases of the respiratory system",
        "Chronic lower respiratory diseases (J40-J47)",
        "Astma (J45)",
        "Predominantly allergic asthma (J45.0)",
        "Z99.9",
    ]
    assert [option.value for option in options if option.is_chosen] == ["J45", "Z99.9"]


def test_choosing_a_diagnosis_of_the_tree(catalogue):
    options = {option.value: option.href for option in panel("diagnosis=X")["diagnosis"].options}

    assert options == {
        "II": "?diagnosis=II&diagnosis=X",
        "X": "?",
        "J40-J47": "?diagnosis=X&diagnosis=J40-J47",
    }


def test_entries_have_their_names(catalogue):
    panel_ = panel("biobank=liege")

    assert [option.label for option in panel_["biobank"].options] == ["Bordet", "Liège", "Without"]
    assert [option.href for option in panel_["biobank"].options] == [
        "?biobank=bordet&biobank=liege",
        "?",
        "?biobank=empty&biobank=liege",
    ]
    assert panel_["network"].options == [
        Option("alone", "Alone", 0, False, ""),
        Option("bvt", "Tumourbank", 2, False, "?biobank=liege&network=bvt"),
    ]


def test_of_many_biobanks_those_with_most_results_and_the_chosen():
    for number in range(25):
        biobank = BiobankFactory(name=f"Bank {number:02}", slug=f"bank-{number:02}")
        if number >= 5:
            CollectionFactory(biobank=biobank, materials=["DNA"])
            CollectionFactory(biobank=biobank)

    options = panel("biobank=bank-01&material=DNA")["biobank"].options

    assert [option.value for option in options] == [
        "bank-01",
        *(f"bank-{number:02}" for number in range(5, 24)),
    ]
    assert [option.count for option in options] == [0, *[1] * 19]


def test_every_kind_of_filter(vocabulary):
    biobank = BiobankFactory(
        slug="all",
        name="All",
        province=Province.NAMUR,
        organisation=OrganisationFactory(kind=OrganisationKind.RESEARCH_CENTRE),
        networks=[NetworkFactory(slug="net", name="Net")],
        collaboration_commercial=True,
    )
    QualityMarkFactory(biobank=biobank, standard="ISO-20387-2018")
    CollectionFactory(
        biobank=biobank,
        types=["RD"],
        materials=["DNA", "NAV"],
        data_categories=["SURVEY_DATA", "NAV"],
        sex=["MALE", "NAV"],
        age_low=80,
        age_unit="YEAR",
        order_of_magnitude=2,
        storage_temperatures=["temperatureLN"],
        data_use=["DUO_0000042"],
        access_fee=["data"],
        confirmed_on=timezone.localdate(),
        diagnoses=[disease("C20")],
    )

    with override("en"):
        found = {
            (group.label, option.label) for group in panel().values() for option in group.options
        }

    assert found == {
        ("Diagnosis", "Neoplasms"),
        ("Theme", "Oncology"),
        ("Theme", "Rare diseases"),
        ("Material", "DNA"),
        ("Kind of data", "Survey data"),
        ("Type of collection", "Rare disease collection"),
        ("Sex of the donors", "Male"),
        ("Age of the donors", "Aged (over 80 years)"),
        ("Number of samples", "100 to 1,000"),
        ("Storage temperature", "Liquid nitrogen"),
        ("Province", "Namur"),
        ("Biobank", "All"),
        ("Network", "Net"),
        ("Institution", "Research centre"),
        ("Quality mark", "ISO 20387:2018"),
        ("Access", "Works with companies"),
        ("Access", "Asks for a fee"),
        ("Access", "General research use"),
        ("Last confirmed", "Within the last year"),
    }


def test_map_has_the_same_choices_and_the_dots_of_those_that_answer():
    for slug, province, place in [
        ("namur", "BE-WNA", (50.46, 4.86)),
        ("ghent", "BE-VOV", (51.05, 3.72)),
        ("unplaced", "BE-VOV", None),
    ]:
        latitude, longitude = place or (None, None)
        BiobankFactory(
            slug=slug,
            name=slug.title(),
            province=province,
            latitude=latitude,
            longitude=longitude,
        )
    index = keeping.current()
    what = asked(QueryDict("province=BE-WNA"), index)
    found = find(what, Reading(""), index)
    provinces = next(group for group in groups(what, found) if group.name == "province")

    map_ = result_map(provinces, found)

    assert {area.label: (area.href, area.is_chosen) for area in map_.areas if area.href} == {
        "East Flanders: 2": ("?province=BE-VOV&province=BE-WNA", False),
        "Namur: 1": ("?", True),
    }
    assert len(map_.areas) == 11
    assert {area.label for area in map_.areas if not area.href} == {
        f"{province.label}: 0" for province in Province if province not in {"BE-VOV", "BE-WNA"}
    }
    assert [dot.name for dot in map_.dots] == ["Namur"]
