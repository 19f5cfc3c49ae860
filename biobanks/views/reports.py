"""The report of the checks, for whoever got the link."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from biobanks.quality import report


@require_safe
def quality_report(request: HttpRequest, token: str) -> HttpResponse:
    """What could be better in the entry of a biobank."""
    biobank = report.biobank_of(token)
    if biobank is None:
        raise Http404
    context = {
        "biobank": biobank,
        "reports": report.report_of(biobank),
        "score": report.last_score(biobank),
    }
    response = render(request, "biobanks/quality_report.html", context)
    response["Cache-Control"] = "no-store"
    return response
