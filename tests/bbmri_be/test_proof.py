"""Staff prove once more who they are before what is grave; what was typed goes along."""

import re
from datetime import UTC, datetime, timedelta
from html import unescape

import pytest
import time_machine
from django.contrib.auth.models import Group, User
from django_otp.oath import totp
from django_otp.plugins.otp_totp.models import TOTPDevice

from bbmri_be.audit_log.models import Entry, What
from bbmri_be.outbox.models import Mail
from bbmri_be.second_factor.proof import ACTIONS
from tests.biobanks.factories import NetworkFactory
from tests.membership.factories import ApplicationFactory

pytestmark = pytest.mark.django_db

PASSWORD = "correct horse battery"
NOW = datetime(2026, 11, 30, 8, 0, tzinfo=UTC)
TYPED = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)">')


@pytest.fixture
def clock():
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


@pytest.fixture
def anna(clock, client):
    user = User.objects.create_superuser("anna", password=PASSWORD)
    client.post("/admin/login/", {"username": "anna", "password": PASSWORD})
    return user


@pytest.fixture
def late(clock, anna):
    """Anna signed in twenty minutes ago."""
    clock.shift(timedelta(minutes=20))


def is_asked(answer):
    return answer.status_code == 403 and "Is it you?" in answer.content.decode()


def hidden(answer):
    """What goes along, as a browser would send it; the token aside."""
    pairs = [(name, unescape(value)) for name, value in TYPED.findall(answer.content.decode())]
    typed = {name: [v for n, v in pairs if n == name] for name, _value in pairs}
    typed.pop("csrfmiddlewaretoken", None)
    return typed


def grave_pages():
    application, user = ApplicationFactory(), User.objects.create_user("bert")
    return [
        f"/admin/biobanks/network/{NetworkFactory(draft=True).pk}/delete/",
        f"/admin/membership/application/{application.pk}/export/",
        f"/admin/membership/application/{application.pk}/forget/",
        "/admin/biobanks/changeset/tables.zip",
        f"/admin/auth/user/{user.pk}/change/",
        "/admin/auth/user/add/",
        "/admin/password_change/",
        f"/nl/admin/auth/group/{Group.objects.first().pk}/change/",
    ]


def test_grave_pages_ask_a_while_after_the_sign_in(client, clock, anna):
    pages = grave_pages()
    at_once = [client.get(page).status_code for page in pages]
    clock.shift(timedelta(minutes=16))
    later = [client.get(page) for page in pages]

    assert set(at_once) == {200}
    assert [answer.status_code for answer in later] == [403] * len(pages)
    assert all(is_asked(answer) for answer in later[:-1])
    assert client.get("/admin/auth/user/").status_code == 200
    assert client.get("/admin/biobanks/network/add/").status_code == 200


@pytest.mark.parametrize("action", sorted(ACTIONS))
@pytest.mark.parametrize("others", [[], [""]])
def test_grave_actions_ask_a_while_after_the_sign_in(client, late, action, others):
    bert = User.objects.create_user("bert", "bert@example.be", is_staff=True)
    TOTPDevice.objects.create(user=bert, name="telephone")

    answer = client.post(
        "/admin/auth/user/",
        {"action": [action, *others], "index": "0", "_selected_action": bert.pk, "post": "yes"},
    )

    assert is_asked(answer)
    assert User.objects.filter(username="bert").exists()
    assert TOTPDevice.objects.filter(user=bert).exists()
    assert not Mail.objects.exists()


def test_page_that_was_opened_follows_the_answer(client, late):
    page = grave_pages()[0] + "?_to_field=id"

    question = client.get(page)
    wrong = client.post(page, {**hidden(question), "proof-password": "wrong"})
    right = client.post(page, {**hidden(wrong), "proof-password": PASSWORD})

    assert hidden(question) == {"again-opened": ["yes"]}
    assert is_asked(wrong)
    assert "This is not right." in wrong.content.decode()
    assert (right.status_code, right["Location"]) == (302, page)
    assert client.get(page).status_code == 200


def test_session_gets_a_new_name_with_the_answer(client, late):
    page = grave_pages()[0]
    before = client.session.session_key

    client.post(page, {"again-opened": "yes", "proof-password": "wrong"})
    between = client.session.session_key
    client.post(page, {"again-opened": "yes", "proof-password": PASSWORD})

    assert between == before != client.session.session_key
    assert not client.session.exists(before)


def test_what_was_typed_goes_on_with_the_answer(client, late):
    one, two, three = (Group.objects.create(name=name) for name in ("One", "Two", "Three"))
    page = "/admin/auth/group/"
    typed = {
        "action": "delete_selected",
        "_selected_action": [str(one.pk), str(two.pk)],
        "post": "yes",
    }

    question = client.post(page, typed)
    left = Group.objects.filter(name__in=["One", "Two", "Three"]).count()
    done = client.post(page, {**hidden(question), "proof-password": PASSWORD})

    assert is_asked(question)
    assert question["Cache-Control"] == "no-store"
    assert {name: set(values) for name, values in hidden(question).items()} == {
        "action": {"delete_selected"},
        "_selected_action": {str(one.pk), str(two.pk)},
        "post": {"yes"},
    }
    assert left == 3
    assert done.status_code == 302
    assert list(Group.objects.filter(name__in=["One", "Two", "Three"])) == [three]


def test_passwords_stand_in_no_page(client, late):
    answer = client.post(
        "/admin/auth/user/add/", {"username": "carla", "password1": "typed-secret"}
    )

    assert is_asked(answer)
    assert "carla" in answer.content.decode()
    assert "typed-secret" not in answer.content.decode()


def test_answer_needs_the_number_too_where_there_is_a_second_factor(client, settings, clock, anna):
    settings.STAFF_SECOND_FACTOR = True
    device = TOTPDevice.objects.create(user=anna, name="telephone")
    client.post("/admin/second-factor/", {"number": f"{totp(device.bin_key):06}"})
    page = grave_pages()[0]
    at_once = client.get(page).status_code
    clock.shift(timedelta(minutes=16))

    without = client.post(page, {"again-opened": "yes", "proof-password": PASSWORD})
    number = f"{totp(device.bin_key):06}"
    answer = {"again-opened": "yes", "proof-password": PASSWORD, "proof-number": number}
    right = client.post(page, answer)
    clock.shift(timedelta(minutes=16))
    twice = client.post(page, answer)

    assert at_once == 200
    assert [is_asked(answer) for answer in (without, twice)] == [True, True]
    assert right.status_code == 302
    assert [entry.what for entry in Entry.objects.order_by("pk")[1:]] == [
        What.PROVED,
        What.LOOKED,
        What.PROVED,
        What.NOT_PROVED,
    ]


def test_guesses_have_an_end(client, late):
    page = grave_pages()[0]
    guess = {"again-opened": "yes", "proof-password": "wrong"}

    for _ in range(10):
        client.post(page, guess)
    answer = client.post(page, {**guess, "proof-password": PASSWORD})

    assert "Too many tries." in answer.content.decode()


def test_form_that_was_sent_after_the_session_ended_is_kept(client, clock, anna):
    clock.shift(timedelta(minutes=61))
    page = "/admin/biobanks/network/add/"

    answer = client.post(page, {"name": "A <network>", "slug": ["a", "b"]})

    assert answer.status_code == 403
    assert hidden(answer) == {"name": ["A <network>"], "slug": ["a", "b"]}
    assert 'href="/admin/login/?next=/admin/" target="_blank"' in answer.content.decode()


def test_form_with_a_token_of_before_comes_back(late):
    from django.test import Client

    client = Client(enforce_csrf_checks=True)
    client.force_login(User.objects.get(username="anna"))
    page = "/admin/biobanks/network/add/"
    sent = {"name": "A network", "csrfmiddlewaretoken": "a" * 64}

    ours = client.post(page, sent, headers={"Sec-Fetch-Site": "same-origin"})
    foreign = client.post(page, sent, headers={"Sec-Fetch-Site": "cross-site"})
    unknown = client.post(page, sent)

    assert hidden(ours) == {"name": ["A network"]}
    assert [answer.status_code for answer in (ours, foreign, unknown)] == [403] * 3
    assert hidden(foreign) == hidden(unknown) == {}
