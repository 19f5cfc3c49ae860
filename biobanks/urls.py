"""Addresses of the catalogue."""

from django.urls import URLPattern, path

from biobanks import feeds
from biobanks.caching import View
from biobanks.views import catalogue, confirming, data, entries, figures, reports, requests
from biobanks.views.formats import by_accept, catalogue_as, entry_as

app_name = "biobanks"


def entry_paths(folder: str, kind: str, page: View) -> list[URLPattern]:
    """The addresses of entries of a kind: their pages, and the same in other formats."""
    return [
        path(f"{folder}/<slug:slug>/", by_accept(page, entry_as, kind=kind), name=f"{kind}-detail"),
        path(f"{folder}/<slug:slug>.<str:suffix>", entry_as, {"kind": kind}, name=f"{kind}-as"),
    ]


urlpatterns = [
    path("catalogue/", by_accept(catalogue.catalogue, catalogue_as), name="catalogue"),
    path("catalogue.atom", feeds.catalogue_feed, name="catalogue-feed"),
    path("catalogue.<str:suffix>", catalogue_as, name="catalogue-as"),
    path("figures/", figures.figures, name="figures"),
    path("data/", data.data, name="data"),
    path("compare/", requests.compare, name="compare"),
    path("request/", requests.request_page, name="request"),
    path("request/negotiator/", requests.hand_over, name="hand-over"),
    path("request.csv", requests.request_csv, name="request-csv"),
    path("request.xlsx", requests.request_xlsx, name="request-xlsx"),
    path("report/<str:token>/", reports.quality_report, name="quality-report"),
    path("confirm/<str:token>/", confirming.confirm, name="confirm"),
    path("confirm/<str:token>/changes/", confirming.propose, name="propose"),
    path("biobanks/", entries.biobank_list, name="biobank-list"),
    *entry_paths("biobanks", "biobank", entries.biobank_detail),
    *entry_paths("collections", "collection", entries.collection_detail),
    *entry_paths("networks", "network", entries.network_detail),
]
