"""Asks staff once more who they are, before what cannot be taken back or what opens doors.

Deleting, personal data that leaves the site, accounts and rights: somebody else could sit at a desk
that was left open. What was typed meanwhile goes on with the answer.
"""

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils import timezone
from django.utils.deprecation import MiddlewareMixin
from django.utils.translation import gettext_lazy as _

from bbmri_be import again
from bbmri_be.admin import is_for_staff
from bbmri_be.audit_log.actions import note
from bbmri_be.audit_log.models import What
from bbmri_be.login import seconds_to_wait, too_many
from bbmri_be.rate_limits.visitors import address_of, network_of
from bbmri_be.second_factor import actions
from bbmri_be.staff_sessions.store import BEGUN

FRESH = timedelta(minutes=15)  # so long an answer holds
GIVEN = "proved"  # in the session: when somebody last proved who they are, ISO 8601
PREFIX = "proof"
PAGES = {
    "auth_user_add",
    "auth_user_change",
    "auth_group_add",
    "auth_group_change",
    "biobanks_changeset_tables",
    "membership_application_export",
    "membership_application_forget",
    "password_change",
}
# Of lists, by the name of the action.
ACTIONS = {"delete_selected", "reset_second_factor", "send_password_link"}


class ProofForm(forms.Form):
    """The password again, and the number of the second factor."""

    password = forms.CharField(
        label=_("Password"),
        strip=False,
        max_length=4096,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password", "autofocus": True}),
    )
    number = forms.CharField(
        label=_("Number"),
        max_length=32,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code"}),
    )

    prefix = PREFIX

    def __init__(self, request: HttpRequest, typed: QueryDict | None) -> None:
        """Ask for what this person has."""
        super().__init__(typed)
        self.request = request
        if not settings.STAFF_SECOND_FACTOR:
            del self.fields["number"]

    def clean(self) -> dict[str, Any]:
        """Look at both; nothing tells which of them is wrong."""
        user, given = self.request.user, self.cleaned_data
        assert isinstance(user, User)  # noqa: S101 - nobody else is asked
        if self.errors:
            return given
        network = network_of(address_of(self.request))
        if seconds := seconds_to_wait(user.get_username().casefold(), network):
            raise too_many(seconds)
        is_right = user.check_password(given["password"])
        if is_right and "number" in self.fields:
            is_right = actions.check(user, given["number"].replace(" ", "")) is not None
        note(What.PROVED if is_right else What.NOT_PROVED, by=user, request=self.request)
        if not is_right:
            raise ValidationError(
                _(
                    "This is not right. Type your password, and the number that your telephone "
                    "shows now; each number works once."
                )
            )
        return given


class ProofMiddleware(MiddlewareMixin):
    """Asks before some pages and actions of the desk."""

    def process_view(self, request: HttpRequest, *_view: Any) -> HttpResponse | None:
        """Let pass, or ask. What is asked with an answer goes on as if there were none in it."""
        if not is_for_staff(request) or not request.user.is_authenticated:
            return None
        is_answer = f"{PREFIX}-password" in request.POST
        if not is_answer and (not is_grave(request) or is_fresh(request)):
            return None
        form = ProofForm(request, request.POST if is_answer else None)
        if not is_answer or not form.is_valid():
            return again.page(request, title=_("Is it you?"), form=form)
        prove(request)
        if again.was_opened(request):
            return again.Answered(request.get_full_path())
        request.POST = again.without(request.POST, PREFIX)  # type: ignore[assignment]
        return None


def is_grave(request: HttpRequest) -> bool:
    """Whether a page or an action is one before which staff are asked."""
    match = request.resolver_match
    name = str(match.url_name) if match else ""
    if name in PAGES or name.endswith("_delete"):
        return True
    if request.method != "POST":
        return False
    if name == "second-factor":  # new codes; before, the page itself asks
        return is_in(request)
    # Lists have several boxes of this name, and Django does what one of them says.
    return not ACTIONS.isdisjoint(request.POST.getlist("action"))


def is_in(request: HttpRequest) -> bool:
    """Whether somebody gave the second factor at this sign-in."""
    return bool(getattr(request.user, "is_verified")())  # noqa: B009 - added by django-otp


def is_fresh(request: HttpRequest) -> bool:
    """Whether somebody proved a moment ago who they are; the sign-in counts."""
    signed_in = None if settings.STAFF_SECOND_FACTOR else request.session.get(BEGUN)
    given = request.session.get(GIVEN) or signed_in
    return given is not None and timezone.now() - datetime.fromisoformat(given) < FRESH


def prove(request: HttpRequest) -> None:
    """Note that somebody has just proved who they are, under a new name of the session: whoever
    knew that of before has nothing of it."""
    request.session.cycle_key()
    request.session[GIVEN] = timezone.now().isoformat()
