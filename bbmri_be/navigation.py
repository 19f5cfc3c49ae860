"""The main menu and the footer's links."""

from collections.abc import Sequence
from functools import cache

from django.urls import reverse
from django.utils.translation import get_language, override
from django.utils.translation import gettext_lazy as _

# Label, address, and the beginnings of other addresses that belong to the same part of the site.
MAIN = [
    (_("Catalogue"), "biobanks:catalogue", ("/collections/",)),
    (_("Figures"), "biobanks:figures", ()),
    (_("Members"), "biobanks:biobank-list", ("/networks/",)),
    (_("Join"), "pages:membership", ("/join/",)),
    (_("About"), "pages:governance", ()),
    (_("History"), "pages:history", ()),
    (_("Questions"), "pages:questions", ()),
    (_("News"), "pages:news-list", ()),
    (_("Contact"), "pages:contact", ()),
]
FOOTER = [
    (_("Privacy"), "pages:privacy", ()),
    (_("Accessibility"), "pages:accessibility", ()),
    (_("Sources and credits"), "pages:credits", ()),
]


def links(
    entries: Sequence[tuple[object, str, tuple[str, ...]]], path: str
) -> list[dict[str, object]]:
    """Label and address of each entry, and whether the page at `path` belongs to it."""
    return [
        {"label": label, "address": address, "is_current": path.startswith(parts)}
        for label, address, parts in addresses(tuple(entries), get_language() or "")
    ]


@cache
def addresses(
    entries: tuple[tuple[object, str, tuple[str, ...]], ...], language: str
) -> list[tuple[str, str, tuple[str, ...]]]:
    """Label, address and the beginnings of addresses of each entry, the same on every page."""
    with override(language):
        home = reverse("pages:home")
        return [
            (
                str(label),
                reverse(name),
                (reverse(name), *(home.rstrip("/") + beginning for beginning in beginnings)),
            )
            for label, name, beginnings in entries
        ]
