"""Staff's passwords: which are taken, how they are changed, what a change ends."""

import re

import pytest
from django.contrib.auth.models import User
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.test import Client

OLD = "correct horse battery"
NEW = "staple by the window"
CHANGE = "/admin/password_change/"


@pytest.fixture
def anna(client, db):
    user = User.objects.create_user("anna", password=OLD, is_staff=True)
    client.force_login(user)
    return user


@pytest.mark.parametrize(
    "password",
    [
        "correct horse battery staple",
        "8391 2837 1928 3746",
        "!?*#+~%&/()=-_:;",
        "ünïcödé łättërs ß",
        "x7, q9; z3" * 13,
        "the biobank sings at dawn",
    ],
)
def test_password_of_any_letters_is_taken(password):
    validate_password(password, User(username="anna"))


@pytest.mark.parametrize(
    ("password", "code"),
    [
        ("fourteen signs", "password_too_short"),
        ("123456789qwerty", "password_too_common"),
        ("Friend of Emily", "password_too_common"),
        ("BBMRI.be Biobank 2026!", "password_too_common"),
        ("biobanken-belgie-1999", "password_too_common"),
        ("Admin Admin Admin Admin", "password_too_common"),
        ("aaaaaaaaaaaaaaaa", "password_too_common"),
        ("CarlacarlaCARLA", "password_too_common"),
        ("wilhelmina.peeters1", "password_too_similar"),
    ],
)
def test_password_that_is_guessed_first_is_refused(password, code):
    with pytest.raises(ValidationError) as refusal:
        validate_password(password, User(username="wilhelmina.peeters"))

    assert [error.code for error in refusal.value.error_list] == [code]


def test_password_is_changed_by_whoever_knows_it(client, anna):
    wrong = client.post(
        CHANGE, {"old_password": "a guess", "new_password1": NEW, "new_password2": NEW}
    )
    right = client.post(CHANGE, {"old_password": OLD, "new_password1": NEW, "new_password2": NEW})

    anna.refresh_from_db()
    assert "old password was entered incorrectly" in wrong.content.decode()
    assert right.status_code == 302
    assert anna.check_password(NEW)


@pytest.mark.parametrize("typed", [OLD.upper(), f"{OLD} ", OLD[:-1]])
def test_password_counts_letter_by_letter(client, anna, typed):
    client.logout()

    client.post("/admin/login/", {"username": "anna", "password": typed})

    assert client.get("/admin/").url.startswith("/admin/login/")


def test_boxes_hide_the_password_and_let_it_be_pasted(client, anna):
    page = client.get(CHANGE).content.decode()

    boxes = re.findall(r'<input type="password" name="(\w+)" autocomplete="([\w-]+)"', page)
    assert boxes == [
        ("old_password", "current-password"),
        ("new_password1", "new-password"),
        ("new_password2", "new-password"),
    ]
    assert "onpaste" not in page


def test_new_password_ends_the_other_sessions(client, anna):
    elsewhere = Client()
    elsewhere.force_login(anna)

    client.post(CHANGE, {"old_password": OLD, "new_password1": NEW, "new_password2": NEW})

    assert client.get("/admin/").status_code == 200
    assert elsewhere.get("/admin/").url.startswith("/admin/login/")


def test_account_that_is_switched_off_is_out_at_once(client, anna):
    before = client.get("/admin/").status_code
    User.objects.filter(pk=anna.pk).update(is_active=False)

    assert before == 200
    assert client.get("/admin/").url.startswith("/admin/login/")


@pytest.mark.parametrize("page", ["", "password_change/", "guide/"])
def test_every_page_of_the_desk_leads_out(client, anna, page):
    html = client.get(f"/admin/{page}").content.decode()

    assert '<form id="logout-form" method="post" action="/admin/logout/">' in html


def test_signing_out_ends_the_session_on_the_server(client, anna):
    name = client.session.session_key
    client.post("/admin/logout/")

    thief = Client()
    thief.cookies["sessionid"] = name
    assert thief.get("/admin/").url.startswith("/admin/login/")
    assert not client.session.exists(name)


def test_signing_in_gives_the_session_a_new_name(client, anna):
    client.logout()
    client.get("/admin/login/")
    session = client.session
    session["before"] = "the sign-in"
    session.save()
    name = session.session_key
    client.cookies["sessionid"] = name

    client.post("/admin/login/", {"username": "anna", "password": OLD})

    assert client.session.session_key != name
    assert not client.session.exists(name)
    assert len(client.session.session_key) == 32
