"""Working days, and what is usual."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db import IntegrityError

from membership.enums import Stage, State
from membership.models import UsualTime
from membership.times import Usual, stage_of, usual_times, working_days
from tests.membership.factories import ApplicationFactory, application_in

MONDAY = datetime(2026, 11, 16, 9, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        ("2026-11-16 09:00", "2026-11-16 17:00", 0),  # a Monday
        ("2026-11-16 09:00", "2026-11-17 09:00", 1),
        ("2026-11-13 09:00", "2026-11-16 09:00", 1),  # over a weekend
        ("2026-11-14 09:00", "2026-11-15 09:00", 0),
        ("2026-11-10 09:00", "2026-11-12 09:00", 1),  # Armistice Day between
        ("2026-07-20 09:00", "2026-07-22 09:00", 1),  # the national holiday
        ("2026-04-03 09:00", "2026-04-07 09:00", 1),  # Easter Monday
        ("2025-12-24 09:00", "2026-01-02 09:00", 5),  # over the year's end
        ("2026-11-16 23:30", "2026-11-17 22:00", 0),  # in Brussels it is Tuesday already
        ("2026-11-17 09:00", "2026-11-16 09:00", 0),
    ],
)
def test_working_days(start, end, expected):
    moments = [datetime.fromisoformat(text).replace(tzinfo=UTC) for text in (start, end)]

    assert working_days(*moments) == expected


def decided_after(days, anna):
    """An application of MONDAY, asked after a working day, accepted after some."""
    application = ApplicationFactory(
        created_at=MONDAY, state=State.IN_REVIEW, famhp_number="", notification="under-way"
    )
    for state, after in ((State.ASKED, 1), (State.ACCEPTED, days)):
        at = MONDAY + timedelta(days=after)
        application.events.create(
            at=at, told_from=at, by=anna, from_state=State.IN_REVIEW, to_state=state
        )


@pytest.mark.django_db
def test_nothing_is_usual_where_nobody_knows():
    assert usual_times() == {}


@pytest.mark.django_db
def test_node_says_what_is_usual_until_enough_is_measured(anna):
    UsualTime.objects.create(stage=Stage.DECISION, working_days=30)

    with time_machine.travel(MONDAY + timedelta(days=10)):
        for days in (1, 2, 3, 4):
            decided_after(days, anna)
        said = usual_times()
        decided_after(4, anna)
        measured = usual_times()

    assert said == {Stage.DECISION: Usual(Stage.DECISION, 30)}
    assert measured == {
        Stage.FIRST_ANSWER: Usual(Stage.FIRST_ANSWER, 1, cases=5),
        Stage.DECISION: Usual(Stage.DECISION, 3, cases=5),
    }


@pytest.mark.django_db
def test_what_is_long_ago_or_not_told_yet_is_not_measured(anna):
    with time_machine.travel(MONDAY + timedelta(days=1)):
        for _number in range(5):
            decided_after(4, anna)
        too_early = usual_times()
    with time_machine.travel(MONDAY + timedelta(days=3 * 365)):
        too_late = usual_times()

    assert too_early == {Stage.FIRST_ANSWER: Usual(Stage.FIRST_ANSWER, 1, cases=5)}
    assert too_late == {}


@pytest.mark.django_db
def test_a_word_of_the_staff_is_a_first_answer(anna):
    with time_machine.travel(MONDAY + timedelta(days=10)):
        for _number in range(5):
            ApplicationFactory(created_at=MONDAY).messages.create(
                voice="staff", by=anna, at=MONDAY + timedelta(days=2)
            )

        assert usual_times() == {Stage.FIRST_ANSWER: Usual(Stage.FIRST_ANSWER, 2, cases=5)}


@pytest.mark.django_db
def test_usual_time_is_a_day_at_least():
    with pytest.raises(IntegrityError, match="membership_usualtime_positive"):
        UsualTime.objects.create(stage=Stage.DECISION, working_days=0)


@pytest.mark.parametrize(
    ("state", "stage"),
    [(State.RECEIVED, Stage.FIRST_ANSWER), (State.ASKED, Stage.DECISION)],
)
def test_stage_of_an_application(anna, state, stage):
    assert stage_of(application_in(state, anna)) == stage


def asked_and_taken_back(anna):
    """An application of MONDAY whose question and decision were taken back within ten minutes."""
    application = application_in(State.IN_REVIEW, anna, created_at=MONDAY)
    for number, state in enumerate([State.ASKED, State.ACCEPTED]):
        at = MONDAY + timedelta(days=1, hours=number)
        steps = [("in-review", state, at, 10), (state, "in-review", at + timedelta(minutes=5), 0)]
        for here, there, moment, minutes in steps:
            application.events.create(
                by=anna,
                at=moment,
                told_from=moment + timedelta(minutes=minutes),
                from_state=here,
                to_state=there,
            )
    return application


@pytest.mark.django_db
def test_what_was_taken_back_is_no_answer(anna):
    with time_machine.travel(MONDAY + timedelta(days=2)):
        applications = [asked_and_taken_back(anna) for _ in range(5)]

        assert usual_times() == {}
        assert {stage_of(application) for application in applications} == {Stage.FIRST_ANSWER}
