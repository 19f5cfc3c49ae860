"""What time does by itself: it reminds, lets lapse, deletes what nobody confirmed, forgets."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.contrib.auth.models import User
from django.db import connection

from bbmri_be.outbox.models import Mail
from membership.actions import applicant, desk
from membership.actions.clock import Tended, tend, vanish
from membership.enums import State
from membership.models import Application, Event, StatusLink
from tests.membership.factories import (
    ANSWERS,
    ApplicationFactory,
    DeclinedApplicationFactory,
    application_in,
)
from tests.membership.stories import story, submitted

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
DAY = timedelta(days=1)
SECOND = timedelta(seconds=1)


def asked(by: User, **answers) -> Application:
    """An application that was asked something NOW, and told of it."""
    return application_in(State.ASKED, by, created_at=NOW, **answers)


def tend_at(moment: datetime, **options) -> Tended:
    with time_machine.travel(moment, tick=False):
        return tend(**options)


# Reminders and lapses


def test_tend_reminds_after_seven_and_twenty_one_days_and_lapses_after_forty_five(anna, db):
    application = asked(anna)
    question = application.last_event

    done = {
        days: tend_at(NOW + timedelta(days=days)) for days in range(50)
    }  # each day's run, the job never left out

    told = {
        days: (tended.reminded, tended.lapsed)
        for days, tended in done.items()
        if tended != Tended()
    }
    assert told == {
        7: ([application.reference], []),
        21: ([application.reference], []),
        45: ([], [application.reference]),
    }
    application.refresh_from_db()
    assert (application.state, application.state_since) == (State.LAPSED, NOW + 45 * DAY)
    assert story(application)[-1] == (None, "information-asked", "lapsed", "")
    assert list(Mail.objects.order_by("pk").values_list("to", "cause", "send_after")) == [
        ("piet@example.be", f"event {question.pk}: reminder after 7 days", NOW + 7 * DAY),
        ("piet@example.be", f"event {question.pk}: reminder after 21 days", NOW + 21 * DAY),
        ("piet@example.be", f"event {application.last_event.pk}", NOW + 45 * DAY),
    ]


@pytest.mark.parametrize(
    ("waited", "reminded", "lapsed"),
    [
        (7 * DAY - SECOND, False, False),
        (7 * DAY, True, False),
        (45 * DAY - SECOND, True, False),
        (45 * DAY, False, True),
    ],
)
def test_tend_counts_from_when_the_question_was_told(anna, db, waited, reminded, lapsed):
    with time_machine.travel(NOW, tick=False):
        application = application_in(State.IN_REVIEW, anna)
        desk.ask(application=application, by=anna, seen=State.IN_REVIEW, text="Why?")

    done = tend_at(NOW + timedelta(minutes=10) + waited)

    assert (done.reminded, done.lapsed) == (
        [application.reference] * reminded, [application.reference] * lapsed,
    )  # fmt: skip


def test_tend_that_comes_late_reminds_once(anna, db):
    application = asked(anna)

    results = [tend_at(NOW + 30 * DAY).reminded, tend_at(NOW + 31 * DAY).reminded]

    assert results == [[application.reference], []]
    assert Mail.objects.get().cause.endswith(": reminder after 21 days")


def test_tend_begins_anew_with_each_question(anna, db):
    application = asked(anna)
    tend_at(NOW + 7 * DAY)
    with time_machine.travel(NOW + 20 * DAY, tick=False):
        applicant.reply(application=application, text="Here.")
        desk.ask(application=application, by=anna, seen=State.IN_REVIEW, text="And why?")

    results = [tend_at(NOW + days * DAY).reminded for days in [21, 26, 28]]

    assert results == [[], [], [application.reference]]


@pytest.mark.parametrize("state", [state for state in State if state != State.ASKED])
def test_tend_reminds_of_nothing_where_nothing_is_asked(anna, db, state):
    if state == State.AWAITING:
        application_in(state, anna, created_at=NOW + 45 * DAY)
    else:
        application_in(state, anna, created_at=NOW)

    assert tend_at(NOW + 46 * DAY) == Tended()
    assert not Mail.objects.exists()


def test_tend_leaves_a_forgotten_application_alone(anna, db):
    with time_machine.travel(NOW, tick=False):
        application = asked(anna)
        desk.forget(application=application, by=anna)

    assert tend_at(NOW + 50 * DAY) == Tended()
    application.refresh_from_db()
    assert application.state == State.ASKED


# What nobody confirmed


@pytest.mark.django_db
def test_tend_deletes_what_nobody_confirmed_after_seven_days():
    with time_machine.travel(NOW, tick=False):
        application = submitted()
        confirmed = submitted(name="Confirmed")
        applicant.confirm_address(application=confirmed)
    with time_machine.travel(NOW + SECOND, tick=False):
        younger = submitted(name="Younger")

    results = [tend_at(NOW + 7 * DAY - SECOND), tend_at(NOW + 7 * DAY)]

    assert results == [Tended(), Tended(vanished=[application.reference])]
    assert set(Application.objects.all()) == {confirmed, younger}
    assert set(StatusLink.objects.values_list("application", flat=True)) == {
        confirmed.pk, younger.pk,
    }  # fmt: skip
    assert set(Mail.objects.exclude(to="").values_list("thread", flat=True)) == {
        confirmed.reference, younger.reference,
    }  # fmt: skip
    assert Mail.objects.filter(to="").values_list("text", "html", "last_error").get() == (
        "", "", "Cancelled",
    )  # fmt: skip


def test_vanish_spares_what_was_confirmed_meanwhile(db):
    with time_machine.travel(NOW, tick=False) as clock:
        application = submitted()
        clock.shift(7 * DAY)
        seen = Application.objects.get()
        applicant.confirm_address(application=application)

        vanish(application=seen)

    assert Application.objects.get().state == State.RECEIVED


def test_tend_keeps_an_unconfirmed_application_that_staff_made_forgotten(anna, db):
    """Its event cannot be deleted; the job must go on with the others."""
    with time_machine.travel(NOW, tick=False):
        application = submitted()
        desk.forget(application=application, by=anna)
        other = submitted(name="Another")

    done = tend_at(NOW + 8 * DAY)

    assert done == Tended(vanished=[other.reference])
    assert Application.objects.get() == application


def test_tend_deletes_what_nobody_confirmed_with_the_notes_about_it(anna, db):
    with time_machine.travel(NOW, tick=False):
        desk.write_note(application=submitted(), by=anna, text="Looks like a robot.")

    tend_at(NOW + 7 * DAY)

    assert not Application.objects.exists()


# Forgetting


@pytest.mark.parametrize("state", [State.DECLINED, State.WITHDRAWN, State.LAPSED])
def test_tend_forgets_a_year_after_the_end(anna, db, state):
    application = application_in(state, anna, created_at=NOW)
    Application.objects.update(state_since=NOW)
    events = story(application)

    results = [tend_at(NOW + days * DAY) for days in (364, 365, 366)]

    application.refresh_from_db()
    assert results == [Tended(), Tended(forgotten=[application.reference]), Tended()]
    assert application.personal_data_removed_at == NOW + 365 * DAY
    assert (application.contact_email, application.state) == ("", state)
    assert story(application) == [*events, (None, state, "", "")]


@pytest.mark.parametrize("state", [State.RECEIVED, State.IN_REVIEW, State.ACCEPTED])
def test_tend_never_forgets_members_and_open_cases(anna, db, state):
    application = application_in(state, anna, created_at=NOW)
    Application.objects.update(state_since=NOW)

    done = tend_at(NOW + 999 * DAY)

    application.refresh_from_db()
    assert done == Tended()
    assert application.contact_email == "piet@example.be"


def test_tend_forgets_what_was_accepted_once_the_contact_stands_at_the_entry(anna, db):
    with time_machine.travel(NOW, tick=False):
        with_entry, without = (
            desk.accept(
                application=application_in(State.IN_REVIEW, anna, kind=kind),
                by=anna,
                seen=State.IN_REVIEW,
            )
            for kind in ("biobank", "collection")
        )

    too_early = tend_at(NOW + 364 * DAY).forgotten
    due = tend_at(NOW + 366 * DAY).forgotten

    with_entry.refresh_from_db()
    without.refresh_from_db()
    assert (too_early, due) == ([], [with_entry.reference])
    assert (with_entry.contact_email, without.contact_email) == ("", "piet@example.be")
    assert with_entry.biobank.contact.email == "piet@example.be"


def test_tend_keeps_the_reason_of_a_refusal(anna, db):
    application = DeclinedApplicationFactory(
        decided_by=anna, decided_at=NOW, created_at=NOW - DAY, message="Hello"
    )

    tend_at(NOW + 365 * DAY)

    application.refresh_from_db()
    assert application.decision_reason == "No human material."
    assert {
        name for name in ANSWERS if getattr(application, name) == "" and ANSWERS[name] != ""
    } == {
        "manager_name", "contact_name", "contact_role", "contact_email", "contact_phone", "message",
    }  # fmt: skip


def test_tend_counts_anew_for_what_was_reopened(anna, db):
    application = application_in(State.WITHDRAWN, anna, created_at=NOW)
    with time_machine.travel(NOW + 300 * DAY, tick=False):
        applicant.come_back(application=application, seen=State.WITHDRAWN)
        applicant.withdraw(application=application, seen=State.RECEIVED)

    results = [tend_at(NOW + days * DAY).forgotten for days in (400, 665)]

    assert results == [[], [application.reference]]


# Looking first, and all at once


@pytest.fixture
def one_of_each(anna):
    """Something to do of each kind at NOW + 400 days, by reference."""
    with time_machine.travel(NOW, tick=False) as clock:
        forgotten = application_in(State.WITHDRAWN, anna)
        clock.shift(390 * DAY)
        unconfirmed = submitted()
        reminded = application_in(State.ASKED, anna)
    lapsed = application_in(State.ASKED, anna, created_at=NOW)
    return Tended(
        reminded=[reminded.reference],
        lapsed=[lapsed.reference],
        vanished=[unconfirmed.reference],
        forgotten=[forgotten.reference],
    )


def rows() -> tuple[int, ...]:
    return (
        Application.objects.count(),
        Event.objects.count(),
        Mail.objects.exclude(to="").count(),
        Application.objects.exclude(contact_email="").count(),
    )


def test_tend_dry_run_only_tells(one_of_each):
    before = rows()

    done = tend_at(NOW + 400 * DAY, dry_run=True)

    assert done == one_of_each
    assert rows() == before


def test_tend_does_each_thing_once(one_of_each):
    before = rows()

    results = [tend_at(NOW + 400 * DAY), tend_at(NOW + 400 * DAY)]

    assert results == [one_of_each, Tended()]
    # One row less; a lapse and a removal; a reminder and the lapse for the mail of the deleted.
    assert rows() == (before[0] - 1, before[1] + 2, before[2] + 1, before[3] - 2)


@pytest.mark.django_db(transaction=True)
def test_tend_by_several_at_once_does_each_thing_once():
    anna = User.objects.create_user("anna")
    with time_machine.travel(NOW, tick=False):
        gone = [submitted(name=f"Biobank {number}") for number in range(5)]
        waiting = [ApplicationFactory() for _ in range(5)]
        for application in waiting:
            desk.start_review(application=application, by=anna, seen=State.RECEIVED)
            desk.ask(application=application, by=anna, seen=State.IN_REVIEW, text="Why?")
    events = Event.objects.count()

    def run(_: int) -> Tended:
        try:
            return tend()
        finally:
            connection.close()

    with time_machine.travel(NOW + 46 * DAY, tick=False), ThreadPoolExecutor(4) as pool:
        results = list(pool.map(run, range(4)))

    assert sorted(name for one in results for name in one.lapsed) == sorted(
        application.reference for application in waiting
    )
    assert {name for one in results for name in one.vanished} == {
        application.reference for application in gone
    }
    assert set(Application.objects.values_list("state", flat=True)) == {State.LAPSED}
    assert Event.objects.count() == events + 5
    assert Mail.objects.filter(send_after=NOW + 46 * DAY).count() == 5
