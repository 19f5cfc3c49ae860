"""What cells mean, and what is wrong with those that mean nothing."""

import datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from biobanks.codes import AgeUnit, Material, OrderOfMagnitude
from biobanks.directory.cells import (
    Address,
    CellError,
    Code,
    Codes,
    Date,
    Degrees,
    Email,
    Moment,
    NumberCode,
    Text,
    Whole,
    YesNo,
    join_list,
    split_list,
)

BRUSSELS = ZoneInfo("Europe/Brussels")
elements = st.lists(
    st.text(st.characters(exclude_categories=["Cs"])).map(str.strip).filter(bool), unique=True
)


@given(elements)
def test_list_cell_reads_back_what_was_written(values):
    assert split_list(join_list(values)) == values


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_list_cell_is_read_or_refused_whatever_it_holds(text):
    try:
        values = split_list(text)
    except CellError:
        return

    assert all(value == value.strip() != "" for value in values)
    assert len(values) == len(set(values))


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("", []),
        ("DNA", ["DNA"]),
        ("DNA,RNA", ["DNA", "RNA"]),
        (" DNA , RNA,,", ["DNA", "RNA"]),
        ("DNA,DNA", ["DNA"]),
        ('a,"b, c"', ["a", "b, c"]),
        ('a, "b, c"', ["a", "b, c"]),
        ('"say ""a"""', ['say "a"']),
    ],
)
def test_list_cell(text, values):
    assert split_list(text) == values


READABLE = [
    (Text(3), "abc", "abc"),
    (Text(), "", ""),
    (Address(), "", ""),
    (Address(), "HTTPS://Example.be/a?b=(c)", "HTTPS://Example.be/a?b=(c)"),
    (Email(), "a@example.be", "a@example.be"),
    (Email(), "", ""),
    (Whole(), "", None),
    (Whole(), "0", 0),
    (Whole(10), "10", 10),
    (Degrees(90), "", None),
    (Degrees(90), "-50.1234567", Decimal("-50.12346")),
    (YesNo(), "", None),
    (YesNo(empty=False), "", False),
    (YesNo(), "true", True),
    (YesNo(), "FALSE", False),
    (Date(), "", None),
    (Date(), "2026-03-02", datetime.date(2026, 3, 2)),
    (Moment(), "", None),
    (Moment(), "2026-03-02", datetime.datetime(2026, 3, 2, tzinfo=BRUSSELS)),
    (
        Moment(),
        "2026-03-02T14:30:00Z",
        datetime.datetime(2026, 3, 2, 14, 30, tzinfo=datetime.UTC),
    ),
    (Code(AgeUnit), "", ""),
    (Code(AgeUnit, empty="YEAR"), "", "YEAR"),
    (Code(AgeUnit), "YEAR", "YEAR"),
    (NumberCode(OrderOfMagnitude), "", None),
    (NumberCode(OrderOfMagnitude), "3", 3),
    (Codes(Material), "RNA,DNA", ["RNA", "DNA"]),
]


@pytest.mark.parametrize(("cell", "text", "value"), READABLE)
def test_cell_that_can_be_read(cell, text, value):
    assert cell.read(text) == value


# An address is written in its escaped form (below).
@pytest.mark.parametrize(
    ("cell", "text", "value"), [case for case in READABLE if not isinstance(case[0], Address)]
)
def test_cell_that_is_written_reads_back(cell, text, value):
    written = cell.write(value)

    back = cell.read(written)
    assert (sorted(back) if isinstance(back, list) else back) == (
        sorted(value) if isinstance(value, list) else value
    )
    assert cell.write(back) == written


@pytest.mark.parametrize(
    ("address", "written"),
    [
        ("https://a.be/é b?q=a,b#d'e", "https://a.be/%C3%A9%20b?q=a%2Cb#d%27e"),
        ("https://a.be/%C3%A9(x)!;y", "https://a.be/%C3%A9%28x%29%21%3By"),
        ("https://[", "https://["),
        (" https://a.be ", "https://a.be"),
    ],
)
def test_address_is_written_for_the_directory(address, written):
    assert Address().write(address) == written
    assert Address().write(written) == written


@pytest.mark.parametrize(
    ("cell", "text", "reason"),
    [
        (Text(3), "abcd", "4 characters, 3 are allowed"),
        (Address(), "www.example.be", "'www.example.be' is not a web address"),
        (Address(), "javascript:alert(1)", "is not a web address"),
        (Address(), "https://a b", "is not a web address"),
        (Address(), "https:///path", "is not a web address"),
        (Address(), "https://example.be/" + "a" * 500, "519 characters, 500 are allowed"),
        (Email(), "a@b", "'a@b' is not an e-mail address"),
        (Whole(), "-1", "'-1' is not a whole number"),
        (Whole(), "1.5", "is not a whole number"),
        (Whole(), "١", "is not a whole number"),
        (Whole(), "9" * 5000, "is not a whole number"),
        (Whole(), "2147483648", "is too large; 2147483647 is the most"),
        (Degrees(90), "50,89", "write degrees with a decimal point"),
        (Degrees(90), "91", "lies outside -90 to 90 degrees"),
        (Degrees(180), "NaN", "is not a number"),
        (YesNo(), "yes", "'yes' is neither true nor false"),
        (Date(), "02/03/2026", "is not a date; write year-month-day"),
        (Date(), "2026-02-30", "is not a date"),
        (Moment(), "yesterday", "is not a date"),
        (Moment(), "0001-01-01T00:00:00+23:59x", "is not a date"),
        (Code(AgeUnit), "YEARS", "unknown code 'YEARS'; did you mean YEAR?"),
        (Code(AgeUnit), "eon", "unknown code 'eon'"),
        (NumberCode(OrderOfMagnitude), "9", "unknown code '9'; write 0 to 8"),
        (NumberCode(OrderOfMagnitude), "03x", "unknown code '03x'; write 0 to 8"),
        (Codes(Material), "DNA,serum", "unknown code 'serum'; did you mean SERUM?"),
        (Codes(Material), 'DNA,"RNA', "the list 'DNA,\"RNA' cannot be read"),
        (Text(3), "x" * 1000, "1000 characters"),
    ],
)
def test_cell_that_cannot_be_read(cell, text, reason):
    with pytest.raises(CellError) as caught:
        cell.read(text)

    assert reason in str(caught.value)


def test_wrong_cell_is_shown_cut_short():
    with pytest.raises(CellError) as caught:
        YesNo().read("x" * 1000)

    assert str(caught.value) == f"'{'x' * 60}…' is neither true nor false"
