"""The sign-in of staff, which slows down whoever guesses passwords."""

import logging
import math
from typing import Any

from django.contrib.admin.forms import AdminAuthenticationForm
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import ngettext

from bbmri_be.audit_log.actions import note
from bbmri_be.audit_log.models import What
from bbmri_be.rate_limits.actions import take
from bbmri_be.rate_limits.visitors import address_of, network_of

MINUTES_5 = 300  # seconds
HOUR = 3600  # seconds
PER_ACCOUNT = 10  # from one network: a stranger's guesses lock nobody out who sits elsewhere
PER_NETWORK = 30  # an office behind one address has room
PER_ACCOUNT_IN_ALL = 1_000  # from many networks at once; no password is found with so few
logger = logging.getLogger(__name__)


class LoginForm(AdminAuthenticationForm):
    """Name and password, a few times; whether the account exists makes no difference."""

    request: HttpRequest  # the admin's view gives it

    def clean(self) -> dict[str, Any]:
        """Look at the password only while there are tries left."""
        account = self.cleaned_data.get("username", "").casefold()
        network = network_of(address_of(self.request))
        if seconds := seconds_to_wait(account, network):
            logger.warning("A sign-in was refused: too many tries")
            raise too_many(seconds)
        try:
            cleaned: dict[str, Any] = super().clean()
        except ValidationError:
            logger.warning("A sign-in was refused: wrong name or password, or no staff")
            if user := self.get_user():  # the password was right, and opens nothing
                note(What.REFUSED, by=user, page="login", request=self.request)
            raise
        return cleaned


def too_many(seconds: int) -> ValidationError:
    """What is said to whoever must wait so long."""
    minutes = math.ceil(seconds / 60)
    return ValidationError(
        ngettext(
            "Too many tries. Wait %(minutes)d minute, then try again.",
            "Too many tries. Wait %(minutes)d minutes, then try again.",
            minutes,
        ),
        code="too-many",
        params={"minutes": minutes},
    )


def seconds_to_wait(account: str, network: str) -> int:
    """Count one try to sign in to an account from a network; 0 when it is allowed."""
    return (
        take("sign in from one network", network, capacity=PER_NETWORK, per_seconds=MINUTES_5)
        or take(
            "sign in to one account from one network",
            f"{network} {account}",
            capacity=PER_ACCOUNT,
            per_seconds=MINUTES_5,
        )
        or take("sign in to one account", account, capacity=PER_ACCOUNT_IN_ALL, per_seconds=HOUR)
    )
