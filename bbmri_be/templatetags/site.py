"""Template tags that every template may use, without loading them."""

from functools import lru_cache
from typing import Any

from django import template
from django.template.base import FilterExpression, Node, Parser, Token, TokenType
from django.template.context import Context
from django.template.defaultfilters import date as django_date
from django.template.defaulttags import url as django_url
from django.templatetags.i18n import do_block_translate, do_translate
from django.templatetags.static import do_static
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, get_language_info

from bbmri_be import admin, guide
from bbmri_be.addresses import localised_links
from bbmri_be.admin import Waiting
from bbmri_be.languages import first_of_the_month
from bbmri_be.markdown import Headed, headed, render

register = template.Library()

# A few hundred texts, read again and again: the same Markdown always gives the same HTML.
render_once = lru_cache(maxsize=512)(render)


@register.filter
def prose(text: str) -> SafeString:
    """Markdown as clean HTML, whose links inside the site keep the reader's language."""
    return localised_links(render_once(text))


@register.filter
def with_headings(text: str) -> Headed:
    """The same, with a place for each heading, and the list of them."""
    return headed(prose(text))


@register.filter(expects_localtime=True, is_safe=False)
def date(value: Any, form: str | None = None) -> str:
    """Django's own filter, with the first of a month as French writes it."""
    return first_of_the_month(django_date(value, form))


@register.filter
def language_name(code: str) -> str:
    """A language as the reader calls it."""
    return str(get_language_info(code)["name_translated"])


@register.simple_block_tag
def captured(content: str) -> SafeString:
    """A part of a template to be used again, `as` a variable; fit for an attribute."""
    return mark_safe(content.strip().replace('"', "&quot;"))  # noqa: S308 - the template escaped it


@register.simple_tag
def guide_address(opts: Any = None) -> str:
    """Where the staff's guide speaks of a model."""
    return guide.address(opts)


@register.simple_tag(takes_context=True)
def waiting(context: Context) -> list[Waiting]:
    """What waits for the member of staff who looks."""
    return admin.waiting(context["request"])


@register.filter
def indent(text: str, spaces: int = 4) -> str:
    """The text with so many spaces before each line but the first."""
    return str(text).replace("\n", "\n" + " " * spaces)


class RenderedOnce(Node):
    """A part of a template that is the same on every page of a language.

    A page has some fifty of them, and Django would look each up anew.
    """

    def __init__(self, node: Node) -> None:
        """Take the node of Django's own tag."""
        self.node = node
        self.kept: dict[str | None, str] = {}

    def render(self, context: Context) -> str:
        """The part in the language of the page."""
        language = get_language()
        if language not in self.kept:
            self.kept[language] = self.node.render(context)
        return self.kept[language]


def is_literal(expression: FilterExpression) -> bool:
    """Whether an expression is a text in quotation marks and nothing else."""
    value = expression.var
    is_text = isinstance(value, str) or getattr(value, "literal", None) is not None
    return is_text and not expression.filters


@register.tag
def translate(parser: Parser, token: Token) -> Node:
    """Django's own tag; a text by itself is translated once."""
    node: Any = do_translate(parser, token)
    varies = node.asvar or node.message_context or not is_literal(node.filter_expression)
    return node if varies else RenderedOnce(node)


@register.tag
def blocktranslate(parser: Parser, token: Token) -> Node:
    """Django's own tag; a text without variables is translated once."""
    node: Any = do_block_translate(parser, token)
    pieces = [*node.singular, *node.plural]
    varies = node.asvar or node.message_context or node.extra_context or node.countervar
    has_variables = any(piece.token_type == TokenType.VAR for piece in pieces)
    return node if varies or has_variables else RenderedOnce(node)


@register.tag
def url(parser: Parser, token: Token) -> Node:
    """Django's own tag; an address without arguments is looked up once."""
    node: Any = django_url(parser, token)
    varies = node.asvar or node.args or node.kwargs or not is_literal(node.view_name)
    return node if varies else RenderedOnce(node)


@register.tag
def static(parser: Parser, token: Token) -> Node:
    """Django's own tag; the address of a named file is looked up once."""
    node: Any = do_static(parser, token)
    return node if node.varname or not is_literal(node.path) else RenderedOnce(node)
