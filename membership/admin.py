"""The staff's desk: read applications, take them up, accept or decline them."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet, TextChoices
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path, reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from biobanks.codes import Material
from membership import actions
from membership.enums import Help, OpenTo, State
from membership.forms import AcceptForm, DeclineForm, StepForm
from membership.models import Application, Event


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


class ReadOnly:
    """Rows that the admin shows and never writes, not even for a superuser."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Actions write."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Actions write."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nothing is deleted."""
        return False


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
            {"fields": ["reference", "state", "created_at", "decided_at", "decided_by",
                        "decision_reason"]},
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
        (_("Privacy"), {"fields": ["privacy_notice", "personal_data_removed_at"]}),
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
        """One address for each step."""
        steps = [
            path(
                f"<int:pk>/{name}/",
                self.admin_site.admin_view(self.step_view),
                {"name": name},
                name=f"membership_application_{name}",
            )
            for name in STEPS
        ]
        return steps + super().get_urls()

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """The answers, with a button for each step that may be taken."""
        application = self.get_object(request, object_id)
        buttons = _buttons(request, application) if application else []
        return super().change_view(
            request, object_id, form_url, {**(extra_context or {}), "buttons": buttons}
        )

    def step_view(self, request: HttpRequest, pk: int, name: str) -> HttpResponse:
        """GET asks, POST takes the step."""
        if not request.user.has_perm("membership.change_application"):
            raise PermissionDenied
        application = get_object_or_404(Application, pk=pk)
        step = STEPS[name]
        form = step.form(request.POST or None, initial={"seen": application.state})
        if request.method == "POST" and form.is_valid():
            return self._take_step(request, application, step, form)
        if not application.may_become(step.to_state):
            _tell_what_happened(request, application.events.latest("at", "pk"))
            return _back_to(application)
        context = {
            **self.admin_site.each_context(request),
            "title": step.question,
            "opts": self.opts,
            "application": application,
            "step": step,
            "form": form,
        }
        return render(request, "admin/membership/application/step.html", context)

    def _take_step(
        self, request: HttpRequest, application: Application, step: Step, form: StepForm
    ) -> HttpResponse:
        answers = {**form.cleaned_data, "seen": State(form.cleaned_data["seen"])}
        try:
            step.action(application=application, by=request.user, **answers)
        except actions.ChangedMeanwhile as change:
            _tell_what_happened(request, change.event)
        except actions.TransitionNotAllowed:
            messages.error(request, _("Nothing changed: this step is not possible from here."))
        else:
            # Django's own history page of the object tells it too.
            self.log_change(request, application, [{"changed": {"fields": ["state"]}}])
            messages.success(request, step.done)
        return _back_to(application)


def _labels(choices: type[TextChoices], codes: list[str]) -> str:
    return ", ".join(str(choices(code).label) for code in codes) or "-"


def _buttons(request: HttpRequest, application: Application) -> list[dict[str, Any]]:
    if not request.user.has_perm("membership.change_application"):
        return []
    return [
        {
            "label": step.button,
            "address": reverse(f"admin:membership_application_{name}", args=[application.pk]),
        }
        for name, step in STEPS.items()
        if application.may_become(step.to_state)
    ]


def _tell_what_happened(request: HttpRequest, event: Event) -> None:
    """Say who was faster, and what they did."""
    text = _("Nothing changed by you. On %(when)s, %(who)s set this application to: %(state)s.")
    messages.error(
        request,
        text
        % {
            "when": date_format(localtime(event.at), "DATETIME_FORMAT"),
            "who": event.by or _("the applicant"),
            "state": event.get_to_state_display(),
        },
    )


def _back_to(application: Application) -> HttpResponse:
    return redirect("admin:membership_application_change", application.pk)
