"""What every page of the site knows."""

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language, get_language_info

from bbmri_be import navigation
from bbmri_be.addresses import address


def same_page(request: HttpRequest) -> Iterator[tuple[str, str]]:
    """The address of a page in each language: only its beginning differs.

    An address that leads nowhere has no translation.
    """
    path = request.get_full_path()
    beginning = "/" if get_language() == settings.LANGUAGE_CODE else f"/{get_language()}/"
    rest = path.removeprefix(beginning)
    is_page = request.resolver_match is not None and path.startswith(beginning)
    for code, _ in settings.LANGUAGES:
        prefix = "/" if code == settings.LANGUAGE_CODE else f"/{code}/"
        yield code, prefix + rest if is_page else path


def site(request: HttpRequest) -> dict[str, Any]:
    """Menus, the page's own address, and the same page (with its query) in each language."""
    alternates = [
        {
            "code": code,
            "name": get_language_info(code)["name_local"],
            "path": path,
            "url": settings.SITE_URL + path,
            "is_current": code == get_language(),
        }
        for code, path in same_page(request)
    ]
    return {
        "site_url": settings.SITE_URL,
        "canonical_url": settings.SITE_URL + request.path,
        "alternates": alternates,
        "home_href": address("pages:home"),
        "contact_href": address("pages:contact"),
        "main_menu": navigation.links(navigation.MAIN, request.path),
        "footer_menu": navigation.links(navigation.FOOTER, request.path),
    }
