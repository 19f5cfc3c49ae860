"""The main menu and the footer's links."""

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

MAIN = [
    (_("Catalogue"), "biobanks:catalogue"),
    (_("Members"), "biobanks:biobank-list"),
    (_("Join"), "pages:membership"),
    (_("About"), "pages:governance"),
    (_("History"), "pages:history"),
    (_("Questions"), "pages:questions"),
    (_("News"), "pages:news-list"),
    (_("Contact"), "pages:contact"),
]
FOOTER = [
    (_("Privacy"), "pages:privacy"),
    (_("Accessibility"), "pages:accessibility"),
    (_("Sources and credits"), "pages:credits"),
]


def links(entries: list, path: str) -> list[dict[str, object]]:
    """Label and address of each entry, and whether the page at `path` belongs to it."""
    found = []
    for label, name in entries:
        try:
            address = reverse(name)
        except NoReverseMatch:
            continue
        found.append({"label": label, "address": address, "is_current": path.startswith(address)})
    return found
