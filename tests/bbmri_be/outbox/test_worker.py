"""The process that sends mails: started, killed, told to stop."""

import signal
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from bbmri_be.outbox.delivery import deliver_due
from bbmri_be.outbox.models import Mail
from tests import worker
from tests.bbmri_be.outbox.mails import queue_one
from tests.worker import wait_for


@pytest.mark.django_db
def test_worker_once_sends_what_is_due():
    mail = queue_one()

    call_command("run_scheduled", "--once")

    mail.refresh_from_db()
    assert (mail.sent_at is not None, mail.attempts) == (True, 1)


@pytest.mark.django_db
def test_command_forgets_what_is_old_and_says_how_many():
    queue_one()
    Mail.objects.update(sent_at=timezone.now() - timedelta(days=31))
    said = StringIO()

    call_command("forget_old_mails", stdout=said)

    assert said.getvalue() == "Mails forgotten: 1\n"
    assert Mail.objects.get().to == ""


@pytest.mark.django_db(transaction=True)
def test_worker_killed_while_sending_loses_nothing(sink):
    mail = queue_one()
    sink.mode = "stall"
    with worker.running(f"smtp://127.0.0.1:{sink.port}") as first:
        wait_for(sink.got_a_message.is_set)
        assert deliver_due() == 0, "a second worker must not take the mail in hand"
        first.send_signal(signal.SIGKILL)
        first.wait()
    sink.mode = "ok"

    wait_for(deliver_due)

    mail.refresh_from_db()
    assert mail.sent_at is not None
    assert [message["Message-ID"] for message in sink.messages] == [mail.message_id] * 2


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
@pytest.mark.django_db(transaction=True)
def test_worker_told_to_stop_finishes_the_mail_in_hand(sink, number):
    in_hand, next_one = queue_one(), queue_one()
    sink.mode = "stall"
    with worker.running(f"smtp://127.0.0.1:{sink.port}") as process:
        wait_for(sink.got_a_message.is_set)
        process.send_signal(number)
        sink.may_answer.set()
        code = process.wait(timeout=10)

    in_hand.refresh_from_db()
    next_one.refresh_from_db()
    assert code == 0
    assert in_hand.sent_at is not None
    assert (next_one.sent_at, next_one.attempts) == (None, 0)


@pytest.mark.django_db(transaction=True)
def test_worker_survives_a_lost_database_connection(sink):
    def end_connections_of_others() -> int:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity "
                "WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
            return cursor.fetchone()[0]

    with worker.running(f"smtp://127.0.0.1:{sink.port}") as process:
        wait_for(end_connections_of_others)
        mail = queue_one()
        wait_for(sink.got_a_message.is_set)
        assert process.poll() is None

    assert [message["Message-ID"] for message in sink.messages] == [mail.message_id]
