"""Addresses of the pages of entries; a page writes a hundred of them."""

from functools import cache

from django.urls import reverse
from django.utils.translation import override

from bbmri_be.languages import readers_language


def entry_address(kind: str, slug: str, language: str = "") -> str:
    """The page of a biobank, a collection or a network, in a language or the reader's."""
    return f"{beginning(kind, language or readers_language())}{slug}/"


@cache
def beginning(kind: str, language: str) -> str:
    """An address up to the part that is the entry's own."""
    with override(language):
        return reverse(f"biobanks:{kind}-detail", args=["-"]).removesuffix("-/")
