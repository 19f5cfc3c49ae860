"""Whom to tell of a hole in the site: `/.well-known/security.txt` (RFC 9116)."""

from datetime import timedelta

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from bbmri_be.addresses import absolute

# The setting is whoever runs the site's to keep true; until then the file holds.
HOLDS = timedelta(days=90)


@require_safe
def security_txt(request: HttpRequest) -> HttpResponse:
    """The contact, and in which languages it reads."""
    expires = (timezone.now() + HOLDS).strftime("%Y-%m-%dT00:00:00Z")
    languages = ", ".join(code for code, _name in settings.LANGUAGES)
    lines = [
        f"Contact: {settings.SECURITY_CONTACT}",
        f"Expires: {expires}",
        f"Preferred-Languages: {languages}",
        f"Canonical: {absolute(reverse('security-txt'))}",
    ]
    return HttpResponse("\n".join([*lines, ""]), content_type="text/plain; charset=utf-8")
