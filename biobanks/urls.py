"""Addresses of the catalogue."""

from django.urls import path

from biobanks.views import catalogue, confirming, entries, figures, reports, requests

app_name = "biobanks"

urlpatterns = [
    path("catalogue/", catalogue.catalogue, name="catalogue"),
    path("catalogue.json", catalogue.catalogue_json, name="catalogue-json"),
    path("catalogue.csv", requests.catalogue_csv, name="catalogue-csv"),
    path("catalogue.xlsx", requests.catalogue_xlsx, name="catalogue-xlsx"),
    path("figures/", figures.figures, name="figures"),
    path("compare/", requests.compare, name="compare"),
    path("request/", requests.request_page, name="request"),
    path("request/negotiator/", requests.hand_over, name="hand-over"),
    path("request.csv", requests.request_csv, name="request-csv"),
    path("request.xlsx", requests.request_xlsx, name="request-xlsx"),
    path("report/<str:token>/", reports.quality_report, name="quality-report"),
    path("confirm/<str:token>/", confirming.confirm, name="confirm"),
    path("confirm/<str:token>/changes/", confirming.propose, name="propose"),
    path("biobanks/", entries.biobank_list, name="biobank-list"),
    path("biobanks/<slug:slug>/", entries.biobank_detail, name="biobank-detail"),
    path("collections/<slug:slug>/", entries.collection_detail, name="collection-detail"),
    path("networks/<slug:slug>/", entries.network_detail, name="network-detail"),
]
