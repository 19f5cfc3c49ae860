"""What a page tells machines."""

from dataclasses import dataclass
from html import escape
from typing import Any

from django.utils.safestring import SafeString, mark_safe

from biobanks.formats import FORMATS
from biobanks.metadata import schema_org


@dataclass(frozen=True)
class ForMachines:
    """What stands in the head of a page, and links for people who feed a machine."""

    head: SafeString
    links: list[tuple[str, str]]  # label and address


def for_machines(
    path: str, thing: dict[str, Any], *, query: str = "", is_list: bool = False
) -> ForMachines:
    """The thing of a page in the words of schema.org, and its other formats.

    `path` is the page's, `query` what stands behind it.
    """
    beginning = path.removesuffix("/")
    formats = [
        (row, f"{beginning}.{row.suffix}{query}")
        for row in FORMATS
        if row.is_of_lists or not is_list
    ]
    alternates = "".join(
        f'<link rel="alternate" type="{row.media_type}" title="{row.label}" href="{escape(href)}">'
        for row, href in formats
    )
    return ForMachines(
        mark_safe(alternates) + schema_org.script(thing),  # noqa: S308 - escaped
        [(row.label, href) for row, href in formats],
    )
