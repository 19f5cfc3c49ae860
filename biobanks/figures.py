"""The network in figures: diseases and materials in a grid, and bar charts with their tables.

All is counted in the catalogue in memory. Numbers of collections and biobanks are shown as they
are; small numbers of samples are hidden (`small_numbers.py`).
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import reduce
from operator import or_

from django.utils.translation import gettext as _

from bbmri_be.languages import readers_language
from biobanks.entry_pages import amount
from biobanks.search.address import Asked
from biobanks.search.columns import bits_of
from biobanks.search.facets import BY_NAME, CHAPTERS
from biobanks.search.index import Index
from biobanks.search.matching import Choice
from biobanks.small_numbers import Sum, hidden

SHADES = 4
# Of a chart, in the size of its letters: a line with label and number, and a bar below it.
ROW = 2.9
LINE = 1.1
BAR_TOP = 1.5


def list_query(view: str = "collections", **values: str) -> str:
    """The query string of the entries that have these values of filters."""
    choices = {name: Choice((value,)) for name, value in values.items()}
    return Asked(choices=choices, view=view).query


# The grid


@dataclass(frozen=True)
class Cell:
    """A number of collections, and the query string of their list; none leads nowhere."""

    number: int
    query: str
    shade: int = 0  # of SHADES

    @property
    def text(self) -> str:
        """The number as it is read."""
        return amount(self.number)


@dataclass(frozen=True)
class Row:
    """A chapter of ICD-10."""

    label: str
    code: str
    query: str
    cells: list[Cell]
    total: Cell


@dataclass(frozen=True)
class Column:
    """A material."""

    label: str
    query: str
    total: Cell


@dataclass(frozen=True)
class Grid:
    """Collections by disease and material; a total counts each collection once."""

    columns: list[Column]
    rows: list[Row]
    total: Cell  # of all collections, which no search lists without the biobanks that have none
    without_disease: int
    without_material: int


def grid(index: Index) -> Grid:
    """The chapters and the materials that the catalogue has."""
    diagnosis, material = BY_NAME["diagnosis"], BY_NAME["material"]
    language = readers_language()
    by_chapter = {code: bits for code in CHAPTERS if (bits := index.having(f"icd10:{code}"))}
    by_material = {
        code: bits for code in material.labels if (bits := index.having(f"material:{code}"))
    }
    numbers = {
        (chapter, code): (bits & others).bit_count()
        for chapter, bits in by_chapter.items()
        for code, others in by_material.items()
    }
    largest = max(numbers.values(), default=0)
    return Grid(
        columns=[
            Column(
                material.label_of(code, index, language),
                list_query(material=code),
                Cell(bits.bit_count(), list_query(material=code)),
            )
            for code, bits in by_material.items()
        ],
        rows=[
            Row(
                diagnosis.label_of(chapter, index, language),
                chapter,
                list_query(diagnosis=chapter),
                [
                    Cell(
                        number := numbers[chapter, code],
                        list_query(diagnosis=chapter, material=code) if number else "",
                        -(-number * SHADES // largest) if number else 0,  # rounded up
                    )
                    for code in by_material
                ],
                Cell(bits.bit_count(), list_query(diagnosis=chapter)),
            )
            for chapter, bits in by_chapter.items()
        ],
        total=Cell(index.collections.bit_count(), ""),
        without_disease=(index.collections & ~union(by_chapter.values())).bit_count(),
        without_material=(index.collections & ~union(by_material.values())).bit_count(),
    )


# Charts


@dataclass(frozen=True)
class Bar:
    """A number of a chart; None is not known or not shown, which the text says."""

    label: str
    number: int | None
    text: str
    query: str = ""  # of the list behind it
    more: tuple[str, ...] = ()  # further columns of the table


@dataclass(frozen=True)
class Drawn:
    """Where a bar and its texts stand in a drawing: lengths as SVG takes them."""

    bar: Bar
    line: str
    top: str
    width: str


@dataclass(frozen=True)
class Chart:
    """A bar chart and its table."""

    title: str
    headings: tuple[str, ...]  # of the table's columns
    bars: list[Bar]
    total: Bar | None = None
    note: str = ""

    @property
    def height(self) -> str:
        """Of the drawing."""
        return f"{len(self.bars) * ROW:.1f}em"

    @property
    def drawn(self) -> Iterator[Drawn]:
        """The bars, the longest as wide as the drawing."""
        largest = max((bar.number or 0 for bar in self.bars), default=0) or 1
        for at, bar in enumerate(self.bars):
            yield Drawn(
                bar,
                line=f"{at * ROW + LINE:.1f}em",
                top=f"{at * ROW + BAR_TOP:.1f}em",
                width=f"{100 * (bar.number or 0) / largest:.2f}%",
            )


@dataclass(frozen=True)
class Part:
    """The entries with a value of a filter, as bits."""

    label: str
    bits: int
    query: str = ""  # none: the search cannot list them


def parts(name: str, among: int, index: Index, rest: str, view: str = "collections") -> list[Part]:
    """Entries by the values of a filter that any of them has; last those that have no value."""
    facet, language = BY_NAME[name], readers_language()
    found = [
        Part(facet.label_of(value, index, language), bits, list_query(view, **{name: value}))
        for value in facet.labels
        if (bits := among & index.having(facet.target(value, index)))
    ]
    without = among & ~union(part.bits for part in found)
    return [*found, *([Part(rest, without)] if without else [])]


def charts(index: Index) -> list[Chart]:
    """Collections and biobanks; most first, where the values have no order of their own."""
    collections, not_stated = index.collections, _("Not stated")
    confirmed = collections & index.having("confirmed:year")
    by_size = parts("size", collections, index, not_stated)
    by_province = parts("province", collections, index, not_stated)
    by_theme = parts("theme", collections, index, _("None of these themes"))
    by_material = parts("material", collections, index, not_stated)
    by_type = parts("type", collections, index, not_stated)
    biobanks = parts("province", one_entry_a_biobank(index), index, not_stated, view="biobanks")
    by_confirmation = [
        Part(
            BY_NAME["confirmed"].label_of("year", index, readers_language()),
            confirmed,
            list_query(confirmed="year") if confirmed else "",
        ),
        Part(_("Longer ago, or not known"), collections & ~confirmed),
    ]
    number = _("Collections")
    return [
        counted(_("Biobanks by province"), (_("Province"), _("Biobanks")), most_first(biobanks)),
        counted(_("Collections by province"), (_("Province"), number), most_first(by_province)),
        counted(_("Collections by theme"), (_("Theme"), number), most_first(by_theme)),
        counted(_("Collections by material"), (_("Material"), number), most_first(by_material)),
        counted(_("Collections by type"), (_("Type"), number), most_first(by_type)),
        counted(_("Collections by number of samples"), (_("Samples"), number), by_size),
        counted(
            _("Collections by last confirmation"), (_("Last confirmed"), number), by_confirmation
        ),
    ]


def counted(title: str, headings: tuple[str, ...], found: list[Part]) -> Chart:
    """A chart of numbers of entries."""
    bars = [
        Bar(part.label, number, amount(number), part.query)
        for part in found
        for number in [part.bits.bit_count()]
    ]
    note = _("A collection can stand in several lines.") if overlap(found) else ""
    return Chart(title, headings, bars, note=note)


def overlap(found: list[Part]) -> bool:
    """Whether an entry has several of the values."""
    return (
        sum(part.bits.bit_count() for part in found)
        > union(part.bits for part in found).bit_count()
    )


def most_first(found: list[Part]) -> list[Part]:
    """By the number of entries; those without a value stay last."""
    return sorted(found, key=lambda part: (not part.query, -part.bits.bit_count()))


def one_entry_a_biobank(index: Index) -> int:
    """The first entry of each biobank, which has the place that all of them have."""
    return bits_of((member.start for member in index.members.values()), len(index.rows))


# Samples


@dataclass(frozen=True)
class Samples:
    """How many samples there are, as far as collections say so and it may be shown."""

    total: str  # empty: not known, or not shown
    stating: int  # collections
    silent: int  # collections
    is_anything_hidden: bool
    charts: list[Chart]


def samples(index: Index) -> Samples:
    """Samples by province and by theme."""
    collections, stating = index.collections, index.sized
    by_province = parts("province", collections, index, _("Not stated"))
    by_theme = parts("theme", collections, index, _("None of these themes"))
    everything = Part(_("Total"), collections)
    groups = [by_province, by_theme, [everything]]
    hiding = hidden(
        [
            [Sum(part.bits & stating, number_of_samples(part.bits, index)) for part in group]
            for group in groups
        ]
    )
    provinces, themes, [total] = (
        [
            sample_bar(part, index, is_hidden=is_hidden)
            for part, is_hidden in zip(group, flags, strict=True)
        ]
        for group, flags in zip(groups, hiding, strict=True)
    )
    columns = (_("Samples"), _("Collections counted"), _("Collections without a number"))
    return Samples(
        total=total.text if total.number is not None else "",
        stating=stating.bit_count(),
        silent=(collections & ~stating).bit_count(),
        is_anything_hidden=any(is_hidden for flags in hiding for is_hidden in flags),
        charts=[
            Chart(_("Samples by province"), (_("Province"), *columns), provinces, total),
            Chart(
                _("Samples by theme"),
                (_("Theme"), *columns),
                themes,
                note=(
                    _("A collection can have several themes; its samples then stand in each.")
                    if overlap(by_theme)
                    else ""
                ),
            ),
        ],
    )


def sample_bar(part: Part, index: Index, *, is_hidden: bool) -> Bar:
    """The samples of some collections."""
    stating = (part.bits & index.sized).bit_count()
    silent = (part.bits & ~index.sized).bit_count()
    number = None if is_hidden or not stating else number_of_samples(part.bits, index)
    text = _("not shown") if is_hidden else _("not stated") if number is None else amount(number)
    return Bar(part.label, number, text, part.query, (amount(stating), amount(silent)))


def number_of_samples(bits: int, index: Index) -> int:
    """The samples of those entries whose number is known."""
    return index.samples_among(bits)


def union(sets: Iterable[int]) -> int:
    """What is in any of several sets of bits."""
    return reduce(or_, sets, 0)
