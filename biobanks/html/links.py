"""Links among which one is where the reader is."""

from collections.abc import Iterable

from django.utils.html import format_html
from django.utils.safestring import SafeString

from biobanks.views.lists import Link


def choices(links: Iterable[Link]) -> SafeString:
    """Several ways to look at a list."""
    return SafeString(" ".join(choice(link) for link in links))


def choice(link: Link) -> SafeString:
    """A way to look at a list; no link where it is the present one."""
    if link.is_current:
        return format_html('<strong aria-current="true">{}</strong>', link.label)
    return format_html('<a href="{}">{}</a>', link.href, link.label)
