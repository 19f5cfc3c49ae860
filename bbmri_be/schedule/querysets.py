"""Runs by what they tell of the regular work."""

from datetime import timedelta

from django.db import models
from django.db.models import OuterRef, Subquery
from django.utils import timezone

LATE = timedelta(hours=1)


class RunQuerySet(models.QuerySet):
    """Runs of jobs."""

    def open(self) -> "RunQuerySet":
        """Those that wait for their time, or are under way."""
        return self.filter(ended_at=None)

    def ended(self) -> "RunQuerySet":
        """Those of which it is known how they went."""
        return self.filter(ended_at__isnull=False)

    def failed_last(self) -> "RunQuerySet":
        """The last run of each job that has failed and was not done since."""
        runs = self.model._default_manager.filter(job=OuterRef("job"), ended_at__isnull=False)
        last = runs.order_by("-ended_at", "-pk")
        return self.filter(pk=Subquery(last.values("pk")[:1]), outcome="failed")

    def late(self) -> "RunQuerySet":
        """Those that wait since long: no worker is there, or one job keeps it."""
        return self.filter(outcome="waiting", due_at__lt=timezone.now() - LATE)
