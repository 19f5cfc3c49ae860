"""The interest form as browsers send it."""

from datetime import timedelta

from bbmri_be.outbox.models import Mail
from membership.models import Application, Event
from membership.stamp import Stamp, new_stamp
from tests.membership.factories import POSTED

PREFIXES = ["", "/nl", "/fr", "/de"]
JOIN = "/join/"


def stamp_of_a_minute_ago() -> str:
    stamp = new_stamp()
    return str(Stamp(stamp.token, stamp.made_at - timedelta(minutes=1)))


def posted(**changes) -> dict:
    return POSTED | {"stamp": stamp_of_a_minute_ago(), "subject": ""} | changes


def another(number: int):
    """The answers of another biobank of the same hospital, with a contact of its own."""
    return posted(name=f"Biobank {number}", contact_email=f"an{number}@example.be")


def rows() -> tuple[int, int, int]:
    return Application.objects.count(), Event.objects.count(), Mail.objects.count()
