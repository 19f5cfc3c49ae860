"""Template tags that every app's templates may use."""

from functools import lru_cache

from django import template
from django.utils.safestring import SafeString

from bbmri_be.addresses import localised_links
from bbmri_be.markdown import render

register = template.Library()

# A few hundred texts, read again and again: the same Markdown always gives the same HTML.
render_once = lru_cache(maxsize=512)(render)


@register.filter
def prose(text: str) -> SafeString:
    """Markdown as clean HTML, whose links inside the site keep the reader's language."""
    return localised_links(render_once(text))
