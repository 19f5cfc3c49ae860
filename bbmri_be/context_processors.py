"""What every page of the site knows."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import translate_url
from django.utils.translation import get_language, get_language_info

from bbmri_be import navigation


def site(request: HttpRequest) -> dict[str, Any]:
    """Menus, the page's own address, and the same page (with its query) in each language."""
    path = request.get_full_path()
    alternates = [
        {
            "code": code,
            "name": get_language_info(code)["name_local"],
            "path": (translated := translate_url(path, code)),
            "url": settings.SITE_URL + translated,
            "is_current": code == get_language(),
        }
        for code, _ in settings.LANGUAGES
    ]
    return {
        "site_url": settings.SITE_URL,
        "canonical_url": settings.SITE_URL + request.path,
        "alternates": alternates,
        "main_menu": navigation.links(navigation.MAIN, request.path),
        "footer_menu": navigation.links(navigation.FOOTER, request.path),
    }
