import pytest
import time_machine

from membership import limits
from membership.limits import seconds_to_wait


@pytest.mark.django_db
def test_seconds_to_wait_per_address():
    with time_machine.travel("2026-11-22 10:00+01:00", tick=False):
        waits = [seconds_to_wait("192.0.2.7") for _ in range(11)]

        assert waits == [0] * 10 + [360]
        assert seconds_to_wait("192.0.2.8") == 0


@pytest.mark.django_db
def test_seconds_to_wait_in_total(monkeypatch):
    monkeypatch.setattr(limits, "IN_TOTAL", 2)
    with time_machine.travel("2026-11-22 10:00+01:00", tick=False):
        waits = [seconds_to_wait(f"192.0.2.{number}") for number in range(3)]

    assert waits == [0, 0, 1800]
