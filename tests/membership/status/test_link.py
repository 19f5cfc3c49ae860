"""The link itself: what it opens, what it does not, and that nobody keeps it."""

import pytest

from bbmri_be.logs import Formatter
from membership.actions import applicant
from membership.models import StatusLink
from tests.membership.factories import ApplicationFactory
from tests.membership.pages import Page
from tests.membership.status.links import UNKNOWN, address, link_to, reply_of, rows

# Each page of a link, and how it is asked for.
PAGES = {
    "": ["get", "post"],
    "confirm/": ["post"],
    "correct/": ["get", "post"],
    "withdraw/": ["get", "post"],
    "come-back/": ["post"],
    "files/1/": ["get"],
}
WAYS = [(page, method) for page, methods in PAGES.items() for method in methods]


@pytest.mark.parametrize("prefix", ["", "/nl", "/fr", "/de"])
@pytest.mark.parametrize(("page", "method"), WAYS)
@pytest.mark.parametrize("token", [UNKNOWN, "%00", "..%2f", "é🧬", "x" * 2000])
@pytest.mark.django_db
def test_unknown_link_says_how_to_get_a_new_one(client, prefix, page, method, token):
    StatusLink.new(ApplicationFactory())

    response = getattr(client, method)(address(token, page, prefix), {"text": "Hello"})

    assert response.status_code == 404
    if "%2f" not in token:  # else it is not even an address of ours
        assert f"{prefix}/join/link/" in Page(response).links
        assert "no-store" in response["Cache-Control"]
        assert response["X-Robots-Tag"] == "noindex"
    assert rows() == (1, 0, 0, 0, 0)


@pytest.mark.django_db
def test_hash_of_a_token_opens_nothing(client):
    StatusLink.new(ApplicationFactory())

    stolen = StatusLink.objects.get().digest

    assert client.get(address(stolen)).status_code == 404


@pytest.mark.parametrize("page", ["", "correct/", "withdraw/"])
def test_page_of_a_link_is_kept_by_nobody_and_unknown_to_search_engines(client, application, page):
    response = client.get(link_to(application) + page)

    assert response.status_code == 200
    assert set(response["Cache-Control"].split(", ")) >= {"no-store", "private", "no-cache"}
    assert response["X-Robots-Tag"] == "noindex"
    assert '<meta name="robots" content="noindex">' in response.content.decode()
    assert 'hreflang="' not in response.content.decode().partition("<body")[0]


@pytest.mark.parametrize("page", ["confirm/", "come-back/"])
def test_redirect_of_a_link_is_kept_by_nobody(client, waiting, page):
    response = client.post(link_to(waiting) + page)

    assert "no-store" in response["Cache-Control"]
    assert response["X-Robots-Tag"] == "noindex"


@pytest.mark.parametrize(
    ("page", "method"),
    [(page, method) for page in PAGES for method in ["put", "delete", "patch"]]
    + [("come-back/", "get"), ("files/1/", "post")],
)
def test_page_of_a_link_with_another_method_is_not_allowed(client, application, page, method):
    assert getattr(client, method)(link_to(application) + page).status_code == 405


@pytest.mark.parametrize("page", ["", "correct/", "withdraw/"])
def test_page_of_a_link_answers_head(client, application, page):
    response = client.head(link_to(application) + page)

    assert (response.status_code, response.content) == (200, b"")


@pytest.mark.parametrize("prefix", ["", "/nl"])
def test_page_that_breaks_leaves_neither_token_nor_words_in_the_logs(
    client, application, monkeypatch, caplog, prefix
):
    monkeypatch.setattr(applicant, "reply", lambda **_: 1 / 0)
    client.raise_request_exception = False
    token = StatusLink.new(application)

    response = client.post(address(token, prefix=prefix), reply_of("Precious words"))

    [record] = caplog.records
    line = Formatter().format(record)
    assert response.status_code == 500
    assert token in record.getMessage()
    assert line.startswith(f"Internal Server Error: {prefix}/join/status/…/\n")
    assert line.endswith("ZeroDivisionError: division by zero")
    for personal in [token, "Precious", "piet@example.be"]:
        assert personal not in line
