"""The collections that a visitor has picked. They stand in the address, as `c=`; nowhere else."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import QueryDict
from django.utils.http import urlencode

from biobanks.models import Collection
from biobanks.search.address import MOST_SELECTED, SLUG

NAME = "c"


@dataclass(frozen=True)
class Selection:
    """Picked collections in their order."""

    collections: Sequence[Collection]
    missing: int = 0  # not in the catalogue (any more)
    left_out: int = 0  # too many to be shown

    @property
    def query(self) -> str:
        """The query string of an address that carries the selection."""
        return query_of([collection.slug for collection in self.collections])

    def without(self, collection: Collection) -> str:
        """The same without one of them."""
        return query_of([other.slug for other in self.collections if other != collection])


def query_of(slugs: Sequence[str]) -> str:
    """A query string with picked collections, with its question mark.

    None is said too, so that what a browser remembers does not come back.
    """
    return "?" + urlencode({NAME: slugs or [""]}, doseq=True)


def selection(query: QueryDict, most: int = MOST_SELECTED) -> Selection:
    """Read the picked collections from a query string."""
    picked = [slug for slug in dict.fromkeys(query.getlist(NAME)) if SLUG.fullmatch(slug)]
    slugs = picked[:most]
    found = {
        collection.slug: collection
        for collection in Collection.objects.published()
        .filter(slug__in=slugs)
        .select_related("biobank__organisation", "biobank__contact", "contact")
        .prefetch_related("diagnosis_links__disease")
    }
    collections = [found[slug] for slug in slugs if slug in found]
    return Selection(collections, len(slugs) - len(collections), len(picked) - len(slugs))
