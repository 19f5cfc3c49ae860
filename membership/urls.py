"""Addresses of the app, under /join/."""

from django.urls import path, re_path

from membership import views
from membership.reference import PATTERN

app_name = "membership"

urlpatterns = [
    path("", views.join, name="join"),
    re_path(rf"^received/(?P<reference>{PATTERN})/$", views.received, name="received"),
]
