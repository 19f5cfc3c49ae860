"""Error pages. They ask nothing of the database."""

import logging
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

from bbmri_be import again, context_processors
from bbmri_be.logs import request_id
from bbmri_be.problems import problem

API = "/api/"
logger = logging.getLogger(__name__)


# What programs are told, where people get a page of `templates/errors/`.
PROBLEMS = {
    400: "This request cannot be understood.",
    403: "This is not allowed.",
    404: "There is no such thing.",
    413: "This request is too large.",
    500: "Something went wrong here: try again later.",
    503: "The database does not answer: try again in 30 seconds.",
}


def error_page(
    request: HttpRequest, status: int, context: dict[str, Any] | None = None
) -> HttpResponse:
    """The site's answer for an HTTP status: a page, or a problem where a program asks."""
    if request.path.startswith(API):
        response: HttpResponse = problem(status, PROBLEMS[status])
        response["Access-Control-Allow-Origin"] = "*"
        return response
    return HttpResponse(render_to_string(f"errors/{status}.html", context), status=status)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400. Reads no more than the path: it may be the request that cannot be read."""
    return error_page(request, 400)


def permission_denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403. Whoever lacks a right is known already; of whoever lacks a form's token nobody asks."""
    if exception is not None:
        logger.warning("Refused to account %s", request.user.pk)
    return error_page(request, 403, context_processors.site(request))


def page_not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404."""
    return error_page(request, 404, context_processors.site(request))


def body_too_large(request: HttpRequest) -> HttpResponse:
    """413. Reads no more than the path."""
    return error_page(request, 413)


def server_error(request: HttpRequest) -> HttpResponse:
    """500. Stands alone: what broke may be the frame of the pages. Names the request of the log."""
    return error_page(request, 500, {"request_id": request_id.get()})


def service_unavailable(request: HttpRequest) -> HttpResponse:
    """503, with the number of seconds after which to try again."""
    response = error_page(request, 503, context_processors.site(request))
    response["Retry-After"] = "30"
    return response


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 for a form whose security token is missing or too old; what staff typed stays."""
    if again.is_of_our_page(request):
        return again.page(request, title=_("Send it once more"))
    return permission_denied(request)
