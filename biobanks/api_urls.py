"""Addresses for programs, the same in every language."""

from django.urls import path

from biobanks.views import api

app_name = "api"

urlpatterns = [
    path("search", api.search, name="search"),
    path("suggest", api.suggest, name="suggest"),
]
