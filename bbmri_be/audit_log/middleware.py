"""Notes what staff do in the admin: every change, every look at personal data, every refusal."""

from collections.abc import Callable, Iterable
from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse

from bbmri_be.admin import is_for_staff
from bbmri_be.audit_log.actions import note
from bbmri_be.audit_log.models import What

# A script, and the way in: they show and change nothing, or are noted as what they are.
OF_NOTHING = {"jsi18n", "login", "logout", "second-factor"}


class AuditMiddleware:
    """Looks at each answer to somebody who is signed in."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Take the next link of the chain."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on, and note what it did. What cannot be noted is not shown."""
        response = self.get_response(request)
        match = request.resolver_match
        if match and is_for_staff(request) and match.url_name not in OF_NOTHING:
            what = what_of(request, response)
            if what and request.user.is_authenticated:
                page = str(match.url_name)
                note(
                    what,
                    by=request.user,
                    page=page,
                    rows=rows_of(request, response),
                    request=request,
                )
        return response


def what_of(request: HttpRequest, response: HttpResponse) -> What | None:
    """What the request did; None where nobody need know."""
    if response.status_code in {403, 404}:
        return What.REFUSED
    # A form that is taken leads on; one with mistakes comes back as it is.
    if request.method == "POST" and 300 <= response.status_code < 400:
        return What.CHANGED
    return What.LOOKED if shows_persons(request) and response.status_code == 200 else None


def shows_persons(request: HttpRequest) -> bool:
    """Whether the page is of a model that holds personal data."""
    model_admin = admin_of(str(getattr(request.resolver_match, "url_name", "")))
    return bool(getattr(model_admin, "holds_personal_data", False))


def admin_of(page: str) -> Any:
    """The admin that a page is of, by the page's name: app, model, what is done."""
    for model, model_admin in admin.site._registry.items():
        if page.startswith(f"{model._meta.app_label}_{model._meta.model_name}_"):
            return model_admin
    return None


def rows_of(request: HttpRequest, response: HttpResponse) -> Iterable[Any]:
    """The keys of the rows that the request was about: of its address, picked, or listed."""
    match = request.resolver_match
    named = [match.kwargs[key] for key in ("object_id", "pk") if match and key in match.kwargs]
    picked = request.POST.getlist("_selected_action") if request.method == "POST" else []
    listed = (getattr(response, "context_data", None) or {}).get("cl")
    return named or picked or [row.pk for row in getattr(listed, "result_list", [])]
