"""What every test shares."""

import pytest


@pytest.fixture(autouse=True)
def _quick_hashes(settings):
    """Passwords of fixtures need no slow hash."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
