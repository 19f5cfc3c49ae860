"""What applicants do then: answer, correct, withdraw, come back."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from bbmri_be.outbox import delivery
from bbmri_be.outbox.models import Mail
from membership.actions import applicant, desk
from membership.actions.applicant import File
from membership.actions.moves import ChangedMeanwhile, TransitionNotAllowed
from membership.enums import OPEN, State
from tests.membership.factories import ANSWERS, ApplicationFactory, application_in
from tests.membership.stories import conversation, rows, story

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
CLOSED = [state for state in State if state not in OPEN]


# Writing


@pytest.mark.parametrize("state", [State.RECEIVED, State.IN_REVIEW])
@pytest.mark.django_db
def test_reply_without_a_question_leaves_the_turn_as_it_is(anna, state):
    application = application_in(state, anna)
    before = story(application)

    message = applicant.reply(application=application, text="One more thing.")

    application.refresh_from_db()
    assert application.state == state
    assert story(application) == before
    assert conversation(application) == [("applicant", None, "One more thing.")]
    assert message.is_told
    assert list(Mail.objects.values_list("to", "cause")) == [("staff@localhost", "")]


@pytest.mark.django_db
def test_reply_to_a_question_gives_the_turn_back(anna):
    application = application_in(State.ASKED, anna)

    applicant.reply(application=application, text="Here it is.")

    application.refresh_from_db()
    assert application.state == State.IN_REVIEW
    assert story(application)[-1] == (None, "information-asked", "in-review", "")
    assert conversation(application) == [("applicant", None, "Here it is.")]


@pytest.mark.django_db
def test_reply_before_the_question_is_told_leaves_the_question_open(anna):
    with time_machine.travel(NOW, tick=False):
        application = application_in(State.IN_REVIEW, anna)
        desk.ask(application=application, by=anna, seen=State.IN_REVIEW, text="Which freezers?")

        applicant.reply(application=application, text="By the way.")

    application.refresh_from_db()
    assert application.state == State.ASKED
    assert story(application)[-1] == ("anna", "in-review", "information-asked", "")


@pytest.mark.parametrize("decide", [desk.accept, desk.decline])
@pytest.mark.django_db
def test_reply_before_the_decision_is_told_is_taken(anna, decide):
    """The applicant is told that it is in review: a refusal would tell them of the decision."""
    with time_machine.travel(NOW, tick=False) as clock:
        application = application_in(State.IN_REVIEW, anna)
        decided = decide(application=application, by=anna, seen=State.IN_REVIEW, reason="x")
        applicant.reply(application=application, text="By the way.")
        clock.shift(timedelta(minutes=10))

        with pytest.raises(TransitionNotAllowed):
            applicant.reply(application=application, text="Too late.")

    application.refresh_from_db()
    assert application.state == decided.state
    assert conversation(application) == [("applicant", None, "By the way.")]


@pytest.mark.django_db
def test_reply_keeps_its_files(application):
    files = [File("a.pdf", b"%PDF-1"), File("b.pdf", b"%PDF-22")]

    message = applicant.reply(application=application, text="Two files.", files=files)

    assert [(file.name, file.size, bytes(file.content)) for file in message.attachments.all()] == [
        ("a.pdf", 6, b"%PDF-1"),
        ("b.pdf", 7, b"%PDF-22"),
    ]


@pytest.mark.parametrize("state", CLOSED)
@pytest.mark.django_db
def test_reply_to_a_closed_case_is_refused(anna, state):
    application = application_in(state, anna)
    before = rows()

    with pytest.raises(TransitionNotAllowed):
        applicant.reply(application=application, text="Hello?", files=[File("a.pdf", b"%PDF-")])

    assert rows() == before


def test_reply_to_a_forgotten_application_is_refused(application, anna):
    desk.forget(application=application, by=anna)
    before = rows()

    with pytest.raises(TransitionNotAllowed):
        applicant.reply(application=application, text="Hello?")

    assert rows() == before


def test_reply_is_told_to_the_assignee(application, anna):
    anna.email = "anna@example.be"
    anna.save()
    desk.assign(application=application, to=anna)

    applicant.reply(application=application, text="Hello")

    assert list(Mail.objects.values_list("to", flat=True)) == ["anna@example.be"]


# Correcting


@pytest.mark.django_db
def test_correct_keeps_what_was_and_what_is():
    application = ApplicationFactory(**ANSWERS)

    with time_machine.travel(NOW, tick=False):
        is_changed = applicant.correct(
            application=application,
            answers=ANSWERS | {"postcode": "1000", "city": "Brussels", "size": None},
        )

    application.refresh_from_db()
    assert is_changed
    assert {name: getattr(application, name) for name in ANSWERS} == ANSWERS | {
        "postcode": "1000",
        "city": "Brussels",
        "size": None,
    }
    assert application.province == "BE-BRU"
    assert list(application.corrections.values_list("at", "before", "after")) == [
        (
            NOW,
            {"postcode": "9000", "city": "Ghent", "size": 4},
            {"postcode": "1000", "city": "Brussels", "size": None},
        )
    ]
    assert list(Mail.objects.values_list("to", flat=True)) == ["staff@localhost"]


@pytest.mark.django_db
def test_correct_without_a_change_writes_nothing(anna):
    application = application_in(State.ASKED, anna, **ANSWERS)
    before = rows()

    is_changed = applicant.correct(application=application, answers=ANSWERS)

    application.refresh_from_db()
    assert (is_changed, application.state) == (False, State.ASKED)
    assert rows() == before


@pytest.mark.django_db
def test_correct_never_changes_the_confirmed_address():
    application = ApplicationFactory(**ANSWERS)

    results = [
        applicant.correct(application=application, answers=ANSWERS | changes)
        for changes in [{"contact_email": "eve@example.be"},
                        {"contact_email": "eve@example.be", "city": "Bruges"}]
    ]  # fmt: skip

    application.refresh_from_db()
    assert results == [False, True]
    assert (application.contact_email, application.city) == ("piet@example.be", "Bruges")
    assert application.corrections.values_list("before", "after").get() == (
        {"city": "Ghent"}, {"city": "Bruges"},
    )  # fmt: skip


@pytest.mark.parametrize(
    ("state", "after"),
    [
        (State.RECEIVED, State.RECEIVED),
        (State.IN_REVIEW, State.IN_REVIEW),
        (State.ASKED, State.IN_REVIEW),
    ],
)
@pytest.mark.django_db
def test_correct_after_a_question_is_an_answer(anna, state, after):
    application = application_in(state, anna, **ANSWERS)

    applicant.correct(application=application, answers=ANSWERS | {"city": "Bruges"})

    application.refresh_from_db()
    assert application.state == after
    assert application.last_event.to_state == after


@pytest.mark.parametrize("state", CLOSED)
@pytest.mark.django_db
def test_correct_a_closed_case_is_refused(anna, state):
    application = application_in(state, anna, **ANSWERS)
    before = rows()

    with pytest.raises(TransitionNotAllowed):
        applicant.correct(application=application, answers=ANSWERS | {"city": "Bruges"})

    application.refresh_from_db()
    assert application.city == "Ghent"
    assert rows() == before


# Withdrawing and coming back


@pytest.mark.parametrize("state", sorted(OPEN))
@pytest.mark.django_db
def test_withdraw(anna, state):
    application = application_in(state, anna, created_at=NOW - timedelta(days=1))

    with time_machine.travel(NOW, tick=False):
        applicant.withdraw(application=application, seen=state, reason=" We merge. ")

    application.refresh_from_db()
    event = application.last_event
    assert (application.state, application.state_since) == (State.WITHDRAWN, NOW)
    assert story(application)[-1] == (None, state, "withdrawn", "")
    assert conversation(application) == [("applicant", None, "We merge.")]
    assert application.messages.get().event == event
    assert list(Mail.objects.order_by("pk").values_list("to", "cause")) == [
        ("piet@example.be", f"event {event.pk}"),
        ("staff@localhost", ""),
    ]


def test_withdraw_without_a_reason_writes_no_message(application):
    applicant.withdraw(application=application, seen=State.RECEIVED, reason=" \n")

    assert conversation(application) == []


@pytest.mark.django_db
def test_withdraw_before_a_question_is_told_takes_the_question_back(anna):
    with time_machine.travel(NOW, tick=False) as clock:
        application = application_in(State.IN_REVIEW, anna)
        desk.ask(application=application, by=anna, seen=State.IN_REVIEW, text="Which freezers?")
        applicant.withdraw(application=application, seen=State.ASKED)
        clock.shift(timedelta(hours=1))
        delivery.deliver_due()
        question = application.messages.get()

        assert application.public_state == (State.WITHDRAWN, NOW)
        assert not question.is_told
    assert question.taken_back_at == NOW
    assert list(
        Mail.objects.exclude(sent_at=None).order_by("pk").values_list("cause", flat=True)
    ) == [f"event {application.last_event.pk}", ""]


@pytest.mark.parametrize("state", CLOSED)
@pytest.mark.django_db
def test_withdraw_a_closed_case_is_refused(anna, state):
    application = application_in(state, anna)
    before = rows()

    with pytest.raises(TransitionNotAllowed):
        applicant.withdraw(application=application, seen=state)

    application.refresh_from_db()
    assert (application.state, rows()) == (state, before)


def test_withdraw_after_staff_moved_on_tells_what_happened(application, anna):
    desk.start_review(application=application, by=anna, seen=State.RECEIVED)

    with pytest.raises(ChangedMeanwhile) as refusal:
        applicant.withdraw(application=application, seen=State.RECEIVED)

    assert (refusal.value.event.by, refusal.value.event.to_state) == (anna, State.IN_REVIEW)
    assert (Mail.objects.count(), application.events.count()) == (0, 2)


@pytest.mark.parametrize("state", [State.WITHDRAWN, State.LAPSED])
@pytest.mark.django_db
def test_come_back(anna, state):
    application = application_in(state, anna, created_at=NOW - timedelta(days=1))

    with time_machine.travel(NOW, tick=False):
        applicant.come_back(application=application, seen=state)

    application.refresh_from_db()
    assert (application.state, application.state_since) == (State.RECEIVED, NOW)
    assert story(application)[-1] == (None, state, "received", "")
    assert list(Mail.objects.order_by("pk").values_list("to", "cause")) == [
        ("piet@example.be", f"event {application.last_event.pk}"),
        ("staff@localhost", ""),
    ]


@pytest.mark.parametrize(
    "state", [state for state in State if state not in {State.WITHDRAWN, State.LAPSED}]
)
@pytest.mark.django_db
def test_come_back_from_elsewhere_is_refused(anna, state):
    application = application_in(state, anna)
    before = rows()

    with pytest.raises(TransitionNotAllowed):
        applicant.come_back(application=application, seen=state)

    application.refresh_from_db()
    assert (application.state, rows()) == (state, before)
