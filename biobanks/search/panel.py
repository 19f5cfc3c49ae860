"""The filters as a page shows them: options with counts and addresses."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from bbmri_be.languages import readers_language
from biobanks.map import HEIGHT, WIDTH, Dot, areas
from biobanks.search.address import Asked
from biobanks.search.facets import BY_NAME, FACETS, Facet
from biobanks.search.index import Index
from biobanks.search.matching import Choice, Found, Question
from biobanks.search.reading import Reading

OPEN = {"diagnosis", "material", "province"}  # filters that are open before anything is chosen


@dataclass(frozen=True)
class Option:
    """A value that can be chosen; one that leads nowhere has no address."""

    value: str
    label: str
    count: int
    is_chosen: bool
    href: str
    depth: int = 0


@dataclass(frozen=True)
class Match:
    """Whether any or all of several chosen values are needed, and where that is changed."""

    needs_all: bool
    href: str  # of the other way


@dataclass(frozen=True)
class Group:
    """A filter with its options."""

    name: str
    label: str
    options: list[Option]
    match: Match | None
    is_open: bool

    @property
    def chosen(self) -> list[Option]:
        """The options that are chosen."""
        return [option for option in self.options if option.is_chosen]


def find(asked: Asked, reading: Reading, index: Index) -> Found:
    """The answer to what an address asks."""
    choices = {
        name: replace(
            choice, values=tuple(BY_NAME[name].target(value, index) for value in choice.values)
        )
        for name, choice in asked.choices.items()
    }
    return Found(Question(reading, choices), index)


def groups(asked: Asked, found: Found) -> Iterator[Group]:
    """The filters that the catalogue has values for."""
    language = readers_language()
    for facet in FACETS:
        group = group_of(facet, asked, found, language)
        if group.options:
            yield group


def group_of(facet: Facet, asked: Asked, found: Found, language: str) -> Group:
    """A filter with its options.

    Where any value is enough, a choice is made among the entries that answer everything else;
    where all are needed, among those that answer everything.
    """
    index = found.index
    choice = asked.choices.get(facet.name, Choice(()))
    base = found.bits if choice.needs_all else found.but_for(facet.name)
    href = asked.toggling(facet)
    options = []
    for value, depth in facet.offered(choice.values, base, index):
        count = index.number(facet.target(value, index), base)
        is_chosen = value in choice.values
        options.append(
            Option(
                value,
                facet.label_of(value, index, language),
                count,
                is_chosen,
                href(value) if count or is_chosen else "",
                depth,
            )
        )
    match = None
    if facet.may_need_all and len(choice.values) > 1:
        other = asked.with_choice(facet.name, replace(choice, needs_all=not choice.needs_all))
        match = Match(choice.needs_all, other.query)
    has_any = any(option.count for option in options)
    is_open = bool(choice.values) or (facet.name in OPEN and has_any)
    return Group(facet.name, str(facet.label), options, match, is_open)


@dataclass(frozen=True)
class Area:
    """A province on the map, with where choosing it leads; nowhere if nothing answers there."""

    path: str
    label: str
    href: str
    is_chosen: bool


@dataclass(frozen=True)
class ResultMap:
    """The map of the results: provinces to choose, and a dot for each biobank that answers."""

    areas: list[Area]
    dots: list[Dot]
    width: int = WIDTH
    height: int = HEIGHT


def result_map(provinces: Group, found: Found) -> ResultMap:
    """The same choices as the list of provinces."""
    options = {option.value: option for option in provinces.options}
    return ResultMap(
        [
            Area(
                area.path,
                _("%(province)s: %(number)d")
                % {"province": area.province.label, "number": option.count if option else 0},
                option.href if option else "",
                bool(option and option.is_chosen),
            )
            for area in areas()
            for option in [options.get(area.province)]
        ],
        found.index.dots_of(found.biobanks),
    )
