"""The vocabulary as the reader asks it."""

import pytest

from biobanks.search import codes, keeping
from biobanks.search.lexicon import CatalogueLexicon, counterparts
from biobanks.search.reading import read
from tests.biobanks.factories import CollectionFactory
from tests.biobanks.search.vocabularies import disease

pytestmark = pytest.mark.django_db


def known(text, lexicon):
    """The targets of each code of a text that exists, by its words."""
    found = lexicon.known_codes(codes.codes_in(text))
    return {text[code.start : code.end]: targets for code, targets in found.items()}


@pytest.mark.parametrize(
    ("question", "queries"),
    [
        ("samples of patients", 2),  # terms; parts of long words
        ("asthma", 1),
        ("sérum diabète femmes", 1),
        ("urine of children with asthma", 1),
        ("RA", 2),  # whether one sense lies within the other
        ("J45, E11.9, ORPHA:586 serum", 2),
        ("brest cancer serum astmha", 3),  # terms; words near those unknown; terms with these
        ('"breast cancer" J45 serum women wibble', 4),
    ],
)
def test_reading_asks_few_questions(question, queries, lexicon, django_assert_num_queries):
    with django_assert_num_queries(queries):
        read(question, lexicon)


def test_five_hundred_codes_ask_no_more(lexicon, django_assert_num_queries):
    question = " ".join(f"{letter}{number:02}" for letter in "CDEJK" for number in range(100))

    with django_assert_num_queries(2):
        reading = read(question, lexicon)

    assert [" ".join(concept.targets) for concept in reading.concepts] == [
        "icd10:C18 icd10:C19 icd10:C20",
        "icd10:C50",
        "icd10:C64",
        "icd10:C67",
        "icd10:E11",
        "icd10:E84",
        "icd10:J45",
    ]


def test_codes_that_exist(lexicon):
    text = (
        "J45 Z99 J45.03 C18-C20 C50-C50 X00-X99 ORPHA:586 ORPHA:99 BB190044 BB190045 "
        "bbmri-eric:ID:BE_CITA1 bbmri-eric:ID:BE_none material:SERUM material:GOLD place:Liège"
    )

    assert known(text, lexicon) == {
        "J45": ("icd10:J45",),
        "J45.03": ("icd10:J45.0",),
        "C18-C20": ("icd10:C18", "icd10:C19", "icd10:C20"),
        "C50-C50": ("icd10:C50-C50",),
        "ORPHA:586": ("orpha:586",),
        "BB190044": ("biobank:bbmri-eric:ID:BE_CITA1",),
        "bbmri-eric:ID:BE_CITA1": ("biobank:bbmri-eric:ID:BE_CITA1",),
        "material:SERUM": ("material:SERUM",),
    }


def test_terms_come_by_letters_by_stems_and_by_core(lexicon):
    found = lexicon.terms({"citadelle", "asthma", "zyx"}, {"en:breast cancer", "en:liver"})

    assert {(term.text, *term.targets) for term in found} == {
        ("asthma", "icd10:J45"),
        ("Asthma", "icd10:J45"),
        ("breast cancer", "icd10:C50"),
        ("liver disease", "icd10:K70-K77"),
    }


@pytest.mark.parametrize(
    ("word", "near"),
    [
        ("astmha", {"asthma": 1, "astma": 1}),
        ("asthna", {"asthma": 1}),
        ("xsthma", {"asthma": 1}),
        ("citadele", {"citadelle": 1}),  # a word of an entry's name
        ("hypxrtensixn", {"hypertension": 2}),
        # As near as another: the one with the same first letter, then the alphabet.
        ("hyprtension", {"hypertension": 1, "hypotension": 1}),
        ("chron", {"crohn": 2}),
        ("asthma", {}),
        ("axxhma", {}),
        ("zyxwvu", {}),
    ],
)
def test_words_near_an_unknown_one(word, near, lexicon):
    found = lexicon.similar({word})

    assert list(found.get(word, {}).items()) == list(near.items())


def test_diseases_within_others(lexicon):
    targets = {"icd10:J45", "icd10:J45.0", "icd10:E84", "orpha:586", "material:SERUM"}

    assert {pair for pair in lexicon.within(targets) if pair[0] != pair[1]} == {
        ("icd10:J45.0", "icd10:J45"),
        ("orpha:586", "icd10:E84"),
        ("icd10:E84", "orpha:586"),
    }
    assert lexicon.within({"material:SERUM", "icd10:J45"}) == set()


def test_what_diseases_lie_within(lexicon):
    """Only what the catalogue has, or a term of our own table names, can have results."""
    assert lexicon.broader(["icd10:E84.0"]) == []
    CollectionFactory(diagnoses=[disease("E84")])

    lexicon = CatalogueLexicon(keeping.current())

    assert lexicon.broader(["icd10:E84.0"])[:2] == ["icd10:E84", "orpha:586"]
    assert lexicon.broader(["material:SERUM"]) == []


def test_diseases_that_the_index_lacks_are_asked_once(lexicon, django_assert_num_queries):
    targets = {"icd10:E84.0", "icd10:E84", "orpha:586"}
    lexicon = CatalogueLexicon(lexicon.index)  # which no other test has asked

    with django_assert_num_queries(1):
        first = lexicon.within(targets)
    with django_assert_num_queries(0):
        assert lexicon.within(targets) == first
    assert {target: bool(lexicon.names[target]) for target in targets} == dict.fromkeys(
        targets, True
    )


def test_counterparts_of_orpha_terms(lexicon):
    assert counterparts(["orpha:98896", "orpha:586"]) == ["icd10:E84", "icd10:G71.0"]
    assert counterparts(["icd10:E84"]) == []
