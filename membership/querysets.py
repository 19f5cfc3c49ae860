"""Applications by what is to be done with them."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from membership.enums import ENDED_WITHOUT_MEMBERSHIP, State

DAYS_A_MONTH = 365.25 / 12
# How long an application waits for its address to be confirmed. The privacy notice says so too.
UNCONFIRMED = timedelta(days=7)


class ApplicationQuerySet(models.QuerySet):
    """Applications."""

    def past_retention(self) -> "ApplicationQuerySet":
        """Applications whose personal data is no longer needed (`RETENTION_MONTHS`).

        Those that ended without a membership, and accepted ones whose contact stands at an entry of
        the catalogue by now.
        """
        retention = timedelta(days=round(settings.RETENTION_MONTHS * DAYS_A_MONTH))
        limit: datetime = timezone.now() - retention
        has_entry = Q(biobank__contact__isnull=False) | Q(network__contact__isnull=False)
        return self.filter(
            Q(state__in=ENDED_WITHOUT_MEMBERSHIP) | Q(state=State.ACCEPTED) & has_entry,
            state_since__lte=limit,
            personal_data_removed_at=None,
        )

    def unconfirmed_too_long(self) -> "ApplicationQuerySet":
        """What nobody confirmed in time."""
        limit = timezone.now() - UNCONFIRMED
        return self.filter(
            state=State.AWAITING, created_at__lte=limit, personal_data_removed_at=None
        )
