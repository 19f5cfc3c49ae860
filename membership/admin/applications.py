"""The staff's desk: the queue of applications, and the page of each."""

import logging
from datetime import date
from typing import Any, cast

from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet, TextChoices
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from bbmri_be.admin import ReadOnly, Waiting, waiter
from biobanks.codes import Material
from membership import emails, queue
from membership.actions import desk
from membership.actions.moves import ChangedMeanwhile, TooLate, TransitionNotAllowed
from membership.admin.case import Canned, Case, canned_replies
from membership.admin.steps import STEPS, WRITINGS, is_possible
from membership.enums import OPEN, Help, OpenTo, State
from membership.forms.desk import AssigneeForm, ChecksForm, StepForm, WritingForm
from membership.models import Application, Attachment, Event
from membership.persons import personal_data
from membership.summary import summary_of
from membership.times import usual_times, working_days
from membership.views.status import download

logger = logging.getLogger(__name__)

FORGET = _("Remove personal data")
NOT_POSSIBLE = _("Nothing changed: this step is not possible from here.")
# What nobody did happened by itself in these states, or where personal data was removed.
BY_THE_SITE = {State.LAPSED, ""}
TOO_LATE = _("Nothing changed: the applicant has been told already.")
UNTOLD = _("Not yet: it would tell what the applicant is told in some minutes. Try again then.")
CONFIRMED = "confirmed"  # name of the button under the preview of a mail


class QueueFilter(admin.SimpleListFilter):
    """Whose turn it is, with how many there are."""

    title = _("queue")
    parameter_name = "queue"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        """The queues."""
        self.queues = {
            "ours": (_("Ours"), queue.ours()),
            "mine": (_("Mine"), queue.mine(cast(User, request.user))),
            "applicant": (_("Waiting for the applicant"), queue.waiting_for_applicant()),
            "overdue": (_("Overdue"), queue.overdue()),
            "decided": (_("Decided"), queue.decided()),
        }
        return [(code, f"{label} ({rows.count()})") for code, (label, rows) in self.queues.items()]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        """Only the applications of the queue."""
        if (code := self.value()) in self.queues:
            return queryset.filter(pk__in=self.queues[code][1].values("pk"))
        return queryset


@waiter
def applications(request: HttpRequest) -> list[Waiting]:
    """Applications by turn."""
    if not request.user.has_perm("membership.view_application"):
        return []
    address = reverse("admin:membership_application_changelist")
    user = cast(User, request.user)
    queues = [
        (_("Applications, our turn"), queue.ours(), "ours"),
        (_("of these yours"), queue.mine(user), "mine"),
        (_("of these overdue"), queue.overdue(), "overdue"),
        (_("Applications, the applicant’s turn"), queue.waiting_for_applicant(), "applicant"),
    ]
    return [Waiting(label, rows.count(), f"{address}?queue={code}") for label, rows, code in queues]


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

    holds_personal_data = True  # each look is noted: `bbmri_be.audit_log`
    change_form_template = "admin/membership/application/change_form.html"
    change_list_template = "admin/membership/application/change_list.html"
    list_display = [
        "name", "reference", "organisation_name", "state", "age", "assignee", "sent_in",
    ]  # fmt: skip
    list_display_links = ["reference", "name"]
    list_filter = [QueueFilter, "state", "kind", "province", "created_at"]
    list_select_related = ["assignee"]
    search_fields = [
        "reference", "name", "acronym", "organisation_name", "host_institution", "city",
        "contact_name", "contact_email", "famhp_number", "enterprise_number",
        "directory_identifier",
    ]  # fmt: skip
    list_per_page = 50
    view_on_site = False  # what the public sees needs a link that only the applicant has
    inlines = [EventInline]
    fieldsets = [
        (
            None,
            {"fields": ["reference", "created_at", "decided_at", "decided_by", "decision_reason",
                        "personal_data_removed_at"]},
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

    @admin.display(description=_("working days"), ordering="-state_since")
    def age(self, application: Application) -> int:
        """How long it is where it is."""
        return working_days(application.state_since, timezone.now())

    @admin.display(description=_("sent in"), ordering="created_at")
    def sent_in(self, application: Application) -> date:
        """The day: the hour would not fit beside the rest."""
        return localtime(application.created_at).date()

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

    def get_ordering(self, request: HttpRequest) -> Any:
        """In a queue the longest waiting first, otherwise the newest."""
        in_queue = QueueFilter.parameter_name in request.GET
        return ["state_since", "pk"] if in_queue else ["-created_at", "-pk"]

    def get_urls(self) -> list[URLPattern]:
        """An address for each thing that may be done, and for what may be looked at."""

        def address(route: str, view: Any, name: str, **kwargs: str) -> Any:
            full_name = f"membership_application_{name}"
            return path(route, self.admin_site.admin_view(view), kwargs, name=full_name)

        return [
            address("next/", self.next_view, "next"),
            address("figures/", self.figures_view, "figures"),
            address("file/<int:pk>/", self.file_view, "file"),
            address("<int:pk>/print/", self.print_view, "print"),
            address("<int:pk>/export/", self.export_view, "export"),
            address("<int:pk>/assign/", require_POST(self.assign_view), "assign"),
            address("<int:pk>/checks/", require_POST(self.checks_view), "checks"),
            address("<int:pk>/forget/", self.forget_view, "forget"),
            *(address(f"<int:pk>/{verb}/", self.step_view, verb, verb=verb) for verb in STEPS),
            *(
                address(f"<int:pk>/{verb}/", self.writing_view, verb, verb=verb)
                for verb in WRITINGS
            ),
            *super().get_urls(),
        ]

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """The case: where it stands, what was said, the answers; a button for all that may be done.

        Who opened it is noted: so that each sees what changed since, and that it can be told who
        saw personal data.
        """
        application = self.get_object(request, object_id)
        context = dict(extra_context or {})
        if application and self.has_view_permission(request, application):
            context["case"] = Case(application, cast(User, request.user))
            context["buttons"] = _buttons(request, application)
            context["may_change"] = _may_change(request)
        response = super().change_view(request, object_id, form_url, context)
        if application and "case" in context:
            desk.look(application=application, by=cast(User, request.user))
        return response

    def step_view(self, request: HttpRequest, pk: int, verb: str) -> HttpResponse:
        """GET asks; POST shows the mail that would go, where one does, and then takes the step."""
        application = _to_change(request, pk)
        step = STEPS[verb]
        replies = canned_replies(application) if verb == "ask" else []
        first = {"seen": application.state, "text": _chosen(request, replies)}
        form = step.form(request.POST or None, initial=first)
        if "seen" in form.errors:
            return _refuse(request, application, verb, NOT_POSSIBLE)
        is_valid = request.method == "POST" and form.is_valid()
        if is_valid and (step.letter is None or CONFIRMED in request.POST):
            return self._take_step(request, application, verb, form)
        if not is_possible(application, step):
            why = TOO_LATE if verb == "take-back" else _why_not(application)
            return _refuse(request, application, verb, why)
        preview = None
        if is_valid and step.letter:
            words = form.cleaned_data.get("text") or form.cleaned_data.get("reason", "")
            preview = emails.preview(application, step.letter, words)
        return self._ask(
            request,
            "step.html",
            application,
            form=form,
            title=step.question,
            button=step.button,
            preview=preview,
            confirmed=CONFIRMED,
            shows_mail=step.letter is not None,
            replies=replies,
        )

    def _take_step(
        self, request: HttpRequest, application: Application, verb: str, form: StepForm
    ) -> HttpResponse:
        step = STEPS[verb]
        answers = {**form.cleaned_data, "seen": State(form.cleaned_data["seen"])}
        try:
            step.action(application=application, by=request.user, **answers)
        except ChangedMeanwhile as change:
            return _refuse(request, application, verb, _what_happened(change.event))
        except TransitionNotAllowed:
            return _refuse(request, application, verb, NOT_POSSIBLE)
        except TooLate:
            return _refuse(request, application, verb, TOO_LATE)
        # Django's own history page of the object tells it too.
        self.log_change(request, application, str(step.button))
        messages.success(request, step.done)
        return _back_to(application)

    def writing_view(self, request: HttpRequest, pk: int, verb: str) -> HttpResponse:
        """GET asks for the words, POST keeps or sends them."""
        application = _to_change(request, pk)
        writing = WRITINGS[verb]
        if verb == "message" and application.state not in OPEN:
            return _refuse(request, application, verb, NOT_POSSIBLE)
        replies = canned_replies(application) if verb == "message" else []
        form = WritingForm(request.POST or None, initial={"text": _chosen(request, replies)})
        is_valid = request.method == "POST" and form.is_valid()
        preview = None
        if is_valid and writing.letter and CONFIRMED not in request.POST:
            preview = emails.preview(application, writing.letter, form.cleaned_data["text"])
        elif is_valid:
            try:
                writing.action(
                    application=application,
                    by=cast(User, request.user),
                    text=form.cleaned_data["text"],
                )
            except TransitionNotAllowed:
                return _refuse(request, application, verb, NOT_POSSIBLE)
            messages.success(request, writing.done)
            return _back_to(application)
        return self._ask(
            request,
            "writing.html",
            application,
            form=form,
            title=writing.question,
            button=writing.button,
            explanation=writing.explanation,
            preview=preview,
            confirmed=CONFIRMED,
            shows_mail=writing.letter is not None,
            replies=replies,
        )

    def assign_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Say who looks after the application."""
        application = _to_change(request, pk)
        form = AssigneeForm(request.POST)
        if form.is_valid():
            desk.assign(application=application, to=form.cleaned_data["assignee"])
            messages.success(request, _("The assignee is noted."))
        else:
            messages.error(request, _("Nothing changed: choose a member of staff."))
        return _back_to(application)

    def checks_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Keep what was found of the criteria."""
        application = _to_change(request, pk)
        form = ChecksForm(request.POST, application=application)
        if form.is_valid():
            desk.check(
                application=application, by=cast(User, request.user), found=form.cleaned_data
            )
            messages.success(request, _("The checklist is kept."))
        else:
            messages.error(request, NOT_POSSIBLE)
        return _back_to(application)

    def next_view(self, request: HttpRequest) -> HttpResponse:
        """The application that waits longest, and nobody else looks after."""
        _to_view(request)
        application = queue.next_oldest(cast(User, request.user))
        if application is None:
            messages.info(request, _("Nothing waits for you."))
            return redirect("admin:membership_application_changelist")
        return _back_to(application)

    def figures_view(self, request: HttpRequest) -> HttpResponse:
        """How many are open, whose turn it is, and how long it takes."""
        _to_view(request)
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": _("Figures"),
            "ours": queue.ours().count(),
            "waiting": queue.waiting_for_applicant().count(),
            "overdue": queue.overdue().count(),
            "decided": queue.decided().count(),
            "times": usual_times().values(),
        }
        return render(request, "admin/membership/application/figures.html", context)

    def print_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The whole case on paper, for those who decide."""
        _to_view(request)
        application = get_object_or_404(Application, pk=pk)
        desk.look(application=application, by=cast(User, request.user))
        context = {
            "application": application,
            "case": Case(application, cast(User, request.user)),
            "summary": summary_of(application, of_staff=True),
            "today": timezone.now(),
        }
        return render(request, "admin/membership/application/print.html", context)

    def export_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """All that is held of the applicant, as a file to hand to them."""
        application = _to_change(request, pk)
        last = application.last_event
        if last and not last.is_told:
            return _refuse(request, application, "export", UNTOLD)
        desk.look(application=application, by=cast(User, request.user))
        response = JsonResponse(
            personal_data(application), json_dumps_params={"ensure_ascii": False, "indent": 2}
        )
        name = f"application-{application.reference}.json"
        response["Content-Disposition"] = f'attachment; filename="{name}"'
        return response

    def file_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """A file of an applicant, as a download."""
        _to_view(request)
        return download(get_object_or_404(Attachment, pk=pk))

    def forget_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """GET asks, POST removes the personal data."""
        application = _to_change(request, pk)
        if application.personal_data_removed_at:
            return _refuse(request, application, "forget", _why_not(application))
        if request.method == "POST":
            desk.forget(application=application, by=cast(User, request.user))
            self.log_change(request, application, str(FORGET))
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


def _may_change(request: HttpRequest) -> bool:
    return bool(request.user.has_perm("membership.change_application"))


def _to_change(request: HttpRequest, pk: int) -> Application:
    """The application, for staff who may change it."""
    if not _may_change(request):
        raise PermissionDenied
    return get_object_or_404(Application, pk=pk)


def _to_view(request: HttpRequest) -> None:
    """Let staff pass who may see applications."""
    if not (request.user.has_perm("membership.view_application") or _may_change(request)):
        raise PermissionDenied


def _chosen(request: HttpRequest, replies: list[Canned]) -> str:
    """The text of the canned reply that was chosen."""
    chosen = request.GET.get("reply")
    return next((reply.text for reply in replies if str(reply.key) == chosen), "")


def _labels(choices: type[TextChoices], codes: list[str]) -> str:
    return ", ".join(str(choices(code).label) for code in codes) or "-"


def _buttons(request: HttpRequest, application: Application) -> list[dict[str, Any]]:
    if not _may_change(request):
        return []
    labels = {name: step.button for name, step in STEPS.items() if is_possible(application, step)}
    if application.personal_data_removed_at is None:
        labels["note"] = WRITINGS["note"].button
        if application.state in OPEN:
            labels["message"] = WRITINGS["message"].button
        labels["forget"] = FORGET
    return [
        {
            "label": label,
            "is_final": name == "forget",
            "address": reverse(f"admin:membership_application_{name}", args=[application.pk]),
        }
        for name, label in labels.items()
    ]


def _what_happened(event: Event) -> str:
    """Who was faster, and what they did."""
    text = _("Nothing changed by you. On %(when)s, %(who)s set this application to: %(state)s.")
    return str(text) % {
        "when": date_format(localtime(event.at), "DATETIME_FORMAT"),
        "who": event.by or (_("the site") if event.to_state in BY_THE_SITE else _("the applicant")),
        "state": event,
    }


def _why_not(application: Application) -> Any:
    """What happened last, to somebody who comes too late."""
    last = application.last_event
    return _what_happened(last) if last else NOT_POSSIBLE


def _refuse(request: HttpRequest, application: Application, name: str, why: Any) -> HttpResponse:
    """Tell why nothing changed, and give back what was written; the log learns no name."""
    logger.warning(
        "Refused step %s of application %s to user %s", name, application.reference, request.user.pk
    )
    if written := request.POST.get("text") or request.POST.get("reason"):
        messages.warning(request, _("You had written: %(text)s") % {"text": written})
    messages.error(request, why)
    return _back_to(application)


def _back_to(application: Application) -> HttpResponse:
    return redirect("admin:membership_application_change", application.pk)
