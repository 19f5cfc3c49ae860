"""Sentences that several formats say, in every language."""

from functools import cache

from django.utils.translation import gettext, gettext_noop, override

from biobanks.metadata.records import LANGUAGES, Texts

OF_THE_CATALOGUE = gettext_noop("Biobanks of Belgium and their collections of human body material.")
PROVISIONAL = gettext_noop(
    "This name was read from the identifier. The collection’s own name is not public."
)
HOW_TO_ASK = gettext_noop("How to ask for access")


@cache
def in_all_languages(message: str) -> Texts:
    """A text of the interface in every language."""
    found = {}
    for language in LANGUAGES:
        with override(language):
            found[language] = gettext(message)
    return found
