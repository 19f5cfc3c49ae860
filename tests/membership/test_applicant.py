"""What applicants do: apply, confirm, answer, correct, withdraw, come back, ask for a link."""

import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db import connection

from bbmri_be.outbox import delivery
from bbmri_be.outbox.models import Mail
from membership import emails
from membership.actions import applicant, desk
from membership.actions.applicant import File
from membership.actions.moves import ChangedMeanwhile, TransitionNotAllowed
from membership.enums import OPEN, State
from membership.models import Application, Attachment, Correction, Event, Message, StatusLink
from membership.models.links import digest
from membership.privacy import NOTICE_VERSION
from tests.membership.factories import ANSWERS, ApplicationFactory, application_in
from tests.membership.pages import token_in

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
TOKEN = uuid.UUID("12345678123456781234567812345678")
CLOSED = [state for state in State if state not in OPEN]


def submit(token: uuid.UUID = TOKEN, **changes) -> tuple[Application, bool]:
    return applicant.submit_application(
        answers=ANSWERS | changes, token=token, privacy_notice=NOTICE_VERSION
    )


def story(application: Application) -> list[tuple]:
    return list(application.events.values_list("by__username", "from_state", "to_state", "reason"))


def conversation(application: Application) -> list[tuple]:
    return list(application.messages.values_list("voice", "by__username", "text"))


def causes() -> list[str]:
    return list(Mail.objects.order_by("pk").values_list("cause", flat=True))


def rows() -> tuple[int, ...]:
    kinds = [Application, Event, Message, Correction, Attachment, StatusLink, Mail]
    return tuple(kind.objects.count() for kind in kinds)


# Applying


@pytest.mark.django_db
def test_submit_application_stores_answers_and_one_mail_and_no_event():
    with time_machine.travel(NOW, tick=False):
        application, is_new = submit()

    application.refresh_from_db()
    assert is_new
    assert {name: getattr(application, name) for name in ANSWERS} == ANSWERS
    assert (application.state, application.province) == (State.AWAITING, "BE-VOV")
    assert (application.created_at, application.state_since) == (NOW, NOW)
    assert (application.token, application.privacy_notice) == (TOKEN, NOTICE_VERSION)
    assert (application.last_event, application.public_state) == (None, (State.AWAITING, NOW))
    assert list(Mail.objects.values_list("to", "language", "thread", "cause", "send_after")) == [
        (
            "piet@example.be",
            "nl",
            application.reference,
            f"application {application.pk}: confirm",
            NOW,
        )
    ]


@pytest.mark.django_db
def test_submit_application_keeps_only_the_hash_of_the_token_in_the_mail():
    application, _ = submit()

    token = token_in(Mail.objects.get())
    assert list(StatusLink.objects.values_list("application", "digest")) == [
        (application.pk, digest(token))
    ]
    assert len(token) == 32
    assert digest(token) != token


@pytest.mark.django_db
def test_submit_application_again_writes_nothing():
    first, _ = submit()

    second, is_new = submit(name="Another name")

    assert (second, is_new) == (first, False)
    assert second.name == "Biobank Example"
    assert rows() == (1, 0, 0, 0, 0, 1, 1)


@pytest.mark.parametrize(("hours", "number"), [(24, 1), (25, 2)])
@pytest.mark.django_db
def test_submit_application_with_the_same_answers_within_a_day_is_the_same(hours, number):
    with time_machine.travel(NOW, tick=False) as clock:
        submit()
        clock.shift(timedelta(hours=hours))
        _, is_new = submit(token=uuid.uuid4())

    assert (is_new, Application.objects.count()) == (number == 2, number)


@pytest.mark.django_db
def test_submit_application_whose_mail_cannot_be_queued_stores_nothing(monkeypatch):
    monkeypatch.setattr(emails, "ask_to_confirm", lambda _: 1 / 0)

    with pytest.raises(ZeroDivisionError):
        submit()

    assert rows() == (0, 0, 0, 0, 0, 0, 0)


# Confirming the address


@pytest.mark.django_db
def test_confirm_address_puts_the_application_into_the_queue(settings):
    settings.STAFF_EMAILS = ["office@example.be", "second@example.be"]
    with time_machine.travel(NOW, tick=False) as clock:
        application, _ = submit()
        clock.shift(60)
        applicant.confirm_address(application=application)

    application.refresh_from_db()
    later = NOW + timedelta(seconds=60)
    assert (application.state, application.state_since) == (State.RECEIVED, later)
    assert application.public_state == (State.RECEIVED, later)
    assert story(application) == [(None, "awaiting-confirmation", "received", "")]
    assert list(Mail.objects.order_by("pk").values_list("to", "cause")) == [
        ("piet@example.be", f"application {application.pk}: confirm"),
        ("piet@example.be", f"application {application.pk}: received"),
        ("office@example.be", ""),
        ("second@example.be", ""),
    ]


@pytest.mark.django_db
def test_confirm_address_twice_is_done_once():
    application, _ = submit()
    applicant.confirm_address(application=application)

    applicant.confirm_address(application=application)

    assert rows() == (1, 1, 0, 0, 0, 2, 3)


@pytest.mark.parametrize("state", [state for state in State if state != State.AWAITING])
@pytest.mark.django_db
def test_confirm_address_of_what_is_further_on_changes_nothing(anna, state):
    application = application_in(state, anna)
    before = (story(application), rows())

    applicant.confirm_address(application=application)

    application.refresh_from_db()
    assert application.state == state
    assert (story(application), rows()) == before


@pytest.mark.django_db(transaction=True)
def test_confirm_address_by_several_at_once_is_done_once():
    application, _ = submit()

    def confirm(_: int) -> str:
        try:
            return applicant.confirm_address(application=application).state
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        results = list(pool.map(confirm, range(8)))

    assert results == [State.RECEIVED] * 8
    assert rows() == (1, 1, 0, 0, 0, 2, 3)


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


# New links


@pytest.mark.django_db
def test_renew_links_kills_the_old_links_of_the_address_and_sends_new_ones(anna):
    first, second = ApplicationFactory(), application_in(State.DECLINED, anna)
    other = ApplicationFactory(contact_email="an@example.be")
    third = application_in(State.IN_REVIEW, anna)
    old = [StatusLink.new(one) for one in (first, second, second, third)]
    desk.ask(application=third, by=anna, seen=State.IN_REVIEW, text="What?")
    waiting = token_in(Mail.objects.get())  # of a mail that staff may take back
    kept = StatusLink.new(other)

    number = applicant.renew_links(email="PIET@Example.be")

    mails = {mail.thread: mail for mail in Mail.objects.order_by("pk")}
    assert number == 3
    assert sorted(mails) == sorted([first.reference, second.reference, third.reference])
    assert {mail.to for mail in mails.values()} == {"piet@example.be"}
    assert not StatusLink.objects.filter(digest__in=[digest(token) for token in old]).exists()
    assert dict(StatusLink.objects.values_list("digest", "application")) == {
        digest(kept): other.pk,
        digest(waiting): third.pk,
        digest(token_in(mails[first.reference])): first.pk,
        digest(token_in(mails[second.reference])): second.pk,
        digest(token_in(mails[third.reference])): third.pk,
    }


@pytest.mark.django_db
def test_renew_links_of_an_unknown_or_forgotten_address_writes_nothing(anna):
    application = ApplicationFactory()
    desk.forget(application=application, by=anna)
    before = rows()

    assert applicant.renew_links(email="nobody@example.be") == 0
    assert applicant.renew_links(email="") == 0
    assert rows() == before
