"""Columns hold what was put into them: each against the plain Python that it stands for."""

from hypothesis import given
from hypothesis import strategies as st

from biobanks.search.columns import (
    Keys,
    Lists,
    Signs,
    Texts,
    Values,
    bits_of,
    bits_of_ranges,
    span,
)

SIZE = 300
positions = st.sets(st.integers(0, SIZE - 1))
ranges = st.tuples(st.integers(0, SIZE), st.integers(0, SIZE)).map(lambda pair: sorted(pair))
texts = st.lists(st.text(alphabet="abé€𝄞 \n:", max_size=6))


def plain(wanted):
    """The number that `bits_of` makes, made slowly."""
    return sum(1 << position for position in wanted)


@given(positions)
def test_bits_of_positions(wanted):
    assert bits_of(wanted, SIZE) == plain(wanted)


@given(st.lists(ranges, max_size=5))
def test_bits_of_ranges(wanted):
    covered = {position for start, stop in wanted for position in range(start, stop)}

    assert bits_of_ranges(wanted, SIZE) == plain(covered)


@given(positions, ranges)
def test_signs(wanted, within):
    signs = Signs(plain(wanted), SIZE)
    inside = sorted(position for position in wanted if within[0] <= position < within[1])
    place = span(*within, SIZE)

    assert list(signs.positions()) == sorted(wanted)
    assert list(signs.positions(place)) == inside
    assert signs.count(place) == len(inside)
    assert signs.counts([place, span(0, SIZE, SIZE)]) == [len(inside), len(wanted)]
    assert list(signs.touched([place])) == ([0] if inside else [])
    assert [position for position in range(SIZE) if position in signs] == sorted(wanted)


@given(st.dictionaries(st.text(alphabet="ab", min_size=1, max_size=3), positions), st.floats(0, 2))
def test_values(wanted, rareness):
    wanted = {value: entries for value, entries in wanted.items() if entries}
    values = Values(rare=rareness)
    for value, entries in wanted.items():
        for position in sorted(entries):
            values.add(value, position)

    values.pack(SIZE)

    assert dict(values) == {value: plain(entries) for value, entries in wanted.items()}
    assert values.numbers == {value: len(entries) for value, entries in wanted.items()}
    assert values.get("none", 0) == 0
    assert "none" not in values
    for beginning in ["a", "ab", "b", "none"]:
        having = [entries for value, entries in wanted.items() if value.startswith(beginning)]
        assert values.beginning(beginning) == plain(set().union(*having))
    for value, entries in wanted.items():
        assert {at for at in range(SIZE) if values.has_at(value, at)} == entries
    assert not values.has_at("none", 0)


def test_rare_values_are_kept_as_positions_and_common_ones_as_bits():
    values = Values()
    for position in range(SIZE):
        values.add("common", position)
    values.add("rare", 7)

    values.pack(SIZE)

    assert list(values.common) == ["common"]
    assert {value: list(places) for value, places in values.rare.items()} == {"rare": [7]}


@given(texts)
def test_texts(wanted):
    column = Texts()
    for text in wanted:
        column.append(text)

    assert list(column) == wanted == column[:]
    assert len(column) == len(wanted)
    for part in ["a", "ba", "é€", "\n", ":a"]:
        assert list(column.containing(part)) == [
            at for at, text in enumerate(wanted) if part in text
        ]
    assert list(column.containing("")) == []


@given(st.lists(st.lists(st.sampled_from(["DNA", "RNA", "SERUM"]), max_size=4)))
def test_lists(wanted):
    column = Lists()
    for texts_ in wanted:
        column.append(texts_)

    assert list(column) == [tuple(texts_) for texts_ in wanted] == column[:]
    assert len(column) == len(wanted)


@given(st.lists(st.tuples(st.sampled_from(["a", "b", "c"]), st.integers(0, SIZE))))
def test_keys(wanted):
    keys = Keys()
    for text, position in wanted:
        keys.add(text, position)

    keys.pack()

    for text in ["a", "b", "c", "d"]:
        assert sorted(keys.positions(text)) == sorted(at for key, at in wanted if key == text)
