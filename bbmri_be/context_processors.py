"""What every page of the site knows."""

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.http import HttpRequest

from bbmri_be import navigation
from bbmri_be.addresses import address
from bbmri_be.languages import readers_language


def same_page(request: HttpRequest) -> Iterator[tuple[str, str]]:
    """The address of a page in each language: only its beginning differs.

    An address that leads nowhere has no translation.
    """
    path = request.get_full_path()
    language = readers_language()
    beginning = "/" if language == settings.LANGUAGE_CODE else f"/{language}/"
    rest = path.removeprefix(beginning)
    is_page = request.resolver_match is not None and path.startswith(beginning)
    for code, _ in settings.LANGUAGES:
        prefix = "/" if code == settings.LANGUAGE_CODE else f"/{code}/"
        yield code, prefix + rest if is_page else path


def site(request: HttpRequest) -> dict[str, Any]:
    """Menus, the page's own address, and the same page (with its query) in each language."""
    pages = list(same_page(request))
    return {
        "site_url": settings.SITE_URL,
        "canonical_url": settings.SITE_URL + request.path,
        "alternate_links": navigation.alternate_links(pages),
        "card_locales": navigation.card_locales(readers_language()),
        "language_links": navigation.language_links(pages),
        "home_href": address("pages:home"),
        "contact_href": address("pages:contact"),
        "main_menu": navigation.links("main", request.path),
        "footer_menu": navigation.links("footer", request.path),
    }
