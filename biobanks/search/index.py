"""The catalogue in memory: which entries have which value, as bits of a number.

An entry is a published collection, or a published biobank none of whose collections is described.
Each has a position; the entries with a value (`material:SERUM`, `icd10:J45`, `place:BE-VAN`) are
one Python integer with their bits set. Filters are then `&` and `|`, counts `bit_count()`: exact,
and faster than a question to the database (`docs/decisions/0005-catalogue-in-memory.md`).
`keeping.current()` gives the index of the catalogue as it stands.
"""

import datetime
import heapq
from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property, reduce
from operator import or_
from typing import overload

from bbmri_be.languages import LocalisedText
from biobanks.enums import TermKind, TermSource
from biobanks.map import Dot, told_apart
from biobanks.models import Term
from biobanks.search import words
from biobanks.search.columns import Keys, Lists, Signs, Span, Texts, Values, bits_of, span
from biobanks.terms import with_keys

FEW = 1_000  # entries that are sorted; among more, the wanted ones are picked from the whole order
COLLECTION = "collection:"  # the kind of the values that stand for one entry each
MOST_NAMED = 20  # biobanks
NONE = -1  # stands for None in columns of numbers


@dataclass(frozen=True, slots=True)
class Row:
    """What lists need of an entry."""

    collection: int | None  # None: a biobank none of whose collections is described
    biobank: int
    size: int | None
    confirmed_on: datetime.date | None
    name: str = ""
    slug: str = ""
    materials: tuple[str, ...] = ()
    order_of_magnitude: int | None = None
    identifier: str = ""


class Rows(Sequence[Row]):
    """The entries by position, kept as columns."""

    def __init__(self) -> None:
        """No entry yet."""
        self.collections = array("q")
        self.biobanks = array("q")
        self.sizes = array("q")
        self.days = array("i")  # of the Gregorian calendar
        self.magnitudes = array("b")
        self.names = Texts()
        self.slugs = Texts()
        self.materials = Lists()
        self.identifiers = Texts()

    def append(self, row: Row) -> None:
        """One more."""
        day = row.confirmed_on
        self.collections.append(NONE if row.collection is None else row.collection)
        self.biobanks.append(row.biobank)
        self.sizes.append(NONE if row.size is None else row.size)
        self.days.append(NONE if day is None else day.toordinal())
        self.magnitudes.append(NONE if row.order_of_magnitude is None else row.order_of_magnitude)
        self.names.append(row.name)
        self.slugs.append(row.slug)
        self.materials.append(row.materials)
        self.identifiers.append(row.identifier)

    @overload
    def __getitem__(self, at: int) -> Row: ...
    @overload
    def __getitem__(self, at: slice) -> list[Row]: ...
    def __getitem__(self, at: int | slice) -> Row | list[Row]:
        """The entry at a position, or some entries."""
        if isinstance(at, slice):
            return [self[position] for position in range(*at.indices(len(self)))]
        day = self.days[at]
        return Row(
            known(self.collections[at]),
            self.biobanks[at],
            known(self.sizes[at]),
            None if day == NONE else datetime.date.fromordinal(day),
            self.names[at],
            self.slugs[at],
            self.materials[at],
            known(self.magnitudes[at]),
            self.identifiers[at],
        )

    def __len__(self) -> int:
        """How many there are."""
        return len(self.biobanks)


def known(number: int) -> int | None:
    """A number of a column."""
    return None if number == NONE else number


@dataclass(frozen=True)
class Member:
    """What lists need of a biobank."""

    name: str
    slug: str
    identifier: str
    acronym: str
    city: str
    province: str
    start: int  # its entries stand from here
    stop: int  # up to here

    @property
    def bits(self) -> int:
        """Its entries."""
        return ((1 << (self.stop - self.start)) - 1) << self.start


Text = tuple[str, bool]  # and whether it is a phrase


@dataclass(frozen=True, slots=True)
class Said:
    """Which entries say a text."""

    own: int
    candidates: int  # say all words of a phrase; whether together, nobody has asked yet
    inherited: int  # their biobank or network says it


@dataclass
class Index:
    """A state of the catalogue."""

    state: str = ""  # of the catalogue that was read
    rows: Rows = field(default_factory=Rows)
    values: Values = field(default_factory=lambda: Values(rare=1 / 8))
    texts: Values = field(default_factory=Values)  # the words of collections, as lexemes
    members: dict[int, Member] = field(default_factory=dict)  # biobanks by primary key, by name
    of_network: dict[int, int] = field(default_factory=dict)
    of_network_itself: dict[int, int] = field(default_factory=dict)  # not by their biobank
    parts: dict[int, list[int]] = field(default_factory=lambda: defaultdict(list))  # by parent
    collections: int = 0  # entries that are collections
    diagnosed: int = 0  # entries that state a diagnosis
    sized: int = 0  # entries whose number of samples is known
    # Entries whose number of samples has a bit set: sums of sizes are counts of bits.
    size_planes: list[int] = field(default_factory=list)
    orders: dict[str, "array[int]"] = field(default_factory=dict)  # all positions, by a sort
    ranks: dict[str, "array[int]"] = field(default_factory=dict)  # places in an order, by position
    labels: dict[str, dict[str, str]] = field(default_factory=lambda: defaultdict(dict))
    parents: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    children: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    below: dict[str, int] = field(default_factory=dict)  # codes of the same system below a disease
    above: dict[str, frozenset[str]] = field(default_factory=dict)  # what a disease lies within
    stated: Lists = field(default_factory=Lists)  # diseases by position
    # Kind of entry: what stands in its address, and its target; by name.
    entries: dict[str, dict[str, str]] = field(
        default_factory=lambda: {"biobank": {}, "network": {}}
    )
    facts: dict[int, tuple[int, int | None]] = field(default_factory=dict)  # number, samples
    # Of collections with very many facts: the identifiers with which the pages of facts begin.
    fact_pages: dict[int, list[str]] = field(default_factory=lambda: defaultdict(list))
    dots: dict[int, Dot] = field(default_factory=dict)  # biobanks on the map
    collectors: list[int] = field(default_factory=list)  # biobanks that collect on request
    # The vocabulary's own terms by what they stand for: all names, and by language the best one.
    spoken: dict[tuple[str, ...], set[str]] = field(default_factory=lambda: defaultdict(set))
    preferred: dict[tuple[str, ...], dict[str, str]] = field(
        default_factory=lambda: defaultdict(dict)
    )
    words: set[str] = field(default_factory=set)
    names: dict[str, list[Term]] = field(default_factory=lambda: defaultdict(list))
    keys: Keys = field(default_factory=Keys)  # identifiers of collections, whole and in part
    identifiers: Texts = field(default_factory=Texts)  # of collections, in lower case
    said: dict[Text, Said] = field(default_factory=dict)  # what was looked for in texts
    places: "array[int]" = field(default_factory=lambda: array("i"))  # by keys of collections

    @cached_property
    def everything(self) -> int:
        """All entries."""
        return (1 << len(self.rows)) - 1

    @cached_property
    def samples(self) -> tuple[int, int]:
        """Samples of all collections whose number is known, and how many do not tell theirs."""
        silent = self.collections & ~self.sized
        return self.samples_among(self.everything), silent.bit_count()

    @cached_property
    def number_of_collections(self) -> int:
        """How many entries are collections."""
        return self.collections.bit_count()

    def having(self, value: str) -> int:
        """The entries with a value."""
        if value.startswith(COLLECTION):
            place = self.place_of(value.removeprefix(COLLECTION))
            return 0 if place is None else 1 << place
        return self.values.get(value, 0)

    def has_at(self, value: str, position: int) -> bool:
        """Whether the entry at a position has a value."""
        if value.startswith(COLLECTION):
            return self.place_of(value.removeprefix(COLLECTION)) == position
        return self.values.has_at(value, position)

    def has(self, value: str) -> bool:
        """Whether any entry has a value."""
        return value in self.values or bool(value.startswith(COLLECTION) and self.having(value))

    def number(self, value: str, among: int) -> int:
        """How many of some entries have a value; how many of all is known beforehand."""
        if among == self.everything:
            return self.values.numbers.get(value, 0)
        return (among & self.having(value)).bit_count()

    @cached_property
    def spans(self) -> list[Span]:
        """Where the entries of each biobank stand among the signs of a number."""
        size = len(self.rows)
        return [span(member.start, member.stop, size) for member in self.members.values()]

    @cached_property
    def biobanks(self) -> list[int]:
        """Keys of all biobanks, by name."""
        return list(self.members)

    def biobanks_of(self, bits: int) -> list[int]:
        """Keys of the biobanks that have some of these entries, by name."""
        if bits == self.everything:
            return self.biobanks
        keys = self.biobanks
        return [keys[number] for number in Signs(bits, len(self.rows)).touched(self.spans)]

    @cached_property
    def places_by_name(self) -> dict[str, int]:
        """Where a biobank stands in the order of names, by slug."""
        return {slug: place for place, slug in enumerate(self.entries["biobank"])}

    @cached_property
    def largest(self) -> list[int]:
        """Keys of the biobanks with most entries."""
        return self.most([last - first for first, last in self.spans])

    @cached_property
    def collection_signs(self) -> Signs:
        """The entries that are collections."""
        return Signs(self.collections, len(self.rows))

    def collections_of(self, biobank: int) -> Sequence[int]:
        """The positions of a biobank's collections, by name; a biobank without any has its own."""
        member = self.members.get(biobank)
        if member is None or self.rows[member.start].collection is None:
            return ()
        return range(member.start, member.stop)

    def span_of(self, biobank: int) -> Span:
        """Where the entries of a biobank stand among the signs of a number."""
        member = self.members[biobank]
        return span(member.start, member.stop, len(self.rows))

    def dots_of(self, biobanks: Sequence[int]) -> list[Dot]:
        """The dots of some biobanks; of very many only those that can be told apart."""
        if biobanks is self.biobanks:
            return self.all_dots
        return told_apart([self.dots[key] for key in biobanks if key in self.dots])

    @cached_property
    def all_dots(self) -> list[Dot]:
        """The dots of all biobanks, as `dots_of` gives them."""
        return told_apart(list(self.dots.values()))

    def with_most(self, bits: int) -> list[int]:
        """Keys of the biobanks with most of some entries."""
        if bits == self.everything:
            return self.largest
        return self.most(Signs(bits, len(self.rows)).counts(self.spans))

    def most(self, numbers: Sequence[int]) -> list[int]:
        """Keys of the biobanks with the largest numbers, the first by name of equal ones."""
        largest = heapq.nlargest(MOST_NAMED, zip(numbers, range(0, -len(numbers), -1), strict=True))
        return [self.biobanks[-place] for _number, place in largest]

    def samples_among(self, bits: int) -> int:
        """The samples of those of some entries whose number is known."""
        return sum(
            (bits & plane).bit_count() << power for power, plane in enumerate(self.size_planes)
        )

    def ordered(self, bits: int, sort: str) -> Iterator[int]:
        """The positions of bits, in an order of all positions."""
        order = self.orders[sort]
        if bits == self.everything:
            return iter(order)
        if bits.bit_count() <= FEW:
            return iter(
                sorted(Signs(bits, len(order)).positions(), key=self.ranks[sort].__getitem__)
            )
        signs = Signs(bits, len(order))
        return (position for position in order if position in signs)

    def place(self, collection: int) -> int | None:
        """The position of a collection, by its primary key."""
        return known(self.places[collection]) if collection < len(self.places) else None

    def place_of(self, identifier: str) -> int | None:
        """The position of a collection, by its identifier in upper or lower case."""
        wanted = identifier.casefold()
        return next(
            (place for place in self.keys.positions(wanted) if self.identifiers[place] == wanted),
            None,
        )

    def identified(self, part: str) -> int:
        """The entries whose identifier, or whose biobank's, has a part; in lower case."""
        of_biobanks = (
            member.bits for member in self.members.values() if part in member.identifier.casefold()
        )
        return reduce(or_, of_biobanks, bits_of(self.identifiers.containing(part), len(self.rows)))

    def resolved(self, target: str) -> tuple[str, ...]:
        """What an identifier or a FAMHP number names; other targets are themselves."""
        kind, _, text = target.partition(":")
        if kind not in {"identifier", "famhp"}:
            return (target,)
        place = self.place_of(text) if kind == "identifier" else None
        if place is not None:
            return (COLLECTION + self.rows.identifiers[place],)
        return tuple(term.targets[0] for term in self.names.get(target.casefold(), ()))

    def named(self, squashed: Iterable[str], stems: Iterable[str]) -> Iterator[Term]:
        """Names of entries, as terms."""
        wanted = set(squashed)
        found = {id(term): term for key in (*wanted, *stems) for term in self.names.get(key, ())}
        yield from found.values()
        places = {place for key in wanted for place in self.keys.positions(key)}
        for place in sorted(places):
            identifier = self.rows.identifiers[place]
            for text in identifier_texts(identifier):
                term = entry_term(text, COLLECTION + identifier)
                if term.squashed in wanted:
                    yield term

    def disease_name(self, code: str, order: Sequence[str]) -> LocalisedText:
        """The name of a disease in the first language that it has one in; "" if it is unknown.

        The names of our own table come before the official ones, which are mostly English.
        """
        orpha = code.removeprefix("ORPHA:")
        names = self.labels.get(f"icd10:{code}" if orpha == code else f"orpha:{orpha}", {})
        language = next((language for language in order if language in names), "")
        return LocalisedText(names.get(language, ""), language)

    def label(self, target: str, language: str) -> str:
        """The name of a disease or an entry, in a language or the nearest one."""
        texts = self.labels.get(target, {})
        return texts.get(language) or texts.get("en") or next(iter(texts.values()), "")


def identifier_texts(identifier: str) -> list[str]:
    """What people write of an identifier: all that follows its kind, and that without a country."""
    local = identifier.split(":", 2)[-1]
    return [text for text in dict.fromkeys([local, local.partition("_")[2]]) if text]


def entry_term(text: str, target: str) -> Term:
    """A name of an entry."""
    return with_keys(
        Term(
            text=text,
            kind=TermKind.SYNONYM if " " in text else TermKind.ACRONYM,
            targets=[target],
            source=TermSource.ENTRY,
        )
    )


def identifier_keys(identifier: str) -> set[str]:
    """Under what a collection is found by its identifier: whole, or as words write it."""
    parts = {words.squashed(text) for text in identifier_texts(identifier)}
    return {identifier.casefold(), *parts} - {""}
