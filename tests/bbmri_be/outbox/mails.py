"""Mails for tests."""

from datetime import UTC, datetime

from bbmri_be.outbox.actions import queue
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
