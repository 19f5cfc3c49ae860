"""The interest form, and the page that follows it."""

import logging
import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from urllib.parse import urlencode

import pytest
import time_machine
from django.db import OperationalError, connection
from django.db.backends.utils import CursorWrapper
from django.test import Client
from django.urls import reverse

from bbmri_be.logs import Formatter
from bbmri_be.outbox.models import Mail
from bbmri_be.rate_limits.models import Bucket
from membership import limits
from membership.actions.applicant import submit_application
from membership.models import Application, Event
from membership.privacy import NOTICE_VERSION
from membership.stamp import Stamp, new_stamp
from membership.views import join
from tests.membership.factories import ANSWERS, POSTED, ApplicationFactory
from tests.membership.pages import Page, as_lists, token_in

PREFIXES = ["", "/nl", "/fr", "/de"]
JOIN = "/join/"


def stamp_of_a_minute_ago() -> str:
    stamp = new_stamp()
    return str(Stamp(stamp.token, stamp.made_at - timedelta(minutes=1)))


def posted(**changes) -> dict:
    return POSTED | {"stamp": stamp_of_a_minute_ago(), "subject": ""} | changes


def another(number: int):
    """The answers of another biobank of the same hospital, with a contact of its own."""
    return posted(name=f"Biobank {number}", contact_email=f"an{number}@example.be")


def rows() -> tuple[int, int, int]:
    return Application.objects.count(), Event.objects.count(), Mail.objects.count()


# The empty form


@pytest.mark.parametrize("prefix", PREFIXES)
@pytest.mark.django_db
def test_join_shows_the_empty_form(client, prefix):
    response = client.get(prefix + JOIN)

    page = Page(response)
    language = prefix.strip("/") or "en"
    assert response.status_code == 200
    assert response["Cache-Control"] == "private, no-cache"
    assert {name: values for name, values in page.typed().items() if values != [""]} == {
        "language": [language]
    }
    assert (page.focus, page.invalid) == ([], set())
    assert set(page.fields) - set(page.typed()) == {"csrfmiddlewaretoken", "stamp", "subject"}


@pytest.mark.django_db
def test_join_needs_two_queries(client, django_assert_num_queries):
    with django_assert_num_queries(2):
        client.get(JOIN)


@pytest.mark.parametrize("method", ["put", "delete", "patch"])
@pytest.mark.django_db
def test_join_with_another_method_is_not_allowed(client, method):
    assert getattr(client, method)(JOIN).status_code == 405


@pytest.mark.django_db
def test_join_says_in_the_page_what_each_field_is(client):
    page = Page(client.get(JOIN))

    assert all(target in page.ids for targets in page.described_by.values() for target in targets)
    assert 'autocomplete="email"' in page.html
    assert 'inputmode="numeric"' in page.html
    assert page.html.count('spellcheck="false"') == 3  # numbers and identifiers are no words
    assert 'aria-hidden="true"' in page.html
    assert 'tabindex="-1" autocomplete="off"' in page.html
    assert " style=" not in page.html
    assert re.findall("<script.*?</script>", page.html, re.DOTALL) == [
        '<script src="/static/js/language.js" type="module"></script>',
        '<script type="module" src="/static/js/draft.js"></script>',
    ]


# Sending it


@pytest.mark.parametrize("prefix", PREFIXES)
@pytest.mark.django_db
def test_join_stores_the_application_and_says_so(client, prefix):
    response = client.post(prefix + JOIN, posted())

    application = Application.objects.get()
    assert response.status_code == 302
    assert response["Location"] == f"{prefix}/join/received/{application.reference}/"
    assert {name: getattr(application, name) for name in ANSWERS} == ANSWERS
    assert application.privacy_notice == NOTICE_VERSION
    assert rows() == (1, 0, 1)


@pytest.mark.django_db
def test_join_walked_as_a_visitor_does(client):
    with time_machine.travel("2026-11-22 10:00+01:00", tick=False) as clock:
        page = Page(client.get(JOIN))
        clock.shift(120)
        filled = {**page.fields, **as_lists(POSTED)}
        response = client.post(JOIN, filled, follow=True)
        application = Application.objects.get()
        address = f"/nl/join/status/{token_in(Mail.objects.get())}/"
        page = Page(client.get(address))
        confirmed = client.post(page.actions[0], follow=True)

    application.refresh_from_db()
    assert response.redirect_chain == [(f"/join/received/{application.reference}/", 302)]
    assert application.reference in response.content.decode()
    assert address in Mail.objects.last().text
    assert confirmed.redirect_chain == [(address, 302)]
    assert application.state == "received"


@pytest.mark.parametrize("prefix", PREFIXES)
@pytest.mark.parametrize(
    "wrong",
    [
        {"contact_email": "nobody"},
        {"organisation_name": ""},
        {"famhp_number": "B190001"},
        {"kind": "bakery"},
        {"materials": []},
        {"message": "x" * 140_000},
        {"name": "A & B <script>alert(1)</script> \"quoted\""},
    ],
)  # fmt: skip
@pytest.mark.django_db
def test_join_with_a_mistake_keeps_every_answer(client, prefix, wrong):
    sent = posted(**wrong, city="Gh\x07ent")

    response = client.post(prefix + JOIN, sent)

    page = Page(response)
    expected = as_lists(POSTED | wrong | {"city": "Gh\x07ent"})
    missing = {"kind"} if "kind" in wrong else {"materials"} if "materials" in wrong else set()
    assert response.status_code == 200
    assert page.typed() == {
        name: values for name, values in expected.items() if name not in missing
    }
    assert page.fields["stamp"] == [sent["stamp"]]
    assert rows() == (0, 0, 0)


@pytest.mark.parametrize("prefix", PREFIXES)
@pytest.mark.django_db
def test_join_with_mistakes_sums_them_up(client, prefix):
    response = client.post(prefix + JOIN, posted(city="", materials=[], contact_email="nobody"))

    page = Page(response)
    anchors = [link for link in page.links if link.startswith("#id_")]
    assert page.says_error
    assert page.focus == ["section"]
    assert anchors == ["#id_city", "#id_materials_0", "#id_contact_email"]
    assert {anchor.removeprefix("#") for anchor in anchors} <= page.ids
    assert page.invalid == {"city", "materials", "contact_email"}
    assert page.described_by["id_city"] == ["id_city_error"]
    assert page.described_by["id_contact_email"] == [
        "id_contact_email_helptext", "id_contact_email_error",
    ]  # fmt: skip
    assert all(target in page.ids for targets in page.described_by.values() for target in targets)


@pytest.mark.django_db
def test_what_helps_and_what_is_wrong_stand_before_the_field(client):
    """Behind it, the keyboard of a telephone would cover them."""
    page = client.post(JOIN, posted(postcode="x", notification="")).content.decode()

    for name, last in (("postcode", "id_postcode"), ("notification", "id_notification_0")):
        of_field = page[page.index(f'id="div_id_{name}"') :]
        places = [
            of_field.index(f'id="{part}"')
            for part in (f"id_{name}_helptext", f"id_{name}_error", last)
        ]
        assert places == sorted(places)
        assert places[-1] < of_field.index('id="div_id_', 10)


# Sending it twice


@pytest.mark.django_db
def test_join_sent_twice_is_one_application(client):
    answers = posted()

    first, second = client.post(JOIN, answers), client.post(JOIN, answers)

    assert first.status_code == 302
    assert second["Location"] == first["Location"]
    assert rows() == (1, 0, 1)


@pytest.mark.django_db
def test_join_sent_twice_counts_once(client):
    answers = posted()
    for _ in range(30):
        client.post(JOIN, answers)

    statuses = [client.post(JOIN, another(number)).status_code for number in range(10)]

    assert statuses == [302] * 9 + [429]


@pytest.mark.django_db
def test_join_sent_again_from_a_page_that_was_loaded_anew_is_the_same_application(client):
    first = client.post(JOIN, posted())

    again = client.post(JOIN, posted())

    assert (again.status_code, again["Location"]) == (302, first["Location"])
    assert rows() == (1, 0, 1)


@pytest.mark.django_db
def test_join_sent_again_after_days_is_another_application(client):
    with time_machine.travel("2026-11-22 10:00+01:00", tick=False) as clock:
        first = client.post(JOIN, posted())
        clock.shift(timedelta(days=1, seconds=1))
        again = client.post(JOIN, posted())

    assert again["Location"] != first["Location"]
    assert rows() == (2, 0, 2)


@pytest.mark.django_db
def test_join_sent_again_with_other_answers_tells_and_may_be_sent_as_another(client):
    answers = posted()
    client.post(JOIN, answers)

    response = client.post(JOIN, answers | {"name": "Second Biobank"})

    page = Page(response)
    assert response.status_code == 200
    assert page.says_error
    assert Application.objects.get().reference in page.html
    assert page.typed() == as_lists(POSTED | {"name": "Second Biobank"})
    assert page.fields["stamp"] != [answers["stamp"]]
    assert rows() == (1, 0, 1)


@pytest.mark.django_db(transaction=True)
def test_join_sent_by_fifty_at_once_is_one_application():
    answers = posted()

    def send(_: int) -> tuple[int, str]:
        try:
            response = Client().post(JOIN, answers)
        finally:
            connection.close()
        return response.status_code, response.headers.get("Location", "")

    with ThreadPoolExecutor(50) as pool:
        results = set(pool.map(send, range(50)))

    application = Application.objects.get()
    assert results == {(302, f"/join/received/{application.reference}/")}
    assert rows() == (1, 0, 1)


@pytest.mark.django_db(transaction=True)
def test_join_sent_by_different_visitors_at_once_stores_all():
    def send(number: int) -> int:
        try:
            response = Client(REMOTE_ADDR=f"192.0.2.{number}").post(JOIN, another(number))
        finally:
            connection.close()
        return response.status_code

    with ThreadPoolExecutor(20) as pool:
        results = list(pool.map(send, range(20)))

    assert results == [302] * 20
    assert rows() == (20, 0, 20)


# Robots


@pytest.mark.django_db
def test_join_with_the_trap_filled_in_looks_sent_and_is_not(client, caplog):
    caplog.set_level(logging.INFO)

    response = client.post(JOIN, posted(subject="Buy now"))

    assert response.status_code == 200
    assert "One more step: confirm your e-mail address" in response.content.decode()
    assert rows() == (0, 0, 0)
    assert caplog.messages == ["A robot filled in the trap of the interest form"]


@pytest.mark.django_db
def test_join_sent_within_three_seconds_asks_to_send_again(client):
    with time_machine.travel("2026-11-22 10:00+01:00", tick=False) as clock:
        answers = posted(stamp=str(new_stamp()))
        clock.shift(2)
        page = Page(response := client.post(JOIN, answers))
        clock.shift(2)
        again = client.post(JOIN, page.fields)

    assert response.status_code == 200
    assert "as robots do it" in page.html
    assert page.says_error
    assert page.focus == ["section"]
    assert page.typed() == as_lists(POSTED)
    assert again.status_code == 302
    assert rows() == (1, 0, 1)


@pytest.mark.parametrize("stamp", ["", "forged:stamp", "old"])
@pytest.mark.django_db
def test_join_with_a_stamp_that_does_not_count_offers_a_new_one(client, stamp):
    with time_machine.travel("2026-11-22 10:00+01:00", tick=False) as clock:
        answers = posted(stamp=str(new_stamp()) if stamp == "old" else stamp)
        clock.shift(2 * 24 * 3600)
        page = Page(response := client.post(JOIN, answers))
        clock.shift(10)
        again = client.post(JOIN, page.fields)

    assert response.status_code == 200
    assert page.typed() == as_lists(POSTED)
    assert again.status_code == 302
    assert rows() == (1, 0, 1)


@pytest.mark.django_db
def test_join_too_often_waits_with_everything_filled_in(client):
    with time_machine.travel("2026-11-22 10:00+01:00", tick=False) as clock:
        allowed = [client.post(JOIN, another(number)).status_code for number in range(10)]
        refused = client.post(JOIN, posted())
        page = Page(refused)
        clock.shift(int(refused["Retry-After"]))
        again = client.post(JOIN, page.fields)

    assert allowed == [302] * 10
    assert (refused.status_code, refused["Retry-After"]) == (429, "360")
    assert "in 6 minutes" in page.html
    assert (page.says_error, page.focus) == (True, ["section"])
    assert page.typed() == as_lists(POSTED)
    assert again.status_code == 302
    assert rows() == (11, 0, 11)


@pytest.mark.django_db
def test_join_too_often_does_not_lock_out_another_address(client):
    for number in range(11):
        client.post(JOIN, another(number))

    assert client.post(JOIN, posted(), REMOTE_ADDR="192.0.2.9").status_code == 302


@pytest.mark.django_db
def test_join_too_often_with_a_forged_forwarding_header_changes_nothing(client):
    statuses = [
        client.post(
            JOIN, another(number), headers={"X-Forwarded-For": f"192.0.2.{number}"}
        ).status_code
        for number in range(11)
    ]

    assert statuses == [302] * 10 + [429]


@pytest.mark.django_db
def test_join_behind_a_proxy_counts_each_visitor(client, settings):
    settings.BEHIND_PROXY = True

    def send(number: int, forwarded: str) -> int:
        headers = {"X-Forwarded-For": forwarded}
        return client.post(JOIN, another(number), headers=headers).status_code

    statuses = [send(number, f"192.0.2.{number}, 203.0.113.5") for number in range(11)]

    assert statuses == [302] * 10 + [429]
    assert send(11, "192.0.2.1, 203.0.113.6") == 302


@pytest.mark.django_db
def test_join_too_often_for_one_mailbox(client):
    def send(number: int, email: str) -> int:
        answers = another(number) | {"contact_email": email}
        return client.post(JOIN, answers, REMOTE_ADDR=f"192.0.2.{number}").status_code

    statuses = [send(number, "piet@example.be") for number in range(6)]

    assert statuses == [302] * 6
    assert (send(6, "Piet@Example.be"), send(7, "an@example.be")) == (429, 302)
    assert rows() == (7, 0, 7)


@pytest.mark.django_db
def test_join_too_often_in_total(client, monkeypatch):
    monkeypatch.setattr(limits, "IN_TOTAL", 1)
    client.post(JOIN, posted())

    response = client.post(JOIN, another(1), REMOTE_ADDR="192.0.2.9")

    assert response.status_code == 429
    assert Bucket.objects.count() == 3
    assert rows() == (1, 0, 1)


@pytest.mark.django_db
def test_join_with_mistakes_is_not_counted(client):
    for _ in range(20):
        client.post(JOIN, posted(city=""))

    assert client.post(JOIN, posted()).status_code == 302


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


# The page after


@pytest.mark.parametrize("prefix", PREFIXES)
@pytest.mark.django_db
def test_received_shows_the_reference_and_nothing_personal(client, prefix):
    application = ApplicationFactory(name="Biobank Marker")

    response = client.get(f"{prefix}/join/received/{application.reference}/")

    page = Page(response)
    assert response.status_code == 200
    assert response["X-Robots-Tag"] == "noindex"
    assert application.reference in page.html
    assert page.focus == ["h1"]
    for personal in ["Marker", "Voorbeeld", "piet@example.be", "General Hospital", "Ghent"]:
        assert personal not in page.html


@pytest.mark.parametrize(
    "reference",
    ["AAAA-AAAA-AAAA-AAAA", "aaaa-aaaa-aaaa-aaaa", "1", "%00", "AAAA-AAAA-AAAA-AAAA%0A", "../x"],
)
@pytest.mark.django_db
def test_received_with_an_unknown_reference_is_not_found(client, reference):
    assert client.get(f"/join/received/{reference}/").status_code == 404


@pytest.mark.django_db
def test_received_takes_no_post(client, application):
    assert (
        client.post(reverse("membership:received", args=[application.reference])).status_code == 405
    )
