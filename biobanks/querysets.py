"""Which rows the public sees: each public view starts here."""

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils import timezone

from biobanks.enums import Publication, SnapshotOutcome


class EntryQuerySet(models.QuerySet[Any]):
    """Entries by publication."""

    def published(self) -> "EntryQuerySet":
        """Entries in the public's lists."""
        return self.filter(publication=Publication.PUBLISHED)

    def with_public_page(self) -> "EntryQuerySet":
        """Entries with a public address: published ones, and withdrawn ones that say so."""
        return self.exclude(publication=Publication.DRAFT)


class CollectionQuerySet(EntryQuerySet):
    """Collections: as public as their biobank lets them be."""

    def published(self) -> "CollectionQuerySet":
        """Published collections of published biobanks."""
        return self.filter(
            publication=Publication.PUBLISHED, biobank__publication=Publication.PUBLISHED
        )

    def with_public_page(self) -> "CollectionQuerySet":
        """Collections with a public address; those of a draft biobank have none."""
        return self.exclude(
            Q(publication=Publication.DRAFT) | Q(biobank__publication=Publication.DRAFT)
        )


class SnapshotRunQuerySet(models.QuerySet[Any]):
    """Runs of the snapshot for the Directory."""

    def that_serve(self) -> "SnapshotRunQuerySet":
        """Runs after which the Directory got another snapshot; the last one first."""
        serving = [SnapshotOutcome.PUBLISHED, SnapshotOutcome.SERVED_AGAIN]
        return self.filter(outcome__in=serving).order_by("-pk")


class FindingQuerySet(models.QuerySet[Any]):
    """What the checks have found."""

    def open(self) -> "FindingQuerySet":
        """What is not mended."""
        return self.filter(ended_at=None)

    def waived(self) -> "FindingQuerySet":
        """What staff let be for now."""
        return self.open().filter(waived_until__gte=timezone.localdate())

    def to_mend(self) -> "FindingQuerySet":
        """What is neither mended nor let be."""
        return self.open().exclude(waived_until__gte=timezone.localdate())


class ConfirmationQuerySet(models.QuerySet[Any]):
    """Questions to biobanks whether their entry is right."""

    def open(self) -> "ConfirmationQuerySet":
        """Those that are not answered."""
        return self.filter(answered_at=None)
