"""What happens to a form whose security token is missing or too old: nothing typed is lost."""

from django.http import HttpRequest, HttpResponse

from bbmri_be import views as site_views
from biobanks.views import confirming
from membership.views import join, status

PAGES_OF_A_LINK = {
    f"membership:{name}" for name in ["status", "confirm", "correct", "withdraw", "come-back"]
}


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403. Our own forms come back with everything that was typed and a new token."""
    match = request.resolver_match
    if match and match.view_name == "membership:join":
        return join.form_expired(request)
    if match and match.view_name == "membership:send-link":
        return status.link_form_expired(request)
    if match and match.view_name == "biobanks:propose":
        return confirming.form_expired(request, **match.kwargs)
    if match and match.view_name in PAGES_OF_A_LINK:
        return status.form_expired(request, view_name=match.view_name, **match.kwargs)
    return site_views.csrf_failure(request, reason)
