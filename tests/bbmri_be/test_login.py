"""The sign-in of staff."""

import pytest
import time_machine
from django.contrib.auth.models import User

from bbmri_be import login

LOGIN = "/admin/login/?next=/admin/"
PASSWORD = "a long password indeed"


@pytest.fixture
def staff(db):
    return User.objects.create_user("staff", password=PASSWORD, is_staff=True)


@pytest.fixture
def _clock():
    with time_machine.travel("2026-11-22 10:00+01:00", tick=False):
        yield


def tries(client, number, name="staff", password="wrong", address="192.0.2.1"):
    """The responses to so many sign-ins."""
    answers = {"username": name, "password": password}
    return [client.post(LOGIN, answers, REMOTE_ADDR=address) for _ in range(number)]


def says_wait(response):
    return "Too many tries. Wait 1 minute, then try again." in response.content.decode()


def test_right_password_enters(client, staff):
    [response] = tries(client, 1, password=PASSWORD)

    assert (response.status_code, response["Location"]) == (302, "/admin/")


@pytest.mark.usefixtures("_clock", "staff")
@pytest.mark.parametrize("name", ["staff", "STAFF", "nobody"])
def test_account_is_slowed_down_whether_or_not_it_exists(client, name):
    waits = [says_wait(response) for response in tries(client, 11, name=name)]

    assert waits == [False] * 10 + [True]


@pytest.mark.usefixtures("_clock", "staff")
def test_right_password_does_not_help_the_hasty(client):
    tries(client, 10)

    [response] = tries(client, 1, password=PASSWORD)

    assert says_wait(response)


@pytest.mark.usefixtures("_clock", "staff")
def test_stranger_who_guesses_locks_nobody_out_who_sits_elsewhere(client):
    tries(client, 11)

    [response] = tries(client, 1, password=PASSWORD, address="192.0.2.2")

    assert response.status_code == 302


@pytest.mark.usefixtures("_clock", "staff")
def test_account_is_slowed_down_for_many_networks_at_once(client, monkeypatch):
    monkeypatch.setattr(login, "PER_ACCOUNT_IN_ALL", 3)

    waits = [
        "Too many tries." in tries(client, 1, address=f"192.0.2.{number}")[0].content.decode()
        for number in range(4)
    ]

    assert waits == [False] * 3 + [True]


@pytest.mark.usefixtures("staff")
def test_waiting_helps(client):
    with time_machine.travel("2026-11-22 10:00+01:00", tick=False) as clock:
        tries(client, 10)
        clock.shift(30)
        [response] = tries(client, 1, password=PASSWORD)

    assert response.status_code == 302


@pytest.mark.usefixtures("_clock", "staff")
def test_network_is_slowed_down(client):
    waits = [says_wait(tries(client, 1, name=f"name{number}")[0]) for number in range(31)]

    assert waits == [False] * 30 + [True]


@pytest.mark.usefixtures("_clock", "staff")
def test_refused_sign_in_leaves_a_line_that_names_nobody(client, caplog):
    tries(client, 11)

    wrong = "A sign-in was refused: wrong name or password, or no staff"
    assert caplog.messages == [wrong] * 10 + ["A sign-in was refused: too many tries"]
