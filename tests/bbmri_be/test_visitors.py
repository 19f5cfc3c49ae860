"""Whom a limit counts."""

import pytest

from bbmri_be.rate_limits.visitors import address_of, network_of


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
