"""The page of an application, opened by a status link: where it stands, and what can be said.

Whoever holds the link is the applicant. Pages are never kept by browsers or proxies, and stay
unknown to search engines.
"""

import time
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.db.models import Prefetch
from django.forms import BaseForm
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from bbmri_be.rate_limits.visitors import address_of
from membership import limits, public
from membership.actions import applicant
from membership.actions.applicant import File
from membership.actions.moves import ChangedMeanwhile, TooLate, TransitionNotAllowed
from membership.enums import DORMANT, OPEN, State
from membership.forms.application import CorrectionForm
from membership.forms.status import LONGEST_FILE_NAME, LinkForm, ReplyForm, WithdrawalForm
from membership.models import Application, Attachment, StatusLink
from membership.models.links import digest
from membership.summary import summary_of
from membership.times import stage_of, usual_times

DONE = frozenset({"sent", "corrected", "unchanged"})  # what the status page says that was done
LEAST_SECONDS = 0.1  # of the answer to who wants a link, whether an address is known or not
View = Callable[..., HttpResponse]


def of_link(view: View) -> View:
    """A page that a status link opens: the view gets the application and the token."""

    @never_cache
    @wraps(view)
    def wrapped(request: HttpRequest, token: str, **kwargs: Any) -> HttpResponse:
        links = StatusLink.objects.select_related("application")
        link = links.filter(digest=digest(token)).first()
        if link is None:
            response = render(request, "membership/link_unknown.html", status=404)
        else:
            response = view(request, link.application, token, **kwargs)
        response["X-Robots-Tag"] = "noindex"
        return response

    return wrapped


@require_http_methods(["GET", "HEAD", "POST"])
@of_link
def status(request: HttpRequest, application: Application, token: str) -> HttpResponse:
    """Where the application stands and what was said; POST is a message to the secretariat."""
    if request.method != "POST":
        return _status_page(request, application, token, ReplyForm(), notice=_notice(request))
    kept = Attachment.objects.filter(message__application=application).count()
    form = ReplyForm(request.POST, request.FILES, kept=kept)
    if not form.is_valid():
        return _status_page(request, application, token, form)
    if seconds := limits.seconds_to_wait_for_message(address_of(request)):
        return _later(_status_page(request, application, token, form, notice="too-many"), seconds)
    files = [
        File(file.name[-LONGEST_FILE_NAME:], file.read())
        for file in form.cleaned_data["attachments"]
    ]
    try:
        applicant.reply(application=application, text=form.cleaned_data["text"], files=files)
    except TransitionNotAllowed:
        application.refresh_from_db()
        return _status_page(request, application, token, form, notice="closed", status=409)
    return _done(token, "sent")


@require_http_methods(["GET", "HEAD", "POST"])
@of_link
def confirm(request: HttpRequest, application: Application, token: str) -> HttpResponse:
    """Confirm the mail address. A button, not the link in the mail: mail scanners open links."""
    if request.method == "POST":
        applicant.confirm_address(application=application)
    return redirect("membership:status", token)


@require_http_methods(["GET", "HEAD", "POST"])
@of_link
def correct(request: HttpRequest, application: Application, token: str) -> HttpResponse:
    """Change answers."""
    state, _since = application.public_state
    if state not in OPEN:
        return redirect("membership:status", token)
    form = CorrectionForm(request.POST or None, instance=application)
    if request.method == "POST" and form.is_valid():
        stored = Application.objects.get(pk=application.pk)
        if seconds := limits.seconds_to_wait_for_message(address_of(request)):
            return _later(
                _asking(request, "correct", application, token, form, "too-many"), seconds
            )
        try:
            is_changed = applicant.correct(application=stored, answers=form.cleaned_data)
        except TransitionNotAllowed:
            return _asking(request, "correct", application, token, form, "closed", status=409)
        return _done(token, "corrected" if is_changed else "unchanged")
    return _asking(request, "correct", application, token, form)


@require_http_methods(["GET", "HEAD", "POST"])
@of_link
def withdraw(request: HttpRequest, application: Application, token: str) -> HttpResponse:
    """GET asks, POST withdraws."""
    state, _since = application.public_state
    if state not in OPEN:
        return redirect("membership:status", token)
    form = WithdrawalForm(request.POST or None, initial={"seen": state})
    if request.method == "POST" and form.is_valid():
        if seconds := limits.seconds_to_wait_for_message(address_of(request)):
            return _later(
                _asking(request, "withdraw", application, token, form, "too-many"), seconds
            )
        seen = State(form.cleaned_data["seen"])
        if seen == state:
            seen = State(application.state)  # which may be ahead of what the applicant is told
        try:
            applicant.withdraw(
                application=application, seen=seen, reason=form.cleaned_data["reason"]
            )
        except (ChangedMeanwhile, TooLate, TransitionNotAllowed):
            application.refresh_from_db()
            return _status_page(
                request, application, token, ReplyForm(), notice="moved", status=409
            )
        return redirect("membership:status", token)
    return _asking(request, "withdraw", application, token, form)


@require_POST
@of_link
def come_back(request: HttpRequest, application: Application, token: str) -> HttpResponse:
    """Go on with an application that was withdrawn or has lapsed."""
    if seconds := limits.seconds_to_wait_for_message(address_of(request)):
        page = _status_page(request, application, token, ReplyForm(), notice="too-many")
        return _later(page, seconds)
    try:
        applicant.come_back(application=application, seen=State(application.state))
    except (ChangedMeanwhile, TransitionNotAllowed):
        application.refresh_from_db()
        return _status_page(request, application, token, ReplyForm(), notice="moved", status=409)
    return redirect("membership:status", token)


@require_safe
@of_link
def file(request: HttpRequest, application: Application, token: str, pk: int) -> HttpResponse:
    """A file that the applicant sent, as a download."""
    return download(get_object_or_404(Attachment, pk=pk, message__application=application))


def download(attachment: Attachment) -> HttpResponse:
    """A file of an applicant, which no browser shows as a page of ours."""
    if not attachment.content:
        raise Http404
    response = HttpResponse(bytes(attachment.content), content_type="application/octet-stream")
    name = f"{attachment.name.removesuffix('.pdf')}.pdf"
    response["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    return response


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def send_link(request: HttpRequest) -> HttpResponse:
    """Send a new link. The answer never tells whether an address is known."""
    form = LinkForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return render(request, "membership/send_link.html", {"form": form})
    email = form.cleaned_data["email"]
    if seconds := limits.seconds_to_wait_for_link(address_of(request), email):
        context = {"form": form, "notice": "too-many"}
        return _later(render(request, "membership/send_link.html", context), seconds)
    begun = time.monotonic()
    applicant.renew_links(email=email)
    # To write a mail takes longer than to write none.
    time.sleep(max(0.0, LEAST_SECONDS - (time.monotonic() - begun)))
    return render(request, "membership/send_link.html", {"form": form, "is_sent": True})


def link_form_expired(request: HttpRequest) -> HttpResponse:
    """The form with the address that was typed; nothing is sent."""
    context = {"form": LinkForm(request.POST), "notice": "expired"}
    return render(request, "membership/send_link.html", context, status=403)


@of_link
def form_expired(
    request: HttpRequest, application: Application, token: str, *, view_name: str
) -> HttpResponse:
    """The page that was sent too late, with what was typed; nothing is done."""
    if view_name == "membership:correct":
        form = CorrectionForm(request.POST, instance=application)
        return _asking(request, "correct", application, token, form, notice="expired", status=403)
    if view_name == "membership:withdraw":
        asked = WithdrawalForm(request.POST)
        return _asking(request, "withdraw", application, token, asked, notice="expired", status=403)
    reply = ReplyForm({"text": request.POST["text"]}) if "text" in request.POST else ReplyForm()
    return _status_page(request, application, token, reply, notice="expired", status=403)


def _notice(request: HttpRequest) -> str:
    """What was done just now, as the address says it."""
    return done if (done := request.GET.get("done", "")) in DONE else ""


def _done(token: str, what: str) -> HttpResponse:
    """Back to the status page, which says what was done."""
    return redirect(f"{reverse('membership:status', args=[token])}?done={what}")


def _later(response: HttpResponse, seconds: int) -> HttpResponse:
    """The same page as 429: so many seconds later it may be sent again."""
    response.status_code = 429
    response["Retry-After"] = str(seconds)
    return response


def _asking(
    request: HttpRequest,
    name: str,
    application: Application,
    token: str,
    form: BaseForm,
    notice: str = "",
    *,
    status: int = 200,
) -> HttpResponse:
    context = {
        "application": application,
        "form": form,
        "token": token,
        "notice": notice,
        "retention_months": settings.RETENTION_MONTHS,
    }
    return render(request, f"membership/{name}.html", context, status=status)


def _status_page(
    request: HttpRequest,
    application: Application,
    token: str,
    form: ReplyForm,
    *,
    notice: str = "",
    status: int = 200,
) -> HttpResponse:
    state, since = application.public_state
    files = Prefetch("attachments", Attachment.objects.defer("content"))
    messages = application.messages.select_related("event").prefetch_related(files)
    context = {
        "application": application,
        "token": token,
        "state": state,
        "since": since,
        "wording": public.wording(state),
        "is_open": state in OPEN and not application.personal_data_removed_at,
        "may_come_back": state in DORMANT and not application.personal_data_removed_at,
        "messages": [message for message in messages if message.is_told],
        "decision_reason": application.decision_reason if state == application.state else "",
        "usual": usual_times().get(stage_of(application)) if state in OPEN else None,
        "summary": summary_of(application),
        "form": form,
        "notice": notice,
        "is_done": notice in DONE,
    }
    return render(request, "membership/status.html", context, status=status)
