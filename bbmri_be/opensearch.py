"""The search as browsers know it: `/opensearch.xml` lets readers ask it from where they type."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

CONTENT_TYPE = "application/opensearchdescription+xml"


@require_safe
def opensearch(request: HttpRequest) -> HttpResponse:
    """How to ask the catalogue, in the language of the page."""
    return render(request, "opensearch.xml", content_type=CONTENT_TYPE)
