import pytest
import time_machine
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from membership import validators


@pytest.mark.parametrize("text", ["", "Plain", "Café “Zürich” – 🧬", "a\u200db", "عربى"])
def test_one_line_and_plain_text_take_what_people_write(text):
    validators.one_line(text)
    validators.plain_text(text)


@pytest.mark.parametrize(
    "mark", ["\x01", "\x1b", "\x7f", "\x85", "\x9f", "\u2028", "\u2029", "\u202e", "\u2066"]
)
def test_one_line_and_plain_text_refuse_hidden_characters(mark):
    for validator in [validators.one_line, validators.plain_text]:
        with pytest.raises(ValidationError, match="cannot be seen"):
            validator(f"a{mark}b")


@pytest.mark.parametrize("mark", ["\t", "\n", "\r\n"])
def test_line_breaks_belong_in_plain_text_only(mark):
    validators.plain_text(f"a{mark}b")

    with pytest.raises(ValidationError, match="cannot be seen"):
        validators.one_line(f"a{mark}b")


@pytest.mark.parametrize("text", ["Buy at https://example.com", "WWW.example.com", "a://b"])
def test_no_web_address_refuses(text):
    with pytest.raises(ValidationError, match="without a web address"):
        validators.no_web_address(text)


def test_no_web_address_takes_a_name():
    validators.no_web_address("Biobank A.B. & Partners (Ghent)")


@pytest.mark.parametrize(
    ("text", "postcode"),
    [("1000", "1000"), ("B-1000", "1000"), ("b 1000", "1000"), ("BE-9000", "9000"), ("Be", "BE")],
)
def test_normalised_postcode(text, postcode):
    assert validators.normalised_postcode(text) == postcode


@pytest.mark.parametrize("text", ["", "0999", "100", "10000", "1000\n", "١٠٠٠"])
def test_belgian_postcode_refuses(text):
    with pytest.raises(ValidationError, match="four digits"):
        validators.belgian_postcode(text)


@pytest.mark.parametrize(
    ("text", "number"),
    [("BB190001", "BB190001"), ("bb 19 0001", "BB190001"), ("BB-19.0001", "BB190001")],
)
def test_normalised_famhp_number(text, number):
    assert validators.normalised_famhp_number(text) == number


@pytest.mark.parametrize("text", ["B190001", "b 19-0001"])
def test_normalised_famhp_number_with_one_b_says_which_it_may_be(text):
    with pytest.raises(ValidationError) as refusal:
        validators.normalised_famhp_number(text)

    assert refusal.value.messages == [
        "FAMHP numbers begin with two letters B. Did you mean BB190001?"
    ]


@given(st.text())
def test_normalised_famhp_number_of_any_text_is_a_number_or_refused(text):
    try:
        number = validators.normalised_famhp_number(text)
    except ValidationError:
        return
    assert validators.normalised_famhp_number(number) == number


@pytest.mark.parametrize("year", [1850, 2009, 2027])
def test_start_year_takes(year):
    with time_machine.travel("2026-11-22 12:00+01:00"):
        validators.start_year(year)


@pytest.mark.parametrize("year", [-1, 0, 1849, 10**30])
def test_start_year_refuses(year):
    with (
        time_machine.travel("2026-11-22 12:00+01:00"),
        pytest.raises(ValidationError) as refusal,
    ):
        validators.start_year(year)

    assert refusal.value.messages == ["Write the year with four digits, for example 2021."]


@pytest.mark.parametrize("year", [2028, 2090, 9999])
def test_start_year_is_next_year_at_the_latest(year):
    with (
        time_machine.travel("2026-11-22 12:00+01:00"),
        pytest.raises(ValidationError, match="next year at the latest"),
    ):
        validators.start_year(year)


@pytest.mark.parametrize(
    "text", ["bbmri-eric:ID:BE_UZA", "bbmri-eric:networkID:BE_x", "bbmri-eric:ID:BE_A:collection:B"]
)
def test_directory_identifier_takes(text):
    validators.directory_identifier(text)


@pytest.mark.parametrize(
    "text", ["BE_UZA", "bbmri-eric:ID:NL_x", "bbmri-eric:ID:BE_", "bbmri-eric:ID:BE_a\n"]
)
def test_directory_identifier_refuses(text):
    with pytest.raises(ValidationError, match="Copy the identifier"):
        validators.directory_identifier(text)
