"""The main menu and the footer's links."""

from collections.abc import Sequence

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

# Label, address, and the beginnings of other addresses that belong to the same part of the site.
MAIN = [
    (_("Catalogue"), "biobanks:catalogue", ("/collections/",)),
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
    home = reverse("pages:home")
    found = []
    for label, name, beginnings in entries:
        address = reverse(name)
        part = (address, *(home.rstrip("/") + beginning for beginning in beginnings))
        found.append({"label": label, "address": address, "is_current": path.startswith(part)})
    return found
