"""The network in figures."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from biobanks import figures as computing
from biobanks.caching import index_for, kept_until_changed


@require_safe
@kept_until_changed
def figures(request: HttpRequest) -> HttpResponse:
    """What the catalogue has, in numbers that lead to lists."""
    index = index_for(request)
    return render(
        request,
        "biobanks/figures.html",
        {
            "number_of_biobanks": len(index.members),
            "number_of_collections": index.collections.bit_count(),
            "grid": computing.grid(index),
            "charts": computing.charts(index),
            "samples": computing.samples(index),
            "catalogue": reverse("biobanks:catalogue"),
        },
    )
