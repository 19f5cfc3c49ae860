"""How Django reads and writes sessions: SESSION_ENGINE."""

import hashlib
from datetime import datetime
from typing import Any, cast

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends import db
from django.utils import timezone

from bbmri_be.staff_sessions.models import IDLE, IN_ALL, Session

BEGUN = "begun"  # moment of the sign-in, ISO 8601


def digest(key: str | None) -> str:
    """What the database knows of a session's key: nobody who reads it can enter by it."""
    return hashlib.sha256((key or "").encode()).hexdigest()[:40]


class SessionStore(db.SessionStore):
    """Rows that know whose they are, and that end."""

    @classmethod
    def get_model_class(cls) -> type[Session]:
        """Our rows."""
        return Session

    def _get_session_from_db(self) -> Session | None:
        """The row of this key, where it has not ended; somebody has been there."""
        row = Session.objects.filter(
            session_key=digest(self.session_key), expire_date__gt=timezone.now()
        ).first()
        if row is None:
            self._session_key = None
        else:
            row.touch()
        return row

    def exists(self, session_key: str) -> bool:
        """Whether there is a row of this key."""
        return Session.objects.filter(session_key=digest(session_key)).exists()

    def delete(self, session_key: str | None = None) -> None:
        """End a session; this one where no other is named."""
        Session.objects.filter(session_key=digest(session_key or self.session_key)).delete()

    def create_model_instance(self, data: dict[str, Any]) -> Session:
        """The row of a session that is saved."""
        row = cast(Session, super().create_model_instance(data))
        row.session_key = digest(row.session_key)
        row.seen_at = timezone.now()
        row.begun_at = datetime.fromisoformat(data[BEGUN]) if BEGUN in data else row.seen_at
        row.expire_date = min(row.seen_at + IDLE, row.begun_at + IN_ALL)
        row.user_id = int(data[SESSION_KEY]) if SESSION_KEY in data else None
        return row
