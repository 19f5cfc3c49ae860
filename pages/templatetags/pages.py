"""Template tags of the node's pages."""

from django import template
from django.utils.safestring import SafeString

from bbmri_be.markdown import render
from pages.addresses import localised_links

register = template.Library()


@register.filter
def prose(text: str) -> SafeString:
    """Markdown as clean HTML, whose links inside the site keep the reader's language."""
    return localised_links(render(text))
