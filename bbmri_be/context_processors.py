"""What every page of the site knows."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest

from bbmri_be import brand, navigation
from bbmri_be.addresses import address
from bbmri_be.languages import readers_language

# What of a query makes another page for search engines: the number of a part of a long list.
PARTS = ("page", "facts")


def same_page(request: HttpRequest, path: str) -> Iterator[tuple[str, str]]:
    """The address of a page in each language: only its beginning differs.

    An address that leads nowhere has no translation.
    """
    language = readers_language()
    beginning = "/" if language == settings.LANGUAGE_CODE else f"/{language}/"
    rest = path.removeprefix(beginning)
    is_page = request.resolver_match is not None and path.startswith(beginning)
    for code, _ in settings.LANGUAGES:
        prefix = "/" if code == settings.LANGUAGE_CODE else f"/{code}/"
        yield code, prefix + rest if is_page else path


def canonical_path(request: HttpRequest) -> str:
    """The address of a page without what search engines need not tell apart.

    The second part of some results is no part of the page without a question.
    """
    numbers = request.GET.dict() if set(request.GET) <= set(PARTS) else {}
    parts = {
        name: text
        for name, text in numbers.items()
        if text.isascii() and text.isdecimal() and text != "1"
    }
    return request.path + (f"?{urlencode(parts)}" if parts else "")


def site(request: HttpRequest) -> dict[str, Any]:
    """Menus, the page's own address, and the same page (with its query) in each language."""
    path = canonical_path(request)
    return {
        "site_url": settings.SITE_URL,
        "canonical_url": settings.SITE_URL + path,
        "alternate_links": navigation.alternate_links(list(same_page(request, path))),
        "card_locales": navigation.card_locales(readers_language()),
        "language_links": navigation.language_links(
            list(same_page(request, request.get_full_path()))
        ),
        "logo": brand.logo(),
        "home_href": address("pages:home"),
        "contact_href": address("pages:contact"),
        "main_menu": navigation.menu(navigation.MAIN, request.path),
        "part_menu": navigation.part_menu(request.path),
        "site_map": navigation.site_map(readers_language()),
        "legal_menu": navigation.menu(navigation.LEGAL, request.path),
    }
