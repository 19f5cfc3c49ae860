"""What every page has at its head and foot: menus, and the page in other languages."""

from collections.abc import Sequence
from functools import cache
from html import escape
from typing import Literal

from django.conf import settings
from django.urls import reverse
from django.utils.html import format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language_info, gettext_noop, override
from django.utils.translation import gettext_lazy as _

from bbmri_be.languages import readers_language, translation

Menu = Literal["main", "footer"]
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
# Label, address, and the beginnings of other addresses that belong to the same part of the site.
MENUS: dict[Menu, Sequence[tuple[object, str, Sequence[str]]]] = {
    "main": [
        (_("Catalogue"), "biobanks:catalogue", ["/collections/"]),
        (_("Figures"), "biobanks:figures", []),
        (_("Members"), "biobanks:biobank-list", ["/networks/"]),
        (_("Join"), "pages:membership", ["/join/"]),
        (_("About"), "pages:governance", []),
        (_("History"), "pages:history", []),
        (_("Questions"), "pages:questions", []),
        (_("News"), "pages:news-list", []),
        (_("Contact"), "pages:contact", []),
    ],
    "footer": [
        (_("Privacy"), "pages:privacy", []),
        (_("Accessibility"), "pages:accessibility", []),
        (_("Sources and credits"), "pages:credits", []),
        (_("Data for programs"), "biobanks:data", []),
    ],
}


def links(menu: Menu, path: str) -> SafeString:
    """A menu as list items; the entry to which the page at `path` belongs says so."""
    shown = addresses(menu, readers_language())
    return items(shown, tuple(path.startswith(parts) for _label, _address, parts in shown))


@cache
def items(
    shown: tuple[tuple[str, str, tuple[str, ...]], ...], current: tuple[bool, ...]
) -> SafeString:
    """Menu entries as list items, the same on every page of a part of the site."""
    return format_html_join(
        "",
        '<li><a href="{}"{}>{}</a></li>',
        (
            (address, SafeString(' aria-current="page"') if is_current else "", label)
            for (label, address, _parts), is_current in zip(shown, current, strict=True)
        ),
    )


@cache
def addresses(menu: Menu, language: str) -> tuple[tuple[str, str, tuple[str, ...]], ...]:
    """Label, address and the beginnings of addresses of each entry, the same on every page."""
    with override(language):
        home = reverse("pages:home")
        return tuple(
            (
                str(label),
                reverse(name),
                (reverse(name), *(home.rstrip("/") + beginning for beginning in beginnings)),
            )
            for label, name, beginnings in MENUS[menu]
        )


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
        f'<span aria-hidden="true">{code.upper()}</span>'
        f'<span class="visually-hidden">{LANGUAGE_NAMES[code]}</span></a></li>'
        for code, path in pages
    )
    return mark_safe(links)  # noqa: S308 - escaped


@cache
def hint(language: str) -> str:
    """Attributes of a link: what it says in its own language to whoever reads another."""
    text, close = escape(translation(HINT, language)), escape(translation(CLOSE, language))
    return f' data-hint="{text}" data-close="{close}"'
