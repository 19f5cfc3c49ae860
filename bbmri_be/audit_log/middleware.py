"""Notes what staff do in the admin: every change, every look at personal data, every refusal."""

import json
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

from django.apps import apps
from django.contrib import admin
from django.contrib.admin.models import ADDITION, LogEntry
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from bbmri_be.admin import is_for_staff
from bbmri_be.again import Answered, Question
from bbmri_be.audit_log.actions import note
from bbmri_be.audit_log.models import What

# A script, and the way in: they show and change nothing, or are noted as what they are.
OF_NOTHING = {"jsi18n", "login", "logout", "second-factor"}
# Of all boxes that search for rows; GET names the field that a box is for.
SEARCH = "autocomplete"
LIST = "changelist"
# Pages of a model that show the names of its rows, or nothing yet.
NAMES_ALONE = (LIST, SEARCH, "_add")


class AuditMiddleware:
    """Looks at each answer to somebody who is signed in."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Take the next link of the chain."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on, and note what it did. What cannot be noted is not shown."""
        begun = timezone.now()
        response = self.get_response(request)
        match = request.resolver_match
        if match and is_for_staff(request) and match.url_name not in OF_NOTHING:
            page = page_of(request, response)
            what = what_of(request, response, page)
            if what and request.user.is_authenticated:
                rows = rows_of(request, response)
                if what == What.CHANGED and page.endswith("_add"):
                    rows = made(request, begun)
                note(what, by=request.user, page=page, rows=rows, request=request)
        return response


def page_of(request: HttpRequest, response: HttpResponse) -> str:
    """The name of the page, or of the action of a list. All boxes that search for rows ask at one
    address; what one of them tells counts as a page of the model that it searches."""
    name = str(getattr(request.resolver_match, "url_name", ""))
    if name.endswith(LIST) and (action := action_of(request, name)):
        return name.removesuffix(LIST) + action
    if name != SEARCH or response.status_code != 200:
        return name
    model = apps.get_model(request.GET["app_label"], request.GET["model_name"])
    searched: Any = model._meta.get_field(request.GET["field_name"]).related_model
    return f"{searched._meta.app_label}_{searched._meta.model_name}_{name}"


def action_of(request: HttpRequest, page: str) -> str | None:
    """The action of a list that was asked for, where there is such a one."""
    asked = request.POST.getlist("action") if request.method == "POST" else []
    known = admin_of(page).get_actions(request) if asked else {}
    return next((name for name in asked if name in known), None)


def what_of(request: HttpRequest, response: HttpResponse, page: str) -> What | None:
    """What the request did; None where nobody need know."""
    if isinstance(response, (Question, Answered)):
        return None  # what is answered to it is noted
    if response.status_code in {403, 404}:
        return What.REFUSED
    # A form that is taken leads on, or closes its window; one with mistakes comes back as it is.
    leads_on = 300 <= response.status_code < 400 or "popup_response_data" in context_of(response)
    if request.method == "POST" and leads_on:
        return What.CHANGED
    return What.LOOKED if shows_persons(page) and response.status_code == 200 else None


def context_of(response: HttpResponse) -> dict[str, Any]:
    """What the admin's page was made of."""
    return getattr(response, "context_data", None) or {}


def shows_persons(page: str) -> bool:
    """Whether the page is of a model that holds personal data; lists of some do not show it."""
    model_admin = admin_of(page)
    is_shown = getattr(model_admin, "lists_personal_data", True) or not page.endswith(NAMES_ALONE)
    return bool(is_shown and getattr(model_admin, "holds_personal_data", False))


def admin_of(page: str) -> Any:
    """The admin that a page is of, by the page's name: app, model, what is done."""
    for model, model_admin in admin.site._registry.items():
        if page.startswith(f"{model._meta.app_label}_{model._meta.model_name}_"):
            return model_admin
    return None


def made(request: HttpRequest, begun: datetime) -> list[str]:
    """The key of a row that was not there before, as the admin has noted it."""
    entries = LogEntry.objects.filter(user=request.user.pk, action_time__gte=begun)
    return [str(entry.object_id) for entry in entries.filter(action_flag=ADDITION)]


def rows_of(request: HttpRequest, response: HttpResponse) -> Iterable[Any]:
    """The keys of the rows that the request was about: of its address, picked, listed or found."""
    match = request.resolver_match
    named = [match.kwargs[key] for key in ("object_id", "pk") if match and key in match.kwargs]
    picked = request.POST.getlist("_selected_action") if request.method == "POST" else []
    listed = context_of(response).get("cl")
    if match and match.url_name == SEARCH and response.status_code == 200:
        return [row["id"] for row in json.loads(response.content)["results"]]
    return named or picked or [row.pk for row in getattr(listed, "result_list", [])]
