"""A new link for whoever lost the old one."""

from types import SimpleNamespace

import pytest
import time_machine

from bbmri_be.outbox.models import Mail
from membership.views import status as views
from tests.membership.factories import ApplicationFactory
from tests.membership.pages import Page, token_in
from tests.membership.status.links import LINK, NOW, address, link_to, mask


@pytest.mark.django_db
def test_send_link_asks_for_the_address(client):
    response = client.get(LINK)

    page = Page(response)
    assert response.status_code == 200
    assert "no-store" in response["Cache-Control"]
    assert page.typed() == {"email": [""]}
    assert (page.says_error, page.focus) == (False, [])


@pytest.mark.parametrize("typed", ["piet@example.be", "PIET@EXAMPLE.BE", " piet@example.be "])
@pytest.mark.django_db
def test_send_link_kills_the_old_link_and_mails_a_new_one(client, typed):
    application = ApplicationFactory(language="en")
    old = link_to(application)

    client.post(LINK, {"email": typed})

    new = address(token_in(Mail.objects.get()))
    assert client.get(old).status_code == 404
    assert client.get(new).status_code == 200
    assert Mail.objects.get().to == "piet@example.be"


@pytest.mark.django_db
def test_send_link_tells_the_same_for_known_and_unknown_addresses(client):
    ApplicationFactory()

    with time_machine.travel(NOW, tick=False):  # answers say when they are from
        known = client.post(LINK, {"email": "piet@example.be"})
        unknown = client.post(LINK, {"email": "nobody@example.be"})

    assert (known.status_code, unknown.status_code) == (200, 200)
    assert mask(known.content.decode()) == mask(unknown.content.decode())
    for answer in (known, unknown):
        del answer["X-Request-ID"]  # another one each time
    assert dict(known.items()) == dict(unknown.items())
    assert "Look into your mailbox" in known.content.decode()
    assert Mail.objects.values_list("to", flat=True).get() == "piet@example.be"


@pytest.mark.django_db
def test_send_link_takes_as_long_for_unknown_addresses(client, monkeypatch):
    ApplicationFactory()
    slept = []
    clock = iter([10.0, 10.02, 20.0, 20.005])
    monkeypatch.setattr(
        views, "time", SimpleNamespace(monotonic=clock.__next__, sleep=slept.append)
    )

    for email in ("piet@example.be", "nobody@example.be"):
        client.post(LINK, {"email": email})

    assert slept == pytest.approx([0.08, 0.095])


@pytest.mark.parametrize(
    ("typed", "error"),
    [
        ("", "Write the e-mail address that you applied with."),
        ("nobody", "Write one e-mail address, for example name@hospital.be."),
        ("a@b.be, c@d.be", "Write one e-mail address, for example name@hospital.be."),
    ],
)
@pytest.mark.django_db
def test_send_link_with_a_mistake_keeps_it(client, typed, error):
    response = client.post(LINK, {"email": typed})

    page = Page(response)
    assert response.status_code == 200
    assert error in page.html
    assert page.typed() == {"email": [typed]}
    assert (page.says_error, page.focus) == (True, ["section"])


@pytest.mark.parametrize("email", ["piet@example.be", "nobody@example.be"])
@pytest.mark.django_db
def test_send_link_too_often_to_one_mailbox_waits(client, email):
    with time_machine.travel(NOW, tick=False) as clock:
        ApplicationFactory()
        allowed = [
            client.post(LINK, {"email": email}, REMOTE_ADDR=f"192.0.2.{n}").status_code
            for n in range(3)
        ]
        refused = client.post(LINK, {"email": email.upper()}, REMOTE_ADDR="192.0.2.9")
        other = client.post(LINK, {"email": "an@example.be"}).status_code
        mails = Mail.objects.count()
        clock.shift(int(refused["Retry-After"]))
        again = client.post(LINK, {"email": email}).status_code

    page = Page(refused)
    assert allowed == [200] * 3
    assert (refused.status_code, refused["Retry-After"]) == (429, "1200")
    assert page.typed() == {"email": [email.upper()]}
    assert (page.says_error, page.focus) == (True, ["section"])
    assert (other, again) == (200, 200)
    assert mails == (3 if email == "piet@example.be" else 0)


@pytest.mark.django_db
def test_send_link_too_often_from_one_network_waits(client):
    statuses = [
        client.post(LINK, {"email": f"nobody{number}@example.be"}).status_code
        for number in range(11)
    ]

    assert statuses == [200] * 10 + [429]
    assert client.post(LINK, {"email": "a@example.be"}, REMOTE_ADDR="192.0.2.9").status_code == 200
