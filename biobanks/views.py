"""The public pages of the catalogue."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from biobanks.map import belgium_map
from biobanks.models import Biobank, Collection, Network


@require_safe
def catalogue(request: HttpRequest) -> HttpResponse:
    """The search."""
    return render(request, "biobanks/catalogue.html")


@require_safe
def biobank_list(request: HttpRequest) -> HttpResponse:
    """The members."""
    return render(request, "biobanks/biobank_list.html", {"map": belgium_map()})


@require_safe
def biobank_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """One biobank."""
    biobank = get_object_or_404(Biobank.objects.with_public_page(), slug=slug)
    return render(request, "biobanks/biobank_detail.html", {"biobank": biobank})


@require_safe
def collection_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """One collection."""
    collection = get_object_or_404(Collection.objects.with_public_page(), slug=slug)
    return render(request, "biobanks/collection_detail.html", {"collection": collection})


@require_safe
def network_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """One network."""
    network = get_object_or_404(Network.objects.with_public_page(), slug=slug)
    return render(request, "biobanks/network_detail.html", {"network": network})
