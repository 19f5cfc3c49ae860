"""Databases for what operators do with a whole one."""

import pytest

from tests.site.sites import prepared_ground


@pytest.fixture(scope="session")
def ground():
    """What every site stands on: `tests/site/sites.py`."""
    with prepared_ground() as ground:
        yield ground
