"""The page between the password and the admin."""

from typing import Any

from django import forms
from django.contrib.auth.models import User
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django_otp import login
from django_otp.models import Device

from bbmri_be.audit_log.actions import note
from bbmri_be.audit_log.models import What
from bbmri_be.second_factor import actions
from bbmri_be.second_factor.proof import prove


class NumberForm(forms.Form):
    """A number from the telephone, or a code that was kept."""

    number = forms.CharField(
        label=_("Number"),
        max_length=32,
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "inputmode": "text", "autofocus": True}
        ),
        error_messages={"required": _("Type the number that your telephone shows.")},
    )

    def clean_number(self) -> str:
        """Without the spaces that some applications show."""
        return str(self.cleaned_data["number"]).replace(" ", "")


@never_cache
@sensitive_post_parameters("number")
def second_factor(request: HttpRequest) -> HttpResponse:
    """Set up a second factor, or ask for its number, and go on; or tell how it stands."""
    user = request.user
    if not (isinstance(user, User) and user.is_staff):
        return redirect_to_login(request.get_full_path(), reverse("admin:login"))
    if not actions.has_one(user):
        return set_up(request, user)
    is_in = getattr(user, "is_verified")()  # noqa: B009 - added by django-otp's middleware
    return as_it_stands(request, user) if is_in else ask(request, user)


def as_it_stands(request: HttpRequest, user: User) -> HttpResponse:
    """Tell how many codes are left; POST makes new ones, and those from before open nothing."""
    if request.method == "POST":
        codes, title = actions.new_codes(user), _("Keep these codes")
        note(What.CHANGED, by=user, page="second-factor", request=request)
        return page(request, codes=codes, going_on=going_on(request), title=title)
    return page(request, codes_left=actions.codes_left(user), title=_("Second factor"))


def ask(request: HttpRequest, user: User) -> HttpResponse:
    """Ask for the number of a second factor that is set up."""
    form = NumberForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if device := actions.check(user, form.cleaned_data["number"]):
            enter(request, device)
            return redirect(going_on(request))
        note(What.NOT_PROVED, by=user, request=request)
        form.add_error("number", wrong())
    return page(request, form=form, title=_("Second factor"))


def enter(request: HttpRequest, device: Device) -> None:
    """Open the admin to a session."""
    login(request, device)
    prove(request)
    note(What.PROVED, by=request.user, request=request)


def set_up(request: HttpRequest, user: User) -> HttpResponse:
    """Show the key, and take it once its first number is right; then show the codes to keep."""
    form = NumberForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if done := actions.set_up(user, form.cleaned_data["number"]):
            device, codes = done
            enter(request, device)
            note(What.CHANGED, by=user, page="second-factor", request=request)
            title = _("Keep these codes")
            return page(request, codes=codes, going_on=going_on(request), title=title)
        note(What.NOT_PROVED, by=user, request=request)
        form.add_error("number", wrong())
    device = actions.begun(user)
    return page(
        request,
        form=form,
        picture=actions.picture_of(device),
        key=device.config_url.partition("secret=")[2].partition("&")[0],
        title=_("Set up a second factor"),
    )


def wrong() -> Any:
    """What is said to a wrong number; it may also be right, and come too soon after wrong ones."""
    return _("This number is not right. Wait for the next one, some seconds, and type that.")


def going_on(request: HttpRequest) -> str:
    """Where somebody wanted to go, inside the site."""
    target = request.GET.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(
        target, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return target if is_ours else reverse("admin:index")


def page(request: HttpRequest, **context: Any) -> HttpResponse:
    """The page, in the frame of the admin without its lists."""
    return render(request, "admin/second_factor.html", context)
