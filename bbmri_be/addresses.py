"""Addresses of this site: of its pages by name, and inside the texts that staff write.

Staff write `/join/`, in any language's text; the reader stays in the language of the page.
"""

import re
from functools import cache
from html import escape, unescape

from django.conf import settings
from django.urls import reverse, translate_url
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import override

from bbmri_be.languages import readers_language

# `/` or `/path`, but neither `//other.host` nor `/\other.host`, which browsers read alike.
SITE_PATH = r"/(?![/\\])[^\s\"<>]*"
LINK = re.compile(f'(?<= href="){SITE_PATH}(?=")')


def address(name: str) -> str:
    """The address of a page, by the name of its route, in the language of the page."""
    return address_in(name, readers_language())


@cache
def address_in(name: str, language: str) -> str:
    """The same in a language: a page writes it again and again."""
    with override(language):
        return reverse(name)


def absolute(path: str) -> str:
    """The whole address of a path of this site, the one that others know it by.

    Never by the host of the request: whoever asks can write anything there.
    """
    return settings.SITE_URL + path


def in_readers_language(path: str) -> str:
    """The same path of this site in the language of the page; anything else unchanged."""
    language = readers_language()
    with override(settings.LANGUAGE_CODE):  # Paths without a prefix are resolved in English only.
        return translate_url(path, language)


def localised_links(html: SafeString) -> SafeString:
    """Clean HTML whose links inside the site keep the reader's language."""
    return mark_safe(  # noqa: S308 - only paths inside clean HTML change, and they are escaped
        LINK.sub(lambda match: escape(in_readers_language(unescape(match[0]))), html)
    )
