"""Addresses of this site inside the texts that staff write.

Staff write `/join/`, in any language's text; the reader stays in the language of the page.
"""

import re
from html import escape, unescape

from django.conf import settings
from django.urls import translate_url
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, override

# `/` or `/path`, but neither `//other.host` nor `/\other.host`, which browsers read alike.
SITE_PATH = r"/(?![/\\])[^\s\"<>]*"
LINK = re.compile(f'(?<= href="){SITE_PATH}(?=")')


def in_readers_language(path: str) -> str:
    """The same path of this site in the language of the page; anything else unchanged."""
    language = get_language() or settings.LANGUAGE_CODE
    with override(settings.LANGUAGE_CODE):  # Paths without a prefix are resolved in English only.
        return translate_url(path, language)


def localised_links(html: SafeString) -> SafeString:
    """Clean HTML whose links inside the site keep the reader's language."""
    return mark_safe(  # noqa: S308 - only paths inside clean HTML change, and they are escaped
        LINK.sub(lambda match: escape(in_readers_language(unescape(match[0]))), html)
    )
