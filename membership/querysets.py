"""Applications by what is to be done with them."""

from datetime import datetime, timedelta

from django.db import models
from django.utils import timezone

from membership.enums import State

# How long the personal data of a refused application is kept. The privacy notice says so too.
RETENTION = timedelta(days=365)


class ApplicationQuerySet(models.QuerySet):
    """Applications."""

    def past_retention(self) -> "ApplicationQuerySet":
        """Applications whose personal data is no longer needed."""
        limit: datetime = timezone.now() - RETENTION
        return self.filter(
            state=State.DECLINED, decided_at__lte=limit, personal_data_removed_at=None
        )
