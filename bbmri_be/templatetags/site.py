"""Template tags that every app's templates may use."""

from django import template
from django.utils.safestring import SafeString

from bbmri_be import markdown as markdown_module

register = template.Library()


@register.filter
def markdown(text: str) -> SafeString:
    """Markdown as clean HTML."""
    return markdown_module.render(text)
