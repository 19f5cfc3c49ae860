"""Where a mail stands."""

from datetime import timedelta

from django.db import models
from django.utils import timezone

# How long a mail that was sent, or given up, keeps its address and its text.
RETENTION = timedelta(days=30)


class MailQuerySet(models.QuerySet):
    """Mails by what is still to be done with them."""

    def waiting(self) -> "MailQuerySet":
        """Mails neither sent nor given up."""
        return self.filter(sent_at=None, failed_at=None)

    def due(self) -> "MailQuerySet":
        """Waiting mails whose time has come, the longest due first."""
        return self.waiting().filter(send_after__lte=timezone.now()).order_by("send_after", "pk")

    def failed(self) -> "MailQuerySet":
        """Mails given up that can still be sent."""
        return self.filter(failed_at__isnull=False).exclude(to="")

    def past_retention(self) -> "MailQuerySet":
        """Mails whose personal data is no longer needed."""
        limit = timezone.now() - RETENTION
        return self.exclude(to="").filter(
            models.Q(sent_at__lte=limit) | models.Q(failed_at__lte=limit)
        )
