"""The stamp in the form's page: its one-time token and when it was rendered, signed.

The token makes a page that is sent twice one application; the time tells a robot, which needs no
three seconds for thirty answers, from a person.
"""

import uuid
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.core.signing import BadSignature, Signer
from django.utils import timezone

QUICKEST = timedelta(seconds=3)
OLDEST = timedelta(days=1)
SALT = "membership.stamp"


@dataclass(frozen=True)
class Stamp:
    """What a page's stamp says."""

    token: uuid.UUID
    made_at: datetime

    def __str__(self) -> str:
        """As it stands in the page."""
        return Signer(salt=SALT).sign_object([self.token.hex, self.made_at.timestamp()])

    @property
    def is_too_young(self) -> bool:
        """Whether nobody could have filled in the form since."""
        return timezone.now() - self.made_at < QUICKEST


def new_stamp() -> Stamp:
    """A stamp for a page rendered now."""
    return Stamp(uuid.uuid4(), timezone.now())


def read_stamp(text: str) -> Stamp | None:
    """The stamp of a page; None when it is not ours, too old, or of a clock put back since."""
    try:
        token, made_at = Signer(salt=SALT).unsign_object(text)
    except BadSignature:
        return None
    stamp = Stamp(uuid.UUID(token), datetime.fromtimestamp(made_at, UTC))
    return stamp if -QUICKEST <= timezone.now() - stamp.made_at <= OLDEST else None
