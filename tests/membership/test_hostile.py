"""Hundreds of hostile submissions from one network, and a person who sits there too."""

import itertools

import pytest
from django.test import Client

from bbmri_be.outbox.models import Mail
from membership.enums import State
from membership.models import Application, Message
from membership.stamp import new_stamp
from tests.membership.factories import POSTED, ApplicationFactory, application_in
from tests.membership.join.forms import posted

NASTY = [
    "\x00",
    "'; DROP TABLE membership_application; --",
    "<script>alert(1)</script>",
    "{{ 7*7 }}{% debug %}",
    "a\r\nBcc: everybody@example.org",
    "\u202egnp.exe",
    "../../../etc/passwd",
    "=cmd|' /C calc'!A0",
    "x" * 100_000,
    "https://www.example.org/buy",
]
NAMES = ["name", "organisation_name", "contact_name", "contact_email", "message", "postcode"]


def hostile_submissions():
    """What robots send: the trap filled, no stamp or a forged one, at once, and nasty answers."""
    for number in range(25):
        yield posted(name=f"Robot {number}", subject="Buy")
        yield posted(name=f"Robot {number}") | {"stamp": ""}
        yield posted(name=f"Robot {number}") | {"stamp": f"forged:{number}"}
        yield POSTED | {"name": f"Robot {number}", "stamp": str(new_stamp())}
    for name, text in itertools.product(NAMES, NASTY):
        yield posted(**{name: text})
        yield posted(**{name: [text] * 50})


@pytest.mark.django_db
def test_robots_store_nothing_and_lock_nobody_out():
    client = Client(raise_request_exception=False)

    answers = [client.post("/join/", data) for data in hostile_submissions()]
    stored = Application.objects.all()
    person = client.post(
        "/join/", posted(name="Biobank of a person", contact_email="person@example.be")
    )

    assert len(answers) >= 200
    assert {response.status_code for response in answers} <= {200, 302, 400, 429}
    assert not stored.filter(name__startswith="Robot").exists()
    assert person.status_code == 302
    assert Application.objects.filter(name="Biobank of a person").count() == 1
    for mail in Mail.objects.all():
        assert "\n" not in mail.subject
        assert "Bcc" not in mail.subject
        assert mail.to in {"piet@example.be", "person@example.be"}


@pytest.mark.parametrize("text", NASTY)
@pytest.mark.django_db
def test_nasty_messages_do_no_harm(anna, text):
    client = Client(raise_request_exception=False)
    application = application_in(State.ASKED, anna)
    token = application.links.model.new(application)

    sent = client.post(f"/join/status/{token}/", {"text": text})
    shown = client.get(f"/join/status/{token}/")

    assert sent.status_code in {200, 302, 400}
    assert shown.status_code == 200
    assert b"<script>alert" not in shown.content
    assert Message.objects.count() == (1 if sent.status_code == 302 else 0)


@pytest.mark.parametrize(
    "token", ["x", "..", "%00", "a" * 5_000, "' OR 1=1 --", "<script>", "é", "%2e%2e%2f"]
)
@pytest.mark.django_db
def test_tokens_that_nobody_got_open_nothing(token):
    ApplicationFactory()
    client = Client(raise_request_exception=False)

    for action in ("", "confirm/", "correct/", "withdraw/", "come-back/", "files/1/"):
        for method in (client.get, client.post):
            assert method(f"/join/status/{token}/{action}").status_code in {404, 405, 414}


@pytest.mark.django_db
def test_what_is_larger_than_any_form_is_refused_before_it_is_read(client):
    response = client.generic(
        "POST",
        "/join/",
        b"x",
        content_type="application/x-www-form-urlencoded",
        CONTENT_LENGTH="17000001",
    )

    assert response.status_code == 413
    assert "larger than this site takes" in response.content.decode()
