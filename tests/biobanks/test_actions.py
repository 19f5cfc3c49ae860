"""Publishing and withdrawing entries."""

import datetime
from datetime import date

import pytest
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import User

from biobanks.actions import AlreadyPublished, HasErrors, NotPublished, publish, withdraw
from biobanks.enums import Publication
from biobanks.quality import running
from tests.biobanks.factories import (
    PUBLISHED_AT,
    WITHDRAWN_AT,
    BiobankFactory,
)
from tests.biobanks.quality.good import good_collection, good_network, whole_biobank

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


@pytest.mark.parametrize("make", [whole_biobank, good_collection, good_network])
def test_publish_draft(make, curator, time_machine):
    time_machine.move_to(NOW, tick=False)
    entry = make(draft=True)

    publish(entry, by=curator)

    assert state(entry) == (Publication.PUBLISHED, NOW, None)
    assert records() == [("curator", CHANGE, "Published.")]


def test_publish_withdrawn_keeps_the_first_date(curator):
    entry = whole_biobank(withdrawn=True)

    publish(entry, by=curator)

    assert state(entry) == (Publication.PUBLISHED, PUBLISHED_AT, None)


def test_publish_published(curator):
    entry = BiobankFactory()

    with pytest.raises(AlreadyPublished):
        publish(entry, by=curator)

    assert state(entry) == (Publication.PUBLISHED, PUBLISHED_AT, None)
    assert records() == []


def test_publish_reads_the_state_anew(curator):
    entry = whole_biobank(draft=True)
    publish(entry, by=None)

    with pytest.raises(AlreadyPublished):
        publish(entry, by=curator)

    assert records() == []


def test_publish_with_errors_is_refused_unless_they_are_let_be(curator):
    entry = whole_biobank(draft=True, organisation=None, acronym="")

    with pytest.raises(HasErrors) as refusal:
        publish(entry, by=curator)
    running.note(entry)
    finding = entry.findings.get(check_code="BBF:JuridicalMissing")
    running.waive(finding, by=curator, reason="Being founded.", until=date(2999, 1, 1))
    publish(entry, by=curator)

    # The hint that there is no acronym keeps nobody from publishing.
    assert [found.check.code for found in refusal.value.errors] == ["BBF:JuridicalMissing"]
    assert str(refusal.value) == "BBF:JuridicalMissing"
    assert state(entry)[0] == Publication.PUBLISHED


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
