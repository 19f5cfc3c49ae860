"""What every page has at its head and foot: menus, and the page in other languages."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from html import escape
from typing import Any, NamedTuple

from django.conf import settings
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language_info, gettext_noop, override
from django.utils.translation import gettext_lazy as _

from bbmri_be.languages import readers_language, translation

Pages = Sequence[tuple[str, str]]  # codes of languages, each with the path of the page in it
CURRENT = ' aria-current="true"'
LANGUAGE_NAMES = {
    code: escape(get_language_info(code)["name_local"]) for code, _label in settings.LANGUAGES
}
# The same as Open Graph has them: with the country whose usage the texts follow.
LOCALES = {"en": "en_GB", "nl": "nl_BE", "fr": "fr_BE", "de": "de_BE"}
# Translators: name your own language in the place of English.
HINT = gettext_noop("This page is also available in English.")
CLOSE = gettext_noop("Close")


@dataclass(frozen=True, eq=False)  # each is itself: its label is another in each language
class Entry:
    """A line of a menu."""

    label: Any
    name: str  # of the route
    beginnings: tuple[str, ...] = ()  # of other addresses that belong to it


@dataclass(frozen=True, eq=False)
class Part:
    """Lines that belong together, under a name."""

    label: Any
    entries: tuple[Entry, ...]


CATALOGUE = Entry(_("Catalogue"), "biobanks:catalogue", ("/collections/", "/compare/", "/request/"))
MEMBERS = Entry(_("Members"), "biobanks:biobank-list", ("/networks/",))
FIGURES = Entry(_("Figures"), "biobanks:figures")
NEWS = Entry(_("News"), "pages:news-list")
QUESTIONS = Entry(_("Questions"), "pages:questions")
CONTACT = Entry(_("Contact"), "pages:contact")

FIND = Part(
    _("Find samples"),
    (CATALOGUE, MEMBERS, FIGURES, Entry(_("Data for programs"), "biobanks:data")),
)
FOR_BIOBANKS = Part(
    _("For biobanks"),
    (
        Entry(_("Membership"), "pages:membership"),
        Entry(_("Apply"), "membership:join"),
        Entry(_("The law"), "pages:law"),
        Entry(_("Quality"), "pages:quality"),
    ),
)
FOR_PATIENTS = Part(
    _("For patients"),
    (
        Entry(_("What is a biobank?"), "pages:patients"),
        QUESTIONS,
        Entry(_("Glossary"), "pages:glossary"),
    ),
)
ABOUT = Part(
    _("About us"),
    (
        Entry(_("Who we are"), "pages:about"),
        Entry(_("Governance"), "pages:governance"),
        Entry(_("History"), "pages:history"),
        NEWS,
        CONTACT,
    ),
)
# A part leads to the first of its pages.
MAIN = (CATALOGUE, MEMBERS, FIGURES, FOR_BIOBANKS, FOR_PATIENTS, ABOUT)
FOOTER = (FIND, FOR_BIOBANKS, FOR_PATIENTS, ABOUT)
LEGAL = (
    Entry(_("Privacy"), "pages:privacy"),
    Entry(_("Accessibility"), "pages:accessibility"),
    Entry(_("Sources and credits"), "pages:credits"),
)


class Line(NamedTuple):
    """A line of a menu in a language."""

    label: str
    address: str
    beginnings: tuple[str, ...]  # of the addresses that belong to it

    def leads_to(self, path: str) -> bool:
        """Whether a page belongs to it."""
        return path.startswith(self.beginnings)


@cache
def line(entry: Entry | Part, language: str) -> Line:
    """An entry in a language; a part stands for all that is in it."""
    with override(language):
        if isinstance(entry, Part):
            within = [line(one, language) for one in entry.entries]
            beginnings = tuple(start for one in within for start in one.beginnings)
            return Line(str(entry.label), within[0].address, beginnings)
        home = reverse("pages:home").rstrip("/")
        address = reverse(entry.name)
        return Line(
            str(entry.label), address, (address, *(home + start for start in entry.beginnings))
        )


def menu(entries: Sequence[Entry | Part], path: str) -> SafeString:
    """Entries as list items; the one to which the page at `path` belongs says so."""
    lines = tuple(line(entry, readers_language()) for entry in entries)
    return items(lines, tuple(current(one, path) for one in lines))


def current(one: Line, path: str) -> str:
    """What ARIA calls a line: the page itself, the part that it is in, or neither."""
    if one.address == path:
        return "page"
    return "true" if one.leads_to(path) else ""


@cache
def items(lines: tuple[Line, ...], marks: tuple[str, ...]) -> SafeString:
    """Lines as list items, the same on every page of a part of the site."""
    return format_html_join(
        "",
        '<li><a href="{}"{}>{}</a></li>',
        (
            (one.address, format_html(' aria-current="{}"', mark) if mark else "", one.label)
            for one, mark in zip(lines, marks, strict=True)
        ),
    )


class PartMenu(NamedTuple):
    """The pages of a part."""

    label: str
    items: SafeString


def part_menu(path: str) -> PartMenu | None:
    """The pages beside the one at `path`; None where it belongs to no part of several pages."""
    for part in MAIN:
        if isinstance(part, Part) and line(part, readers_language()).leads_to(path):
            return PartMenu(str(part.label), menu(part.entries, path))
    return None


@cache
def site_map(language: str) -> tuple[PartMenu, ...]:
    """All parts with their pages, for the foot of each page."""
    with override(language):
        return tuple(PartMenu(str(part.label), menu(part.entries, "")) for part in FOOTER)


def alternate_links(pages: Pages) -> SafeString:
    """What tells search engines of the same page in each language; English is for all others."""
    links = "".join(
        f'<link rel="alternate" hreflang="{code}" href="{escape(settings.SITE_URL + path)}">'
        for code, path in (*pages, ("x-default", pages[0][1]))
    )
    return mark_safe(links)  # noqa: S308 - escaped


@cache
def card_locales(language: str) -> SafeString:
    """What tells sites that show a card of a page its language, and those it is in besides."""
    others = [code for code, _ in settings.LANGUAGES if code != language]
    return format_html_join(
        "",
        '<meta property="og:{}" content="{}">',
        [
            ("locale", LOCALES[language]),
            *(("locale:alternate", LOCALES[code]) for code in others),
        ],
    )


def language_links(pages: Pages) -> SafeString:
    """The same page in each language as list items, with the languages' own names.

    Those to other pages hold what static/js/language.js may say of them.
    """
    language = readers_language()
    own_path = dict(pages)[language]
    links = "".join(
        f'<li><a href="{escape(path)}" lang="{code}" hreflang="{code}"'
        f"{CURRENT if code == language else ''}{hint(code) if path != own_path else ''}>"
        f"<span>{code.upper()}</span>"
        f'<span class="visually-hidden"> {LANGUAGE_NAMES[code]}</span></a></li>'
        for code, path in pages
    )
    return mark_safe(links)  # noqa: S308 - escaped


@cache
def hint(language: str) -> str:
    """Attributes of a link: what it says in its own language to whoever reads another."""
    text, close = escape(translation(HINT, language)), escape(translation(CLOSE, language))
    return f' data-hint="{text}" data-close="{close}"'
