import pytest

from membership.enums import State
from tests.membership.factories import ApplicationFactory


@pytest.fixture
def waiting(db):
    """An application whose address is not confirmed."""
    return ApplicationFactory(state=State.AWAITING)
