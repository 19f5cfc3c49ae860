"""Publishing and withdrawing entries."""

import datetime

import pytest
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import User

from biobanks.actions import AlreadyPublished, NotPublished, publish, withdraw
from biobanks.enums import Publication
from tests.biobanks.factories import (
    PUBLISHED_AT,
    WITHDRAWN_AT,
    BiobankFactory,
    CollectionFactory,
    NetworkFactory,
)

pytestmark = pytest.mark.django_db

NOW = datetime.datetime(2026, 11, 22, 12, 0, tzinfo=datetime.UTC)


@pytest.fixture
def curator():
    return User.objects.create_user("curator")


def state(entry):
    entry.refresh_from_db()
    return entry.publication, entry.published_at, entry.withdrawn_at


def records():
    return list(LogEntry.objects.values_list("user__username", "action_flag", "change_message"))


@pytest.mark.parametrize("factory", [BiobankFactory, CollectionFactory, NetworkFactory])
def test_publish_draft(factory, curator, time_machine):
    time_machine.move_to(NOW, tick=False)
    entry = factory(draft=True)

    publish(entry, by=curator)

    assert state(entry) == (Publication.PUBLISHED, NOW, None)
    assert records() == [("curator", CHANGE, "Published.")]


def test_publish_withdrawn_keeps_the_first_date(curator):
    entry = BiobankFactory(withdrawn=True)

    publish(entry, by=curator)

    assert state(entry) == (Publication.PUBLISHED, PUBLISHED_AT, None)


def test_publish_published(curator):
    entry = BiobankFactory()

    with pytest.raises(AlreadyPublished):
        publish(entry, by=curator)

    assert state(entry) == (Publication.PUBLISHED, PUBLISHED_AT, None)
    assert records() == []


def test_publish_reads_the_state_anew(curator):
    entry = BiobankFactory(draft=True)
    publish(entry, by=None)

    with pytest.raises(AlreadyPublished):
        publish(entry, by=curator)

    assert records() == []


def test_withdraw_published(curator, time_machine):
    time_machine.move_to(NOW, tick=False)
    entry = BiobankFactory()

    withdraw(entry, by=curator)

    assert state(entry) == (Publication.WITHDRAWN, PUBLISHED_AT, NOW)
    assert records() == [("curator", CHANGE, "Withdrawn.")]


@pytest.mark.parametrize(
    ("trait", "expected"),
    [
        ({"draft": True}, (Publication.DRAFT, None, None)),
        ({"withdrawn": True}, (Publication.WITHDRAWN, PUBLISHED_AT, WITHDRAWN_AT)),
    ],
)
def test_withdraw_what_is_not_published(trait, expected, curator):
    entry = BiobankFactory(**trait)

    with pytest.raises(NotPublished):
        withdraw(entry, by=curator)

    assert state(entry) == expected
    assert records() == []
