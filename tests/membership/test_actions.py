import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.contrib.auth.models import User
from django.db import connection

from bbmri_be.outbox.models import Mail
from membership import actions, emails
from membership.enums import State
from membership.models import PERSONAL, Application, Event
from membership.privacy import NOTICE_VERSION
from tests.membership.factories import (
    ANSWERS,
    ApplicationFactory,
    DeclinedApplicationFactory,
    application_in,
)

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
TOKEN = uuid.UUID("12345678123456781234567812345678")


def submit(token: uuid.UUID = TOKEN, **changes) -> tuple[Application, bool]:
    return actions.submit_application(
        answers=ANSWERS | changes, token=token, privacy_notice=NOTICE_VERSION
    )


def story(application: Application) -> list[tuple]:
    return list(application.events.values_list("by__username", "from_state", "to_state", "reason"))


# Submitting


@pytest.mark.django_db
def test_submit_application_stores_answers_event_and_mails():
    with time_machine.travel(NOW, tick=False):
        application, is_new = submit()

    application.refresh_from_db()
    assert is_new
    assert {name: getattr(application, name) for name in ANSWERS} == ANSWERS
    assert (application.state, application.province, application.created_at) == (
        State.RECEIVED, "BE-VOV", NOW,
    )  # fmt: skip
    assert (application.token, application.privacy_notice) == (TOKEN, NOTICE_VERSION)
    assert story(application) == [(None, "", "received", "")]
    assert list(Mail.objects.order_by("pk").values_list("to", "language", "thread")) == [
        ("piet@example.be", "nl", application.reference),
        ("staff@localhost", "en", application.reference),
    ]


@pytest.mark.django_db
def test_submit_application_again_writes_nothing():
    first, _ = submit()

    second, is_new = submit(name="Another name")

    assert (second, is_new) == (first, False)
    assert second.name == "Biobank Example"
    assert (Application.objects.count(), Event.objects.count(), Mail.objects.count()) == (1, 1, 2)


@pytest.mark.django_db
def test_submit_application_whose_mail_cannot_be_queued_stores_nothing(monkeypatch):
    monkeypatch.setattr(emails, "tell_staff", lambda _: 1 / 0)

    with pytest.raises(ZeroDivisionError):
        submit()

    assert (Application.objects.count(), Event.objects.count(), Mail.objects.count()) == (0, 0, 0)


# Moving


def test_start_review(application, anna):
    moved = actions.start_review(application=application, by=anna, seen=State.RECEIVED)

    moved.refresh_from_db()
    assert (moved.state, moved.decided_at, moved.decided_by) == (State.IN_REVIEW, None, None)
    assert story(moved) == [
        (None, "", "received", ""),
        ("anna", "received", "in-review", ""),
    ]


@pytest.mark.django_db
def test_accept(anna):
    application = ApplicationFactory(state=State.IN_REVIEW, created_at=NOW - timedelta(days=1))

    with time_machine.travel(NOW, tick=False):
        moved = actions.accept(
            application=application, by=anna, seen=State.IN_REVIEW, reason=" Welcome. "
        )

    moved.refresh_from_db()
    assert (moved.state, moved.decided_at, moved.decided_by, moved.decision_reason) == (
        State.ACCEPTED, NOW, anna, "Welcome.",
    )  # fmt: skip
    assert story(moved)[-1] == ("anna", "in-review", "accepted", "Welcome.")


@pytest.mark.django_db
def test_decline(anna):
    application = ApplicationFactory(state=State.IN_REVIEW, created_at=NOW - timedelta(days=1))

    with time_machine.travel(NOW, tick=False):
        moved = actions.decline(
            application=application, by=anna, seen=State.IN_REVIEW, reason="No human material."
        )

    moved.refresh_from_db()
    assert (moved.state, moved.decided_at, moved.decided_by, moved.decision_reason) == (
        State.DECLINED, NOW, anna, "No human material.",
    )  # fmt: skip
    assert story(moved)[-1] == ("anna", "in-review", "declined", "No human material.")


@pytest.mark.parametrize("reason", ["", "  \n\t "])
@pytest.mark.django_db
def test_decline_without_a_reason_changes_nothing(anna, reason):
    application = ApplicationFactory(state=State.IN_REVIEW)

    with pytest.raises(actions.ReasonMissing):
        actions.decline(application=application, by=anna, seen=State.IN_REVIEW, reason=reason)

    application.refresh_from_db()
    assert (application.state, application.events.count()) == (State.IN_REVIEW, 1)


ALLOWED = {
    (State.RECEIVED, actions.start_review),
    (State.IN_REVIEW, actions.accept),
    (State.IN_REVIEW, actions.decline),
}


@pytest.mark.parametrize("action", [actions.start_review, actions.accept, actions.decline])
@pytest.mark.parametrize("state", State)
@pytest.mark.django_db
def test_action_that_the_dict_does_not_allow_changes_nothing(anna, state, action):
    if (state, action) in ALLOWED:
        return
    application = application_in(state, anna)
    options = {"reason": "x"} if action == actions.decline else {}

    with pytest.raises(actions.TransitionNotAllowed):
        action(application=application, by=anna, seen=state, **options)

    application.refresh_from_db()
    assert (application.state, application.events.count()) == (state, 1)


def test_action_on_an_application_that_a_colleague_moved_tells_who_and_what(
    application, anna, bart
):
    actions.start_review(application=application, by=anna, seen=State.RECEIVED)

    with pytest.raises(actions.ChangedMeanwhile) as refusal:
        actions.start_review(application=application, by=bart, seen=State.RECEIVED)

    assert (refusal.value.event.by, refusal.value.event.to_state) == (anna, "in-review")
    assert application.events.count() == 2


@pytest.mark.django_db(transaction=True)
def test_decisions_at_once_make_one():
    application = ApplicationFactory(state=State.IN_REVIEW)
    staff = [User.objects.create_user(f"staff {number}") for number in range(8)]

    def decide(by: User) -> str:
        try:
            actions.decline(application=application, by=by, seen=State.IN_REVIEW, reason="x")
        except actions.ChangedMeanwhile as change:
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
    assert application.events.count() == 2


# Forgetting


@pytest.mark.parametrize("state", State)
@pytest.mark.django_db
def test_forget_removes_personal_data_and_keeps_the_state(anna, bart, state):
    with time_machine.travel(NOW, tick=False):
        application = application_in(state, bart)
        before = {name: getattr(application, name) for name in ANSWERS}

        actions.forget(application=application, by=anna)

    application.refresh_from_db()
    assert {name: getattr(application, name) for name in ANSWERS} == before | dict.fromkeys(
        PERSONAL, ""
    )
    assert (application.state, application.personal_data_removed_at) == (state, NOW)
    assert story(application)[1:] == [("anna", state, "", "")]


@pytest.mark.django_db
def test_forget_forgets_the_mails_of_the_application_only(anna):
    application, _ = submit()
    other, _ = submit(token=uuid.uuid4(), name="Another biobank")

    actions.forget(application=application, by=anna)

    assert (
        list(Mail.objects.exclude(to="").values_list("thread", flat=True)) == [other.reference] * 2
    )
    assert list(Mail.objects.due().values_list("thread", flat=True)) == [other.reference] * 2


def test_forget_twice_is_recorded_once(application, anna, bart):
    actions.forget(application=application, by=anna)
    first = actions.forget(application=application, by=bart)

    assert first.personal_data_removed_at is not None
    assert story(application)[1:] == [("anna", "received", "", "")]


@pytest.mark.parametrize("action", [actions.start_review, actions.accept, actions.decline])
@pytest.mark.parametrize("state", [State.RECEIVED, State.IN_REVIEW])
@pytest.mark.django_db
def test_forgotten_application_is_no_longer_decided(anna, state, action):
    application = ApplicationFactory(state=state)
    actions.forget(application=application, by=anna)
    options = {"reason": "x"} if action == actions.decline else {}

    with pytest.raises(actions.TransitionNotAllowed):
        action(application=application, by=anna, seen=state, **options)

    application.refresh_from_db()
    assert (application.state, application.events.count()) == (state, 2)


@pytest.fixture
def old_refusal(anna):
    return DeclinedApplicationFactory(
        created_at=NOW - timedelta(days=366),
        decided_by=anna,
        decided_at=NOW - timedelta(days=365),
    )


def test_forget_applications_removes_personal_data_a_year_after_the_refusal(old_refusal, anna):
    kept = [
        DeclinedApplicationFactory(decided_by=anna, decided_at=NOW - timedelta(days=364)),
        DeclinedApplicationFactory(
            decided_by=anna, decided_at=NOW - timedelta(days=999), state=State.ACCEPTED
        ),
        ApplicationFactory(created_at=NOW - timedelta(days=999)),
    ]

    with time_machine.travel(NOW, tick=False):
        results = [actions.forget_applications(), actions.forget_applications()]

    old_refusal.refresh_from_db()
    assert results == [[old_refusal.reference], []]
    assert old_refusal.personal_data_removed_at == NOW
    assert {
        name for name in ANSWERS if getattr(old_refusal, name) == "" and ANSWERS[name] != ""
    } == {
        "manager_name", "contact_name", "contact_role", "contact_email", "contact_phone", "message",
    }  # fmt: skip
    assert old_refusal.decision_reason == "No human material."
    assert story(old_refusal)[1:] == [(None, "declined", "", "")]
    for application in kept:
        application.refresh_from_db()
        assert (application.contact_email, application.personal_data_removed_at) == (
            "piet@example.be", None,
        )  # fmt: skip


def test_forget_applications_dry_run_only_tells(old_refusal):
    with time_machine.travel(NOW, tick=False):
        references = actions.forget_applications(dry_run=True)

    old_refusal.refresh_from_db()
    assert references == [old_refusal.reference]
    assert old_refusal.contact_email == "piet@example.be"
