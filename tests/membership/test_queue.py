"""The desk's queue."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from membership import queue
from membership.enums import Stage, State
from membership.models import UsualTime
from tests.membership.factories import application_in

MONDAY = datetime(2026, 11, 16, 9, 0, tzinfo=UTC)


@pytest.fixture
def cases(anna):
    """An application in each state, each a minute younger than the one before."""
    return {
        state: application_in(state, anna, created_at=MONDAY + timedelta(minutes=number))
        for number, state in enumerate(State)
    }


def test_queues(cases, anna, bart):
    cases[State.IN_REVIEW].assignee = anna
    cases[State.IN_REVIEW].save()

    assert list(queue.ours()) == [cases[State.RECEIVED], cases[State.IN_REVIEW]]
    assert list(queue.mine(anna)) == [cases[State.IN_REVIEW]]
    assert list(queue.mine(bart)) == []
    assert list(queue.waiting_for_applicant()) == [cases[State.ASKED]]
    assert set(queue.decided()) == {cases[State.ACCEPTED], cases[State.DECLINED]}


def test_next_is_the_oldest_that_nobody_else_looks_after(cases, anna, bart):
    first, second = cases[State.RECEIVED], cases[State.IN_REVIEW]
    alone = queue.next_oldest(bart)
    first.assignee = anna
    first.save()

    assert (alone, queue.next_oldest(anna), queue.next_oldest(bart)) == (first, first, second)


@pytest.mark.django_db
def test_nothing_is_next_where_nothing_waits(anna):
    assert queue.next_oldest(anna) is None


def test_overdue_is_what_takes_longer_than_usual(cases):
    UsualTime.objects.create(stage=Stage.FIRST_ANSWER, working_days=3)

    with time_machine.travel(MONDAY + timedelta(days=3)):
        in_time = list(queue.overdue())
    with time_machine.travel(MONDAY + timedelta(days=4)):
        late = set(queue.overdue())

    assert in_time == []
    assert late == {cases[State.RECEIVED], cases[State.IN_REVIEW]}


def test_nothing_is_overdue_where_nobody_knows_what_is_usual(cases):
    with time_machine.travel(MONDAY + timedelta(days=400)):
        assert list(queue.overdue()) == []


def test_lines_of_the_digest(cases, anna, bart):
    cases[State.RECEIVED].assignee = bart
    cases[State.RECEIVED].save()
    UsualTime.objects.create(stage=Stage.FIRST_ANSWER, working_days=1)

    with time_machine.travel(MONDAY + timedelta(days=2)):
        lines = list(queue.lines_for(anna))

    assert lines == [queue.QueueLine(cases[State.IN_REVIEW], 2, True)]
