"""The results of the catalogue."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache
from html import escape

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import ngettext, override

from bbmri_be.languages import gettext as _
from bbmri_be.languages import readers_language
from biobanks.html import NAME
from biobanks.search.wording import Why


@dataclass(frozen=True)
class Row:
    """A collection in a list."""

    name: str
    slug: str
    href: str
    facts: str
    why: Sequence[Why] = ()


@dataclass(frozen=True)
class Owner:
    """The biobank of a result."""

    name: str
    href: str
    facts: str


@dataclass(frozen=True)
class Card:
    """An entry that answers: a biobank with some of its collections, or a collection."""

    name: str
    href: str
    facts: str
    slug: str = ""  # of a collection, which can be picked
    owner: Owner | None = None  # of a collection
    why: Sequence[Why] = ()
    collections: Sequence[Row] = field(default_factory=list)
    more: int = 0  # collections that answer, beside these
    more_href: str = ""


@dataclass(frozen=True)
class Words:
    """What the pieces say in a language, translated once and ready for HTML."""

    pick: str  # with a place for a name
    nothing_described: str
    reason: str  # field and value, with what a language writes between them


@cache
def words_in(language: str) -> Words:
    """The words of a language."""
    with override(language):
        nothing = escape(_("No collection of this biobank is described yet."))
        return Words(
            pick=escape(_("Pick %(name)s")),
            nothing_described=f'<p class="meta">{nothing}</p>',
            reason=_("%(group)s: %(option)s"),
        )


def list_items(cards: Iterable[Card], selected: Collection[str]) -> SafeString:
    """Results as list items; `selected` are the slugs of the collections that are picked."""
    words = words_in(readers_language())
    items = (f"<li>{article(card, selected, words)}</li>" for card in cards)
    return mark_safe("".join(items))  # noqa: S308 - escaped below


def article(card: Card, selected: Collection[str], words: Words) -> str:
    """A result."""
    box = f"{checkbox(card.name, card.slug, selected, words)} " if card.slug else ""
    return (
        f'<article class="card"><h3 class="card-title">{box}{link(card.href, card.name, NAME)}</h3>'
        f"{about(card)}{reasons(card.why, words)}{inside(card, selected, words)}</article>"
    )


def about(card: Card) -> str:
    """What is known of a result: of a collection first whose it is."""
    facts = [link(card.owner.href, card.owner.name, NAME)] if card.owner else []
    if card.facts:
        facts.append(escape(card.facts))
    return f'<p class="meta">{" · ".join(facts)}</p>' if facts else ""


def inside(card: Card, selected: Collection[str], words: Words) -> str:
    """The collections of a biobank, or that none is described."""
    if card.slug:
        return ""
    if not card.collections:
        return words.nothing_described
    rows = "".join(item(row, selected, words) for row in card.collections)
    return f"<ul>{rows}</ul>{more(card)}"


def item(row: Row, selected: Collection[str], words: Words) -> str:
    """A collection of a biobank."""
    facts = f'<div class="meta">{escape(row.facts)}</div>' if row.facts else ""
    box = checkbox(row.name, row.slug, selected, words)
    return f"<li>{box} {link(row.href, row.name, NAME)}{facts}{reasons(row.why, words)}</li>"


def more(card: Card) -> str:
    """How many more collections answer, with where they are."""
    if not card.more:
        return ""
    text = ngettext(
        "and %(number)s more collection", "and %(number)s more collections", card.more
    ) % {"number": card.more}
    return f"<p>{link(card.more_href, text)}</p>"


def checkbox(name: str, slug: str, selected: Collection[str], words: Words) -> str:
    """What picks a collection."""
    checked = " checked" if slug in selected else ""
    return (
        f'<input type="checkbox" name="c" value="{escape(slug)}"'
        f' aria-label="{words.pick % {"name": escape(name)}}"{checked}>'
    )


def link(href: str, text: str, kind: str = "") -> str:
    """A link; `kind` marks what kind of words it has."""
    return f'<a href="{escape(href)}"{kind}>{escape(text)}</a>'


def reasons(why: Iterable[Why], words: Words) -> str:
    """Why an entry answers: fields with what stands in them."""
    said = (words.reason % {"group": reason.field, "option": reason.values} for reason in why)
    spans = [f"<span>{escape(text)}</span>" for text in said]
    return f'<p class="why">{" · ".join(spans)}</p>' if spans else ""
