"""What all answers of the API share: who may ask how often, in which language, what they keep."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.translation import override

from bbmri_be.problems import problem
from bbmri_be.rate_limits.actions import spend
from bbmri_be.rate_limits.visitors import address_of, network_of
from biobanks.caching import kept_until_changed

LANGUAGES = [code for code, _name in settings.LANGUAGES]
METHODS = "GET, HEAD, OPTIONS"
MINUTE = 60  # seconds
EXPOSED = "ETag, Link, RateLimit, RateLimit-Policy, Retry-After"
View = Callable[..., HttpResponseBase]


def for_all(view: View, *, is_limited: bool = True) -> View:
    """A view of the API that scripts of any site may ask, each network so often a minute."""
    kept = kept_until_changed(view)
    guarded = limited(kept) if is_limited else kept

    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = answer(guarded, request, *args, **kwargs)
        response["Access-Control-Allow-Origin"] = "*"
        response["Access-Control-Expose-Headers"] = EXPOSED
        response["Link"] = f'<{settings.CATALOGUE_LICENSE}>; rel="license"'
        return response

    wrapped.csrf_exempt = True  # type: ignore[attr-defined]  # nothing here changes anything
    return wrapped


def answer(view: View, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
    """The answer to a request by any method."""
    if request.method == "OPTIONS":
        return HttpResponse(
            status=204,
            headers={
                "Allow": METHODS,
                "Access-Control-Allow-Methods": METHODS,
                "Access-Control-Allow-Headers": "*",
                "Access-Control-Max-Age": "86400",
            },
        )
    if request.method not in ("GET", "HEAD"):
        refused = problem(405, "This API only reads: use GET.")
        refused["Allow"] = METHODS
        return refused
    language = request.GET.get("lang", settings.LANGUAGE_CODE)
    if language not in LANGUAGES:
        return problem(400, f"lang: one of {', '.join(LANGUAGES)}.")
    asked, request.method = request.method, "GET"  # operations know no other
    with override(language):
        response = view(request, *args, **kwargs)
    request.method = asked
    return response


def limited(view: View) -> View:
    """The same for each network so often a minute, which the answer's headers tell."""

    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        quota = settings.API_REQUESTS_A_MINUTE
        visitor = network_of(address_of(request))
        allowance = spend("api", visitor, capacity=quota, per_seconds=MINUTE)
        if allowance.wait:
            response: HttpResponseBase = problem(
                429,
                f"Too many requests from your network: try again in {allowance.wait} seconds.",
            )
            response["Retry-After"] = str(allowance.wait)
        else:
            response = view(request, *args, **kwargs)
        # https://datatracker.ietf.org/doc/draft-ietf-httpapi-ratelimit-headers/
        response["RateLimit-Policy"] = f'"minute";q={quota};w={MINUTE}'
        response["RateLimit"] = f'"minute";r={allowance.remaining};t={allowance.full_in}'
        return response

    return wrapped
