"""What `check --deploy` says of connections to other machines."""

import pytest

from bbmri_be.checks import of_databases, of_mail


@pytest.mark.parametrize(
    ("host", "options", "is_warned"),
    [
        ("/run/postgresql", {}, False),
        ("127.0.0.1", {}, False),
        ("::1", {}, False),
        ("localhost", {}, False),
        ("192.0.2.7", {"sslmode": "verify-full"}, False),
        ("db.example.be", {}, True),
        ("db.example.be", {"sslmode": "require"}, True),
    ],
)
def test_databases(host, options, is_warned):
    found = of_databases({"default": {"HOST": host, "OPTIONS": options}})

    assert [warning.id for warning in found] == ["bbmri_be.W001"] * is_warned


@pytest.mark.parametrize(
    ("host", "is_sealed", "is_warned"),
    [
        ("mail.example.be", False, True),
        ("mail.example.be", True, False),
        ("localhost", False, False),
    ],
)
def test_mail(host, is_sealed, is_warned):
    found = of_mail(host, is_sealed=is_sealed)

    assert [warning.id for warning in found] == ["bbmri_be.W002"] * is_warned
