"""Template tags that every template may use, without loading them."""

from functools import lru_cache
from typing import Any

from django import template
from django.template.base import Node, Parser, Token
from django.template.context import Context
from django.templatetags.i18n import do_translate
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from bbmri_be.addresses import localised_links
from bbmri_be.markdown import render

register = template.Library()

# A few hundred texts, read again and again: the same Markdown always gives the same HTML.
render_once = lru_cache(maxsize=512)(render)


@register.filter
def prose(text: str) -> SafeString:
    """Markdown as clean HTML, whose links inside the site keep the reader's language."""
    return localised_links(render_once(text))


class KeptTranslation(Node):
    """A text of a template, translated once for each language."""

    def __init__(self, node: Any) -> None:
        """Take the node of Django's own tag."""
        self.node = node
        self.kept: dict[str | None, str] = {}

    def render(self, context: Context) -> str:
        """The text in the language of the page."""
        language = get_language()
        if language not in self.kept:
            self.kept[language] = self.node.render(context)
        return self.kept[language]


@register.tag
def translate(parser: Parser, token: Token) -> Node:
    """Django's own tag; where it has nothing but a text, the page asks once: it has thirty."""
    node: Any = do_translate(parser, token)
    is_text_only = not (node.asvar or node.message_context or node.filter_expression.filters)
    is_constant = getattr(node.filter_expression.var, "literal", None) is not None
    return KeptTranslation(node) if is_text_only and is_constant else node
