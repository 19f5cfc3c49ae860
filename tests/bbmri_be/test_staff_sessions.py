"""Sessions of staff: when they end, and who ends them."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.contrib.auth.models import Permission, User

from bbmri_be.staff_sessions.models import Session
from bbmri_be.staff_sessions.store import digest

pytestmark = pytest.mark.django_db

DESK = "/admin/"
LIST = "/admin/staff_sessions/session/"
NOW = datetime(2026, 11, 30, 8, 0, tzinfo=UTC)


@pytest.fixture
def clock():
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


@pytest.fixture
def anna(clock, client):
    user = User.objects.create_superuser("anna")
    client.force_login(user)
    return user


def is_in(client):
    return client.get(DESK).status_code == 200


def test_session_ends_an_hour_after_its_last_request(clock, client, anna):
    for _ in range(3):
        clock.shift(timedelta(minutes=59))
        assert is_in(client)
    clock.shift(timedelta(minutes=61))

    assert not is_in(client)


def test_session_ends_twelve_hours_after_the_sign_in(clock, client, anna):
    for _ in range(23):
        clock.shift(timedelta(minutes=30))
        assert is_in(client)
    clock.shift(timedelta(minutes=30))

    assert not is_in(client)


def test_what_a_session_holds_does_not_prolong_it(clock, client, anna):
    clock.shift(timedelta(hours=11, minutes=30))
    Session.objects.update(seen_at=NOW + timedelta(hours=11), expire_date=NOW + timedelta(hours=12))
    session = client.session
    session["something"] = 1
    session.save()

    assert Session.objects.get().expire_date == NOW + timedelta(hours=12)


def test_the_database_has_no_key_that_opens(client, anna):
    session = Session.objects.get()

    assert session.user == anna
    assert client.session.session_key != session.session_key
    client.cookies["sessionid"] = session.session_key
    assert not is_in(client)


def test_sign_out_deletes_the_session(client, anna):
    client.post("/admin/logout/")

    assert not Session.objects.exists()


def test_each_sees_and_ends_their_own(client, anna, django_user_model):
    bert = django_user_model.objects.create_user("bert", is_staff=True)
    other = type(client)()
    other.force_login(bert)

    elsewhere = type(client)()
    elsewhere.force_login(bert)
    own = Session.objects.get(pk=digest(elsewhere.session.session_key))

    assert list(other.get(LIST).context["cl"].result_list) == [own]
    mine = Session.objects.get(user=anna)
    other.post(LIST, {"action": "delete_selected", "_selected_action": mine.pk, "post": "yes"})
    assert Session.objects.filter(pk=mine.pk).exists()
    other.post(LIST, {"action": "delete_selected", "_selected_action": own.pk, "post": "yes"})
    assert is_in(other)
    assert not is_in(elsewhere)


def test_who_looks_after_accounts_ends_those_of_all(client, anna, django_user_model):
    carla = django_user_model.objects.create_user("carla", is_staff=True)
    carla.user_permissions.add(Permission.objects.get(codename="change_user"))
    keeper = type(client)()
    keeper.force_login(carla)

    keeper.post(
        LIST,
        {
            "action": "delete_selected",
            "_selected_action": Session.objects.get(user=anna).pk,
            "post": "yes",
        },
    )

    assert not is_in(client)


def test_page_of_a_session_does_not_show_what_it_holds(client, anna):
    type(client)().force_login(anna)
    other = Session.objects.exclude(pk=digest(client.session.session_key)).get()

    page = client.get(f"{LIST}{other.pk}/change/").content.decode()

    assert "anna" in page
    assert other.session_data not in page
