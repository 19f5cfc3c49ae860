"""What every test shares."""

import pytest
from django.utils import translation


@pytest.fixture(autouse=True)
def _quick_hashes(settings):
    """Passwords of fixtures need no slow hash."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(autouse=True)
def _in_english():
    """Each test begins in English: Django's client leaves the language of its last request."""
    with translation.override("en"):
        yield
