"""How many applications, messages and requests for a link are taken in an hour."""

import pytest
import time_machine

from membership import limits
from membership.limits import (
    seconds_to_wait,
    seconds_to_wait_for_link,
    seconds_to_wait_for_message,
)


@pytest.mark.django_db
def test_seconds_to_wait_per_address():
    with time_machine.travel("2026-11-22 10:00+01:00", tick=False):
        waits = [seconds_to_wait("192.0.2.7", f"a{number}@b.be") for number in range(11)]

        assert waits == [0] * 10 + [360]
        assert seconds_to_wait("192.0.2.8", "a10@b.be") == 0


@pytest.mark.django_db
def test_seconds_to_wait_per_mailbox_however_it_is_written():
    with time_machine.travel("2026-11-22 10:00+01:00", tick=False):
        waits = [
            seconds_to_wait(f"192.0.2.{number}", email)
            for number, email in enumerate(["a@b.be", "A@b.be", "a@B.be"] * 2 + ["A@B.BE"])
        ]

        assert waits == [0] * 6 + [600]
        assert seconds_to_wait("192.0.2.9", "b@b.be") == 0


@pytest.mark.django_db
def test_seconds_to_wait_in_total(monkeypatch):
    monkeypatch.setattr(limits, "IN_TOTAL", 2)
    with time_machine.travel("2026-11-22 10:00+01:00", tick=False):
        waits = [seconds_to_wait(f"192.0.2.{n}", f"a{n}@b.be") for n in range(3)]

    assert waits == [0, 0, 1800]


@pytest.mark.django_db
def test_seconds_to_wait_for_message():
    with time_machine.travel("2026-11-22 10:00+01:00", tick=False):
        waits = [seconds_to_wait_for_message("192.0.2.7") for _ in range(31)]

        assert waits == [0] * 30 + [120]
        assert seconds_to_wait_for_message("192.0.2.8") == 0


@pytest.mark.django_db
def test_seconds_to_wait_for_link_per_address():
    with time_machine.travel("2026-11-22 10:00+01:00", tick=False):
        waits = [seconds_to_wait_for_link("192.0.2.7", f"a{n}@example.be") for n in range(11)]

        assert waits == [0] * 10 + [360]
        assert seconds_to_wait_for_link("192.0.2.8", "a10@example.be") == 0


@pytest.mark.django_db
def test_seconds_to_wait_for_link_per_mailbox_however_it_is_written():
    with time_machine.travel("2026-11-22 10:00+01:00", tick=False):
        waits = [
            seconds_to_wait_for_link(f"192.0.2.{number}", email)
            for number, email in enumerate(["a@b.be", "A@b.be", "a@B.be", "A@B.BE"])
        ]

        assert waits == [0, 0, 0, 1200]
        assert seconds_to_wait_for_link("192.0.2.9", "b@b.be") == 0


@pytest.mark.django_db
def test_kinds_of_requests_are_counted_apart(monkeypatch):
    for name in ["PER_ADDRESS", "MESSAGES_PER_ADDRESS", "LINKS_PER_ADDRESS"]:
        monkeypatch.setattr(limits, name, 1)

    address = "192.0.2.7"
    waits = [
        seconds_to_wait(address, "a@b.be"),
        seconds_to_wait_for_message(address),
        seconds_to_wait_for_link(address, "a@b.be"),
    ]

    assert waits == [0, 0, 0]
    assert seconds_to_wait_for_message(address) > 0
