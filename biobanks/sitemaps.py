"""The pages of entries, for search engines."""

from typing import Any

from django.db.models import QuerySet

from bbmri_be.sitemaps import Rows
from biobanks.addresses import entry_address
from biobanks.models import Biobank, Collection, Network


class Entries(Rows):
    """Published biobanks, collections or networks."""

    def __init__(self, kind: str, model: Any) -> None:
        """Take the kind as addresses call it, and its model."""
        self.kind = kind
        self.model = model

    def rows(self) -> QuerySet:
        """Those in the public's lists."""
        published: QuerySet = self.model.objects.published()
        return published

    def path(self, key: str, language: str) -> str:
        """The entry's page."""
        return entry_address(self.kind, key, language)


CATALOGUE = {
    "biobanks": Entries("biobank", Biobank),
    "collections": Entries("collection", Collection),
    "networks": Entries("network", Network),
}
