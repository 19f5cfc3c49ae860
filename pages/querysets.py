"""Which rows the public sees: each public page starts here."""

from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.utils import timezone


def is_published_now(prefix: str = "") -> Q:
    """The condition for a published row, or for one that `prefix` leads to (`sections__`)."""
    begun = Q(**{f"{prefix}published_from": None}) | Q(
        **{f"{prefix}published_from__lte": timezone.now()}
    )
    return Q(**{f"{prefix}is_published": True}) & begun


class PublishedQuerySet(models.QuerySet[Any]):
    """Rows that staff publish, at once or from a moment on."""

    def published(self) -> Self:
        """Rows on the public's pages."""
        return self.filter(is_published_now())


class NewsQuerySet(models.QuerySet[Any]):
    """News items, which appear by themselves at their time."""

    def published(self) -> Self:
        """Items whose time has come."""
        return self.filter(published_at__lte=timezone.now())
