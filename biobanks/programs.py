"""What all answers to programs share: who may ask, how often, under which terms."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase

from bbmri_be.problems import problem
from bbmri_be.rate_limits.actions import spend
from bbmri_be.rate_limits.visitors import address_of, network_of

METHODS = "GET, HEAD, OPTIONS"
MINUTE = 60  # seconds
EXPOSED = "ETag, Link, RateLimit, RateLimit-Policy, Retry-After"
View = Callable[..., HttpResponseBase]


def for_scripts(view: View) -> View:
    """A view that only reads, and that scripts of any site may ask."""

    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.method == "OPTIONS":
            response: HttpResponseBase = HttpResponse(
                status=204,
                headers={
                    "Allow": METHODS,
                    "Access-Control-Allow-Methods": METHODS,
                    "Access-Control-Allow-Headers": "*",
                    "Access-Control-Max-Age": "86400",
                },
            )
        elif request.method not in ("GET", "HEAD"):
            response = problem(405, "Here one can only read: use GET.")
            response["Allow"] = METHODS
        else:
            response = view(request, *args, **kwargs)
        response["Access-Control-Allow-Origin"] = "*"
        response["Access-Control-Expose-Headers"] = EXPOSED
        return response

    wrapped.csrf_exempt = True  # type: ignore[attr-defined]  # nothing here changes anything
    return wrapped


def limited(view: View) -> View:
    """A view that each network may ask so often a minute, which the answer's headers tell."""

    @wraps(view)
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


def under_terms(response: HttpResponseBase, cite_as: str = "") -> HttpResponseBase:
    """An answer that says under which terms it may be used, and how to cite what it tells of."""
    links = {"license": settings.CATALOGUE_LICENSE, "cite-as": cite_as}
    response["Link"] = ", ".join(f'<{href}>; rel="{rel}"' for rel, href in links.items() if href)
    return response
