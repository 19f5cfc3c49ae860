"""Which requests read from a copy of the database, and which rows."""

import pytest
from django.contrib.auth.models import User
from django.test import RequestFactory
from django.urls import resolve
from django.utils import translation

from bbmri_be import replica
from bbmri_be.outbox.models import Mail
from biobanks.models import Biobank
from membership.models import Application
from pages.models import Page


def request_for(method, path):
    request = RequestFactory().generic(method, path)
    with translation.override(translation.get_language_from_path(path)):
        request.resolver_match = resolve(path)
    return request


@pytest.mark.parametrize(
    ("method", "path", "is_public"),
    [
        ("GET", "/", True),
        ("HEAD", "/catalogue/", True),
        ("GET", "/nl/biobanks/one/", True),
        ("GET", "/api/v1/search", True),
        ("GET", "/sitemap.xml", True),
        ("POST", "/compare/", False),
        ("GET", "/join/", False),
        ("GET", "/fr/join/status/some-token/", False),
        ("GET", "/confirm/some-token/", False),
        ("GET", "/report/some-token/", False),
        ("GET", "/admin/biobanks/biobank/", False),
        ("GET", "/admin/second-factor/", False),
        ("GET", "/directory/some-secret/Biobanks.csv", False),
    ],
)
def test_public_requests(method, path, is_public):
    assert replica.is_public(request_for(method, path)) is is_public


def asked(request):
    """Which database each of some rows is read from, within a request."""
    found = {}

    def view(request):
        middleware.process_view(request, None)
        for model in (Biobank, Page, Application, Mail, User):
            found[model] = replica.Router().db_for_read(model)
        found["connection"] = replica._reading.get()

    middleware = replica.ReplicaMiddleware(view)
    middleware(request)
    return found


def test_public_rows_of_public_pages_come_from_the_copy():
    assert asked(request_for("GET", "/catalogue/")) == {
        Biobank: "replica",
        Page: "replica",
        Application: "default",
        Mail: "default",
        User: "default",
        "connection": "replica",
    }
    assert set(asked(request_for("GET", "/admin/")).values()) == {"default"}
    assert replica._reading.get() == "default"


def test_nothing_is_written_or_migrated_there():
    router = replica.Router()

    assert router.db_for_write(Biobank) == "default"
    assert router.allow_migrate("default", "biobanks")
    assert not router.allow_migrate("replica", "biobanks")
