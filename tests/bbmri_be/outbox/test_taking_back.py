"""Mails that are forgotten, and mails that are taken back before they are sent."""

import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta

import pytest
import time_machine

from bbmri_be.outbox.actions import forget_old, forget_thread, send_again, take_back
from bbmri_be.outbox.models import Mail
from tests.bbmri_be.outbox.mails import NOW, deliver_in_own_connection, queue_one
from tests.worker import wait_for


@pytest.fixture
def in_hand(sink, settings):
    """A worker has a mail in hand, and ends a moment after the block has begun."""
    settings.EMAIL_TIMEOUT = 20
    sink.mode = "stall"

    @contextmanager
    def in_hand():
        with ThreadPoolExecutor(1) as pool:
            delivery = pool.submit(deliver_in_own_connection)
            wait_for(sink.got_a_message.is_set)
            threading.Timer(0.2, sink.may_answer.set).start()
            yield
            delivery.result()

    return in_hand


# Forgetting


@pytest.mark.django_db
def test_forget_old_removes_personal_data_when_due():
    with time_machine.travel(NOW, tick=False):
        sent, failed, fresh, waiting = (queue_one(thread="K7QM") for _ in range(4))
        old = NOW - timedelta(days=30)
        Mail.objects.filter(pk=sent.pk).update(sent_at=old)
        Mail.objects.filter(pk=failed.pk).update(failed_at=old, last_error="SMTPException")
        Mail.objects.filter(pk=fresh.pk).update(sent_at=old + timedelta(seconds=1))
        Mail.objects.filter(pk=waiting.pk).update(created_at=old - timedelta(days=300))

        forgotten = [forget_old(), forget_old()]

    assert forgotten == [2, 0]
    assert set(
        Mail.objects.filter(pk__in=[sent.pk, failed.pk]).values_list(
            "to", "subject", "text", "html", "thread"
        )
    ) == {("", "", "", "", "")}
    assert set(Mail.objects.exclude(to="")) == {fresh, waiting}


@pytest.mark.django_db
def test_forget_thread_forgets_its_mails_and_sends_none_of_them():
    sent, failed, waiting = (queue_one(thread="K7QM") for _ in range(3))
    other = queue_one(thread="2XTD")
    Mail.objects.filter(pk=sent.pk).update(sent_at=NOW)
    Mail.objects.filter(pk=failed.pk).update(failed_at=NOW, last_error="SMTPException")

    with time_machine.travel(NOW + timedelta(days=1), tick=False):
        forget_thread("K7QM")

    assert list(
        Mail.objects.filter(to="", subject="", text="", html="", thread="")
        .order_by("pk")
        .values_list("pk", "sent_at", "failed_at", "last_error")
    ) == [
        (sent.pk, NOW, None, ""),
        (failed.pk, None, NOW, "SMTPException"),
        (waiting.pk, None, NOW + timedelta(days=1), "Cancelled"),
    ]
    assert list(Mail.objects.due()) == [other]
    assert send_again(Mail.objects.all()) == 0


@pytest.mark.django_db(transaction=True)
def test_forget_thread_waits_for_a_mail_in_hand(in_hand):
    mail = queue_one(thread="K7QM")

    with in_hand():
        forget_thread("K7QM")

    mail.refresh_from_db()
    assert (mail.to, mail.failed_at) == ("", None)
    assert mail.sent_at is not None


# Taking back


@pytest.mark.django_db
def test_take_back_keeps_the_mail_of_a_cause_from_being_sent():
    mail, other = queue_one(cause="event 1"), queue_one(cause="event 11")

    with time_machine.travel(NOW, tick=False):
        results = [take_back("event 1"), take_back("event 1"), take_back("event 2")]

    mail.refresh_from_db()
    assert results == [True, False, False]
    assert (mail.to, mail.subject, mail.text, mail.html) == ("", "", "", "")
    assert (mail.failed_at, mail.last_error, mail.cause) == (NOW, "Cancelled", "event 1")
    assert list(Mail.objects.due()) == [other]
    assert send_again(Mail.objects.all()) == 0


@pytest.mark.parametrize(
    "standing", [{"sent_at": NOW}, {"failed_at": NOW, "last_error": "SMTPException"}]
)
@pytest.mark.django_db
def test_take_back_of_a_mail_that_waits_no_longer_is_too_late(standing):
    mail = queue_one(cause="event 1")
    Mail.objects.filter(pk=mail.pk).update(**standing)

    assert take_back("event 1") is False
    mail.refresh_from_db()
    assert mail.to == "an@example.be"


@pytest.mark.django_db(transaction=True)
def test_take_back_waits_for_a_mail_in_hand_and_is_too_late(sink, in_hand):
    mail = queue_one(cause="event 1")

    with in_hand():
        is_taken_back = take_back("event 1")

    mail.refresh_from_db()
    assert (is_taken_back, mail.to, mail.failed_at) == (False, "an@example.be", None)
    assert mail.sent_at is not None
    assert len(sink.messages) == 1
