"""Where a mail stands."""

from datetime import timedelta

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

# How long a mail that was sent, or given up, keeps its address and its text.
RETENTION = timedelta(days=30)
LONGEST_PAUSE = timedelta(minutes=15)  # between two attempts


class MailQuerySet(models.QuerySet):
    """Mails by what is still to be done with them."""

    def waiting(self) -> "MailQuerySet":
        """Mails neither sent nor given up."""
        return self.filter(sent_at=None, failed_at=None)

    def due(self) -> "MailQuerySet":
        """Waiting mails whose time has come, the longest due first.

        Where the clock was put back, what was due at once and what was tried before does not wait
        until it is that late again.
        """
        now = timezone.now()
        is_time = Q(send_after__lte=now)
        was_at_once = Q(created_at__gt=now, send_after__lte=F("created_at"))
        was_tried = Q(attempts__gt=0, send_after__gt=now + 2 * LONGEST_PAUSE)
        due = self.waiting().filter(is_time | was_at_once | was_tried)
        return due.order_by("send_after", "pk")

    def failed(self) -> "MailQuerySet":
        """Mails given up that can still be sent."""
        return self.filter(failed_at__isnull=False).exclude(to="")

    def past_retention(self) -> "MailQuerySet":
        """Mails whose personal data is no longer needed."""
        limit = timezone.now() - RETENTION
        return self.exclude(to="").filter(Q(sent_at__lte=limit) | Q(failed_at__lte=limit))
