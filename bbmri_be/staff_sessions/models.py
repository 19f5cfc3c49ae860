"""A session of somebody who is signed in."""

from datetime import timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from bbmri_be.staff_sessions.store import SessionStore

IDLE = timedelta(seconds=settings.SESSION_COOKIE_AGE)
IN_ALL = timedelta(hours=12)
EXACT = timedelta(minutes=1)  # so exactly is it known when somebody was last there


class Session(AbstractBaseSession):
    """Django's own, and whose it is, since when, and when they were last there."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        null=True,
        related_name="+",
        verbose_name=_("who"),
    )
    begun_at = models.DateTimeField(_("since"))
    seen_at = models.DateTimeField(_("last there"))

    class Meta(AbstractBaseSession.Meta):
        verbose_name = _("session")  # type: ignore[assignment]
        verbose_name_plural = _("sessions")  # type: ignore[assignment]
        ordering = ["-seen_at"]

    def __str__(self) -> str:
        """Whose it is."""
        return str(self.user or _("nobody"))

    def touch(self) -> None:
        """Note that somebody is still there; what the session holds stays as it is."""
        now = timezone.now()
        if now - self.seen_at >= EXACT:
            type(self).objects.filter(pk=self.pk).update(
                seen_at=now, expire_date=min(now + IDLE, self.begun_at + IN_ALL)
            )

    @classmethod
    def get_session_store_class(cls) -> "type[SessionStore]":
        """How Django reads and writes it."""
        from bbmri_be.staff_sessions.store import SessionStore

        return SessionStore
