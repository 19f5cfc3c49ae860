"""The filters beside the results: what can be chosen, and how many entries each choice leaves.

A count is true under all other choices: it is the length of the list behind its link.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import islice

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy, override

from biobanks.codes import (
    AccessCondition,
    AgeRange,
    CollectionType,
    DataCategory,
    DataUse,
    Material,
    OrderOfMagnitude,
    QualityStandard,
    Sex,
    StorageTemperature,
    Theme,
)
from biobanks.enums import OrganisationKind, Province
from biobanks.search.index import MOST_NAMED, Index

DISEASE = re.compile(r"[A-Z][0-9]{2}(\.[0-9]{1,2})?(-[A-Z][0-9]{2})?|[IVX]+|ORPHA:[0-9]{1,7}")
CHAPTERS = [
    *["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI"],
    *["XII", "XIII", "XIV", "XV", "XVI", "XVII", "XVIII", "XIX", "XX", "XXI", "XXII"],
]
NOT_OFFERED = {Material.ANY, Material.NOT_AVAILABLE}
Labels = dict[str, str | Promise]


@dataclass(frozen=True)
class Facet:
    """A filter: its name in addresses, the kind of its values in the index, its choices."""

    name: str
    kind: str
    label: str | Promise
    labels: Labels
    may_need_all: bool = False

    def target(self, value: str, index: Index) -> str:
        """What the index calls a value."""
        return f"{self.kind}:{value}"

    def knows(self, value: str, index: Index) -> bool:
        """Whether a value of an address can be chosen."""
        return value in self.labels

    def sorted_values(self, values: Iterable[str]) -> tuple[str, ...]:
        """Values in the order of the list."""
        wanted = set(values)
        return tuple(code for code in self.labels if code in wanted)

    def label_of(self, value: str, index: Index, language: str) -> str:
        """The name of a value."""
        return labels_in(self.name, language).get(value, value)

    def offered(
        self, chosen: tuple[str, ...], base: int, index: Index
    ) -> Iterator[tuple[str, int]]:
        """Values that the catalogue has at all, or that are chosen; and their depth in a tree.

        `base` are the entries among which a choice would be made.
        """
        for value in self.labels:
            if index.has(self.target(value, index)) or value in chosen:
                yield value, 0


class EntryFacet(Facet):
    """A filter by entry; its values are what stands in the entries' own addresses."""

    def target(self, value: str, index: Index) -> str:
        """Entries stand in the index by identifier."""
        return index.entries[self.kind].get(value, "")

    def knows(self, value: str, index: Index) -> bool:
        """Whether there is such an entry."""
        return value in index.entries[self.kind]

    def sorted_values(self, values: Iterable[str]) -> tuple[str, ...]:
        """In the order of letters."""
        return tuple(sorted(set(values)))

    def label_of(self, value: str, index: Index, language: str) -> str:
        """The entry's name."""
        return index.label(self.target(value, index), language) or value

    def offered(
        self, chosen: tuple[str, ...], base: int, index: Index
    ) -> Iterator[tuple[str, int]]:
        """All of them, by name."""
        yield from ((value, 0) for value in index.entries[self.kind])


class BiobankFacet(EntryFacet):
    """The filter by biobank: of many those with most results; the search finds all by name."""

    def offered(
        self, chosen: tuple[str, ...], base: int, index: Index
    ) -> Iterator[tuple[str, int]]:
        """The biobanks with most results, and those that are chosen, by name."""
        shown: Iterable[str] = index.entries[self.kind]
        if len(index.members) > MOST_NAMED:
            most = (index.members[pk].slug for pk in index.with_most(base))
            others = (slug for slug in most if slug not in chosen)
            wanted = [*chosen, *islice(others, max(MOST_NAMED - len(chosen), 0))]
            shown = sorted(wanted, key=index.places_by_name.__getitem__)
        yield from ((value, 0) for value in shown)


class DiagnosisFacet(Facet):
    """The filter by disease: chapters of ICD-10, and below a chosen one what lies below it."""

    def target(self, value: str, index: Index) -> str:
        """Diseases stand in the index by their code system."""
        if value.startswith("ORPHA:"):
            return f"orpha:{value.removeprefix('ORPHA:')}"
        return f"icd10:{value}"

    def knows(self, value: str, index: Index) -> bool:
        """Any code may be asked for, also one that nobody has."""
        return DISEASE.fullmatch(value) is not None

    def sorted_values(self, values: Iterable[str]) -> tuple[str, ...]:
        """Chapters, then codes."""
        return tuple(sorted(set(values), key=order_of_code))

    def label_of(self, value: str, index: Index, language: str) -> str:
        """Name and code."""
        name = index.label(self.target(value, index), language)
        if value in CHAPTERS:
            return name or value
        return f"{name} ({value})" if name else value

    def offered(
        self, chosen: tuple[str, ...], base: int, index: Index
    ) -> Iterator[tuple[str, int]]:
        """The chapters; under a chosen term and those above it, the terms one step down."""
        open_ = set(chosen)
        for value in chosen:
            open_ |= ancestors(value, index)
        in_tree = list(
            self.opened(
                [value for value in CHAPTERS if index.has(f"icd10:{value}")], open_, index, 0
            )
        )
        yield from in_tree
        shown = {value for value, _depth in in_tree}
        yield from ((value, 0) for value in chosen if value not in shown)

    def opened(
        self, values: Iterable[str], open_: set[str], index: Index, depth: int
    ) -> Iterator[tuple[str, int]]:
        """Terms, and what lies below those that are open."""
        for value in values:
            yield value, depth
            if value in open_:
                below = sorted(
                    (
                        child.removeprefix("icd10:")
                        for child in index.children.get(f"icd10:{value}", ())
                    ),
                    key=order_of_code,
                )
                yield from self.opened(below, open_, index, depth + 1)


def ancestors(value: str, index: Index) -> set[str]:
    """The codes of ICD-10 above one, as far as the catalogue has them."""
    found: set[str] = set()
    above = index.parents.get(f"icd10:{value}", set())
    while above:
        found |= {target.removeprefix("icd10:") for target in above}
        above = set().union(*(index.parents.get(target, set()) for target in above))
    return found


def order_of_code(code: str) -> tuple[int, str]:
    """Chapters in their order, then codes in that of letters."""
    return (CHAPTERS.index(code), "") if code in CHAPTERS else (len(CHAPTERS), code)


def choices(enumeration: type, leave_out: Iterable[str] = ()) -> Labels:
    """The codes and labels of an enumeration."""
    return {
        str(code): label
        for code, label in enumeration.choices  # type: ignore[attr-defined]
        if code not in leave_out
    }


FACETS: tuple[Facet, ...] = (
    DiagnosisFacet("diagnosis", "icd10", gettext_lazy("Diagnosis"), {}, may_need_all=True),
    Facet("theme", "category", gettext_lazy("Theme"), choices(Theme)),
    Facet(
        "material",
        "material",
        gettext_lazy("Material"),
        choices(Material, NOT_OFFERED),
        may_need_all=True,
    ),
    Facet(
        "data",
        "data_category",
        gettext_lazy("Kind of data"),
        choices(DataCategory, {DataCategory.NOT_AVAILABLE}),
        may_need_all=True,
    ),
    Facet("type", "collection_type", gettext_lazy("Type of collection"), choices(CollectionType)),
    Facet(
        "sex",
        "sex",
        gettext_lazy("Sex of the donors"),
        choices(Sex, {Sex.ANY, Sex.NOT_AVAILABLE, Sex.NOT_ASKED}),
    ),
    Facet(
        "age",
        "age",
        gettext_lazy("Age of the donors"),
        choices(AgeRange, {AgeRange.ANY, AgeRange.UNKNOWN, AgeRange.UNDEFINED}),
    ),
    Facet("size", "size", gettext_lazy("Number of samples"), choices(OrderOfMagnitude)),
    Facet(
        "temperature",
        "temperature",
        gettext_lazy("Storage temperature"),
        choices(StorageTemperature),
        may_need_all=True,
    ),
    Facet("province", "place", gettext_lazy("Province"), choices(Province)),
    BiobankFacet("biobank", "biobank", gettext_lazy("Biobank"), {}),
    EntryFacet("network", "network", gettext_lazy("Network"), {}),
    Facet("institution", "institution", gettext_lazy("Institution"), choices(OrganisationKind)),
    Facet(
        "quality",
        "quality",
        gettext_lazy("Quality mark"),
        choices(QualityStandard),
    ),
    Facet(
        "access",
        "access",
        gettext_lazy("Access"),
        {**choices(AccessCondition), **choices(DataUse)},
        may_need_all=True,
    ),
    Facet(
        "confirmed",
        "confirmed",
        gettext_lazy("Last confirmed"),
        {"year": gettext_lazy("Within the last year")},
    ),
)
BY_NAME = {facet.name: facet for facet in FACETS}


@cache
def labels_in(name: str, language: str) -> dict[str, str]:
    """The labels of a filter's values, translated once: a page shows more than a hundred."""
    with override(language):
        return {value: str(label) for value, label in BY_NAME[name].labels.items()}
