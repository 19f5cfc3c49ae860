"""The address of a list of results: what is asked, read from a query string and written to one.

Reading is lenient: a bad value never hides the catalogue. What cannot be read is left out, and
`problems` says so. Writing is canonical: the same question always has the same address.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from urllib.parse import quote_plus

from django.http import QueryDict
from django.utils.translation import gettext as _

from biobanks.search.facets import FACETS, Facet
from biobanks.search.index import Index
from biobanks.search.matching import Choice

LONGEST_TEXT = 10_000  # characters: five hundred codes with what stands between them fit
MOST_VALUES = 100  # of one filter
LAST_PAGE = 1_000_000
MOST_SELECTED = 100
SLUG = re.compile(r"[-a-zA-Z0-9_]{1,255}")
VIEWS = ("biobanks", "collections")
SORTS = ("relevance", "name", "size", "confirmed")


def cleaned(text: str) -> str:
    """The first `LONGEST_TEXT` characters, with spaces for what nobody types."""
    plain = "".join(letter if letter.isprintable() else " " for letter in text)
    return " ".join(plain[:LONGEST_TEXT].split())


@lru_cache(maxsize=10_000)
def quoted(value: str) -> str:
    """A value as it stands in an address; a page writes the same hundred again and again."""
    return quote_plus(value)


def encoded(pairs: Iterable[tuple[str, str]]) -> str:
    """Names and values as they stand in an address."""
    return "&".join(f"{name}={quoted(value)}" for name, value in pairs)


@dataclass(frozen=True)
class Asked:
    """What an address asks for."""

    text: str = ""
    choices: Mapping[str, Choice] = field(default_factory=dict)
    view: str = VIEWS[0]
    sort: str = SORTS[0]
    page: int = 1
    selected: tuple[str, ...] = ()  # picked collections: what stands in their addresses
    problems: tuple[str, ...] = ()

    @cached_property
    def pairs(self) -> list[tuple[str, str]]:
        """Names and values in the canonical order, without what goes without saying."""
        return [
            *([("q", self.text)] if self.text else []),
            *self.choice_pairs(),
            *([("view", self.view)] if self.view != VIEWS[0] else []),
            *([("sort", self.sort)] if self.sort != SORTS[0] else []),
            *([("page", str(self.page))] if self.page != 1 else []),
            *(("c", slug) for slug in self.selected),
        ]

    def choice_pairs(self) -> Iterator[tuple[str, str]]:
        """The chosen filters."""
        for facet in FACETS:
            choice = self.choices.get(facet.name)
            if choice and choice.values:
                yield from ((facet.name, value) for value in choice.values)
                if choice.needs_all:
                    yield ("all", facet.name)

    @property
    def query(self) -> str:
        """The query string, with its question mark; "?" where nothing is asked."""
        return "?" + encoded(self.pairs)

    def toggling(self, facet: Facet, *, anew: bool = False) -> Callable[[str], str]:
        """What `toggled(facet, value).query` gives, for many values of one filter.

        `anew` forgets what is chosen in this filter.
        """
        bare = replace(self.with_choice(facet.name, Choice(())), page=1)
        own = [other.name for other in FACETS].index(facet.name)
        names = {"q", *(other.name for other in FACETS[:own])}
        pairs = bare.pairs
        cut = sum(name in names or (name == "all" and value in names) for name, value in pairs)
        before, after = encoded(pairs[:cut]), encoded(pairs[cut:])
        choice = Choice(()) if anew else self.choices.get(facet.name, Choice(()))
        own_name = f"{facet.name}="

        def query(value: str) -> str:
            if not choice.values:
                return "?" + "&".join(filter(None, (before, own_name + quoted(value), after)))
            values = facet.sorted_values({value} ^ set(choice.values))
            here = [(facet.name, chosen) for chosen in values]
            if choice.needs_all and len(values) > 1:
                here.append(("all", facet.name))
            return "?" + "&".join(filter(None, (before, encoded(here), after)))

        return query

    def with_text(self, text: str) -> "Asked":
        """The same with another text, from its first page."""
        return replace(self, text=cleaned(text), page=1)

    def with_choice(self, name: str, choice: Choice) -> "Asked":
        """The same with another choice in one filter, from its first page."""
        choices = {**self.choices, name: choice}
        return replace(self, choices={k: v for k, v in choices.items() if v.values}, page=1)

    def toggled(self, facet: Facet, value: str) -> "Asked":
        """The same with a value of a filter chosen, or no longer."""
        choice = self.choices.get(facet.name, Choice(()))
        values = set(choice.values) ^ {value}
        return self.with_choice(
            facet.name, Choice(facet.sorted_values(values), choice.needs_all and len(values) > 1)
        )

    def without_choices(self) -> "Asked":
        """The same with no filter."""
        return replace(self, choices={}, page=1)

    def seen(self, view: str | None = None, sort: str | None = None) -> "Asked":
        """The same, looked at in another way."""
        return replace(self, view=view or self.view, sort=sort or self.sort, page=1)

    def on_page(self, page: int) -> "Asked":
        """Another page of the same."""
        return replace(self, page=page)


def asked(query: QueryDict, index: Index) -> Asked:
    """Read a query string."""
    problems: list[str] = []
    if len(query.get("q", "")) > LONGEST_TEXT:
        problems.append(
            _("The search takes %(number)s characters; the rest of your text was left out.")
            % {"number": LONGEST_TEXT}
        )
    needing_all = set(query.getlist("all"))
    choices = {}
    for facet in FACETS:
        given = query.getlist(facet.name)
        if not given:
            continue
        known = {value for value in given if facet.knows(value, index)}
        if known != set(given):
            problems.append(
                _("%(filter)s: an unknown choice was left out.") % {"filter": facet.label}
            )
        if len(known) > MOST_VALUES:
            problems.append(
                _("%(filter)s: only the first %(number)d choices count.")
                % {"filter": facet.label, "number": MOST_VALUES}
            )
        if values := facet.sorted_values(known)[:MOST_VALUES]:
            needs_all = facet.name in needing_all and facet.may_need_all and len(values) > 1
            choices[facet.name] = Choice(values, needs_all)
    return Asked(
        text=cleaned(query.get("q", "")),
        choices=choices,
        view=known_or_first(query.get("view", ""), VIEWS),
        sort=known_or_first(query.get("sort", ""), SORTS),
        page=page_number(query.get("page", "")),
        selected=tuple(dict.fromkeys(filter(SLUG.fullmatch, query.getlist("c"))))[:MOST_SELECTED],
        problems=tuple(problems),
    )


def known_or_first(value: str, known: tuple[str, ...]) -> str:
    """The value, or what goes without saying."""
    return value if value in known else known[0]


def page_number(text: str) -> int:
    """A page's number; 0 for what is none, so that the list can say so."""
    if not text:
        return 1
    is_number = text.isascii() and text.isdecimal() and len(text) < 8
    return min(int(text), LAST_PAGE) if is_number else 0
