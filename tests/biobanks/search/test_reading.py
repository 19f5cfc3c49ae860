"""How questions are read: each rule, with the small vocabulary of `lexicon/everyday.csv`."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from biobanks.search import words
from biobanks.search.reading import Method, read
from biobanks.search.wording import as_text

pytestmark = pytest.mark.django_db

ASTHMA = "icd10:J45"
CANCER = "icd10:C00-C97"
BREAST_CANCER = "icd10:C50"
BOWEL_CANCER = "icd10:C18 icd10:C19 icd10:C20"
DIABETES = "icd10:E10-E14"
ARTHRITIS = "icd10:M05 icd10:M06"
ANAEMIA = "icd10:D46.0 icd10:D46.1"
TISSUE = "material:TISSUE_FROZEN material:TISSUE_PARAFFIN_EMBEDDED"
SERUM = "material:SERUM"
BLOOD = "material:WHOLE_BLOOD"
WOMEN = "sex:FEMALE"
BIOBANK = "biobank:bbmri-eric:ID:BE_CITA1"
NETWORK = "network:bbmri-be:networkID:BE_BVT"


def spoken(question, lexicon, language="en"):
    """What a question is read as: targets, words and method of each concept; the words left."""
    reading = read(question, lexicon, language)
    return (
        [
            (" ".join(concept.targets), concept.matched_text, concept.method.value)
            for concept in reading.concepts
        ],
        [rest.text for rest in reading.unread],
    )


def targets_of(question, lexicon, language="en"):
    """The targets of each concept, and the words left."""
    concepts, unread = spoken(question, lexicon, language)
    return [targets for targets, _, _ in concepts], unread


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


def test_five_hundred_codes_are_one_concept(lexicon):
    question = ", ".join(["J45", "C64", "C67.9", "E11", "E11.9"] * 100)

    [(targets, matched, method)], unread = spoken(question, lexicon)

    assert targets == "icd10:J45 icd10:C64 icd10:C67.9 icd10:E11 icd10:E11.9"
    assert (matched, method, unread) == (question, "code", [])


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


@settings(max_examples=300, deadline=None)
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
