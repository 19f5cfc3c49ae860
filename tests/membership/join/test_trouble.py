"""Expired pages, hostile input, a database that goes away; what the logs say of it."""

import logging
from urllib.parse import urlencode

import pytest
from django.db import OperationalError
from django.db.backends.utils import CursorWrapper
from django.test import Client

from bbmri_be.logs import Formatter
from membership.actions.applicant import submit_application
from membership.models import Application
from membership.views import join
from tests.membership.factories import POSTED
from tests.membership.join.forms import JOIN, PREFIXES, posted, rows, stamp_of_a_minute_ago
from tests.membership.pages import Page, as_lists

# Security tokens


@pytest.mark.parametrize("prefix", PREFIXES)
@pytest.mark.parametrize("token", [None, "x" * 64])
@pytest.mark.django_db
def test_join_without_a_good_csrf_token_keeps_every_answer(prefix, token):
    client = Client(enforce_csrf_checks=True)
    answers = posted() | ({"csrfmiddlewaretoken": token} if token else {})

    page = Page(response := client.post(prefix + JOIN, answers))
    again = client.post(prefix + JOIN, page.fields)

    assert response.status_code == 403
    assert page.typed() == as_lists(POSTED)
    assert (page.says_error, page.focus) == (True, ["section"])
    assert page.fields["stamp"] == [answers["stamp"]]
    assert again.status_code == 302
    assert rows() == (1, 0, 1)


@pytest.mark.django_db
def test_another_form_without_a_csrf_token_gets_the_plain_page():
    response = Client(enforce_csrf_checks=True).post("/admin/login/", {"username": "x"})

    assert response.status_code == 403
    assert "id_organisation_name" not in response.content.decode()


# Hostile input


HOSTILE = {
    "nothing": "",
    "NUL": urlencode(dict.fromkeys(POSTED, "\x00")),
    "control marks": urlencode({name: "".join(map(chr, range(1, 32))) for name in POSTED}),
    "direction marks": urlencode(dict.fromkeys(POSTED, "\u202e\u2066\u200f")),
    "bytes that are no UTF-8": "&".join(f"{name}=%ff%fe%c3" for name in POSTED),
    "surrogates": "&".join(f"{name}=%ed%a0%80" for name in POSTED),
    "140 kB each": urlencode(dict.fromkeys(POSTED, "x" * 30000)),
    "header injection": urlencode(dict.fromkeys(POSTED, "x\r\nBcc: a@example.be\r\n\r\nHello")),
    "markup": urlencode(dict.fromkeys(POSTED, "'\"><script>alert(1)</script>{{ 7|add:7 }}")),
    "percent signs": urlencode(dict.fromkeys(POSTED, "%s%(x)s{0}{x}")),
    "repeated parameters": urlencode([(name, "x") for name in POSTED for _ in range(30)]),
    "too many parameters": urlencode([("name", "x")] * 1500),
    "unknown parameters": urlencode({"state": "accepted", "reference": "x", "pk": "1"}),
    "broken escapes": "name=%&city=%zz&=&&&==",
    "more than a megabyte": "message=" + "x" * 1_100_000,
}


@pytest.mark.parametrize("body", HOSTILE.values(), ids=HOSTILE.keys())
@pytest.mark.parametrize("stamped", [True, False], ids=["stamped", "bare"])
@pytest.mark.django_db
def test_join_with_hostile_input_stores_nothing(client, body, stamped):
    if stamped:
        body = urlencode({"stamp": stamp_of_a_minute_ago()}) + "&" + body

    response = client.post(JOIN, body, content_type="application/x-www-form-urlencoded")

    assert response.status_code in {200, 400}
    assert "<script>alert" not in response.content.decode()
    assert rows() == (0, 0, 0)


@pytest.mark.parametrize(
    "content_type",
    [
        "application/x-www-form-urlencoded; charset=utf-7",
        "application/x-www-form-urlencoded; charset=nonsense",
        "multipart/form-data; boundary=x",
        "multipart/form-data",
        "application/json",
        "text/plain",
        "",
    ],
)
@pytest.mark.django_db
def test_join_with_a_hostile_content_type_stores_nothing(client, content_type):
    response = client.generic("POST", JOIN, b"name=x", content_type=content_type)

    assert response.status_code in {200, 400}
    assert rows() == (0, 0, 0)


@pytest.mark.django_db
def test_join_ignores_answers_that_the_form_does_not_ask(client):
    client.post(JOIN, posted(state="accepted", reference="AAAA-AAAA-AAAA-AAAA", province="BE-BRU"))

    application = Application.objects.get()
    assert (application.state, application.province) == ("awaiting-confirmation", "BE-VOV")
    assert application.reference != "AAAA-AAAA-AAAA-AAAA"


@pytest.mark.django_db
def test_join_takes_four_byte_characters(client):
    client.post(JOIN, posted(name="Biobank 🧬𝔹", message="👩‍🔬 Ça va\r\n"))

    assert Application.objects.values_list("name", "message").get() == (
        "Biobank 🧬𝔹",
        "👩‍🔬 Ça va",
    )


# The database away


def broken(*arguments: object) -> None:
    raise OperationalError("the connection is gone, and it held piet@example.be")


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.django_db
def test_join_without_a_database_says_so(client, monkeypatch, method):
    monkeypatch.setattr(CursorWrapper, "execute", broken)

    response = getattr(client, method)(JOIN, posted() if method == "post" else {})

    monkeypatch.undo()
    assert response.status_code == 503
    assert int(response["Retry-After"]) > 0
    assert rows() == (0, 0, 0)


@pytest.mark.parametrize("table", ["membership_statuslink", "outbox_mail", "rate_limits_bucket"])
@pytest.mark.django_db(transaction=True)
def test_join_while_the_database_goes_away_stores_nothing(client, monkeypatch, table):
    execute = CursorWrapper.execute

    def break_at_table(cursor, sql, *arguments):
        if table in str(sql):
            broken()
        return execute(cursor, sql, *arguments)

    monkeypatch.setattr(CursorWrapper, "execute", break_at_table)
    response = client.post(JOIN, posted())
    monkeypatch.undo()

    assert response.status_code == 503
    assert rows() == (0, 0, 0)


# Logs


@pytest.mark.django_db
def test_join_leaves_nothing_personal_in_the_logs(client, caplog):
    caplog.set_level(logging.DEBUG)
    logging.getLogger("django.db.backends").setLevel(logging.INFO)

    client.post(JOIN, posted())
    client.post(JOIN, posted(contact_email="marker@marker@"))
    client.post(JOIN, posted(stamp="x"))

    for personal in ["piet@example.be", "Voorbeeld", "marker", "General Hospital"]:
        assert personal not in caplog.text


@pytest.mark.django_db
def test_join_whose_row_the_database_refuses_leaves_nothing_personal_in_the_logs(
    client, monkeypatch, caplog
):
    def submit_in_a_state_that_is_none(*, answers, **options):
        return submit_application(answers={**answers, "state": "lost"}, **options)

    monkeypatch.setattr(join, "submit_application", submit_in_a_state_that_is_none)
    client.raise_request_exception = False

    response = client.post(JOIN, posted())

    [record] = caplog.records
    line = Formatter().format(record)
    assert response.status_code == 500
    assert "piet@example.be" in str(record.exc_info[1])
    assert "IntegrityError" in line
    for personal in ["piet@example.be", "Voorbeeld", "555 12 34", "General Hospital"]:
        assert personal not in line
    assert rows() == (0, 0, 0)
