"""The interest form and the page that follows it."""

import logging
import math
import uuid

from django.conf import settings
from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_safe

from bbmri_be.rate_limits.visitors import address_of
from biobanks.models import Biobank, Organisation
from membership import doubles
from membership.actions.applicant import submit_application
from membership.forms.application import ApplicationForm
from membership.limits import seconds_to_wait
from membership.models import Application
from membership.privacy import NOTICE_VERSION
from membership.reference import new_reference
from membership.stamp import Stamp, new_stamp, read_stamp

logger = logging.getLogger(__name__)

# A field that people do not see, and robots fill in.
TRAP = "subject"
NOT_A_DOUBLE = "not_a_double"  # says that the form was sent again although it looks like a member


class TooManyApplications(Exception):
    """The hour's applications are used up; `args[0]` is how many seconds to wait."""


# Not `no-store`: with it, browsers empty the form when the visitor comes back to it.
@cache_control(private=True, no_cache=True)
@require_http_methods(["GET", "HEAD", "POST"])
def join(request: HttpRequest) -> HttpResponse:
    """Show the interest form, or take it in."""
    if request.method == "POST":
        return _take_in(request)
    _ask_database()
    return _form_page(request, ApplicationForm(initial={"language": get_language()}), new_stamp())


@cache_control(private=True, no_cache=True)
@require_safe
def received(request: HttpRequest, reference: str) -> HttpResponse:
    """Say that the application is stored, and what happens next. Shows nothing personal."""
    application = get_object_or_404(Application, reference=reference)
    return _received_page(request, application.reference)


def form_expired(request: HttpRequest) -> HttpResponse:
    """The form with everything that was typed and a new token; nothing is stored."""
    stamp = read_stamp(request.POST.get("stamp", "")) or new_stamp()
    return _form_page(request, ApplicationForm(request.POST), stamp, notice="expired", status=403)


def _take_in(request: HttpRequest) -> HttpResponse:
    if request.POST.get(TRAP):
        logger.info("A robot filled in the trap of the interest form")
        return _received_page(request, new_reference())
    form = ApplicationForm(request.POST)
    stamp = read_stamp(request.POST.get("stamp", ""))
    if not form.is_valid():
        return _form_page(request, form, stamp or new_stamp())
    if stamp is None:
        return _form_page(request, form, new_stamp(), notice="expired")
    if stamp.is_too_young:
        return _form_page(request, form, stamp, notice="too-fast")
    if NOT_A_DOUBLE not in request.POST and (member := doubles.member_like(form.instance)):
        return _form_page(request, form, stamp, notice="double", member=member)
    try:
        application, is_new = _store(request, form, stamp.token)
    except TooManyApplications as refusal:
        (seconds,) = refusal.args
        response = _form_page(
            request, form, stamp, notice="too-many", minutes=math.ceil(seconds / 60), status=429
        )
        response["Retry-After"] = str(seconds)
        return response
    if not is_new and not application.gives(form.cleaned_data):
        return _form_page(
            request, form, new_stamp(), notice="sent-before", reference=application.reference
        )
    return redirect(application)


@transaction.atomic
def _store(
    request: HttpRequest, form: ApplicationForm, token: uuid.UUID
) -> tuple[Application, bool]:
    """Store the application and count it, or neither. A repeat of a page is not counted."""
    application, is_new = submit_application(
        answers=form.cleaned_data, token=token, privacy_notice=NOTICE_VERSION
    )
    if is_new and (
        seconds := seconds_to_wait(address_of(request), form.cleaned_data["contact_email"])
    ):
        raise TooManyApplications(seconds)
    return application, is_new


def _ask_database() -> None:
    """Fail where the database is away: a form that could not be stored is not offered."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


def _form_page(
    request: HttpRequest,
    form: ApplicationForm,
    stamp: Stamp,
    *,
    notice: str = "",
    status: int = 200,
    **more: object,
) -> HttpResponse:
    context = {
        "form": form,
        "stamp": str(stamp),
        "trap": TRAP,
        "not_a_double": NOT_A_DOUBLE,
        "notice": notice,
        "retention_months": settings.RETENTION_MONTHS,
        "organisations": Organisation.objects.filter(biobanks__in=Biobank.objects.published())
        .distinct()
        .values_list("name", flat=True),
        **more,
    }
    return render(request, "membership/join.html", context, status=status)


def _received_page(request: HttpRequest, reference: str) -> HttpResponse:
    response = render(request, "membership/received.html", {"reference": reference})
    response["X-Robots-Tag"] = "noindex"
    return response
