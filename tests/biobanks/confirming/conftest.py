"""A biobank that is asked whether its entry is right."""

from datetime import UTC, date, datetime

import pytest
import time_machine
from django.contrib.auth.models import User

from biobanks.confirming import actions, letters
from biobanks.models import Proposal
from tests.biobanks.quality.good import whole_biobank

NOW = datetime(2026, 11, 29, 10, 0, tzinfo=UTC)
TODAY = date(2026, 11, 29)


@pytest.fixture
def clock():
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


@pytest.fixture
def anna():
    return User.objects.create_user("anna")


@pytest.fixture
def biobank(clock):
    biobank = whole_biobank(confirmed_on=None)
    biobank.collections.update(confirmed_on=None)
    return biobank


@pytest.fixture
def collection(biobank):
    return biobank.collections.get()


@pytest.fixture
def confirmation(biobank, anna):
    return actions.ask(biobank, by=anna, language="en")


@pytest.fixture
def path(confirmation):
    return f"/confirm/{letters.token_of(confirmation)}/"


@pytest.fixture
def proposals(biobank, collection, confirmation):
    actions.propose(
        confirmation,
        changes={
            biobank: {"name": ("Good biobank", "Better biobank"), "city": ("Ghent", "Bruges")},
            collection: {"size": (1200, 20_000), "types": (["DISEASE_SPECIFIC"], ["COHORT"])},
        },
        message="",
    )
    return {row.field: row for row in Proposal.objects.all()}
