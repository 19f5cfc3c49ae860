"""What applicants do first: apply, confirm their address, ask for a new link."""

import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db import connection

from bbmri_be.outbox.models import Mail
from membership import emails
from membership.actions import applicant, desk
from membership.enums import State
from membership.models import Application, StatusLink
from membership.models.links import digest
from membership.privacy import NOTICE_VERSION
from tests.membership.factories import ANSWERS, ApplicationFactory, application_in
from tests.membership.pages import token_in
from tests.membership.stories import rows, story

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
TOKEN = uuid.UUID("12345678123456781234567812345678")


def submit(token: uuid.UUID = TOKEN, **changes) -> tuple[Application, bool]:
    return applicant.submit_application(
        answers=ANSWERS | changes, token=token, privacy_notice=NOTICE_VERSION
    )


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
