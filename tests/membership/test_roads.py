"""Whatever applicants, staff and time do, in whatever order: what holds of every application."""

import uuid
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
import time_machine
from django.contrib.auth.models import User
from django.core import mail as django_mail
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bbmri_be.outbox.delivery import deliver_due
from bbmri_be.outbox.models import Mail
from membership.actions import applicant, desk
from membership.actions.clock import tend
from membership.actions.moves import TOLD_LATER, ChangedMeanwhile, TooLate, TransitionNotAllowed
from membership.enums import DECIDED, DORMANT, TRANSITIONS, State
from membership.models import Application, Event
from membership.privacy import NOTICE_VERSION
from tests.membership.factories import ANSWERS

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
REFUSALS = (ChangedMeanwhile, TransitionNotAllowed, TooLate, desk.ReasonMissing)

# What can be done to an application `one` by `by`, who saw it in the state `seen`.
MOVES = {
    "confirm": lambda one, by, seen: applicant.confirm_address(application=one),
    "review": lambda one, by, seen: desk.start_review(application=one, by=by, seen=seen),
    "ask": lambda one, by, seen: desk.ask(application=one, by=by, seen=seen, text="Why?"),
    "accept": lambda one, by, seen: desk.accept(application=one, by=by, seen=seen),
    "decline": lambda one, by, seen: desk.decline(application=one, by=by, seen=seen, reason="No."),
    "take back": lambda one, by, seen: desk.take_back(application=one, by=by, seen=seen),
    "reopen": lambda one, by, seen: desk.reopen(application=one, by=by, seen=seen),
    "withdraw": lambda one, by, seen: applicant.withdraw(application=one, seen=seen, reason="x"),
    "come back": lambda one, by, seen: applicant.come_back(application=one, seen=seen),
    "reply": lambda one, by, seen: applicant.reply(application=one, text="Here."),
    "correct": lambda one, by, seen: applicant.correct(
        application=one, answers={"city": uuid.uuid4().hex}
    ),
}
OTHERS = {
    "note": lambda one, by, seen: desk.write_note(application=one, by=by, text="Hm."),
    "write": lambda one, by, seen: desk.write_to_applicant(application=one, by=by, text="Hm."),
    "renew": lambda one, by, seen: applicant.renew_links(email=one.contact_email),
    "forget": lambda one, by, seen: desk.forget(application=one, by=by),
    "time": lambda one, by, seen: tend(),
    "worker": lambda one, by, seen: deliver_due(),
}
ACTIONS = MOVES | OTHERS
PAUSES = [timedelta(), timedelta(minutes=9), timedelta(minutes=11), timedelta(days=8),
          timedelta(days=46), timedelta(days=366)]  # fmt: skip

step = st.tuples(
    st.sampled_from([*MOVES, *MOVES, *OTHERS]),
    st.one_of(st.none(), st.none(), st.none(), st.sampled_from(State)),  # seen; None: as it is
    st.sampled_from([PAUSES[0], *PAUSES]),
)
beginning = st.sampled_from([[], ["confirm"], ["confirm", "review"], ["confirm", "review", "ask"]])


@pytest.mark.django_db
@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
@given(beginning=beginning, steps=st.lists(step, min_size=3, max_size=10))
def test_every_road_goes_by_the_map(beginning, steps):
    begun = [(name, None, timedelta()) for name in beginning]
    with transaction.atomic(), time_machine.travel(NOW, tick=False) as clock:
        django_mail.outbox.clear()
        anna = User.objects.create_user("anna")
        one, _ = applicant.submit_application(
            answers=ANSWERS, token=uuid.uuid4(), privacy_notice=NOTICE_VERSION
        )
        for name, seen, pause in [*begun, *steps]:
            clock.shift(pause)
            before = snapshot(one)
            try:
                with transaction.atomic():
                    ACTIONS[name](one, anna, seen or State(one.state))
            except REFUSALS:
                assert snapshot(one) == before
            if not Application.objects.filter(pk=one.pk).exists():
                assert (name, before[0]["state"]) == ("time", State.AWAITING)
                break
            one.refresh_from_db()
            check_road(one, before)
            check_mails(one)
        # In the end all that waits is sent.
        clock.shift(timedelta(hours=1))
        deliver_due()
        check_mails(one)
        transaction.set_rollback(True)


def snapshot(one: Application) -> tuple:
    """All of an application that an action might change."""
    return (
        Application.objects.filter(pk=one.pk).values().get(),
        list(one.events.values()),
        list(one.messages.values()),
        list(one.corrections.values()),
        sorted(one.links.values_list("digest", flat=True)),
        list(Mail.objects.order_by("pk").values()),
    )


def check_road(one: Application, before: tuple) -> None:
    """States and events tell the same story, without gaps, along `TRANSITIONS`."""
    events = list(one.events.all())
    moves = [event for event in events if event.to_state]
    states = [State.AWAITING, *(event.to_state for event in moves)]
    assert [event.from_state for event in moves] == states[:-1]
    assert all(there in TRANSITIONS[State(here)] for here, there in pairwise(states))
    assert one.state == states[-1]
    assert one.state_since == (moves[-1].at if moves else one.created_at)
    # What was, stays; a state changes with events, and with nothing else.
    was, events_before = before[0], before[1]
    assert list(one.events.values())[: len(events_before)] == events_before
    if was["state"] != one.state:
        assert len(moves) > len([event for event in events_before if event["to_state"]])
    assert (one.decided_at is not None) == (one.state in DECIDED)
    # Nothing moves once the personal data is removed, which happens once, and last.
    assert [event.to_state for event in events].count("") == bool(one.personal_data_removed_at)
    assert not one.personal_data_removed_at or not events[-1].to_state
    assert all(event.told_from > event.at for event in moves if event.to_state in TOLD_LATER)
    # What waited to be told when the personal data was removed, nobody is told any more.
    if all(event.is_told for event in events) and not one.personal_data_removed_at:
        assert one.public_state[0] == one.state


def is_told_by_mail(event: Event) -> bool:
    """Whether the applicant gets a mail of an event."""
    back_in_queue = event.to_state == State.RECEIVED and event.from_state in DORMANT
    return event.to_state in TOLD_LATER | DORMANT or back_in_queue


def check_mails(one: Application) -> None:
    """Each event that is told is told by one mail; one that was taken back is never sent."""
    causes = [cause for cause in Mail.objects.values_list("cause", flat=True) if cause]
    assert len(causes) == len(set(causes))
    events = list(one.events.all())
    expected = {f"event {event.pk}" for event in events if is_told_by_mail(event)}
    assert {cause for cause in causes if cause.startswith("event ") and ":" not in cause} == (
        expected
    )
    assert (f"application {one.pk}: received" in causes) == any(
        event.from_state == State.AWAITING and event.to_state for event in events
    )
    for event, following in pairwise(events):
        if event.to_state in TOLD_LATER and following.at < event.told_from:
            assert Mail.objects.get(cause=f"event {event.pk}").sent_at is None
        # Staff take nothing back that was told; back to the review leads only the answer.
        if event.to_state in TOLD_LATER and following.by and following.to_state:
            assert following.at < event.told_from
    sent = Mail.objects.exclude(sent_at=None).count()
    assert len(django_mail.outbox) == sent
