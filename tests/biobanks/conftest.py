"""What tests of the search and of the pages that show it share."""

import pytest

from tests.biobanks.search import vocabularies


@pytest.fixture
def vocabulary(db):
    """A small vocabulary of the search: `tests/biobanks/search/vocabularies.py`."""
    vocabularies.learn_all()
