"""The catalogue in memory: which entries have which value, as bits of a number.

An entry is a published collection, or a published biobank none of whose collections is described.
Each has a position; the entries with a value (`material:SERUM`, `icd10:J45`, `place:BE-VAN`) are
one Python integer with their bits set. Filters are then `&` and `|`, counts `bit_count()`: exact,
and faster than a question to the database (`docs/decisions/0005-catalogue-in-memory.md`).
`indexing.current()` gives the index of the catalogue as it stands.
"""

import datetime
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from biobanks.map import Dot
from biobanks.models import Term


@dataclass(frozen=True)
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


@dataclass(frozen=True)
class Member:
    """What lists need of a biobank."""

    name: str
    slug: str
    acronym: str
    city: str
    province: str
    bits: int  # its entries


@dataclass
class Index:
    """A state of the catalogue."""

    rows: list[Row] = field(default_factory=list)
    values: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    of_collection: dict[int, int] = field(default_factory=dict)  # primary key: position
    of_biobank: dict[int, int] = field(default_factory=dict)  # primary key: bits
    members: dict[int, Member] = field(default_factory=dict)  # biobanks by primary key
    of_network: dict[int, int] = field(default_factory=dict)
    of_network_itself: dict[int, int] = field(default_factory=dict)  # not by their biobank
    collections: int = 0  # entries that are collections
    diagnosed: int = 0  # entries that state a diagnosis
    sized: int = 0  # entries whose number of samples is known
    # Entries whose number of samples has a bit set: sums of sizes are counts of bits.
    size_planes: list[int] = field(default_factory=list)
    orders: dict[str, list[int]] = field(default_factory=dict)  # all positions, by a sort
    identifiers: list[tuple[str, int]] = field(default_factory=list)  # lower case, and bits
    labels: dict[str, dict[str, str]] = field(default_factory=lambda: defaultdict(dict))
    parents: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    children: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    below: dict[str, int] = field(default_factory=dict)  # codes of the same system below a disease
    above: dict[str, frozenset[str]] = field(default_factory=dict)  # what a disease lies within
    stated: dict[int, tuple[str, ...]] = field(default_factory=dict)  # diseases by position
    # Kind of entry: what stands in its address, and its target; by name.
    entries: dict[str, dict[str, str]] = field(
        default_factory=lambda: {"biobank": {}, "network": {}}
    )
    facts: dict[int, tuple[int, int | None]] = field(default_factory=dict)  # number, samples
    dots: dict[int, Dot] = field(default_factory=dict)  # biobanks on the map
    words: set[str] = field(default_factory=set)
    names: dict[str, list[Term]] = field(default_factory=lambda: defaultdict(list))

    @property
    def everything(self) -> int:
        """All entries."""
        return (1 << len(self.rows)) - 1

    def resolved(self, target: str) -> tuple[str, ...]:
        """What an identifier or a FAMHP number names; other targets are themselves."""
        kind = target.partition(":")[0]
        if kind not in {"identifier", "famhp"}:
            return (target,)
        return tuple(term.targets[0] for term in self.names.get(target.casefold(), ()))

    def named(self, squashed: Iterable[str], stems: Iterable[str]) -> Iterator[Term]:
        """Names of entries, as terms."""
        found = {id(term): term for key in (*squashed, *stems) for term in self.names.get(key, ())}
        return iter(found.values())

    def label(self, target: str, language: str) -> str:
        """The name of a disease or an entry, in a language or the nearest one."""
        texts = self.labels.get(target, {})
        return texts.get(language) or texts.get("en") or next(iter(texts.values()), "")
