"""What is decided of proposals."""

from datetime import timedelta

import pytest
from django.contrib.admin.models import LogEntry

from biobanks.confirming import actions
from biobanks.enums import Decision
from biobanks.models import Biobank, Proposal
from tests.biobanks.confirming.conftest import TODAY

pytestmark = pytest.mark.django_db


def test_accepted_field_is_taken_alone(proposals, biobank, anna):
    actions.accept([proposals["name"]], by=anna)

    biobank.refresh_from_db()
    proposals["name"].refresh_from_db()
    assert (biobank.name, biobank.city, biobank.confirmed_on) == ("Better biobank", "Ghent", None)
    assert (proposals["name"].decision, proposals["name"].decided_by) == (Decision.ACCEPTED, anna)
    assert LogEntry.objects.get().change_message == "Accepted from the biobank: name."


def test_magnitude_follows_the_size(proposals, collection, anna):
    actions.accept([proposals["size"]], by=anna)

    collection.refresh_from_db()
    assert (collection.size, collection.order_of_magnitude) == (20_000, 4)


def test_last_decision_confirms_the_entry_as_of_the_answer(proposals, biobank, collection, anna,
                                                            clock):  # fmt: skip
    clock.shift(timedelta(days=3))
    for proposal in list(proposals.values())[:-1]:
        actions.accept([proposal], by=anna)
    biobank.refresh_from_db()
    before = biobank.confirmed_on
    actions.refuse([proposals["types"]], by=anna)

    biobank.refresh_from_db()
    collection.refresh_from_db()
    assert (before, biobank.confirmed_on, collection.confirmed_on) == (None, TODAY, TODAY)
    assert collection.types == ["DISEASE_SPECIFIC"]


def test_newer_version_is_not_overwritten_unless_that_is_meant(proposals, biobank, anna):
    Biobank.objects.update(name="Renamed by staff")

    with pytest.raises(actions.EntryChanged):
        actions.accept([proposals["name"]], by=anna)
    actions.accept([proposals["name"]], by=anna, despite_changes=True)

    biobank.refresh_from_db()
    assert biobank.name == "Better biobank"


def test_entry_that_would_not_be_whole_is_left(proposals, collection, anna):
    Proposal.objects.filter(field="size").update(field="age_low", before=18, after=99)

    with pytest.raises(actions.NotTaken, match="The lowest age is above the highest"):
        actions.accept([proposals["size"]], by=anna)

    assert Proposal.objects.get(field="age_low").decision == Decision.OPEN


def test_decided_once_only(proposals, anna):
    actions.refuse([proposals["name"]], by=anna)

    for decide in (actions.accept, actions.refuse):
        with pytest.raises(actions.DecidedMeanwhile):
            decide([proposals["name"]], by=anna)
