"""Addresses of the app, under /join/."""

from django.urls import path, re_path

from membership.reference import PATTERN
from membership.views import join, status

app_name = "membership"

urlpatterns = [
    path("", join.join, name="join"),
    re_path(rf"^received/(?P<reference>{PATTERN})/$", join.received, name="received"),
    path("link/", status.send_link, name="send-link"),
    path("status/<str:token>/", status.status, name="status"),
    path("status/<str:token>/confirm/", status.confirm, name="confirm"),
    path("status/<str:token>/correct/", status.correct, name="correct"),
    path("status/<str:token>/withdraw/", status.withdraw, name="withdraw"),
    path("status/<str:token>/come-back/", status.come_back, name="come-back"),
    path("status/<str:token>/files/<int:pk>/", status.file, name="file"),
]
