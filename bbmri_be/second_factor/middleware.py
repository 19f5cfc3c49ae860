"""Lets nobody into the admin without the second factor."""

from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.deprecation import MiddlewareMixin

from bbmri_be.admin import is_for_staff

# What is open to whoever has given the password: the way out, and the words of the admin's script.
OPEN = {"login", "logout", "jsi18n", "second-factor", "set-password"}


class SecondFactorMiddleware(MiddlewareMixin):
    """Sends staff who gave only the password to the page of the second factor."""

    def process_view(
        self, request: HttpRequest, view: Any, arguments: Any, options: Any
    ) -> HttpResponse | None:
        """Let pass, or send to the page."""
        match, user = request.resolver_match, request.user
        if not settings.STAFF_SECOND_FACTOR or not is_for_staff(request) or not match:
            return None
        if match.url_name in OPEN or not user.is_authenticated or not user.is_staff:
            return None
        if getattr(user, "is_verified")():  # noqa: B009 - added by django-otp's middleware
            return None
        address = reverse("second-factor")
        return redirect(f"{address}?{urlencode({'next': request.get_full_path()})}")
