"""Error pages, and what stands around every view."""

import pytest
from django.db import DataError, OperationalError, connection
from django.http import HttpResponse
from django.test import Client, RequestFactory

from bbmri_be import middleware, views
from bbmri_be.staff_sessions.store import SessionStore


@pytest.mark.parametrize(
    ("view", "status", "heading"),
    [
        (views.bad_request, 400, "We could not read this request"),
        (views.permission_denied, 403, "You may not open this page"),
        (views.page_not_found, 404, "There is no page at this address"),
        (views.server_error, 500, "Something went wrong on our side"),
        (views.service_unavailable, 503, "The site is resting for a moment"),
        (views.csrf_failure, 403, "You may not open this page"),
        (views.body_too_large, 413, "That was too much at once"),
    ],
)
def test_error_page_needs_no_database(rf, view, status, heading):
    # Without the mark `django_db`, a query of the page would fail the test.
    response = view(rf.get("/"))

    assert response.status_code == status
    assert f"<h1>{heading}</h1>" in response.content.decode()


def test_unknown_address(client, db):
    response = client.get("/no-such-page/")

    assert response.status_code == 404
    assert "There is no page at this address" in response.content.decode()


def test_unreadable_content_type_is_a_bad_request(client, db):
    # Django's own 400 page would read the form again, and fail again with a 500.
    response = client.post(
        "/join/", b"a=1", content_type="application/x-www-form-urlencoded; charset=utf-7"
    )

    assert response.status_code == 400


@pytest.mark.parametrize("path", ["/", "/no-such-page/", "/static/no-such-file", "/admin/nothing/"])
def test_an_address_with_too_many_parts_is_a_bad_request(path):
    # The pages of a missing page and of a refused one name their address in each language.
    response = Client(raise_request_exception=False).get(path + "?" + "c=1&" * 1_500)

    assert response.status_code == 400
    assert "We could not read this request" in response.content.decode()


def test_error_inside_a_view(monkeypatch, db):
    def fail(request):
        raise RuntimeError

    monkeypatch.setattr(middleware.HealthMiddleware, "answers", {"/healthz/": fail})

    response = Client(raise_request_exception=False).get("/healthz/")

    assert response.status_code == 500
    assert "Something went wrong on our side" in response.content.decode()


def test_lost_database_becomes_a_page_to_try_again():
    unavailable = middleware.DatabaseUnavailableMiddleware(lambda request: None)

    response = unavailable.process_exception(RequestFactory().get("/"), OperationalError("secret"))

    assert (response.status_code, response["Retry-After"]) == (503, "30")
    assert "secret" not in response.content.decode()


@pytest.mark.parametrize("page", ["/admin/", "/nl/admin/guide/", "/admin/second-factor/"])
def test_lost_database_becomes_such_a_page_for_staff_too(admin_client, monkeypatch, page):
    def refuse(*_):
        raise OperationalError("secret")

    monkeypatch.setattr(SessionStore, "_get_session_from_db", refuse)
    admin_client.raise_request_exception = False

    response = admin_client.get(page)

    assert (response.status_code, response["Retry-After"]) == (503, "30")
    assert "secret" not in response.content.decode()


@pytest.mark.django_db(transaction=True)
def test_whatever_half_an_answer_breaks_is_a_page_to_try_again():
    unavailable = middleware.DatabaseUnavailableMiddleware(lambda request: None)
    connection.ensure_connection()
    connection.connection.close()  # the server hung up

    response = unavailable.process_exception(RequestFactory().get("/"), TypeError("half"))
    connection.close()

    assert response.status_code == 503
    assert unavailable.process_exception(RequestFactory().get("/"), TypeError("half")) is None


@pytest.mark.parametrize("question", [{"name__regex": "["}, {"name__regex": "a\0b"}])
def test_what_the_database_cannot_read_is_a_bad_request(admin_client, question):
    admin_client.raise_request_exception = False

    response = admin_client.get("/admin/biobanks/collection/", question)

    assert response.status_code == 400
    assert "We could not read this request" in response.content.decode()


@pytest.mark.parametrize(("method", "body"), [("HEAD", b""), ("GET", b"Words")])
def test_body_is_for_whoever_asks_for_it(method, body):
    answer = middleware.HeadMiddleware(lambda request: HttpResponse("Words"))

    assert answer(RequestFactory().generic(method, "/")).content == body


def test_other_errors_go_their_way():
    unavailable = middleware.DatabaseUnavailableMiddleware(lambda request: None)

    assert unavailable.process_exception(RequestFactory().get("/"), ValueError()) is None
    assert unavailable.process_exception(RequestFactory().post("/"), DataError()) is None


@pytest.mark.parametrize(
    ("length", "status"),
    [
        (None, 200),
        ("", 200),
        ("0", 200),
        ("100", 200),
        ("101", 413),
        ("1" * 5000, 413),
        ("-1", 413),
        ("1e3", 413),
        ("²", 413),
    ],
)
def test_body_is_refused_by_its_length_and_never_read(rf, settings, length, status):
    settings.MOST_BYTES_OF_A_REQUEST = 100
    limited = middleware.BodyLimitMiddleware(lambda request: HttpResponse("done"))
    request = rf.post("/join/")
    request.META.pop("CONTENT_LENGTH")
    if length is not None:
        request.META["CONTENT_LENGTH"] = length
    request.META["wsgi.input"] = request._stream = None

    response = limited(request)

    assert response.status_code == status
