"""Addresses of the catalogue."""

from django.urls import path

from biobanks import views

app_name = "biobanks"

urlpatterns = [
    path("catalogue/", views.catalogue, name="catalogue"),
    path("biobanks/", views.biobank_list, name="biobank-list"),
    path("biobanks/<slug:slug>/", views.biobank_detail, name="biobank-detail"),
    path("collections/<slug:slug>/", views.collection_detail, name="collection-detail"),
    path("networks/<slug:slug>/", views.network_detail, name="network-detail"),
]
