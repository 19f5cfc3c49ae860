"""What lists of entries share."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, lru_cache

from django.core.paginator import Page
from django.utils.translation import gettext as _
from django.utils.translation import override

from bbmri_be.languages import readers_language
from biobanks import entry_pages
from biobanks.addresses import entry_address
from biobanks.codes import Material
from biobanks.enums import Province
from biobanks.models import Collection
from biobanks.search.index import Row


@dataclass(frozen=True)
class Link:
    """Where one can go from here; the current place and a gap have no address."""

    label: str
    href: str = ""
    is_current: bool = False


@dataclass(frozen=True)
class CollectionRow:
    """A collection in a list or table."""

    name: str
    slug: str
    href: str
    materials: str
    samples: str
    facts: str  # both in one line


def collection_row(collection: Collection | Row) -> CollectionRow:
    """A collection in a list, from the database or from the index."""
    language = readers_language()
    return CollectionRow(
        collection.name,
        collection.slug,
        entry_address("collection", collection.slug, language),
        *collection_facts(
            tuple(collection.materials), collection.size, collection.order_of_magnitude, language
        ),
    )


@lru_cache(maxsize=5_000)
def collection_facts(
    materials: tuple[str, ...], size: int | None, magnitude: int | None, language: str
) -> tuple[str, str, str]:
    """Materials and samples in words, and both in one line; the same on page after page."""
    with override(language):
        names = ", ".join(str(Material(code).label) for code in materials)
        samples = entry_pages.amount(size, magnitude, language)
        return names, samples, joined(names, _("samples: %s") % samples if samples else "")


@cache
def province_text(code: str, language: str) -> str:
    """The name of a province."""
    with override(language):
        return str(Province(code).label) if code else ""


def joined(*texts: str) -> str:
    """What is known, in one line; a town that is called like its province stands once."""
    return " · ".join(dict.fromkeys(text for text in texts if text))


def page_links(page: Page, address: Callable[[int], str]) -> list[Link]:
    """The pages around this one, and the first and last; none where there is one page only."""
    if page.paginator.num_pages == 1:
        return []
    return [
        Link(str(number), address(number), is_current=number == page.number)
        if isinstance(number, int)
        else Link(str(number))  # The dots of a gap.
        for number in page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1)
    ]


def numbered(name: str, anchor: str = "") -> Callable[[int], str]:
    """The addresses of the pages of a list that is a part of a page, by their numbers."""
    return lambda number: f"?{name}={number}{anchor}" if number != 1 else f"?{anchor}"
