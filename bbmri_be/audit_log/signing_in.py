"""Sign-ins and sign-outs, as Django tells of them."""

from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.dispatch import receiver
from django.http import HttpRequest

from bbmri_be.audit_log.actions import note
from bbmri_be.audit_log.models import What


@receiver(user_logged_in)
def signed_in(request: HttpRequest, user: Any, **_signal: Any) -> None:
    """The password was right."""
    note(What.SIGNED_IN, by=user, request=request)


@receiver(user_logged_out)
def signed_out(request: HttpRequest, user: Any, **_signal: Any) -> None:
    """By the button; a session that ends by itself tells nobody."""
    if user:
        note(What.SIGNED_OUT, by=user, request=request)


@receiver(user_login_failed)
def not_signed_in(
    credentials: dict[str, Any], request: HttpRequest | None = None, **_signal: Any
) -> None:
    """The password was wrong. A name that no account has is not kept: people type their password
    there."""
    accounts = get_user_model()._default_manager
    user = accounts.filter(username=credentials.get("username")).first()
    note(What.NOT_SIGNED_IN, by=user, request=request)
