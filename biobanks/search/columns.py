"""Columns of a long table in little memory: what an `Index` is made of.

A Python object for each of a million collections and for each of their values would fill
gigabytes. These keep the same in arrays, and give it back as objects where somebody asks.
"""

from array import array
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import reduce
from itertools import chain
from operator import or_
from typing import overload

BITS_A_POSITION = 32

Span = tuple[int, int]  # where positions from one up to another stand among the signs of a number


def span(start: int, stop: int, size: int) -> Span:
    """The span of positions from `start` up to `stop`."""
    return size - stop, size - start


def bits_of(positions: Iterable[int], size: int) -> int:
    """The number whose bits at these positions are set; all are below `size`."""
    octets = bytearray(size // 8 + 1)
    for position in positions:
        octets[position >> 3] |= 1 << (position & 7)
    return int.from_bytes(octets, "little")


def bits_of_ranges(ranges: Iterable[tuple[int, int]], size: int) -> int:
    """The number whose bits are set from each start up to its stop; all are within `size`."""
    octets = bytearray(size // 8 + 1)
    for start, stop in ranges:
        first, last = start >> 3, (stop + 7) >> 3
        mask = ((1 << (stop - start)) - 1) << (start & 7)
        there = int.from_bytes(octets[first:last], "little")
        octets[first:last] = (there | mask).to_bytes(last - first, "little")
    return int.from_bytes(octets, "little")


class Signs:
    """The bits of a number as signs, among which ranges are quickly searched and counted."""

    def __init__(self, bits: int, size: int) -> None:
        """Write the number down with `size` signs, that of position 0 last."""
        self.text = f"{bits:0{size}b}"
        self.size = size

    def __contains__(self, position: int) -> bool:
        """Whether a bit is set."""
        return self.text[self.size - 1 - position] == "1"

    def positions(self, within: Span | None = None) -> Iterator[int]:
        """The positions whose bits are set, from the lowest; all, or those of a span."""
        first, last = within or (0, self.size)
        while (last := self.text.rfind("1", first, last)) >= 0:
            yield self.size - 1 - last

    def count(self, within: Span) -> int:
        """How many bits are set in a span."""
        return self.text.count("1", *within)

    def touched(self, spans: Iterable[Span]) -> Iterator[int]:
        """The numbers of the spans in which any bit is set."""
        find = self.text.find
        return (number for number, (first, last) in enumerate(spans) if find("1", first, last) >= 0)

    def counts(self, spans: Iterable[Span]) -> list[int]:
        """How many bits are set in each span."""
        count = self.text.count
        return [count("1", first, last) for first, last in spans]


class Values(Mapping[str, int]):
    """Which entries have a value, as the bits of a number."""

    def __init__(self, rare: float = 1) -> None:
        """No values yet: `add` them, then `pack`.

        A value is kept as positions where they take less than `rare` times the memory of its
        bits. Smaller than 1 it is for values that are asked for again and again.
        """
        self.rareness = rare
        self.size = 0  # entries
        self.numbers: dict[str, int] = {}  # how many entries have a value
        self.common: dict[str, int] = {}  # bits
        self.rare: dict[str, array[int]] = defaultdict(lambda: array("I"))  # positions
        self.sorted: list[str] = []  # the values in the order of letters

    def add(self, value: str, position: int) -> None:
        """An entry has a value; said once."""
        self.rare[value].append(position)

    def pack(self, size: int) -> None:
        """Keep each value as what takes less memory, now that the number of entries is known."""
        self.size = size
        self.sorted = sorted(self.rare)
        self.numbers = {value: len(positions) for value, positions in self.rare.items()}
        self.common = {
            value: bits_of(positions, size)
            for value, positions in self.rare.items()
            if len(positions) * BITS_A_POSITION >= size * self.rareness
        }
        self.rare = {
            value: positions for value, positions in self.rare.items() if value not in self.common
        }

    def __getitem__(self, value: str) -> int:
        """The bits of a value."""
        bits = self.common.get(value)
        return bits_of(self.rare[value], self.size) if bits is None else bits

    def has_at(self, value: str, position: int) -> bool:
        """Whether the entry at a position has a value."""
        if (bits := self.common.get(value)) is not None:
            return bool(bits >> position & 1)
        positions = self.rare.get(value, ())
        at = bisect_left(positions, position)
        return at < len(positions) and positions[at] == position

    def beginning(self, text: str) -> int:
        """The bits of all values that begin with a text."""
        start = bisect_left(self.sorted, text)
        stop = bisect_left(self.sorted, text + "\U0010ffff", start)
        values = self.sorted[start:stop]
        rare = chain.from_iterable(self.rare[value] for value in values if value in self.rare)
        common = (self.common[value] for value in values if value in self.common)
        return reduce(or_, common, bits_of(rare, self.size))

    def __contains__(self, value: object) -> bool:
        """Whether any entry has a value."""
        return value in self.numbers

    def __iter__(self) -> Iterator[str]:
        """The values that entries have."""
        return iter(self.numbers)

    def __len__(self) -> int:
        """How many values there are."""
        return len(self.numbers)


class Texts(Sequence[str]):
    """Texts by position."""

    def __init__(self) -> None:
        """No text yet."""
        self.octets = bytearray()
        self.ends = array("Q", [0])

    def append(self, text: str) -> None:
        """One more."""
        self.octets += text.encode()
        self.ends.append(len(self.octets))

    @overload
    def __getitem__(self, at: int) -> str: ...
    @overload
    def __getitem__(self, at: slice) -> list[str]: ...
    def __getitem__(self, at: int | slice) -> str | list[str]:
        """The text at a position, or some texts."""
        if isinstance(at, slice):
            return [self[position] for position in range(*at.indices(len(self)))]
        return self.octets[self.ends[at] : self.ends[at + 1]].decode()

    def __len__(self) -> int:
        """How many there are."""
        return len(self.ends) - 1

    def containing(self, part: str) -> Iterator[int]:
        """The positions of the texts that have a part; an empty part is in none."""
        wanted = part.encode()
        found = self.octets.find(wanted) if wanted else -1
        while found >= 0:
            at = bisect_right(self.ends, found) - 1
            if found + len(wanted) <= self.ends[at + 1]:
                yield at
                found = self.octets.find(wanted, self.ends[at + 1])
            else:  # it reaches over the end of a text
                found = self.octets.find(wanted, found + 1)


class Lists(Sequence[tuple[str, ...]]):
    """Short lists of texts that recur, by position."""

    def __init__(self) -> None:
        """No list yet."""
        self.names: list[str] = []
        self.number_of: dict[str, int] = {}
        self.items = array("I")
        self.ends = array("Q", [0])

    def append(self, texts: Iterable[str]) -> None:
        """One more."""
        for text in texts:
            number = self.number_of.setdefault(text, len(self.names))
            if number == len(self.names):
                self.names.append(text)
            self.items.append(number)
        self.ends.append(len(self.items))

    @overload
    def __getitem__(self, at: int) -> tuple[str, ...]: ...
    @overload
    def __getitem__(self, at: slice) -> list[tuple[str, ...]]: ...
    def __getitem__(self, at: int | slice) -> tuple[str, ...] | list[tuple[str, ...]]:
        """The list at a position, or some lists."""
        if isinstance(at, slice):
            return [self[position] for position in range(*at.indices(len(self)))]
        return tuple(self.names[number] for number in self.items[self.ends[at] : self.ends[at + 1]])

    def __len__(self) -> int:
        """How many there are."""
        return len(self.ends) - 1


class Keys:
    """Positions by texts that are not kept.

    Of a text only its hash is: 64 bits, so that two of a million texts are hardly ever confused.
    """

    def __init__(self) -> None:
        """No key yet: `add` them, then `pack`."""
        self.hashes = array("q")
        self.places = array("I")

    def add(self, text: str, position: int) -> None:
        """A text leads to a position."""
        self.hashes.append(hash(text))
        self.places.append(position)

    def pack(self) -> None:
        """Make the keys ready to be asked for."""
        order = sorted(range(len(self.hashes)), key=self.hashes.__getitem__)
        self.hashes = array("q", map(self.hashes.__getitem__, order))
        self.places = array("I", map(self.places.__getitem__, order))

    def positions(self, text: str) -> Iterator[int]:
        """Where a text leads."""
        wanted = hash(text)
        at = bisect_left(self.hashes, wanted)
        while at < len(self.hashes) and self.hashes[at] == wanted:
            yield self.places[at]
            at += 1
