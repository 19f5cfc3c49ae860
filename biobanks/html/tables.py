"""Rows of tables: the collections of a biobank, the facts of a collection."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import cache, lru_cache
from html import escape
from typing import Any

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import override

from bbmri_be.languages import LocalisedText, readers_language, reading_order, written_date
from bbmri_be.languages import gettext as _
from biobanks.codes import AgeRange, Material, Sex
from biobanks.entry_pages import amount
from biobanks.html import NAME
from biobanks.search.index import Index


def collection_rows(rows: Iterable[Any], *, materials: bool, samples: bool) -> SafeString:
    """Rows of `biobanks.views.lists.CollectionRow`, with those columns that are wanted."""
    return mark_safe(  # noqa: S308 - escaped
        "".join(
            f'<tr><th scope="row"><a href="{escape(row.href)}"{NAME}>{escape(row.name)}</a></th>'
            f"{cell(row.materials) if materials else ''}{cell(row.samples) if samples else ''}</tr>"
            for row in rows
        )
    )


def fact_rows(facts: Iterable[tuple[Any, ...]], index: Index) -> SafeString:
    """Rows of a collection's fact table, as `biobanks.views.entries.FACTS` reads them."""
    language, order = readers_language(), reading_order()
    materials, sexes, ages = code_cells(language)
    diseases: dict[str | None, str] = {None: escape(_("Not stated"))}
    rows = []
    for code, name, material, sex, age, samples, donors, day in facts:
        if code not in diseases:
            diseases[code] = disease(code, name, index, order)
        rows.append(
            f'<tr><th scope="row">{diseases[code]}</th>'
            f"{materials.get(material, EMPTY)}{sexes.get(sex, EMPTY)}{ages.get(age, EMPTY)}"
            f"<td>{amount(samples, language=language)}</td>"
            f"<td>{amount(donors, language=language)}</td>{written(str(day), language)}</tr>"
        )
    return mark_safe("".join(rows))  # noqa: S308 - escaped


def cell(text: str) -> str:
    """A cell."""
    return f"<td>{escape(text)}</td>"


EMPTY = cell("")


def disease(code: str, english: str, index: Index, order: Sequence[str]) -> str:
    """Name and code of a disease, in the first language that it has a name in."""
    name = index.disease_name(code, order) or LocalisedText(english, "en")
    lang = "" if name.language == order[0] else f' lang="{name.language}"'
    return f"<span{lang}>{escape(name)} ({escape(code)})</span>"


@cache
def code_cells(language: str) -> tuple[Mapping[str, str], ...]:
    """Cells with the labels of materials, sexes and ages, by their codes."""
    with override(language):
        return tuple(
            {code: cell(str(label)) for code, label in choices}
            for choices in (Material.choices, Sex.choices, AgeRange.choices)
        )


@lru_cache(maxsize=1_000)
def written(day: str, language: str) -> str:
    """A cell with a date in the reader's way of writing; facts are often counted on one day."""
    with override(language):
        return cell(written_date(date.fromisoformat(day)))
