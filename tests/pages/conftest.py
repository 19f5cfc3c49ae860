"""What the tests of the node's pages share."""

import pytest
from django.utils import translation


@pytest.fixture(autouse=True)
def _in_english():
    """Each test begins in English: Django's client leaves the language of its last request."""
    with translation.override("en"):
        yield
