"""Rows of tables: the collections of a biobank, the facts of a collection."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import cache, lru_cache
from html import escape
from typing import Any

from django.utils.formats import date_format
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import override

from bbmri_be.languages import LocalisedText, readers_language, reading_order
from biobanks.codes import AgeRange, Material, Sex
from biobanks.entry_pages import amount
from biobanks.search.index import Index


def collection_rows(rows: Iterable[Any], *, materials: bool, samples: bool) -> SafeString:
    """Rows of `biobanks.views.lists.CollectionRow`, with those columns that are wanted."""
    return mark_safe(  # noqa: S308 - escaped
        "".join(
            f'<tr><th scope="row"><a href="{escape(row.href)}">{escape(row.name)}</a></th>'
            f"{cell(row.materials) if materials else ''}{cell(row.samples) if samples else ''}</tr>"
            for row in rows
        )
    )


def fact_rows(facts: Iterable[Any], index: Index) -> SafeString:
    """Rows of a collection's fact table, as `biobanks.views.entries.FACTS` reads them."""
    language, order = readers_language(), reading_order()
    labels, unknown = code_labels(language), escape(_("Not stated"))
    return mark_safe(  # noqa: S308 - escaped
        "".join(
            f'<tr><th scope="row">{disease(fact, index, order) or unknown}</th>'
            f"{cell(labels['material'].get(fact.material, ''))}"
            f"{cell(labels['sex'].get(fact.sex, ''))}"
            f"{cell(labels['age'].get(fact.age_range, ''))}"
            f"{cell(amount(fact.number_of_samples, language=language))}"
            f"{cell(amount(fact.number_of_donors, language=language))}"
            f"{cell(written(fact.last_update, language))}</tr>"
            for fact in facts
        )
    )


def cell(text: str) -> str:
    """A cell."""
    return f"<td>{escape(text)}</td>"


def disease(fact: Any, index: Index, order: Sequence[str]) -> str:
    """Name and code of a fact's disease."""
    code = fact.disease__code
    if code is None:
        return ""
    name = index.disease_name(code, order) or LocalisedText(fact.disease__name_en, "en")
    lang = "" if name.language == order[0] else f' lang="{name.language}"'
    return f"<span{lang}>{escape(name)} ({escape(code)})</span>"


@cache
def code_labels(language: str) -> Mapping[str, Mapping[str, str]]:
    """The labels of the codes in a fact table."""
    with override(language):
        return {
            kind: {code: str(label) for code, label in choices}
            for kind, choices in (
                ("material", Material.choices),
                ("sex", Sex.choices),
                ("age", AgeRange.choices),
            )
        }


@lru_cache(maxsize=1_000)
def written(day: date, language: str) -> str:
    """A date in the reader's way of writing; facts are often counted on one day."""
    with override(language):
        return date_format(day)
