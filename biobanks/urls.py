"""Addresses of the app."""

from django.urls import URLPattern

app_name = "biobanks"

urlpatterns: list[URLPattern] = []
