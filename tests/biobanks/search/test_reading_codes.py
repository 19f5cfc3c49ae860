"""How questions are read: codes, names of entries, words between quotation marks."""

import pytest

from biobanks.search.reading import read
from biobanks.search.wording import as_text
from tests.biobanks.search.readings import (
    ASTHMA,
    BIOBANK,
    BOWEL_CANCER,
    BREAST_CANCER,
    CANCER,
    DIABETES,
    NETWORK,
    SERUM,
    WOMEN,
    spoken,
)

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("question", "concepts", "unread"),
    [
        ("J45", [(ASTHMA, "J45", "code")], []),
        ("j45", [(ASTHMA, "j45", "code")], []),
        ("e11.9", [("icd10:E11.9", "e11.9", "code")], []),
        ("e119", [("icd10:E11.9", "e119", "code")], []),
        ("J45.03", [("icd10:J45.0", "J45.03", "code")], []),
        ("J4503", [], ["J4503"]),
        ("C50.-", [(BREAST_CANCER, "C50.-", "code")], []),
        ("Z99", [], ["Z99"]),
        ("E10-E14", [(DIABETES, "E10-E14", "code")], []),
        ("M05-M14", [("icd10:M05-M14", "M05-M14", "code")], []),
        ("C18-C20", [(BOWEL_CANCER, "C18-C20", "code")], []),
        ("C18 tot C20", [(BOWEL_CANCER, "C18 tot C20", "code")], []),
        ("C18 bis C19", [("icd10:C18 icd10:C19", "C18 bis C19", "code")], []),
        ("C64, C67.9", [("icd10:C64 icd10:C67.9", "C64, C67.9", "code")], []),
        ("C64 of C64", [("icd10:C64", "C64 of C64", "code")], []),
        ("J45 en E11, C50", [("icd10:J45 icd10:E11 icd10:C50", "J45 en E11, C50", "code")], []),
        (
            "J45 serum E11",
            [(ASTHMA, "J45", "code"), (SERUM, "serum", "exact"), ("icd10:E11", "E11", "code")],
            [],
        ),
        ("J45, Z99", [(ASTHMA, "J45", "code")], ["Z99"]),
        ("ORPHA:586", [("orpha:586", "ORPHA:586", "code")], []),
        ("orpha 98896", [("orpha:98896", "orpha 98896", "code")], []),
        ("ORPHAcode: 586", [("orpha:586", "ORPHAcode: 586", "code")], []),
        ("ORPHA:999999", [], ["999999"]),
        ("J45 ORPHA:586", [("icd10:J45 orpha:586", "J45 ORPHA:586", "code")], []),
        ("material:SERUM", [(SERUM, "material:SERUM", "code")], []),
        ("material:GOLD", [], ["GOLD"]),
        (
            "age:Aged_(65-79_years)",
            [("age:Aged (65-79 years)", "age:Aged_(65-79_years)", "code")],
            [],
        ),
        ("icd10:J45", [(ASTHMA, "icd10:J45", "code")], []),
    ],
)
def test_codes_are_codes(question, concepts, unread, lexicon):
    assert spoken(question, lexicon) == (concepts, unread)


def test_five_hundred_codes_are_one_concept(lexicon):
    question = ", ".join(["J45", "C64", "C67.9", "E11", "E11.9"] * 100)

    [(targets, matched, method)], unread = spoken(question, lexicon)

    assert targets == "icd10:J45 icd10:C64 icd10:C67.9 icd10:E11 icd10:E11.9"
    assert (matched, method, unread) == (question, "code", [])


@pytest.mark.parametrize(
    ("question", "concepts", "unread"),
    [
        ("bbmri-eric:ID:BE_CITA1", [(BIOBANK, "bbmri-eric:ID:BE_CITA1", "code")], []),
        ("BBMRI-ERIC:id:be_cita1", [(BIOBANK, "BBMRI-ERIC:id:be_cita1", "code")], []),
        (
            "bbmri-eric:ID:BE_CITA1:collection:part1",
            [
                (
                    "collection:bbmri-eric:ID:BE_CITA1:collection:part1",
                    "bbmri-eric:ID:BE_CITA1:collection:part1",
                    "code",
                )
            ],
            [],
        ),
        (f"{BIOBANK} serum", [(BIOBANK, BIOBANK, "code"), (SERUM, "serum", "exact")], []),
        ("be_cita1", [(BIOBANK, "be_cita1", "exact")], []),
        ("cita1", [(BIOBANK, "cita1", "exact")], []),
        ("BB190044", [(BIOBANK, "BB190044", "code")], []),
        ("b190044", [(BIOBANK, "b190044", "code")], []),
        ("190044", [(BIOBANK, "190044", "code")], []),
        ("190045", [], ["190045"]),
        ("BDLC", [(BIOBANK, "BDLC", "exact")], []),
        ("biotheque de la citadelle", [(BIOBANK, "biotheque de la citadelle", "folded")], []),
        ("Citadelle", [(BIOBANK, "Citadelle", "core")], []),
        ("Sainte-Waudru", [], ["Sainte", "Waudru"]),
        ("hopital sainte waudru", [(BIOBANK, "hopital sainte waudru", "folded")], []),
        ("BVT serum", [(NETWORK, "BVT", "exact"), (SERUM, "serum", "exact")], []),
        ("belgian virtual tumourbank", [(NETWORK, "belgian virtual tumourbank", "exact")], []),
        ("virtual tumourbank", [(NETWORK, "virtual tumourbank", "core")], []),
        ("tumourbank", [], ["tumourbank"]),
        # A name is not made of words that others stand between.
        ("hôpital de Sainte-Waudru", [], ["hôpital", "Sainte", "Waudru"]),
    ],
)
def test_entries_are_found_by_identifier_number_and_name(question, concepts, unread, lexicon):
    assert spoken(question, lexicon) == (concepts, unread)


@pytest.mark.parametrize(
    ("question", "concepts", "unread"),
    [
        ('"breast cancer"', [(BREAST_CANCER, '"breast cancer"', "exact")], []),
        ("«cancer du sein»", [(BREAST_CANCER, "«cancer du sein»", "exact")], []),
        ("„Brustkrebs“", [(BREAST_CANCER, "„Brustkrebs“", "exact")], []),
        ("“breast cancers”", [(BREAST_CANCER, "“breast cancers”", "stemmed")], []),
        ('"brest cancer"', [], ["brest cancer"]),
        ('"serum of asthma"', [], ["serum of asthma"]),
        (
            '"serum of asthma" women',
            [(WOMEN, "women", "exact")],
            ["serum of asthma"],
        ),
        ('"J45"', [], ["J45"]),
        ('text:"asthma"', [], ["asthma"]),
        ('text:"asthma" asthma', [(ASTHMA, "asthma", "exact")], ["asthma"]),
        ('asthma "', [(ASTHMA, "asthma", "exact")], []),
        ('asthma "…"', [(ASTHMA, "asthma", "exact")], []),
        (
            'breast "serum" cancer',
            [(SERUM, '"serum"', "exact"), (CANCER, "cancer", "exact")],
            ["breast"],
        ),
        (
            "breast J45 cancer",
            [(ASTHMA, "J45", "code"), (CANCER, "cancer", "exact")],
            ["breast"],
        ),
        (
            'J45 "serum" E11',
            [(ASTHMA, "J45", "code"), (SERUM, '"serum"', "exact"), ("icd10:E11", "E11", "code")],
            [],
        ),
    ],
)
def test_words_between_quotation_marks_are_one(question, concepts, unread, lexicon):
    assert spoken(question, lexicon) == (concepts, unread)


def test_quoted_text_is_a_phrase(lexicon):
    reading = read('old "frozen in liquid nitrogen" zyx', lexicon)

    assert [(rest.text, rest.is_phrase, rest.start, rest.end) for rest in reading.unread] == [
        ("frozen in liquid nitrogen", True, 4, 31),
        ("zyx", False, 32, 35),
    ]
    assert reading.unread_text == "frozen in liquid nitrogen zyx"
    assert reading.parts == [*reading.concepts, *reading.unread]


@pytest.mark.parametrize("question", ["asthma", '"asthma"', "“asthma”", "«asthma»"])
def test_words_of_a_concept_can_be_looked_for_as_text(question, lexicon):
    [concept] = read(question, lexicon).concepts

    assert spoken(as_text(concept.matched_text), lexicon) == ([], ["asthma"])
