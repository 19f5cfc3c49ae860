"""What became of the entries of the catalogue, for programs that follow it."""

from datetime import datetime, timedelta
from itertools import chain
from operator import attrgetter
from typing import Any

from django.db.models import F, QuerySet
from django.db.models.functions import Coalesce, Greatest
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from bbmri_be.feeds import SiteFeed, paragraph
from bbmri_be.languages import gettext as _
from bbmri_be.languages import readers_language
from biobanks.caching import kept_until_changed
from biobanks.entry_pages import beginning
from biobanks.models import Biobank, Collection, Network

LATEST = 50
# What changes so soon after an entry was published belongs to its publication.
STILL_NEW = timedelta(days=1)
# Since when the public sees an entry, and since when no more. A collection is as public as its
# biobank lets it be.
SINCE: dict[Any, Any] = {
    Biobank: F("published_at"),
    Network: F("published_at"),
    Collection: Greatest("published_at", "biobank__published_at"),
}
UNTIL: dict[Any, Any] = {
    Biobank: F("withdrawn_at"),
    Network: F("withdrawn_at"),
    Collection: Coalesce("withdrawn_at", "biobank__withdrawn_at"),
}


def latest(model: Any) -> QuerySet:
    """The entries of a kind of which there is news, with its time: the latest first."""
    rows: QuerySet = model.objects.with_public_page().annotate(
        since=SINCE[model],
        until=UNTIL[model],
        at=Coalesce(UNTIL[model], Greatest("updated_at", SINCE[model])),
    )
    if model is Collection:
        rows = rows.select_related("biobank").defer("biobank__search_text")
    return rows.defer("search_text").order_by("-at", "pk")[:LATEST]


class CatalogueFeed(SiteFeed):
    """Entries that were published, changed or withdrawn, the latest first."""

    route = "biobanks:catalogue-feed"
    page = "biobanks:catalogue"

    def subject(self) -> str:
        """What the feed is about."""
        return _("Changes in the catalogue")

    def items(self) -> list[Any]:
        """The latest of all kinds."""
        entries = chain.from_iterable(map(latest, (Biobank, Collection, Network)))
        return sorted(entries, key=attrgetter("at"), reverse=True)[:LATEST]

    def item_title(self, item: Any) -> str:
        """What became of which entry."""
        titles = {
            "new": _("New: %(name)s"),
            "changed": _("Changed: %(name)s"),
            "withdrawn": _("Withdrawn: %(name)s"),
        }
        return titles[state_of(item)] % {"name": name_of(item)}

    def item_description(self, item: Any) -> str:
        """The first words of what the entry says, or that it is gone."""
        if not item.until:
            return paragraph(beginning(item.description), item.description.language)
        gone = _("%(name)s is no longer in the catalogue of BBMRI.be.") % {"name": name_of(item)}
        return paragraph(gone, readers_language())

    def item_pubdate(self, item: Any) -> datetime | None:
        """Since when the public sees it; a withdrawn entry may never have been published."""
        since: datetime | None = item.since if item.published_at else None
        return since

    def item_updateddate(self, item: Any) -> datetime:
        """When that became of it."""
        at: datetime = item.at
        return at

    def item_categories(self, item: Any) -> tuple[str, str]:
        """Its kind and what became of it, for programs."""
        return item._meta.model_name, state_of(item)


def state_of(entry: Any) -> str:
    """What became of an entry."""
    if entry.until:
        return "withdrawn"
    return "new" if entry.at - entry.since < STILL_NEW else "changed"


def name_of(entry: Any) -> str:
    """An entry's name, as the title of its page has it."""
    is_collection = isinstance(entry, Collection)
    return f"{entry.name} – {entry.biobank.name}" if is_collection else str(entry.name)


@require_safe
@kept_until_changed
def catalogue_feed(request: HttpRequest) -> HttpResponse:
    """The feed in a language."""
    return CatalogueFeed()(request)
