"""Texts of the database in the site's four languages.

A translated field is one real column per language (`title_en`, `title_nl`, `title_fr`,
`title_de`). Read without a language (`page.title`) it gives the reader's language, or the first
other one that is filled in, as a `LocalisedText` that knows which language it is.
"""

import re
from collections.abc import Callable
from datetime import date
from functools import cache
from typing import Any

from django.conf import settings
from django.db.models import Field, Model, TextChoices
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext_noop, override
from django.utils.translation import gettext as django_gettext
from translated_fields import TranslatedField, to_attribute

SHORTEST_NOTED = 40  # letters; names and labels are shorter
NOTES = {
    "en": gettext_noop("This text is in English and has not been translated."),
    "nl": gettext_noop("This text is in Dutch and has not been translated."),
    "fr": gettext_noop("This text is in French and has not been translated."),
    "de": gettext_noop("This text is in German and has not been translated."),
}


FIRST = re.compile(r"^1 (?=[^\W\d])")  # a day, before the name of a month


class LocalisedText(str):
    """A text and the code of the language it is written in ("" when there is no text)."""

    __slots__ = ("language",)
    language: str

    def __new__(cls, text: str, language: str) -> "LocalisedText":
        """Join a text with its language."""
        self = super().__new__(cls, text)
        self.language = language
        return self

    @property
    def lang_attribute(self) -> SafeString:
        """HTML's `lang` attribute, when the text is not in the language of the page."""
        if not self.language or self.language == get_language():
            return SafeString("")
        return format_html(' lang="{}"', self.language)

    @property
    def note(self) -> SafeString:
        """A line that says so below a text, when it is not in the language of the page."""
        if not self.lang_attribute or len(self) < SHORTEST_NOTED:
            return SafeString("")
        return format_html('<p class="meta">{}</p>', gettext(NOTES[self.language]))


def readers_language() -> str:
    """The code of the language of the page; the site's own where none is set."""
    return get_language() or settings.LANGUAGE_CODE


def gettext(message: str) -> str:
    """A text of the interface in the language of the page.

    Django's own looks through its catalogues each time; a page asks for some seventy texts.
    """
    return translation(message, readers_language())


@cache
def translation(message: str, language: str) -> str:
    """A text of the interface in a language."""
    with override(language):
        return django_gettext(message)


@cache
def labels_in(choices: type[TextChoices], language: str) -> dict[str, str]:
    """The labels of a code list, translated once."""
    with override(language):
        return {code: str(label) for code, label in choices.choices}


def written_date(day: date, form: str = "DATE_FORMAT") -> str:
    """A day or a moment in words, as Django writes it, but for the first of a month in French."""
    return first_of_the_month(date_format(day, form))


def first_of_the_month(text: str) -> str:
    """A date in words: French says "1er", for which Django's formats have no sign."""
    return FIRST.sub("1er ", text) if get_language() == "fr" else text


def reading_order() -> tuple[str, ...]:
    """Language codes, the reader's first, then the site's order."""
    return beginning_with(readers_language())


@cache
def beginning_with(first: str) -> tuple[str, ...]:
    """Language codes, one of them first, then the site's order."""
    return tuple(sorted((code for code, _ in settings.LANGUAGES), key=lambda code: code != first))


def localised(instance: Model, name: str) -> LocalisedText:
    """The translated field `name` of a row, in the reader's language or the nearest one filled."""
    for code in reading_order():
        if text := getattr(instance, to_attribute(name, code)):
            return LocalisedText(text, code)
    return LocalisedText("", "")


def translated(field: Field) -> Any:
    """A model field in the site's four languages, each a column of its own."""

    def getter(name: str, field: Field) -> Callable[[Model], LocalisedText]:
        return lambda instance: localised(instance, name)

    return TranslatedField(field, attrgetter=getter)


def columns(*names: str) -> list[str]:
    """The column names of translated fields, all languages: for admin, forms and imports."""
    return [to_attribute(name, code) for name in names for code, _ in settings.LANGUAGES]
