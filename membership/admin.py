"""The staff's desk: read applications, take them up, accept or decline them."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, cast

from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet, TextChoices
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path, reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from bbmri_be.admin import ReadOnly
from biobanks.codes import Material
from membership import actions
from membership.enums import Help, OpenTo, State
from membership.forms import AcceptForm, DeclineForm, StepForm
from membership.models import Application, Event

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Step:
    """A step that a button takes: what it does, and the words around it."""

    action: Callable[..., Application]
    to_state: State
    form: type[StepForm]
    button: Any
    question: Any
    done: Any


STEPS = {
    "review": Step(
        actions.start_review,
        State.IN_REVIEW,
        StepForm,
        _("Start the review"),
        _("Take this application up for review?"),
        _("The application is in review."),
    ),
    "accept": Step(
        actions.accept,
        State.ACCEPTED,
        AcceptForm,
        _("Accept"),
        _("Accept this application?"),
        _("The application is accepted."),
    ),
    "decline": Step(
        actions.decline,
        State.DECLINED,
        DeclineForm,
        _("Decline"),
        _("Decline this application?"),
        _("The application is declined."),
    ),
}
FORGET = _("Remove personal data")
NOT_POSSIBLE = _("Nothing changed: this step is not possible from here.")


class EventInline(ReadOnly, admin.TabularInline):
    """What happened, oldest first."""

    model = Event
    fields = ["at", "by", "from_state", "to_state", "reason"]
    verbose_name_plural = _("What happened")
    extra = 0

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        """With the names of who did it."""
        return super().get_queryset(request).select_related("by")

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Whoever may read the application may read its history."""
        return True


@admin.register(Application)
class ApplicationAdmin(ReadOnly, admin.ModelAdmin):
    """Answers are read here; the state moves by the buttons only."""

    change_form_template = "admin/membership/application/change_form.html"
    list_display = [
        "created_at", "reference", "name", "organisation_name", "kind", "province", "state",
        "personal_data_removed_at",
    ]  # fmt: skip
    list_display_links = ["reference", "name"]
    list_filter = ["state", "kind", "province", "created_at"]
    search_fields = [
        "reference", "name", "acronym", "organisation_name", "host_institution", "city",
        "contact_name", "contact_email", "famhp_number", "enterprise_number",
        "directory_identifier",
    ]  # fmt: skip
    list_per_page = 50
    inlines = [EventInline]
    fieldsets = [
        (
            None,
            {"fields": ["reference", "state", "personal_data_removed_at", "created_at",
                        "decided_at", "decided_by", "decision_reason"]},
        ),
        (
            _("Organisation"),
            {"fields": ["organisation_name", "host_institution", "organisation_kind",
                        "enterprise_number", "street", "postcode", "city", "province",
                        "website"]},
        ),
        (
            _("Biobank, network or collection"),
            {"fields": ["kind", "name", "acronym", "start_year", "manager_name", "notification",
                        "famhp_number", "ethics_opinion", "iso_20387", "directory_identifier"]},
        ),
        (
            _("Holdings"),
            {"fields": ["materials_in_words", "disease_areas", "size", "open_to_in_words",
                        "networks"]},
        ),
        (
            _("Contact"),
            {"fields": ["contact_name", "contact_role", "contact_email", "contact_phone",
                        "language"]},
        ),
        (_("Wishes"), {"fields": ["help_wanted_in_words", "message"]}),
        (_("Privacy"), {"fields": ["privacy_notice"]}),
    ]  # fmt: skip

    @admin.display(description=_("materials"))
    def materials_in_words(self, application: Application) -> str:
        """Ticked materials."""
        return _labels(Material, application.materials)

    @admin.display(description=_("open to"))
    def open_to_in_words(self, application: Application) -> str:
        """Ticked answers."""
        return _labels(OpenTo, application.open_to)

    @admin.display(description=_("help wanted"))
    def help_wanted_in_words(self, application: Application) -> str:
        """Ticked answers."""
        return _labels(Help, application.help_wanted)

    def get_urls(self) -> list[URLPattern]:
        """One address for each step, and one to remove personal data."""
        steps = [
            path(
                f"<int:pk>/{name}/",
                self.admin_site.admin_view(self.step_view),
                {"name": name},
                name=f"membership_application_{name}",
            )
            for name in STEPS
        ]
        forget = path(
            "<int:pk>/forget/",
            self.admin_site.admin_view(self.forget_view),
            name="membership_application_forget",
        )
        return [*steps, forget, *super().get_urls()]

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """The answers, with a button for each thing that may be done."""
        application = self.get_object(request, object_id)
        buttons = _buttons(request, application) if application else []
        return super().change_view(
            request, object_id, form_url, {**(extra_context or {}), "buttons": buttons}
        )

    def step_view(self, request: HttpRequest, pk: int, name: str) -> HttpResponse:
        """GET asks, POST takes the step."""
        application = _to_change(request, pk)
        step = STEPS[name]
        form = step.form(request.POST or None, initial={"seen": application.state})
        if "seen" in form.errors:
            return _refuse(request, application, name, NOT_POSSIBLE)
        if request.method == "POST" and form.is_valid():
            return self._take_step(request, application, name, form)
        if not application.may_become(step.to_state):
            return _refuse(request, application, name, _what_happened(application.last_event))
        return self._ask(
            request, "step.html", application, form=form, title=step.question, button=step.button
        )

    def _take_step(
        self, request: HttpRequest, application: Application, name: str, form: StepForm
    ) -> HttpResponse:
        step = STEPS[name]
        answers = {**form.cleaned_data, "seen": State(form.cleaned_data["seen"])}
        try:
            step.action(application=application, by=request.user, **answers)
        except actions.ChangedMeanwhile as change:
            return _refuse(request, application, name, _what_happened(change.event))
        except actions.TransitionNotAllowed:
            return _refuse(request, application, name, NOT_POSSIBLE)
        # Django's own history page of the object tells it too.
        self.log_change(request, application, [{"changed": {"fields": ["state"]}}])
        messages.success(request, step.done)
        return _back_to(application)

    def forget_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """GET asks, POST removes the personal data."""
        application = _to_change(request, pk)
        if application.personal_data_removed_at:
            return _refuse(request, application, "forget", _what_happened(application.last_event))
        if request.method == "POST":
            actions.forget(application=application, by=cast(User, request.user))
            self.log_change(request, application, [{"changed": {"fields": ["personal data"]}}])
            messages.success(request, _("The personal data is removed."))
            return _back_to(application)
        return self._ask(
            request,
            "forget.html",
            application,
            title=_("Remove the personal data of this application?"),
            button=FORGET,
        )

    def _ask(
        self, request: HttpRequest, template: str, application: Application, **more: Any
    ) -> HttpResponse:
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "application": application,
            **more,
        }
        return render(request, f"admin/membership/application/{template}", context)


def _to_change(request: HttpRequest, pk: int) -> Application:
    """The application, for staff who may change it."""
    if not request.user.has_perm("membership.change_application"):
        raise PermissionDenied
    return get_object_or_404(Application, pk=pk)


def _labels(choices: type[TextChoices], codes: list[str]) -> str:
    return ", ".join(str(choices(code).label) for code in codes) or "-"


def _buttons(request: HttpRequest, application: Application) -> list[dict[str, Any]]:
    if not request.user.has_perm("membership.change_application"):
        return []
    labels = {
        name: step.button for name, step in STEPS.items() if application.may_become(step.to_state)
    }
    if application.personal_data_removed_at is None:
        labels["forget"] = FORGET
    return [
        {
            "label": label,
            "address": reverse(f"admin:membership_application_{name}", args=[application.pk]),
        }
        for name, label in labels.items()
    ]


def _what_happened(event: Event) -> str:
    """Who was faster, and what they did."""
    text = _("Nothing changed by you. On %(when)s, %(who)s set this application to: %(state)s.")
    return str(text) % {
        "when": date_format(localtime(event.at), "DATETIME_FORMAT"),
        "who": event.by or (_("the site") if event.from_state else _("the applicant")),
        "state": event,
    }


def _refuse(request: HttpRequest, application: Application, name: str, why: Any) -> HttpResponse:
    """Tell why nothing changed; the log learns of it without a name."""
    logger.warning(
        "Refused step %s of application %s to user %s", name, application.reference, request.user.pk
    )
    messages.error(request, why)
    return _back_to(application)


def _back_to(application: Application) -> HttpResponse:
    return redirect("admin:membership_application_change", application.pk)
