"""The sections of an entry's page: labels, and what is known."""

from collections.abc import Sequence
from html import escape

from django.utils.safestring import SafeString, mark_safe

from biobanks.entry_pages import Line, Section, Value


def section(of_page: Section) -> SafeString:
    """A section with a heading; nothing where nothing is known."""
    if not of_page.known:
        return SafeString("")
    title = f"<h2>{escape(of_page.title)}</h2>"
    return mark_safe(f"<section>{title}{lines(of_page.known)}</section>")  # noqa: S308 - escaped


def lines(known: Sequence[Line]) -> SafeString:
    """Lines as a list of terms; nothing where nothing is known."""
    if not known:
        return SafeString("")
    pairs = "".join(
        f"<div><dt>{escape(line.label)}</dt>{''.join(map(value, line.values))}</div>"
        for line in known
    )
    return mark_safe(f'<dl class="facts">{pairs}</dl>')  # noqa: S308 - escaped


def value(known: Value) -> str:
    """A piece of what is known."""
    text = escape(known.text)
    return (
        f'<dd><a href="{escape(known.href)}">{text}</a></dd>' if known.href else f"<dd>{text}</dd>"
    )
