"""The page on which a biobank says whether its entry is right, or what is to be changed.

Whoever has the link answers for the biobank; there is no account. Reading the page changes nothing:
mail scanners open links.
"""

from contextlib import suppress
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from biobanks.confirming import actions, letters
from biobanks.confirming.forms import ProposalForms, in_words, label_of, stated
from biobanks.models import Biobank, Collection, Confirmation


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """The entry as it is published; the button says that all is correct."""
    confirmation = opened(token)
    if request.method == "POST":
        with suppress(actions.AlreadyAnswered):
            actions.confirm(confirmation)
        return redirect("biobanks:confirm", token)
    biobank = confirmation.biobank
    entries: list[Biobank | Collection] = [
        biobank, *biobank.collections.published().order_by("name", "pk"),
    ]  # fmt: skip
    return page(
        request,
        "confirm.html",
        confirmation=confirmation,
        token=token,
        entries=[(entry, stated(entry)) for entry in entries],
        proposals=[
            (
                proposal.entry,
                label_of(proposal.entry, proposal.field),
                in_words(proposal.entry, proposal.field, proposal.after),
            )
            for proposal in confirmation.proposals.select_related("collection")
        ],
    )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def propose(request: HttpRequest, token: str) -> HttpResponse:
    """The entry in a form; what was changed becomes proposals."""
    confirmation = opened(token)
    if confirmation.answered_at:
        return redirect("biobanks:confirm", token)
    if request.method != "POST":
        return asking(request, token, confirmation, ProposalForms(confirmation.biobank))
    forms = ProposalForms(confirmation.biobank, request.POST)
    if not forms.is_valid():
        return asking(request, token, confirmation, forms, status=422)
    try:
        actions.propose(
            confirmation,
            changes=forms.changes,
            message=forms.message.cleaned_data["message"],
        )
    except actions.NothingProposed:
        return asking(request, token, confirmation, forms, notice="nothing")
    except actions.AlreadyAnswered:
        pass
    return redirect("biobanks:confirm", token)


def form_expired(request: HttpRequest, token: str) -> HttpResponse:
    """The form with what was typed, and a new security token."""
    confirmation = opened(token)
    forms = ProposalForms(confirmation.biobank, request.POST)
    forms.is_valid()
    return asking(request, token, confirmation, forms, notice="expired", status=403)


def asking(
    request: HttpRequest,
    token: str,
    confirmation: Confirmation,
    forms: ProposalForms,
    *,
    notice: str = "",
    status: int = 200,
) -> HttpResponse:
    """The page with the form."""
    return page(
        request,
        "propose.html",
        status,
        confirmation=confirmation,
        token=token,
        forms=forms,
        notice=notice,
    )


def page(request: HttpRequest, template: str, status: int = 200, **context: Any) -> HttpResponse:
    """A page that search engines do not keep."""
    response = render(request, f"biobanks/{template}", context, status=status)
    response["X-Robots-Tag"] = "noindex"
    return response


def opened(token: str) -> Confirmation:
    """The question of a link. Raises `Http404`."""
    confirmation = letters.confirmation_of(token)
    if confirmation is None:
        raise Http404
    return confirmation
