"""Configuration of the app."""

from typing import Any

from django.apps import AppConfig
from django.contrib.auth.signals import user_logged_in
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class StaffSessionsConfig(AppConfig):
    """Sessions of staff."""

    name = "bbmri_be.staff_sessions"
    verbose_name = _("Sessions")

    def ready(self) -> None:
        """Let each session know when it began."""
        user_logged_in.connect(begin, dispatch_uid="staff_sessions")


def begin(request: HttpRequest, **_signal: Any) -> None:
    """Note the moment of the sign-in."""
    from bbmri_be.staff_sessions.store import BEGUN

    request.session[BEGUN] = timezone.now().isoformat()
