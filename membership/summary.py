"""An application's answers in words, in the order of the form."""

from collections.abc import Sequence
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from membership.layout import FIELDSETS
from membership.models import Application

STAFF_HEADINGS = [
    _("Organisation"),
    _("Biobank, network or collection"),
    _("Holdings"),
    _("Contact"),
    _("Wishes"),
]
# Headings, each with labels and answers.
Summary = Sequence[tuple[str, Sequence[tuple[str, str]]]]


def summary_of(application: Application, *, of_staff: bool = False) -> Summary:
    """What was answered, in the language of the page; questions without an answer are left out.

    The form's headings speak to the applicant, those `of_staff` do not.
    """
    headings = STAFF_HEADINGS if of_staff else [title for title, _names in FIELDSETS]
    return [
        (str(title), rows)
        for title, (_title, names) in zip(headings, FIELDSETS, strict=True)
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
