"""Which rows the public sees: each public page starts here."""

from typing import Any, Self

from django.db import models
from django.utils import timezone


class PublishedQuerySet(models.QuerySet[Any]):
    """Rows that staff publish by hand."""

    def published(self) -> Self:
        """Rows on the public's pages."""
        return self.filter(is_published=True)


class NewsQuerySet(models.QuerySet[Any]):
    """News items, which appear by themselves at their time."""

    def published(self) -> Self:
        """Items whose time has come."""
        return self.filter(published_at__lte=timezone.now())
