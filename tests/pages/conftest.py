"""The texts that the site begins with."""

import pytest

from pages import starting_content


@pytest.fixture(scope="module")
def first_texts(kept_rows):
    """They are loaded once for all tests of a file."""
    starting_content.load()
