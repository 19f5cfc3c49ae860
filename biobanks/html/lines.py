"""The sections of an entry's page: labels, and what is known."""

from collections.abc import Iterable, Sequence
from html import escape

from django.utils.safestring import SafeString, mark_safe

from bbmri_be.languages import LocalisedText, reading_order
from bbmri_be.languages import gettext as _
from biobanks.entry_pages import Line, Section, Value
from biobanks.html import NAME
from biobanks.models import CollectionDiagnosis
from biobanks.search.index import Index


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
    text, kind, note = escape(known.text), NAME if known.is_name else "", ""
    if isinstance(known.text, LocalisedText):
        kind, note = known.text.lang_attribute, known.text.note
    if known.href:
        return f'<dd><a href="{escape(known.href)}"{kind}>{text}</a></dd>'
    return f"<dd{kind}>{text}</dd>" + (f"<dd>{note}</dd>" if note else "")


def terms(names: Iterable[LocalisedText]) -> SafeString:
    """Names of diseases in one line, each in its language."""
    spans = (f"<span{name.lang_attribute}>{escape(name)}</span>" for name in names)
    return mark_safe("; ".join(spans))  # noqa: S308 - escaped


def tags(labels: Iterable[str]) -> SafeString:
    """Labels as list items."""
    items = "".join(f'<li class="badge badge-quiet">{escape(label)}</li>' for label in labels)
    return mark_safe(items)  # noqa: S308 - escaped


def diagnoses(links: Iterable[CollectionDiagnosis], index: Index) -> SafeString:
    """The diagnoses of a collection as list items: code, name, and who chose the code."""
    order = reading_order()
    return mark_safe("".join(diagnosis(link, index, order) for link in links))  # noqa: S308 - escaped


def diagnosis(link: CollectionDiagnosis, index: Index, order: Sequence[str]) -> str:
    """A diagnosis."""
    code = link.disease.code
    name = index.disease_name(code, order) or link.disease.name
    shown = f"<strong>{escape(code)}</strong> <span{name.lang_attribute}>{escape(name)}</span>"
    origin = _("our reading") if link.is_own_reading else ""
    if link.is_from_public_page:
        origin = _("from a public page")
    if origin:
        kind = "warn" if link.is_own_reading else "quiet"
        shown += f' <span class="badge badge-{kind}">{escape(origin)}</span>'
    return f"<li>{shown}</li>"
