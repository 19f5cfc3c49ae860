"""What a page tells machines."""

from dataclasses import dataclass
from typing import Any

from django.utils.html import format_html_join
from django.utils.safestring import SafeString

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
        (row.media_type, row.label, f"{beginning}.{row.suffix}{query}")
        for row in FORMATS
        if row.is_of_lists or not is_list
    ]
    alternates = format_html_join(
        "",
        '<link rel="alternate" type="{}" href="{}">',
        ((media_type, href) for media_type, _label, href in formats),
    )
    return ForMachines(
        alternates + schema_org.script(thing), [(label, href) for _type, label, href in formats]
    )
