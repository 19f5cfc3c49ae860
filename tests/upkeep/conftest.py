"""Databases for what operators do with a whole one. Nobody is served meanwhile."""

import pytest

from tests.site.sites import prepared_ground


@pytest.fixture(scope="module")
def ground():
    """What every site stands on: `tests/site/sites.py`."""
    with prepared_ground(is_served=False) as ground:
        yield ground
