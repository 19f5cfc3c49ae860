"""How questions are read: acronyms, compounds, typing errors."""

import pytest

from biobanks.search import words
from tests.biobanks.search.readings import (
    ARTHRITIS,
    ASTHMA,
    BIOBANK,
    BLOOD,
    BOWEL_CANCER,
    BREAST_CANCER,
    CANCER,
    DIABETES,
    SERUM,
    TISSUE,
    WOMEN,
    spoken,
    targets_of,
)

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("question", "target", "method"),
    [
        ("diabète", DIABETES, "exact"),
        ("DIABÈTE", DIABETES, "exact"),
        ("Diabete", DIABETES, "folded"),
        ("COVID-19", "icd10:U07.1", "exact"),
        ("covid 19", "icd10:U07.1", "folded"),
        ("covid19", "icd10:U07.1", "folded"),
        ("co-vid 19", "icd10:U07.1", "folded"),
        ("birthcohort", "collection_type:BIRTH_COHORT", "folded"),
        ("bronchial   asthma", ASTHMA, "exact"),
        ("leukemia", "icd10:C95", "folded"),
        ("luttich", "place:BE-WLG place:Liège", "folded"),
        ("cancers", CANCER, "stemmed"),
        ("birth cohorts", "collection_type:BIRTH_COHORT", "stemmed"),
        ("Crohn ziekte", "icd10:K50", "stemmed"),
        ("diseases of the liver", "icd10:K70-K77", "stemmed"),
        ("liver", "icd10:K70-K77", "core"),
        ("Crohn", "icd10:K50", "core"),
    ],
)
def test_closest_way_of_matching_is_named(question, target, method, lexicon):
    assert spoken(question, lexicon) == ([(target, question, method)], [])


@pytest.mark.parametrize(
    ("question", "target", "method"),
    [
        ("môle", "icd10:O01", "exact"),
        ("mole", "icd10:D22", "exact"),
        ("blood test", BLOOD, "exact"),
        ("blood-tests", "data_category:BLOOD", "folded"),  # not "blood test" with an ending
        ("heart", "material:OTHER", "stemmed"),  # "hearts", not "heart disease"
    ],
)
def test_closer_term_wins(question, target, method, lexicon):
    assert spoken(question, lexicon) == ([(target, question, method)], [])


@pytest.mark.parametrize("sign", words.APOSTROPHES)
@pytest.mark.parametrize(
    ("question", "target"),
    [
        ("cancer de l{}estomac", "icd10:C16"),
        ("Crohn{}s disease", "icd10:K50"),
        ("{}s disease Crohn", "icd10:K50"),
    ],
)
def test_apostrophes_of_every_shape(question, target, sign, lexicon):
    assert targets_of(question.format(sign), lexicon) == ([target], [])


@pytest.mark.parametrize(
    ("question", "targets", "unread"),
    [
        ("CRC", [BOWEL_CANCER], []),
        ("crc", [BOWEL_CANCER], []),
        ("CRD", [], ["CRD"]),
        ("C R C", [], []),
        ("C.R.C.", [BOWEL_CANCER], []),
        ("CRCs", [], ["CRCs"]),
        ("T2D", ["icd10:E11"], []),
        ("FFPE", ["material:TISSUE_PARAFFIN_EMBEDDED"], []),
        ("FFPEs", ["material:TISSUE_PARAFFIN_EMBEDDED"], []),
    ],
)
def test_short_acronym_matches_only_itself(question, targets, unread, lexicon):
    assert targets_of(question, lexicon) == (targets, unread)


@pytest.mark.parametrize(
    ("question", "language", "targets", "unread"),
    [
        ("ALS", "nl", ["icd10:G12.2"], []),
        ("als", "nl", ["icd10:G12.2"], []),
        ("serum ALS", "nl", [SERUM, "icd10:G12.2"], []),
        ("bloed als serum", "nl", [BLOOD, SERUM], []),
        ("Als serum", "nl", [SERUM], []),
        ("TAG", "fr", ["icd10:F41.1"], []),
        ("Tag", "de", ["icd10:F41.1"], []),
        ("Serum am Tag", "de", [SERUM], ["Tag"]),
        ("Serum TAG", "de", [SERUM, "icd10:F41.1"], []),
    ],
)
def test_acronym_that_is_a_word_of_everyday_language(question, language, targets, unread, lexicon):
    assert targets_of(question, lexicon, language) == (targets, unread)


@pytest.mark.parametrize(
    ("question", "concepts", "unread"),
    [
        ("diabetespatiënten", [(DIABETES, "diabetespatiënten", "compound")], []),
        ("bloedstalen", [(BLOOD, "bloedstalen", "compound")], []),
        (
            "Nierenkrebserkrankungen",
            [("icd10:C64", "Nierenkrebserkrankungen", "compound")],
            [],
        ),
        (
            "tumorweefsel",
            [("icd10:C00-D48", "tumorweefsel", "compound"), (TISSUE, "tumorweefsel", "compound")],
            [],
        ),
        ("bloedserum", [], ["bloedserum"]),  # two materials
        ("kankerdiabetes", [], ["kankerdiabetes"]),  # two diseases
        ("weefselvoetbal", [], ["weefselvoetbal"]),
    ],
)
def test_compound_is_a_term_and_another_word(question, concepts, unread, lexicon):
    assert spoken(question, lexicon, "nl") == (concepts, unread)


@pytest.mark.parametrize(
    ("question", "language", "concepts"),
    [
        (
            "borst- en eierstokkanker",
            "nl",
            [(BREAST_CANCER, "borst", "compound"), ("icd10:C56", "eierstokkanker", "exact")],
        ),
        (
            "Brust- und Nierenkrebs",
            "de",
            [(BREAST_CANCER, "Brust", "compound"), ("icd10:C64", "Nierenkrebs", "exact")],
        ),
    ],
)
def test_shortened_first_compound_is_written_out(question, language, concepts, lexicon):
    assert spoken(question, lexicon, language) == (concepts, [])


@pytest.mark.parametrize(
    ("question", "target"),
    [
        ("astmha", ASTHMA),  # two letters changed places
        ("asthna", ASTHMA),
        ("azthma", ASTHMA),
        ("sthma", ASTHMA),
        ("diabtes", DIABETES),
        ("leukeamia", "icd10:C95"),
        ("hypertenzoin", "icd10:I10"),  # two errors
        ("Chron disease", "icd10:K50"),
        ("brest cancer", BREAST_CANCER),
        ("rheumatiod artritis", ARTHRITIS),
        ("hopital sainte wuadru", BIOBANK),
        ("hepatitus A", "icd10:B15"),
    ],
)
def test_typing_errors_are_forgiven(question, target, lexicon):
    assert spoken(question, lexicon) == ([(target, question, "typo")], [])


@pytest.mark.parametrize(
    ("question", "targets", "unread"),
    [
        ("goot", [], ["goot"]),  # four letters
        ("gouts", ["icd10:M10"], []),
        ("asxxma", [], ["asxxma"]),  # two errors in a short word
        ("hyprtensxxn", [], ["hyprtensxxn"]),  # three errors
        ("dancer", [], ["dancer"]),  # an English word, though near cancer
        ("bronchial", [], ["bronchial"]),  # a word of the vocabulary
        ("hypotension", ["icd10:I95"], []),
        ("hypertension", ["icd10:I10"], []),
        ("hepatitis B", ["icd10:B16"], []),
        ("xyzzy", [], ["xyzzy"]),
    ],
)
def test_what_is_no_typing_error(question, targets, unread, lexicon):
    assert targets_of(question, lexicon) == (targets, unread)


def test_longer_corrected_term_takes_the_place_of_a_shorter_exact_one(lexicon):
    assert spoken("serum brest cancer women", lexicon) == (
        [
            (SERUM, "serum", "exact"),
            (BREAST_CANCER, "brest cancer", "typo"),
            (WOMEN, "women", "exact"),
        ],
        [],
    )
