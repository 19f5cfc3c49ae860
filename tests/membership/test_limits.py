import pytest
import time_machine

from membership import limits
from membership.limits import address_of, network_of, seconds_to_wait


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::", "2001:db8:1:2::/64"),
        ("::ffff:192.0.2.7", "::ffff:192.0.2.7"),
        ("", ""),
        ("unix:", "unix:"),
    ],
)
def test_network_of(address, network):
    assert network_of(address) == network


@pytest.mark.parametrize(
    ("forwarded", "behind_proxy", "address"),
    [
        (None, False, "192.0.2.1"),
        ("192.0.2.7", False, "192.0.2.1"),
        (None, True, "192.0.2.1"),
        ("", True, "192.0.2.1"),
        ("192.0.2.7", True, "192.0.2.7"),
        ("forged, 203.0.113.5,192.0.2.7", True, "192.0.2.7"),
    ],
)
def test_address_of(rf, settings, forwarded, behind_proxy, address):
    settings.BEHIND_PROXY = behind_proxy
    headers = {} if forwarded is None else {"X-Forwarded-For": forwarded}

    assert address_of(rf.get("/", headers=headers, REMOTE_ADDR="192.0.2.1")) == address


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
