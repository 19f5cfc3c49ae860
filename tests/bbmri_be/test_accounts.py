"""Accounts of staff: how one is made, and that nobody types a password for another."""

import re
from datetime import timedelta

import pytest
from django.contrib.auth import tokens
from django.contrib.auth.models import Group, User
from django.test import Client
from django_otp.plugins.otp_totp.models import TOTPDevice

from bbmri_be.accounts import links
from bbmri_be.audit_log.models import Entry
from bbmri_be.logs import without_tokens
from bbmri_be.outbox.models import Mail

pytestmark = pytest.mark.django_db

OLD, NEW = "correct horse battery", "staple by the window"
LIST = "/admin/auth/user/"


@pytest.fixture
def anna():
    return User.objects.create_user("anna", "anna@example.be", OLD, is_staff=True)


@pytest.fixture
def reader():
    """The browser of whoever has the letter."""
    return Client()


def link_in(mail):
    return re.search(r"http://\S+?(/\S*/password/\S+/)", mail.text)[1]


def opened(reader, link):
    """The page that a link leads to, and where that is."""
    answer = reader.get(link, follow=True)
    return answer.content.decode(), answer.request["PATH_INFO"]


def choose(reader, link, password=NEW):
    _page, address = opened(reader, link)
    return reader.post(address, {"new_password1": password, "new_password2": password})


def enters(name, password):
    browser = Client()
    browser.post("/admin/login/", {"username": name, "password": password})
    return "_auth_user_id" in browser.session


def test_new_account_gets_a_letter_and_chooses_its_password(client, administrator, reader):
    made = client.post(
        "/nl/admin/auth/user/add/",
        {
            "username": "carla",
            "first_name": "Carla",
            "email": "carla@example.be",
            "groups": Group.objects.get(name="Curators").pk,
        },
    )

    carla, mail = User.objects.get(username="carla"), Mail.objects.get()
    assert made.status_code == 302
    assert (carla.first_name, carla.has_usable_password()) == ("Carla", False)
    assert (carla.is_staff, [group.name for group in carla.groups.all()]) == (True, ["Curators"])
    assert (mail.to, mail.language) == ("carla@example.be", "nl")
    assert "carla" in mail.text
    assert "tweede factor" not in mail.text  # whoever has the letter sets one up
    page, address = opened(reader, link_in(mail))
    assert address == re.sub(r"[^/]+/$", "set-password/", link_in(mail))
    assert re.findall(r'<input type="password" name="(\w+)" autocomplete="([\w-]+)"', page) == [
        ("new_password1", "new-password"),
        ("new_password2", "new-password"),
    ]
    answer = choose(reader, link_in(mail)).content.decode()
    assert "Uw wachtwoord is ingesteld" in answer
    assert '<a class="button" href="/nl/admin/login/">' in answer
    carla.refresh_from_db()
    assert carla.check_password(NEW)
    assert [(entry.name, entry.what, entry.page) for entry in Entry.objects.filter(by=carla)] == [
        ("carla", "changed", "set-password")
    ]


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"username": "carla", "email": ""}, "This field is required."),
        ({"username": "carla", "email": "carla"}, "Enter a valid email address."),
        ({"username": "ANNA", "email": "a@example.be"}, "A user with that username already exists"),
    ],
)
def test_account_that_nobody_could_enter_is_not_made(client, administrator, anna, typed, says):
    page = client.post("/admin/auth/user/add/", typed).content.decode()

    assert says in page
    assert User.objects.count() == 2
    assert not Mail.objects.exists()


def test_nobody_types_a_password_for_another(client, administrator, anna):
    page = client.get(f"{LIST}{anna.pk}/change/").content.decode()

    client.post(f"{LIST}{anna.pk}/password/", {"password1": NEW, "password2": NEW})

    anna.refresh_from_db()
    assert "password" not in page.replace("/admin/password_change/", "")
    assert anna.check_password(OLD)


def test_link_for_whoever_forgot_the_password(client, administrator, anna, reader):
    there = Client()
    there.force_login(anna)
    TOTPDevice.objects.create(user=anna, name="telephone")
    answer = client.post(
        LIST, {"action": "send_password_link", "_selected_action": [anna.pk]}, follow=True
    )
    mail = Mail.objects.get()
    link = link_in(mail)
    before = enters("anna", OLD), there.get("/admin/").status_code
    choose(reader, link)

    assert "your second factor is asked for, too" in mail.text
    assert "1 letter goes out." in answer.content.decode()
    assert before == (True, 200)
    assert (enters("anna", OLD), enters("anna", NEW)) == (False, True)
    assert there.get("/admin/").url.startswith("/admin/login/")


def test_link_works_once(anna, reader):
    link = links.path_of(anna)
    choose(reader, link)

    page, _address = opened(Client(), link)

    assert "This link has been used, or is older than a day." in page


def test_link_works_for_a_day(anna, reader, monkeypatch):
    link = links.path_of(anna)
    generator = tokens.default_token_generator
    now = generator._now()

    def opens_after(time):
        monkeypatch.setattr(generator, "_now", lambda: now + time)
        return 'name="new_password1"' in opened(Client(), link)[0]

    assert opens_after(timedelta(hours=23))
    assert not opens_after(timedelta(hours=25))


@pytest.mark.parametrize("link", ["/admin/password/x/y/", "/admin/password/MQ/set-password/"])
def test_link_of_nobody(reader, link):
    page, _address = opened(reader, link)

    assert "This link has been used, or is older than a day." in page


def test_weak_password_is_refused_and_the_link_stays_good(anna, reader):
    link = links.path_of(anna)

    refused = choose(reader, link, "bbmri-biobank-2026").content.decode()

    assert "too common" in refused
    assert "Your password is set" in choose(reader, link).content.decode()


def test_account_without_an_address_is_named(client, administrator, anna):
    bert = User.objects.create_user("bert", is_staff=True)

    page = client.post(
        LIST, {"action": "send_password_link", "_selected_action": [anna.pk, bert.pk]}, follow=True
    ).content.decode()

    assert "Nothing was sent. Give these accounts an address of mail first: bert." in page
    assert not Mail.objects.exists()


def test_link_is_left_out_of_the_logs(anna):
    link = links.path_of(anna)

    assert without_tokens(f"GET {link} failed") == f"GET {link.rsplit('/', 2)[0]}/…/ failed"


def test_page_of_a_link_is_kept_by_nobody(anna, reader):
    answer = reader.get(links.path_of(anna), follow=True)

    assert "no-store" in answer["Cache-Control"]
    assert answer["Referrer-Policy"] == "same-origin"
    assert links.path_of(anna) not in answer.content.decode()
