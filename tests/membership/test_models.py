"""What the database keeps of applications, their events, messages, files and links."""

import re
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db import IntegrityError, connection
from django.db.models import ProtectedError
from django.utils import timezone

from membership.enums import (
    BY_STAFF,
    DECIDED,
    DORMANT,
    ENDED_WITHOUT_MEMBERSHIP,
    OPEN,
    TRANSITIONS,
    TURNS,
    State,
    Turn,
)
from membership.models import Application, Attachment, Event, Message, StatusLink
from membership.models.links import digest
from membership.public import TEXTS, TITLES
from membership.reference import PATTERN, new_reference
from tests.membership.factories import ANSWERS, ApplicationFactory, application_in

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


@pytest.mark.parametrize(
    ("changes", "constraint"),
    [
        ({"reference": "K7QM-2XTD-9FHA-3C8I"}, "reference"),
        ({"reference": "K7QM-2XTD-9FHA"}, "reference"),
        ({"state": "lost"}, "state"),
        ({"state": "accepted"}, "decided_by_whom_and_when"),
        ({"decided_at": timezone.now()}, "decided_by_whom_and_when"),
        ({"decision_reason": "x"}, "decided_by_whom_and_when"),
        ({"famhp_number": ""}, "notified_with_number"),
        ({"famhp_number": "B190001"}, "notified_with_number"),
        ({"notification": "under-way"}, "notified_with_number"),
        ({"enterprise_number": "0123.456"}, "enterprise_number"),
        ({"postcode": "0999"}, "postcode"),
        ({"organisation_name": ""}, "compulsory_answers"),
        ({"organisation_kind": ""}, "compulsory_answers"),
        ({"city": ""}, "compulsory_answers"),
        ({"name": ""}, "compulsory_answers"),
        ({"kind": ""}, "compulsory_answers"),
        ({"notification": "", "famhp_number": ""}, "compulsory_answers"),
        ({"ethics_opinion": ""}, "compulsory_answers"),
        ({"materials": []}, "compulsory_answers"),
        ({"language": ""}, "compulsory_answers"),
        ({"privacy_notice": ""}, "compulsory_answers"),
        ({"contact_email": ""}, "contact_until_removed"),
        ({"contact_name": ""}, "contact_until_removed"),
        ({"contact_role": ""}, "contact_until_removed"),
        ({"personal_data_removed_at": timezone.now()}, "contact_until_removed"),
        ({"size": 9}, "size"),
        ({"organisation_kind": "bakery"}, "organisation_kind"),
        ({"province": "BE-XXX"}, "province"),
        ({"kind": "bakery"}, "kind"),
        ({"notification": "perhaps", "famhp_number": ""}, "notification"),
        ({"ethics_opinion": "perhaps"}, "ethics_opinion"),
        ({"iso_20387": "perhaps"}, "iso_20387"),
        ({"language": "it"}, "language"),
        ({"materials": ["BREAD"]}, "materials"),
        ({"open_to": ["nobody"]}, "open_to"),
        ({"help_wanted": ["baking"]}, "help_wanted"),
    ],
)
def test_application_constraint(application, changes, constraint):
    with pytest.raises(IntegrityError, match=f'"membership_application_{constraint}"'):
        Application.objects.filter(pk=application.pk).update(**changes)


def test_application_declined_needs_a_reason(application, anna):
    with pytest.raises(IntegrityError, match='"membership_application_declined_why"'):
        Application.objects.filter(pk=application.pk).update(
            state="declined", decided_at=timezone.now(), decided_by=anna
        )


def test_application_token_is_unique(application):
    with pytest.raises(IntegrityError, match="token"):
        ApplicationFactory(token=application.token)


def test_application_shown_as_text(application):
    assert str(application) == f"{application.name} ({application.reference})"


def test_states_are_told_apart_without_gaps():
    assert set(TRANSITIONS) == set(TURNS) == set(TITLES) == set(TEXTS) == set(State)
    assert {State.AWAITING} | OPEN | DECIDED | DORMANT == set(State)
    assert [set()] * 3 == [OPEN & DECIDED, OPEN & DORMANT, DECIDED & DORMANT]
    assert {State.ASKED, State.ACCEPTED, State.DECLINED} == BY_STAFF
    assert {State.DECLINED, State.WITHDRAWN, State.LAPSED} == ENDED_WITHOUT_MEMBERSHIP
    assert {state for state in State if TURNS[state] == Turn.NOBODY} == DECIDED | DORMANT


def test_every_state_is_reached_from_the_first():
    reached, last = set(), {State.AWAITING}
    while last:
        reached |= last
        last = {there for here in last for there in TRANSITIONS[here]} - reached

    assert reached == set(State)
    assert all(State.AWAITING not in there for there in TRANSITIONS.values())


@pytest.mark.parametrize("state", State)
def test_application_may_become_what_the_dict_says(state):
    application = Application(state=state)

    assert {other for other in State if application.may_become(other)} == TRANSITIONS[state]


@pytest.mark.parametrize("state", State)
def test_application_without_personal_data_becomes_nothing_else(state):
    application = Application(state=state, personal_data_removed_at=timezone.now())

    assert [other for other in State if application.may_become(other)] == []


@pytest.mark.parametrize(
    ("values", "constraint"),
    [
        ({"from_state": "lost", "to_state": "accepted"}, "from_state"),
        ({"from_state": "received", "to_state": "lost"}, "to_state"),
        ({"from_state": "received", "to_state": "received"}, "moves"),
        ({"from_state": "", "to_state": ""}, "moves"),
        ({"from_state": "in-review", "to_state": "information-asked", "by": None}, "by_whom"),
        ({"from_state": "in-review", "to_state": "accepted", "by": None}, "by_whom"),
        ({"from_state": "in-review", "to_state": "declined", "by": None, "reason": "x"}, "by_whom"),
        ({"from_state": "in-review", "to_state": "declined"}, "declined_why"),
        (
            {
                "from_state": "received",
                "to_state": "in-review",
                "at": NOW,
                "told_from": NOW - MINUTE,
            },
            "told_after",
        ),
    ],
)
def test_event_constraint(application, anna, values, constraint):
    with pytest.raises(IntegrityError, match=f'"membership_event_{constraint}"'):
        application.events.create(**{"by": anna} | values)


@pytest.mark.parametrize(
    "statement", ["UPDATE membership_event SET reason = 'x'", "DELETE FROM membership_event"]
)
def test_event_is_never_changed_or_deleted(application, statement):
    with connection.cursor() as cursor, pytest.raises(IntegrityError, match="append_only"):
        cursor.execute(statement)


def test_event_shown_as_text(application):
    assert str(application.events.get()) == "Received"
    assert str(Event(from_state="received")) == "Personal data removed"


def test_events_of_two_applications_do_not_mix(application):
    other = ApplicationFactory()

    assert list(other.events.all()) == [Event.objects.get(application=other)]


def test_new_reference_is_readable_and_new():
    references = {new_reference() for _ in range(1000)}

    assert len(references) == 1000
    assert all(re.fullmatch(PATTERN, reference) for reference in references)


@pytest.mark.parametrize(("changes", "same"), [({}, True), ({"city": "Antwerp"}, False)])
@pytest.mark.django_db
def test_application_gives_answers(changes, same):
    application = ApplicationFactory(**ANSWERS)

    assert application.gives(ANSWERS | changes) is same


# What the applicant is told


@pytest.mark.parametrize("state", State)
@pytest.mark.django_db
def test_public_state_is_the_state_once_all_is_told(anna, state):
    application = application_in(state, anna, created_at=NOW)

    assert application.public_state == (state, NOW)


@pytest.mark.django_db
def test_public_state_and_its_age_do_not_tell_of_what_was_taken_back(anna):
    application = application_in(State.IN_REVIEW, anna, created_at=NOW)
    for start in (10, 20):  # twice, one after the other
        application.events.create(
            by=anna,
            at=NOW + start * MINUTE,
            told_from=NOW + (start + 10) * MINUTE,
            from_state="in-review",
            to_state="accepted",
        )
        application.events.create(
            by=anna,
            at=NOW + (start + 5) * MINUTE,
            told_from=NOW + (start + 5) * MINUTE,
            from_state="accepted",
            to_state="in-review",
        )

    told = set()
    for minutes in range(60):
        with time_machine.travel(NOW + minutes * MINUTE, tick=False):
            told.add(application.public_state)

    assert told == {(State.IN_REVIEW, NOW)}
    assert (str(application.last_event), application.events.count()) == ("In review", 6)


@pytest.mark.django_db
def test_public_state_changes_when_a_decision_is_told(anna):
    application = application_in(State.IN_REVIEW, anna, created_at=NOW)
    application.events.create(
        by=anna,
        at=NOW + MINUTE,
        told_from=NOW + 11 * MINUTE,
        from_state="in-review",
        to_state="accepted",
    )

    told = []
    for minutes in (1, 10, 11, 12):
        with time_machine.travel(NOW + minutes * MINUTE, tick=False):
            told.append(application.public_state)

    later = (State.ACCEPTED, NOW + 11 * MINUTE)
    assert told == [(State.IN_REVIEW, NOW), (State.IN_REVIEW, NOW), later, later]


@pytest.mark.django_db
def test_public_state_of_a_question_that_was_answered_counts_from_the_answer(anna):
    application = application_in(State.ASKED, anna, created_at=NOW)
    application.events.create(
        at=NOW + MINUTE,
        told_from=NOW + MINUTE,
        from_state="information-asked",
        to_state="in-review",
    )

    assert application.public_state == (State.IN_REVIEW, NOW + MINUTE)


@pytest.mark.parametrize(
    ("values", "is_told"),
    [
        ({"voice": "applicant", "by": None}, True),
        ({"voice": "staff"}, True),
        ({"voice": "note"}, False),
        ({"voice": "staff", "taken_back_at": NOW}, False),
    ],
)
def test_message_is_told(application, anna, values, is_told):
    message = application.messages.create(**{"by": anna, "text": "x"} | values)

    assert message.is_told is is_told


def test_message_of_an_event_is_told_when_the_event_is(application, anna):
    event = application.events.create(
        by=anna,
        at=NOW,
        told_from=NOW + 10 * MINUTE,
        from_state="in-review",
        to_state="information-asked",
    )
    message = application.messages.create(voice="staff", by=anna, text="x", event=event)

    told = []
    for minutes in (0, 9, 10):
        with time_machine.travel(NOW + minutes * MINUTE, tick=False):
            told.append((event.is_told, message.is_told))

    assert told == [(False, False), (False, False), (True, True)]


# Messages, files and links


@pytest.mark.parametrize(
    ("values", "constraint"),
    [
        ({"voice": "robot"}, "voice"),
        ({"voice": "staff", "by": None}, "by_whom"),
        ({"voice": "note", "by": None}, "by_whom"),
        ({"voice": "applicant"}, "by_whom"),
    ],
)
def test_message_constraint(application, anna, values, constraint):
    with pytest.raises(IntegrityError, match=f'"membership_message_{constraint}"'):
        application.messages.create(**{"by": anna, "text": "x"} | values)


def test_event_has_one_message_at_most(application, anna):
    event = application.last_event
    application.messages.create(voice="staff", by=anna, event=event)

    with pytest.raises(IntegrityError, match="event_id"):
        application.messages.create(voice="staff", by=anna, event=event)


def test_status_link_is_the_hash_of_its_token(application):
    token = StatusLink.new(application)

    link = StatusLink.objects.get()
    assert (link.application, link.digest) == (application, digest(token))
    assert re.fullmatch("[0-9a-f]{64}", link.digest)
    assert str(link) == f"status link {link.pk}"


def test_status_link_is_unique(application):
    StatusLink.objects.create(application=application, digest="x")

    with pytest.raises(IntegrityError, match="digest"):
        StatusLink.objects.create(application=ApplicationFactory(), digest="x")


def test_tokens_are_long_and_new(application):
    tokens = {StatusLink.new(application) for _ in range(100)}

    assert len(tokens) == 100
    assert all(re.fullmatch("[A-Za-z0-9_-]{32}", token) for token in tokens)


def test_rows_shown_as_text_hold_no_words_of_the_applicant(application, anna):
    message = application.messages.create(
        voice="staff", by=anna, text="Zebra", at=datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
    )
    correction = application.corrections.create(before={"city": "Zebra"}, after={})
    attachment = Attachment(name="a.pdf")

    assert str(message) == "To the applicant, 2026-11-22 09:00"
    assert str(correction) == f"correction {correction.pk}"
    assert str(attachment) == "a.pdf"


def test_application_with_events_is_never_deleted(application):
    with pytest.raises(ProtectedError):
        application.delete()


@pytest.mark.django_db
def test_application_without_events_goes_with_all_that_hangs_on_it(anna):
    application = ApplicationFactory(state=State.AWAITING)
    application.messages.create(voice="note", by=anna, text="x")
    StatusLink.new(application)

    application.delete()

    assert [kind.objects.count() for kind in (Application, Message, StatusLink)] == [0, 0, 0]
