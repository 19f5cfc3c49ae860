"""What looks like a code in a question."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from biobanks.search import codes
from biobanks.search.codes import Code


def found(text):
    """The pieces of the text that look like codes, and what they may be."""
    return [(text[code.start : code.end], code.candidates) for code in codes.codes_in(text)]


@pytest.mark.parametrize(
    ("text", "piece", "candidates"),
    [
        ("J45", "J45", ("icd10:J45",)),
        ("j45", "j45", ("icd10:J45",)),
        ("E11.9", "E11.9", ("icd10:E11.9", "icd10:E11")),
        ("e119", "e119", ("icd10:E11.9",)),
        ("J45.03", "J45.03", ("icd10:J45.03", "icd10:J45.0", "icd10:J45")),
        ("C50.-", "C50.-", ("icd10:C50",)),
        ("C50.x", "C50.x", ("icd10:C50",)),
        ("C50.", "C50.", ("icd10:C50",)),
        ("women with (C50)", "C50", ("icd10:C50",)),
        ("E10-E14", "E10-E14", ("icd10:E10-E14",)),
        ("ORPHA:586", "ORPHA:586", ("orpha:586",)),
        ("orpha 586", "orpha 586", ("orpha:586",)),
        ("ORPHA586", "ORPHA586", ("orpha:586",)),
        ("ORPHA: 000586", "ORPHA: 000586", ("orpha:586",)),
        ("ORPHA:165661", "ORPHA:165661", ("orpha:165661",)),  # six digits, as FAMHP's
        ("ORPHAcode 586", "ORPHAcode 586", ("orpha:586",)),
        ("Orphanet_586", "Orphanet_586", ("orpha:586",)),
        ("Orphanet #586", "Orphanet #586", ("orpha:586",)),
        ("ORDO-586", "ORDO-586", ("orpha:586",)),
        ("BB190044", "BB190044", ("famhp:BB190044",)),
        ("B190044", "B190044", ("famhp:BB190044",)),
        ("bb 190044", "bb 190044", ("famhp:BB190044",)),
        ("BB-190044", "BB-190044", ("famhp:BB190044",)),
        ("190044", "190044", ("famhp:BB190044",)),
        (
            "(bbmri-eric:ID:BE_a:collection:b).",
            "bbmri-eric:ID:BE_a:collection:b",
            ("identifier:bbmri-eric:ID:BE_a:collection:b",),
        ),
        ("BBMRI-BE:ID:BE_b", "BBMRI-BE:ID:BE_b", ("identifier:BBMRI-BE:ID:BE_b",)),
        ("material:SERUM", "material:SERUM", ("material:SERUM",)),
        ("access:DUO_0000007", "access:DUO_0000007", ("access:DUO_0000007",)),
        ("age:Young_Adult", "age:Young_Adult", ("age:Young Adult",)),
        ("place:La_Louvière,", "place:La_Louvière", ("place:La Louvière",)),
        (
            "biobank:bbmri-eric:ID:BE_a",
            "biobank:bbmri-eric:ID:BE_a",
            ("biobank:bbmri-eric:ID:BE_a",),
        ),
    ],
)  # fmt: skip
def test_code_as_people_write_it(text, piece, candidates):
    assert found(text) == [(piece, candidates)]


@pytest.mark.parametrize(
    "text",
    [
        "C18-C20",
        "c18 - c20",
        "C18–C20",
        "C18—C20",
        "C18 to C20",
        "C18 tot C20",
        "C18 t/m C20",
        "C18 à C20",
        "C18 au C20",
        "C18 bis C20",
        "C18-C20.-",
    ],
)
def test_range_as_people_write_it(text):
    assert codes.codes_in(text) == [Code(0, len(text), ("icd10:C18-C20",), first="C18", last="C20")]


@pytest.mark.parametrize(
    "text",
    [
        "asthma",
        "18",
        "C1",
        "AB45",
        "J45A",
        "J45-x",
        "C181234",
        "12345",
        "1234567",
        "a190044x",
        "orpha",
        "fibre:586",
        "Material:",
        "colour:RED",
        "",
    ],
)
def test_what_is_no_code(text):
    assert found(text) == []


def test_codes_stand_in_the_order_of_the_text_and_do_not_overlap():
    text = "J45, ORPHA:586 and C18-C20 of material:SERUM in BB190044; E11.9"

    assert [piece for piece, _ in found(text)] == [
        "J45",
        "ORPHA:586",
        "C18-C20",
        "material:SERUM",
        "BB190044",
        "E11.9",
    ]


@given(st.text(st.sampled_from("CJ0123456789.-, BbORPHAorpha:xt")) | st.text())
def test_codes_never_overlap_whatever_the_text(text):
    spans = [(code.start, code.end) for code in codes.codes_in(text)]

    assert all(start < end for start, end in spans)
    assert all(before[1] <= after[0] for before, after in pairwise(spans))


@pytest.mark.parametrize(
    ("code", "written"),
    [("e119", "E11.9"), ("E11.9", "E11.9"), ("j45", "J45"), ("c1812", "C18.12")],
)
def test_code_is_written_with_its_dot(code, written):
    assert codes.with_dot(code) == written


@pytest.mark.parametrize(
    "between", [" ", ", ", ",", "; ", "/", " | ", "+", " & ", " or ", " of ", ", ou ", " oder ",
                " and ", " en ", " et ", " und ", "\n"],
)  # fmt: skip
def test_signs_that_make_a_list_of_codes(between):
    assert codes.joins_codes(between)


@pytest.mark.parametrize("between", [" with ", " - ", " not ", ". ", " and serum "])
def test_other_words_end_a_list_of_codes(between):
    assert not codes.joins_codes(between)
