"""What keeps robots out of the interest form, and lets people in."""

import logging

import pytest
import time_machine

from bbmri_be.rate_limits.models import Bucket
from membership import limits
from membership.stamp import new_stamp
from tests.membership.factories import POSTED
from tests.membership.join.forms import JOIN, another, posted, rows
from tests.membership.pages import Page, as_lists


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
