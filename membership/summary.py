"""An application's answers in words, in the order of the form."""

from collections.abc import Sequence
from typing import Any

from django.utils.text import capfirst

from membership.layout import FIELDSETS
from membership.models import Application

# Headings, each with labels and answers.
Summary = Sequence[tuple[str, Sequence[tuple[str, str]]]]


def summary_of(application: Application) -> Summary:
    """What was answered, in the language of the page; questions without an answer are left out."""
    return [
        (str(title), rows)
        for title, names in FIELDSETS
        if (rows := [row for name in names if (row := answer(application, name))[1]])
    ]


def answer(application: Application, name: str) -> tuple[str, str]:
    """The name of a question and what was answered."""
    field: Any = Application._meta.get_field(name)
    return capfirst(str(field.verbose_name)), in_words(name, getattr(application, name))


def in_words(name: str, value: Any) -> str:
    """An answer as people read it."""
    field: Any = Application._meta.get_field(name)
    if isinstance(value, list):
        choices = dict(field.base_field.choices)
        return ", ".join(str(choices.get(code, code)) for code in value)
    return str(dict(field.flatchoices).get(value, "" if value is None else value))
