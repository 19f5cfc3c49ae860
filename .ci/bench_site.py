"""The site for `serving.py`: as it is, with one page more that does nothing."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bbmri_be.settings")

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import path

from bbmri_be.wsgi import application  # sets Django up

settings.ROOT_URLCONF = __name__

from bbmri_be import urls


def bare(request: HttpRequest) -> HttpResponse:
    """The least that a view can do behind the site's middleware."""
    return HttpResponse("ok")


urlpatterns = [path("bare/", bare), *urls.urlpatterns]

__all__ = ["application", "urlpatterns"]
