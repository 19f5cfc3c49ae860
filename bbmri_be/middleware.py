"""Middleware of the whole site."""

import logging
import re
import secrets
import time
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.exceptions import TooManyFieldsSent
from django.db import DataError
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.deprecation import MiddlewareMixin

from bbmri_be import health, metrics, views
from bbmri_be.admin import is_for_staff
from bbmri_be.logs import request_id
from bbmri_be.postgresql import is_away

access = logging.getLogger("bbmri_be.access")
logger = logging.getLogger(__name__)


class HealthMiddleware:
    """Answers who watches before any other rule: they come by the host's bare address."""

    answers = {"/healthz/": health.healthz, "/readyz/": health.readyz, "/metrics/": metrics.metrics}

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Take the next link of the chain."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, with the headers that no later rule adds, or pass the request on."""
        answer = self.answers.get(request.path)
        if answer is None:
            return self.get_response(request)
        try:
            response = answer(request)
        except Http404:  # figures, without their token: a page that is none, as any other
            return self.get_response(request)
        response["X-Content-Type-Options"] = "nosniff"
        response["Content-Security-Policy"] = "default-src 'none'; frame-ancestors 'none'"
        return response


class RequestLogMiddleware:
    """Gives each request a name, which its answer and all its log lines carry; and logs it.

    The line has the route, not the address: what somebody searched for, or the secret of a link,
    is nobody's business. A proxy of ours may have named the request already.
    """

    named = re.compile(r"[A-Za-z0-9_-]{8,64}")

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Take the next link of the chain."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Name the request, pass it on, and tell how it went."""
        begun = time.perf_counter()
        before = request_id.set(self.name_of(request))
        try:
            response = self.get_response(request)
            response["X-Request-ID"] = request_id.get()
            tell(request, response, time.perf_counter() - begun)
        finally:
            request_id.reset(before)
        return response

    def name_of(self, request: HttpRequest) -> str:
        """The proxy's name for it, or a new one."""
        given = request.headers.get("X-Request-ID", "") if settings.BEHIND_PROXY else ""
        return given if self.named.fullmatch(given) else secrets.token_hex(8)


def tell(request: HttpRequest, response: HttpResponse, seconds: float) -> None:
    """Log a request, and count it."""
    match = request.resolver_match
    fields = {
        "method": request.method,
        "route": f"/{match.route}" if match else "-",
        "status": response.status_code,
        "milliseconds": round(1000 * seconds),
    }
    metrics.note(str(request.method), str(fields["route"]), response.status_code, seconds)
    line = "%(method)s %(route)s %(status)d %(milliseconds)d ms"
    access.info(line, fields, extra={"fields": fields})


class HeadersMiddleware:
    """Tells browsers what no page of ours needs, and who may show our answers.

    Django and django-csp say the rest: `settings.py`.
    """

    features = (
        *("accelerometer", "autoplay", "camera", "display-capture", "encrypted-media"),
        *("fullscreen", "geolocation", "gyroscope", "hid", "idle-detection", "magnetometer"),
        *("microphone", "midi", "payment", "picture-in-picture", "publickey-credentials-get"),
        *("screen-wake-lock", "serial", "usb", "web-share", "xr-spatial-tracking"),
    )
    nobody = ", ".join(f"{feature}=()" for feature in features)

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Take the next link of the chain."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on; what scripts of any site may read, any site may embed."""
        response = self.get_response(request)
        is_for_all = response.get("Access-Control-Allow-Origin") == "*"
        response["Cross-Origin-Resource-Policy"] = "cross-origin" if is_for_all else "same-origin"
        response["Permissions-Policy"] = self.nobody
        return response


class HeadMiddleware:
    """Sends no body to whoever asks for none; gunicorn would drop it, and complain each time."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Take the next link of the chain."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on; the length stays what the body would have."""
        response = self.get_response(request)
        if request.method == "HEAD" and not response.streaming:
            response.content = b""
        return response


class BodyLimitMiddleware:
    """Refuses what is larger than any form of the site, before anybody reads it.

    And an address that asks for more than can be read: the page of an error reads it, too.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Take the next link of the chain."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Refuse by the length that the request states; a server reads no more than that."""
        try:
            request.GET  # noqa: B018 - read once, and kept
        except TooManyFieldsSent:
            return views.bad_request(request)
        length = request.META.get("CONTENT_LENGTH") or "0"
        is_number = length.isdecimal() and len(length) < 20  # int() refuses thousands of digits
        if not is_number or int(length) > settings.MOST_BYTES_OF_A_REQUEST:
            return views.body_too_large(request)
        return self.get_response(request)


class DatabaseUnavailableMiddleware(MiddlewareMixin):
    """Answers where the database does not: 503, with a page that needs none.

    And 400 where it cannot read what an address asks for. Lists of the admin hand on what stands
    there: half a pattern, a character that no text can hold.
    """

    def process_view(self, request: HttpRequest, *_view: Any) -> HttpResponse | None:
        """Look up who of the staff it is: where later links of the chain do, nobody hears of what
        goes wrong."""
        if is_for_staff(request):
            try:
                request.user.is_authenticated  # noqa: B018 - read once, and kept
            except Exception as error:
                if answer := self.process_exception(request, error):
                    return answer
                raise
        return None

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Turn a lost or refused connection, or question, into a page; others go their way."""
        if is_away(error):
            # Not the message: it may quote the statement, and that the data of a form.
            logger.error("Database unavailable: %s", type(error).__name__)
            return views.service_unavailable(request)
        if isinstance(error, DataError) and request.method in ("GET", "HEAD"):
            return views.bad_request(request)
        return None
