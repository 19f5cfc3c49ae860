"""What staff decide: take up, ask, accept, decline, take back, reopen."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.contrib.auth.models import User
from django.core import mail as django_mail
from django.core.mail.backends.locmem import EmailBackend
from django.db import connection

from bbmri_be.outbox.delivery import deliver_due
from bbmri_be.outbox.models import Mail
from membership.actions import desk
from membership.actions.moves import ChangedMeanwhile, TooLate, TransitionNotAllowed
from membership.enums import State
from membership.models import Application
from tests.membership.factories import application_in
from tests.membership.stories import story

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
TEN_MINUTES = timedelta(minutes=10)
# Each step: where it leads, from where it goes, and the words it needs.
STEPS = {
    desk.start_review: (State.IN_REVIEW, {State.RECEIVED}, {}),
    desk.ask: (State.ASKED, {State.IN_REVIEW}, {"text": "Which freezers?"}),
    desk.accept: (State.ACCEPTED, {State.IN_REVIEW}, {}),
    desk.decline: (State.DECLINED, {State.IN_REVIEW}, {"reason": "No human material."}),
    desk.take_back: (State.IN_REVIEW, {State.ASKED, State.ACCEPTED, State.DECLINED}, {}),
    desk.reopen: (State.RECEIVED, {State.WITHDRAWN, State.LAPSED}, {}),
}
TOLD_LATER = {
    desk.ask: {"text": "Which freezers?"},
    desk.accept: {"reason": "Welcome."},
    desk.decline: {"reason": "No human material."},
}


def name_of(step) -> str:
    return step.__name__


def in_review(by: User, **answers) -> Application:
    return application_in(State.IN_REVIEW, by, created_at=NOW - timedelta(days=1), **answers)


# Steps


def test_start_review_makes_its_doer_the_assignee(application, anna):
    moved = desk.start_review(application=application, by=anna, seen=State.RECEIVED)

    moved.refresh_from_db()
    assert (moved.state, moved.assignee, moved.decided_at, moved.decided_by) == (
        State.IN_REVIEW, anna, None, None,
    )  # fmt: skip
    assert story(moved) == [
        (None, "awaiting-confirmation", "received", ""),
        ("anna", "received", "in-review", ""),
    ]
    assert not Mail.objects.exists()


@pytest.mark.django_db
def test_ask_waits_ten_minutes_before_it_is_told(anna):
    application = in_review(anna)
    told_before = application.public_state

    with time_machine.travel(NOW, tick=False) as clock:
        moved = desk.ask(
            application=application, by=anna, seen=State.IN_REVIEW, text=" Which freezers? "
        )
        message = moved.messages.get()
        early = (moved.public_state, message.is_told)
        clock.shift(TEN_MINUTES)
        late = (moved.public_state, message.is_told)

    moved.refresh_from_db()
    event = moved.last_event
    assert (moved.state, moved.state_since) == (State.ASKED, NOW)
    assert (event.at, event.told_from) == (NOW, NOW + TEN_MINUTES)
    assert story(moved)[-1] == ("anna", "in-review", "information-asked", "")
    assert (message.voice, message.by, message.text, message.event, message.at) == (
        "staff", anna, "Which freezers?", event, NOW,
    )  # fmt: skip
    assert list(Mail.objects.values_list("to", "cause", "send_after")) == [
        ("piet@example.be", f"event {event.pk}", NOW + TEN_MINUTES)
    ]
    assert early == (told_before, False)
    assert late == ((State.ASKED, NOW + TEN_MINUTES), True)


@pytest.mark.parametrize(
    ("decide", "reason", "state", "kept"),
    [
        (desk.accept, " Welcome. ", State.ACCEPTED, "Welcome."),
        (desk.accept, "", State.ACCEPTED, ""),
        (desk.decline, " No human material. ", State.DECLINED, "No human material."),
    ],
)
@pytest.mark.django_db
def test_decision_waits_ten_minutes_before_it_is_told(anna, decide, reason, state, kept):
    application = in_review(anna)

    with time_machine.travel(NOW, tick=False) as clock:
        moved = decide(application=application, by=anna, seen=State.IN_REVIEW, reason=reason)
        early = moved.public_state[0]
        clock.shift(TEN_MINUTES)
        late = moved.public_state

    moved.refresh_from_db()
    event = moved.last_event
    assert (moved.state, moved.state_since) == (state, NOW)
    assert (moved.decided_at, moved.decided_by, moved.decision_reason) == (NOW, anna, kept)
    assert story(moved)[-1] == ("anna", "in-review", state, kept)
    assert list(Mail.objects.values_list("to", "cause", "send_after")) == [
        ("piet@example.be", f"event {event.pk}", NOW + TEN_MINUTES)
    ]
    assert (early, late) == (State.IN_REVIEW, (state, NOW + TEN_MINUTES))


@pytest.mark.parametrize("words", ["", "  \n\t "])
@pytest.mark.parametrize(("step", "name"), [(desk.decline, "reason"), (desk.ask, "text")])
@pytest.mark.django_db
def test_step_without_its_words_changes_nothing(anna, words, step, name):
    application = in_review(anna)

    with pytest.raises(desk.ReasonMissing):
        step(application=application, by=anna, seen=State.IN_REVIEW, **{name: words})

    application.refresh_from_db()
    assert (application.state, application.events.count()) == (State.IN_REVIEW, 2)
    assert not Mail.objects.exists()


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("step", STEPS, ids=name_of)
@pytest.mark.django_db
def test_step_goes_only_from_the_states_of_its_own(anna, state, step):
    to_state, of, words = STEPS[step]
    application = application_in(state, anna)
    before = story(application)

    try:
        step(application=application, by=anna, seen=state, **words)
        outcome = "done"
    except TransitionNotAllowed:
        outcome = "not allowed"
    except TooLate:
        outcome = "too late"

    application.refresh_from_db()
    if state not in of:
        assert outcome == "not allowed"
    elif step == desk.take_back:
        assert outcome == "too late"  # the factory's events are all told
    else:
        assert outcome == "done"
    assert application.state == (to_state if outcome == "done" else state)
    assert story(application)[: len(before)] == before
    assert len(story(application)) == len(before) + (outcome == "done")


@pytest.mark.parametrize("step", STEPS, ids=name_of)
@pytest.mark.django_db
def test_step_on_a_forgotten_application_is_refused(anna, step):
    _, of, words = STEPS[step]
    for state in of:
        application = application_in(state, anna)
        desk.forget(application=application, by=anna)
        before = story(application)

        with pytest.raises(TransitionNotAllowed):
            step(application=application, by=anna, seen=state, **words)

        application.refresh_from_db()
        assert (application.state, story(application)) == (state, before)


def test_step_on_an_application_that_a_colleague_moved_tells_who_and_what(application, anna, bart):
    desk.start_review(application=application, by=anna, seen=State.RECEIVED)

    with pytest.raises(ChangedMeanwhile) as refusal:
        desk.start_review(application=application, by=bart, seen=State.RECEIVED)

    application.refresh_from_db()
    assert (refusal.value.event.by, refusal.value.event.to_state) == (anna, "in-review")
    assert (application.assignee, application.events.count()) == (anna, 2)


@pytest.mark.django_db(transaction=True)
def test_decisions_at_once_make_one():
    staff = [User.objects.create_user(f"staff {number}") for number in range(8)]
    application = in_review(staff[0])

    def decide(by: User) -> str:
        decision = desk.accept if by.pk % 2 else desk.decline
        try:
            decision(application=application, by=by, seen=State.IN_REVIEW, reason="x")
        except ChangedMeanwhile as change:
            return change.event.by.username
        finally:
            connection.close()
        return "done"

    with ThreadPoolExecutor(8) as pool:
        results = list(pool.map(decide, staff))

    application.refresh_from_db()
    winner = staff[results.index("done")]
    assert application.decided_by == winner
    assert sorted(results) == sorted(["done"] + [winner.username] * 7)
    assert story(application)[2:] == [(winner.username, "in-review", application.state, "x")]
    assert Mail.objects.count() == 1


# Taking back


@pytest.mark.parametrize("step", TOLD_LATER, ids=name_of)
@pytest.mark.django_db
def test_take_back_leads_to_the_review_and_sends_nothing(anna, bart, step):
    application = in_review(anna)

    with time_machine.travel(NOW, tick=False) as clock:
        moved = step(application=application, by=anna, seen=State.IN_REVIEW, **TOLD_LATER[step])
        clock.shift(TEN_MINUTES - timedelta(seconds=1))
        desk.take_back(application=application, by=bart, seen=moved.state)
        clock.shift(timedelta(days=1))
        sent = deliver_due()
        told = (moved.public_state[0], [one.is_told for one in moved.messages.all()])

    application.refresh_from_db()
    assert (application.state, application.decided_at, application.decided_by) == (
        State.IN_REVIEW, None, None,
    )  # fmt: skip
    assert application.decision_reason == ""
    assert story(application)[-1] == ("bart", moved.state, "in-review", "")
    assert (sent, django_mail.outbox) == (0, [])
    assert Mail.objects.values_list("to", "text", "html", "last_error", "sent_at").get() == (
        "", "", "", "Cancelled", None,
    )  # fmt: skip
    assert told == (State.IN_REVIEW, [False] * (step == desk.ask))


@pytest.mark.parametrize("step", TOLD_LATER, ids=name_of)
@pytest.mark.django_db
def test_take_back_after_ten_minutes_is_too_late(anna, step):
    application = in_review(anna)

    with time_machine.travel(NOW, tick=False) as clock:
        moved = step(application=application, by=anna, seen=State.IN_REVIEW, **TOLD_LATER[step])
        before = story(application)
        clock.shift(TEN_MINUTES)
        with pytest.raises(TooLate):
            desk.take_back(application=application, by=anna, seen=moved.state)
        sent = deliver_due()

    application.refresh_from_db()
    assert (application.state, story(application), sent) == (moved.state, before, 1)
    assert all(message.taken_back_at is None for message in application.messages.all())


@pytest.mark.django_db
def test_take_back_whose_mail_is_out_already_is_too_late(anna):
    application = in_review(anna)
    with time_machine.travel(NOW, tick=False):
        desk.accept(application=application, by=anna, seen=State.IN_REVIEW)
        Mail.objects.update(send_after=NOW)
        deliver_due()

        with pytest.raises(TooLate):
            desk.take_back(application=application, by=anna, seen=State.ACCEPTED)

    application.refresh_from_db()
    assert (application.state, len(django_mail.outbox)) == (State.ACCEPTED, 1)


@pytest.mark.django_db
def test_take_back_and_decide_again_tells_the_second_decision_only(anna):
    application = in_review(anna, language="en")

    with time_machine.travel(NOW, tick=False) as clock:
        desk.accept(application=application, by=anna, seen=State.IN_REVIEW, reason="Welcome.")
        clock.shift(60)
        desk.take_back(application=application, by=anna, seen=State.ACCEPTED)
        clock.shift(60)
        desk.decline(application=application, by=anna, seen=State.IN_REVIEW, reason="No samples.")
        clock.shift(TEN_MINUTES)
        deliver_due()

    [message] = django_mail.outbox
    assert message.subject == f"Your application {application.reference} is not accepted"


@pytest.mark.parametrize("at_first", [True, False])
@pytest.mark.django_db(transaction=True)
def test_take_back_against_a_worker_that_is_sending(monkeypatch, at_first):
    """The worker's lock decides: what it sends is told, and what is taken back is not sent."""
    anna = User.objects.create_user("anna")
    application = in_review(anna)
    is_sending, may_send = threading.Event(), threading.Event()
    send_messages = EmailBackend.send_messages

    def send_slowly(backend, messages):
        is_sending.set()
        assert may_send.wait(20)
        return send_messages(backend, messages)

    monkeypatch.setattr(EmailBackend, "send_messages", send_slowly)

    def deliver() -> int:
        try:
            return deliver_due()
        finally:
            connection.close()

    with time_machine.travel(NOW, tick=False), ThreadPoolExecutor(1) as pool:
        desk.accept(application=application, by=anna, seen=State.IN_REVIEW)
        Mail.objects.update(send_after=NOW)  # a worker whose clock is ahead
        if at_first:
            delivery = pool.submit(deliver)
            assert is_sending.wait(20)
            threading.Timer(0.2, may_send.set).start()
            with pytest.raises(TooLate):
                desk.take_back(application=application, by=anna, seen=State.ACCEPTED)
        else:
            desk.take_back(application=application, by=anna, seen=State.ACCEPTED)
            may_send.set()
            delivery = pool.submit(deliver)
        sent = delivery.result()

    application.refresh_from_db()
    assert (application.state, sent, len(django_mail.outbox)) == (
        (State.ACCEPTED, 1, 1) if at_first else (State.IN_REVIEW, 0, 0)
    )


# Reopening


@pytest.mark.parametrize("state", [State.WITHDRAWN, State.LAPSED])
@pytest.mark.django_db
def test_reopen_tells_the_applicant(anna, bart, state):
    application = application_in(state, anna)

    desk.reopen(application=application, by=bart, seen=state)

    application.refresh_from_db()
    assert application.state == State.RECEIVED
    assert story(application)[-1] == ("bart", state, "received", "")
    assert list(Mail.objects.values_list("to", "cause")) == [
        ("piet@example.be", f"event {application.last_event.pk}")
    ]
