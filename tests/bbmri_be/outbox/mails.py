"""Mails for tests."""

from datetime import UTC, datetime

from django.db import connection

from bbmri_be.outbox.actions import queue
from bbmri_be.outbox.delivery import deliver_due
from bbmri_be.outbox.models import Mail

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


def queue_one(**changes) -> Mail:
    values = {
        "to": "an@example.be",
        "subject": "Hello",
        "text": "Plain words.",
        "html": "<p>Rich words.</p>",
        "language": "nl",
    }
    return queue(**values | changes)


def deliver_in_own_connection(*_: object) -> None:
    """What a worker does, for a thread of its own."""
    try:
        deliver_due()
    finally:
        connection.close()
