"""The sign-in of staff, which slows down whoever guesses passwords."""

import math
from typing import Any

from django.contrib.admin.forms import AdminAuthenticationForm
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import ngettext

from bbmri_be.rate_limits.actions import take
from bbmri_be.rate_limits.visitors import address_of, network_of

MINUTES_5 = 300  # seconds
PER_ACCOUNT = 10
PER_NETWORK = 30  # an office behind one address has room


class LoginForm(AdminAuthenticationForm):
    """Name and password, a few times; whether the account exists makes no difference."""

    request: HttpRequest  # the admin's view gives it

    def clean(self) -> dict[str, Any]:
        """Look at the password only while there are tries left."""
        account = self.cleaned_data.get("username", "").casefold()
        network = network_of(address_of(self.request))
        seconds = take(
            "sign in from one network", network, capacity=PER_NETWORK, per_seconds=MINUTES_5
        ) or take("sign in to one account", account, capacity=PER_ACCOUNT, per_seconds=MINUTES_5)
        if seconds:
            minutes = math.ceil(seconds / 60)
            raise ValidationError(
                ngettext(
                    "Too many tries. Wait %(minutes)d minute, then try again.",
                    "Too many tries. Wait %(minutes)d minutes, then try again.",
                    minutes,
                ),
                code="too-many",
                params={"minutes": minutes},
            )
        cleaned: dict[str, Any] = super().clean()
        return cleaned
