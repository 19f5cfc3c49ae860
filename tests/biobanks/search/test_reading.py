"""How questions are read: each rule, with the small vocabulary of `lexicon/everyday.csv`."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from biobanks.search import words
from biobanks.search.reading import Method, read
from tests.biobanks.search.readings import (
    ANAEMIA,
    ASTHMA,
    BLOOD,
    BREAST_CANCER,
    DIABETES,
    SERUM,
    TISSUE,
    WOMEN,
    spoken,
    targets_of,
)

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("question", "language", "concepts", "unread"),
    [
        ("", "en", [], []),
        ("asthma", "en", [(ASTHMA, "asthma", "exact")], []),
        ("astma", "en", [(ASTHMA, "astma", "exact")], []),
        (
            "sérum diabète femmes",
            "fr",
            [
                (SERUM, "sérum", "exact"),
                (DIABETES, "diabète", "exact"),
                (WOMEN, "femmes", "exact"),
            ],
            [],
        ),
        (
            "urine of children with asthma",
            "en",
            [
                ("material:URINE", "urine", "exact"),
                ("age:Child", "children", "exact"),
                (ASTHMA, "asthma", "exact"),
            ],
            [],
        ),
        (
            "biobank with serum samples of patients",
            "en",
            [(SERUM, "serum", "exact")],
            [],
        ),
        ("wibble asthma wobble", "en", [(ASTHMA, "asthma", "exact")], ["wibble", "wobble"]),
        ("samples of patients", "en", [], []),
        (
            "elderly, ISO 9001, birth cohort, commercial use; medical imaging; Liège",
            "en",
            [
                ("age:Aged (65-79 years) age:Aged (>80 years)", "elderly", "exact"),
                ("quality:iso-9001", "ISO 9001", "exact"),
                ("collection_type:BIRTH_COHORT", "birth cohort", "exact"),
                ("access:collaboration_commercial", "commercial use", "exact"),
                ("data_category:IMAGING_DATA", "medical imaging", "exact"),
                ("place:BE-WLG place:Liège", "Liège", "exact"),
            ],
            [],
        ),
    ],
)
def test_question_is_read_as_concepts(question, language, concepts, unread, lexicon):
    assert spoken(question, lexicon, language) == (concepts, unread)


@pytest.mark.parametrize(
    ("question", "concepts", "unread"),
    [
        ("breast cancer", [(BREAST_CANCER, "breast cancer", "exact")], []),
        (  # "accredited ISO" would leave 9001 behind
            "accredited ISO 9001",
            [
                ("quality:iso-15189-2022", "accredited", "exact"),
                ("quality:iso-9001", "ISO 9001", "exact"),
            ],
            [],
        ),
        (
            "broncho-pneumopathies chroniques obstructives",
            [("icd10:J44", "broncho-pneumopathies chroniques obstructives", "stemmed")],
            [],
        ),
        ("type 2 diabetes", [("icd10:E11", "type 2 diabetes", "exact")], []),
        ("high blood pressure", [("icd10:I10", "high blood pressure", "exact")], []),
        ("high blood", [(BLOOD, "blood", "exact")], ["high"]),
        ("hepatitis A", [("icd10:B15", "hepatitis A", "exact")], []),
        ("hepatitis C", [("icd10:B15-B19", "hepatitis", "exact")], []),
        ("cancer of the breast", [(BREAST_CANCER, "cancer of the breast", "stemmed")], []),
        (
            "women breast cancer blood",
            [
                (WOMEN, "women", "exact"),
                (BREAST_CANCER, "breast cancer", "exact"),
                (BLOOD, "blood", "exact"),
            ],
            [],
        ),
    ],
)
def test_longest_run_of_words_wins(question, concepts, unread, lexicon):
    assert spoken(question, lexicon) == (concepts, unread)


@pytest.mark.parametrize(
    ("question", "language", "targets"),
    [
        ("blood in the stool", "en", ["icd10:K92.1"]),
        ("stool and blood", "en", ["material:FECES", BLOOD]),
        ("blood or stool", "en", [BLOOD, "material:FECES"]),
        ("stool en blood", "nl", ["material:FECES", BLOOD]),
        ("stool blood", "en", ["icd10:K92.1"]),
        # In French "en" is no conjunction.
        ("blood en stool", "fr", ["icd10:K92.1"]),
    ],
)
def test_conjunction_stands_between_two_things(question, language, targets, lexicon):
    assert targets_of(question, lexicon, language)[0] == targets


@pytest.mark.parametrize("sign", ["/", ";", ":", "|", "?", "!", "(", ")", "[", "]", "&", "+", "–"])
def test_signs_cut_what_words_in_any_order_would_be(sign, lexicon):
    assert targets_of(f"tissue {sign} frozen", lexicon) == ([TISSUE, "material:TISSUE_FROZEN"], [])


@pytest.mark.parametrize("sign", ["", ",", "-", "."])
def test_other_signs_do_not_cut(sign, lexicon):
    assert targets_of(f"tissue {sign} frozen", lexicon) == (["material:TISSUE_FROZEN"], [])


def test_a_word_that_stands_twice_is_two_things(lexicon):
    assert targets_of("frozen tissue tissue", lexicon) == (["material:TISSUE_FROZEN", TISSUE], [])


def test_ambiguous_words_list_their_other_senses(lexicon):
    [concept] = read("RA", lexicon).concepts

    assert concept.targets == ("icd10:M05", "icd10:M06")
    assert concept.sense.term.text == "RA"
    assert [other.targets for other in concept.others] == [tuple(ANAEMIA.split())]


@pytest.mark.parametrize(
    ("question", "language", "likelier", "less_likely"),
    [
        ("mole", "fr", "icd10:D22", "icd10:O01"),
        ("môle", "en", "icd10:O01", "icd10:D22"),
        ("moles", "en", "icd10:D22", "icd10:O01"),
        ("moles", "fr", "icd10:O01", "icd10:D22"),
    ],
)
def test_likelier_sense_is_the_exact_one_then_that_of_the_page(
    question, language, likelier, less_likely, lexicon
):
    [concept] = read(question, lexicon, language).concepts

    assert concept.targets == (likelier,)
    assert [other.targets for other in concept.others] == [(less_likely,)]


def test_unambiguous_words_have_no_other_sense(lexicon):
    assert [concept.others for concept in read("rheumatoid arthritis", lexicon).concepts] == [()]


@pytest.mark.parametrize(
    ("question", "targets", "others"),
    [
        # An Orphanet term lies within the ICD-10 term that it equals.
        ("cystic fibrosis", ("icd10:E84", "orpha:586"), []),
        # Terms of two kinds with one name answer together.
        ("metabolic disorders", ("category:metabolic", "icd10:E70-E90"), []),
        # Two diseases with one name that have nothing to do with one another stay two.
        ("twin of a name", ("icd10:Q90",), [("orpha:1",)]),
    ],
)
def test_senses_that_belong_together_are_one(question, targets, others, lexicon):
    [concept] = read(question, lexicon).concepts

    assert concept.targets == targets
    assert [other.targets for other in concept.others] == others


@pytest.mark.parametrize(
    ("question", "language", "target"),
    [
        ("huidkanker of diabète", "nl", DIABETES),
        ("Mukoviszidose", "fr", "orpha:586"),
        ("crise cardiaque", "nl", "icd10:I21"),
        ("Luik", "fr", "place:BE-WLG place:Liège"),
    ],
)
def test_any_language_is_read_on_any_page(question, language, target, lexicon):
    assert targets_of(question, lexicon, language)[0] == [target]


def test_phrases_are_read_to_their_twentieth(lexicon):
    reading = read('"xyzzy x" ' * 1_000, lexicon)

    assert [rest.is_phrase for rest in reading.unread].count(True) == 20
    assert len(reading.parts) <= 20 + 60


def test_page_of_words_is_read_to_its_sixtieth(lexicon):
    question = " ".join(["zyx"] * 59 + ["asthma", "serum"])

    assert targets_of(question, lexicon) == ([ASTHMA], ["zyx"] * 59)


def test_long_word_is_left_unread(lexicon):
    assert spoken("a" * 10_000, lexicon) == ([], ["a" * 10_000])


PIECES = [
    "asthma", "astmha", "breast", "brest", "cancer", "cancers", "of", "en", "and", "stool",
    "blood", "samples", "tumorweefsel", "bloedstalen", "borst-", "eierstokkanker", "liver",
    "hepatitis", "A", "RA", "als", "J45", "e11.9", "C18-C20", "Z99", "ORPHA:586", "BB190044",
    "bbmri-eric:ID:BE_CITA1", "material:SERUM", "text:", '"', "«", "»", "'", "l'", "’s", "/",
    "-", ",", ".", "(", "\0", "\n", "ʼ", "ﾞ", "½", "İ", "ß",
]  # fmt: skip
questions = (
    st.text()
    | st.lists(
        st.sampled_from(PIECES) | st.sampled_from([" ", ""]) | st.text(max_size=3), max_size=12
    ).map(lambda pieces: " ".join(pieces))
    | st.lists(st.sampled_from([*PIECES, " "])).map("".join)
)


@settings(max_examples=100, deadline=None)
@given(question=questions, language=st.sampled_from(list(words.STEMMERS)))
def test_any_text_is_read(question, language, lexicon):
    reading = read(question, lexicon, language)

    typed = question.replace("\0", " ")
    assert [concept.matched_text for concept in reading.concepts] == [
        typed[concept.start : concept.end] for concept in reading.concepts
    ]
    assert all(rest.text in typed[rest.start : rest.end] for rest in reading.unread)
    parts = sorted(reading.parts, key=lambda part: (part.start, part.end))
    for before, after in pairwise(parts):
        is_same_word = (before.start, before.end) == (after.start, after.end) and (
            before.method == after.method == Method.COMPOUND
        )
        assert before.end <= after.start or is_same_word
    assert read(question, lexicon, language) == reading
