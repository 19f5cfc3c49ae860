"""A page between a form and where it goes, when something must be settled first.

Everything that was typed goes along, unseen, so that nothing is lost: where staff must prove who
they are, were signed out meanwhile, or have the form open since before their last sign-in.
"""

from typing import Any

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.deprecation import MiddlewareMixin
from django.utils.translation import gettext_lazy as _

from bbmri_be.admin import is_for_staff

WAYS = {"login", "logout", "set-password"}  # in and out
OPENED = "again-opened"  # the page was only opened: there is nothing to send but the answer


class Question(HttpResponse):
    """The page that asks. It is sent in place of another and refuses nothing."""

    status_code = 403


class Answered(HttpResponseRedirect):
    """Back to the page that was only opened, once the question before it is answered."""


def page(request: HttpRequest, *, title: Any, form: Form | None = None, **context: Any) -> Question:
    """The page: the question, if there is one, and a button to go on."""
    prefix = form.prefix if form else None
    context |= {
        "title": title,
        "form": form,
        "is_opened": request.method != "POST" or was_opened(request),
        "fields": kept(without(request.POST, prefix)),
        "has_files": bool(request.FILES),
    }
    response = Question(render_to_string("admin/again.html", context, request))
    response["Cache-Control"] = "no-store"
    return response


def was_opened(request: HttpRequest) -> bool:
    """Whether the page was only opened when something had to be settled."""
    return OPENED in request.POST


def without(typed: QueryDict, prefix: str | None) -> QueryDict:
    """What was typed but for the answer."""
    rest = typed.copy()
    for name in typed:
        if name == OPENED or (prefix and name.startswith(f"{prefix}-")):
            del rest[name]
    return rest


def kept(typed: QueryDict) -> list[tuple[str, str]]:
    """Names and values that go along. A password does not: no page has one in its text."""
    return [
        (name, value)
        for name, values in typed.lists()
        if name != "csrfmiddlewaretoken" and "password" not in name
        for value in values
    ]


class SignedOutMiddleware(MiddlewareMixin):
    """Keeps a form of the desk that was sent after its session had ended."""

    def process_view(self, request: HttpRequest, *_view: Any) -> HttpResponse | None:
        """Show the way back in, in another tab, as often as it takes."""
        match = request.resolver_match
        if request.method != "POST" or not is_for_staff(request) or not match:
            return None
        # Whoever had a form of ours has the cookie of its token, also after signing out.
        had_form = settings.CSRF_COOKIE_NAME in request.COOKIES
        if request.user.is_authenticated or not had_form or match.url_name in WAYS:
            return None
        sign_in = redirect_to_login(reverse("admin:index"), reverse("admin:login")).url
        return page(request, title=_("You were signed out"), sign_in=sign_in)


def is_of_our_page(request: HttpRequest) -> bool:
    """Whether a form of the desk whose token is too old was sent from a page of ours, as every
    browser says; a foreign page must not get one sent by a button that we show."""
    return is_for_staff(request) and request.headers.get("Sec-Fetch-Site") == "same-origin"
