"""What staff write, hand to a colleague, and forget."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from bbmri_be.outbox.delivery import deliver_due
from bbmri_be.outbox.models import Mail
from membership.actions import applicant, desk
from membership.actions.applicant import File
from membership.actions.moves import TransitionNotAllowed
from membership.enums import OPEN, State
from membership.models import PERSONAL, Attachment, StatusLink
from tests.membership.factories import ANSWERS, ApplicationFactory, application_in
from tests.membership.stories import story, submitted

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
CLOSED = [state for state in State if state not in OPEN]


# Writing


@pytest.mark.parametrize("state", State)
@pytest.mark.django_db
def test_write_note_is_never_told(anna, state):
    application = application_in(state, anna)
    before = story(application)

    note = desk.write_note(application=application, by=anna, text=" Ask the ethicist. ")

    assert (note.voice, note.by, note.text) == ("note", anna, "Ask the ethicist.")
    assert not note.is_told
    assert (story(application), Mail.objects.count()) == (before, 0)


@pytest.mark.parametrize("state", sorted(OPEN))
@pytest.mark.django_db
def test_write_to_applicant_leaves_the_turn_as_it_is(anna, state):
    application = application_in(state, anna)

    message = desk.write_to_applicant(application=application, by=anna, text=" Patience. ")

    application.refresh_from_db()
    assert (application.state, message.voice, message.text) == (state, "staff", "Patience.")
    assert message.is_told
    assert list(Mail.objects.values_list("to", "cause")) == [
        ("piet@example.be", f"message {message.pk}")
    ]


@pytest.mark.parametrize("state", CLOSED)
@pytest.mark.django_db
def test_write_to_applicant_of_a_closed_case_is_refused(anna, state):
    application = application_in(state, anna)

    with pytest.raises(TransitionNotAllowed):
        desk.write_to_applicant(application=application, by=anna, text="Hello")

    assert (application.messages.count(), Mail.objects.count()) == (0, 0)


@pytest.mark.parametrize("write", [desk.write_note, desk.write_to_applicant])
def test_write_about_a_forgotten_application_is_refused(application, anna, write):
    desk.forget(application=application, by=anna)

    with pytest.raises(TransitionNotAllowed):
        write(application=application, by=anna, text="Hello")

    assert application.messages.count() == 0


def test_assign(application, anna):
    given = desk.assign(application=application, to=anna).assignee
    application.refresh_from_db()
    kept = application.assignee
    desk.assign(application=application, to=None)
    application.refresh_from_db()

    assert (given, kept, application.assignee) == (anna, anna, None)


# Forgetting


@pytest.mark.parametrize("state", State)
@pytest.mark.django_db
def test_forget_removes_personal_data_and_keeps_the_state(anna, bart, state):
    with time_machine.travel(NOW, tick=False):
        application = application_in(state, bart)
        before = {name: getattr(application, name) for name in ANSWERS}
        events = story(application)

        desk.forget(application=application, by=anna)

    application.refresh_from_db()
    assert {name: getattr(application, name) for name in ANSWERS} == before | dict.fromkeys(
        PERSONAL, ""
    )
    assert (application.state, application.personal_data_removed_at) == (state, NOW)
    assert story(application) == [*events, ("anna", state, "", "")]


@pytest.mark.django_db
def test_forget_removes_conversation_files_corrections_and_links(anna):
    application = application_in(State.IN_REVIEW, anna, **ANSWERS)
    desk.write_note(application=application, by=anna, text="A note.")
    desk.write_to_applicant(application=application, by=anna, text="A word.")
    applicant.reply(application=application, text="An answer.", files=[File("a.pdf", b"%PDF-")])
    applicant.correct(application=application, answers=ANSWERS | {"contact_phone": ""})

    desk.forget(application=application, by=anna)

    assert list(application.messages.values_list("voice", "by__username", "text")) == [
        ("note", "anna", ""),
        ("staff", "anna", ""),
        ("applicant", None, ""),
    ]
    assert list(application.corrections.values_list("before", "after")) == [({}, {})]
    assert (Attachment.objects.count(), StatusLink.objects.count()) == (0, 0)
    assert not Mail.objects.exclude(to="", subject="", text="", html="", thread="").exists()


@pytest.mark.django_db
def test_forget_forgets_the_mails_of_the_application_only(anna):
    application = submitted()
    other = submitted(name="Another biobank")

    desk.forget(application=application, by=anna)

    assert list(Mail.objects.exclude(to="").values_list("thread", flat=True)) == [other.reference]
    assert list(Mail.objects.due().values_list("thread", flat=True)) == [other.reference]


def test_forget_twice_is_recorded_once(application, anna, bart):
    desk.forget(application=application, by=anna)
    first = desk.forget(application=application, by=bart)

    assert first.personal_data_removed_at is not None
    assert story(application)[1:] == [("anna", "received", "", "")]


@pytest.mark.django_db
def test_forget_a_question_that_waits_to_be_told_sends_nothing(anna):
    with time_machine.travel(NOW, tick=False) as clock:
        application = ApplicationFactory()
        desk.start_review(application=application, by=anna, seen=State.RECEIVED)
        desk.ask(application=application, by=anna, seen=State.IN_REVIEW, text="Why?")
        desk.forget(application=application, by=anna)
        clock.shift(timedelta(days=1))

        assert deliver_due() == 0
