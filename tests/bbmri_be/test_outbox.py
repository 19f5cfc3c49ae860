import logging
import re
import signal
import smtplib
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from email.errors import HeaderParseError
from io import StringIO

import pytest
import time_machine
from django.contrib.auth.models import Permission, User
from django.core import mail as django_mail
from django.core.exceptions import ValidationError
from django.core.mail import BadHeaderError
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from bbmri_be.outbox import delivery
from bbmri_be.outbox.actions import (
    forget_old,
    forget_thread,
    one_line,
    queue,
    send_again,
    take_back,
)
from bbmri_be.outbox.delivery import deliver_due, message_of, pause_after
from bbmri_be.outbox.models import Mail
from tests import mail_server, worker
from tests.worker import wait_for

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


def queue_one(**changes) -> Mail:
    values = {
        "to": "an@example.be",
        "subject": "Hello",
        "text": "Plain words.",
        "html": "<p>Rich words.</p>",
        "language": "nl",
    }
    return queue(**values | changes)


@pytest.fixture
def sink(settings):
    with mail_server.running() as server:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST = "127.0.0.1"
        settings.EMAIL_PORT = server.port
        settings.EMAIL_TIMEOUT = 0.5
        yield server


# Queueing


@pytest.mark.django_db
def test_queue_stores_the_mail_as_due():
    with time_machine.travel(NOW, tick=False):
        mail = queue_one(thread="K7QM-2XTD", cause="event 1")

        assert list(Mail.objects.due()) == [mail]
    mail.refresh_from_db()
    assert {field: getattr(mail, field) for field in (
        "to", "subject", "text", "html", "language", "thread", "cause", "created_at",
        "send_after", "attempts", "last_error", "sent_at", "failed_at",
    )} == {
        "to": "an@example.be",
        "subject": "Hello",
        "text": "Plain words.",
        "html": "<p>Rich words.</p>",
        "language": "nl",
        "thread": "K7QM-2XTD",
        "cause": "event 1",
        "created_at": NOW,
        "send_after": NOW,
        "attempts": 0,
        "last_error": "",
        "sent_at": None,
        "failed_at": None,
    }  # fmt: skip


@pytest.mark.django_db
def test_queue_makes_a_message_id_of_its_own_for_each_mail():
    first, second = queue_one(), queue_one()

    assert re.fullmatch(r"<[0-9a-f]{32}@127\.0\.0\.1>", first.message_id)
    assert first.message_id != second.message_id


@pytest.mark.django_db
def test_queue_rolled_back_leaves_no_mail():
    with transaction.atomic():
        queue_one()
        transaction.set_rollback(True)

    assert not Mail.objects.exists()


@pytest.mark.django_db
def test_queue_for_later_is_not_due_before():
    with time_machine.travel(NOW, tick=False) as clock:
        mail = queue_one(send_after=NOW + timedelta(minutes=10))
        now = list(Mail.objects.due())
        clock.shift(timedelta(minutes=10))
        later = list(Mail.objects.due())

    assert (now, later) == ([], [mail])


@pytest.mark.django_db
def test_queue_of_the_same_cause_is_refused_even_once_the_first_is_sent():
    mail = queue_one(cause="event 1")
    Mail.objects.filter(pk=mail.pk).update(sent_at=NOW)

    with pytest.raises(IntegrityError, match="outbox_mail_once_per_cause"), transaction.atomic():
        queue_one(cause="event 1", to="piet@example.be")

    queue_one(cause="event 2")
    queue_one()
    queue_one()
    assert sorted(Mail.objects.values_list("cause", flat=True)) == ["", "", "event 1", "event 2"]


@pytest.mark.parametrize(
    "address",
    [
        "",
        "nobody",
        "an@example.be, piet@example.be",
        "an@example.be\r\nBcc: piet@example.be",
        "an@example.be\nBcc: piet@example.be",
        "an@example.be\u2028Bcc: piet@example.be",
        "An <an@example.be>",
    ],
)
@pytest.mark.django_db
def test_queue_to_anything_but_one_address_is_refused(address):
    with pytest.raises(ValidationError):
        queue_one(to=address)

    assert not Mail.objects.exists()


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("Hello", "Hello"),
        ("Biobank\r\nBcc: piet@example.be", "Biobank Bcc: piet@example.be"),
        ("a\x00b\x0bc\u2028d\u2029e\x85f", "a b c d e f"),
        ("\u202eexe.biobank", "exe.biobank"),
        ("  Café  für 🧬 ", "Café für 🧬"),
    ],
)
def test_one_line(text, line):
    assert one_line(text) == line


@pytest.mark.django_db
def test_queue_with_a_hostile_subject_sends_one_clean_line():
    queue_one(subject="New: X\r\nBcc: piet@example.be\r\n\r\nBuy now " + "z" * 500)

    deliver_due()

    [message] = django_mail.outbox
    assert message.recipients() == ["an@example.be"]
    assert message.subject == ("New: X Bcc: piet@example.be Buy now " + "z" * 500)[:200]


# What the database keeps


@pytest.mark.parametrize(
    ("changes", "constraint"),
    [
        ({"sent_at": NOW, "failed_at": NOW, "last_error": "x"}, "outbox_mail_sent_or_failed"),
        ({"failed_at": NOW}, "outbox_mail_failed_why"),
        ({"subject": "a\nb"}, "outbox_mail_subject_one_line"),
        ({"subject": "a\rb"}, "outbox_mail_subject_one_line"),
        ({"to": ""}, "outbox_mail_waiting_is_whole"),
        ({"subject": ""}, "outbox_mail_waiting_is_whole"),
        ({"text": ""}, "outbox_mail_waiting_is_whole"),
    ],
)
@pytest.mark.django_db
def test_mail_constraint(changes, constraint):
    mail = queue_one()

    with pytest.raises(IntegrityError, match=constraint):
        Mail.objects.filter(pk=mail.pk).update(**changes)


@pytest.mark.django_db
def test_mail_message_id_is_unique():
    mail = queue_one()
    mail.pk = None

    with pytest.raises(IntegrityError, match="message_id"):
        mail.save(force_insert=True)


@pytest.mark.django_db
def test_mail_shown_as_text_names_no_person():
    mail = queue_one()

    assert str(mail) == f"mail {mail.pk}"


# Delivery


@pytest.mark.django_db
def test_message_of_a_mail(settings):
    settings.STAFF_EMAILS = ["office@example.be", "second@example.be"]
    mail = queue_one(thread="K7QM-2XTD")

    message = message_of(mail)

    assert (message.subject, message.body, message.to, message.cc, message.bcc) == (
        "Hello", "Plain words.", ["an@example.be"], [], [],
    )  # fmt: skip
    assert (message.from_email, message.reply_to) == (
        "BBMRI.be <noreply@localhost>", ["office@example.be"],
    )  # fmt: skip
    assert [tuple(part) for part in message.alternatives] == [("<p>Rich words.</p>", "text/html")]
    assert message.extra_headers == {
        "Message-ID": mail.message_id,
        "Content-Language": "nl",
        "Auto-Submitted": "auto-generated",
        "References": "<K7QM-2XTD@127.0.0.1>",
    }


@pytest.mark.django_db
def test_message_of_a_mail_without_html_or_thread():
    mail = queue_one(html="")

    message = message_of(mail)

    assert message.alternatives == []
    assert "References" not in message.extra_headers


@pytest.mark.django_db
def test_deliver_due_sends_each_mail_once():
    with time_machine.travel(NOW, tick=False):
        first, second = queue_one(), queue_one()
        counts = [deliver_due(limit=1), deliver_due(), deliver_due()]

    assert counts == [1, 1, 0]
    assert [message.extra_headers["Message-ID"] for message in django_mail.outbox] == [
        first.message_id,
        second.message_id,
    ]
    assert list(Mail.objects.values_list("attempts", "sent_at", "last_error")) == [(1, NOW, "")] * 2


@pytest.mark.django_db
def test_deliver_due_after_the_clock_was_put_back_an_hour(sink):
    with time_machine.travel(NOW, tick=False) as clock:
        sink.mode = "later"
        tried = queue_one()
        deliver_due()
        sink.mode = "ok"
        at_once = queue_one()
        to_be_taken_back = queue_one(send_after=NOW + timedelta(minutes=10))
        clock.shift(timedelta(hours=-1))
        deliver_due()

    assert [message["Message-ID"] for message in sink.messages] == [
        at_once.message_id,
        tried.message_id,
    ]
    assert list(Mail.objects.waiting()) == [to_be_taken_back]


@pytest.mark.django_db
def test_deliver_due_over_smtp(sink):
    mail = queue_one(to="an@example.be", subject="Ça va? 🧬")

    deliver_due()

    [message] = sink.messages
    assert sink.recipients == ["<an@example.be>"]
    assert (message["Subject"], message["Message-ID"]) == ("Ça va? 🧬", mail.message_id)
    assert message.get_body(("plain",)).get_content().strip() == "Plain words."
    assert message.get_body(("html",)).get_content().strip() == "<p>Rich words.</p>"


@pytest.mark.parametrize(
    ("mode", "error"),
    [
        ("refuse", "SMTPRecipientsRefused 550"),
        ("later", "SMTPRecipientsRefused 451"),
        ("hang", "SMTPServerDisconnected"),
        ("stall", "SMTPServerDisconnected"),
        ("die", "SMTPServerDisconnected"),
    ],
)
@pytest.mark.django_db
def test_deliver_due_with_a_bad_mail_server_tries_again_later(sink, mode, error, caplog):
    sink.mode = mode

    with time_machine.travel(NOW, tick=False) as clock:
        mail = queue_one()
        deliver_due()
        mail.refresh_from_db()
        after_failure = (mail.attempts, mail.last_error, mail.sent_at, mail.send_after)
        early = deliver_due()
        sink.mode = "ok"
        sink.may_answer.set()
        clock.shift(15)
        deliver_due()
        mail.refresh_from_db()

    later = NOW + timedelta(seconds=15)
    assert after_failure == (1, error, None, later)
    assert early == 0
    assert (mail.attempts, mail.sent_at) == (2, later)
    assert "example.be" not in caplog.text


@pytest.mark.django_db
def test_deliver_due_without_a_mail_server_keeps_the_mail(sink, settings):
    mail = queue_one()
    settings.EMAIL_PORT = 1

    deliver_due()

    mail.refresh_from_db()
    assert (mail.attempts, mail.last_error) == (1, "ConnectionRefusedError")


@pytest.mark.django_db
def test_deliver_due_repeats_with_the_same_message_id(sink):
    sink.mode = "take and die"

    with time_machine.travel(NOW, tick=False) as clock:
        mail = queue_one()
        deliver_due()
        sink.mode = "ok"
        clock.shift(15)
        deliver_due()

    assert [message["Message-ID"] for message in sink.messages] == [mail.message_id] * 2


@pytest.mark.django_db
def test_mail_server_down_for_an_hour_loses_nothing_and_repeats_nothing(sink, settings):
    minute = timedelta(minutes=1)
    queued, tried = [], 0

    with time_machine.travel(NOW, tick=False) as clock:
        for number in range(90):
            hour_is_over = number >= 60
            sink.mode = "ok" if hour_is_over else ["refuse", "hang", "die"][number % 3]
            settings.EMAIL_TIMEOUT = 10 if hour_is_over else 0.01
            if number % 10 == 0:
                queued.append(queue_one().message_id)
            before = len(sink.messages)
            tried += deliver_due()
            assert hour_is_over or len(sink.messages) == before == 0
            clock.shift(minute)

    assert sorted(message["Message-ID"] for message in sink.messages) == sorted(queued)
    assert len(queued) == 9
    assert tried > 2 * len(queued)
    assert not Mail.objects.filter(sent_at=None).exists()


@pytest.mark.parametrize(
    ("error", "description"),
    [
        (
            smtplib.SMTPResponseException(451, b"an@example.be is greylisted"),
            "SMTPResponseException 451",
        ),
        (OSError("disk full"), "OSError"),
        (BadHeaderError("an@example.be"), "BadHeaderError"),
        (HeaderParseError("an@example.be"), "HeaderParseError"),
    ],
)
@pytest.mark.django_db
def test_deliver_due_goes_on_after_a_mail_that_fails(monkeypatch, error, description):
    bad, good = queue_one(subject="bad"), queue_one(subject="good")
    send = django_mail.EmailMultiAlternatives.send

    def send_unless_bad(message, **options):
        if message.subject == "bad":
            raise error
        return send(message, **options)

    monkeypatch.setattr(django_mail.EmailMultiAlternatives, "send", send_unless_bad)
    deliver_due()

    bad.refresh_from_db()
    good.refresh_from_db()
    assert (bad.last_error, bad.sent_at) == (description, None)
    assert good.sent_at is not None


def test_pauses_grow_and_spread_over_four_hours():
    pauses = [pause_after(attempts) for attempts in range(1, delivery.MOST_ATTEMPTS)]

    assert pauses == sorted(pauses)
    assert [pause.total_seconds() for pause in pauses[:7]] == [15, 30, 60, 120, 240, 480, 900]
    assert timedelta(hours=4) <= sum(pauses, timedelta()) <= timedelta(hours=5)


@pytest.mark.django_db
def test_deliver_due_gives_up_after_the_last_attempt(sink, caplog):
    caplog.set_level(logging.ERROR)
    mail = queue_one()
    Mail.objects.update(attempts=delivery.MOST_ATTEMPTS - 1)
    sink.mode = "refuse"

    deliver_due()

    mail.refresh_from_db()
    assert (mail.attempts, mail.last_error) == (23, "SMTPRecipientsRefused 550")
    assert mail.failed_at is not None
    assert caplog.messages == [f"Gave up mail {mail.pk}: SMTPRecipientsRefused 550"]
    assert list(Mail.objects.failed()) == [mail]
    assert deliver_due() == 0


@pytest.mark.django_db(transaction=True)
def test_deliver_due_by_several_at_once_sends_each_mail_once(sink):
    sink.may_answer.set()
    ids = sorted(queue_one().message_id for _ in range(20))

    def deliver_in_own_connection(_: int) -> None:
        try:
            deliver_due()
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(deliver_in_own_connection, range(4)))

    assert sorted(message["Message-ID"] for message in sink.messages) == ids
    assert Mail.objects.filter(attempts=1, sent_at__isnull=False).count() == 20


# The worker


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
def test_forget_thread_waits_for_a_mail_in_hand(sink, settings):
    settings.EMAIL_TIMEOUT = 20
    sink.mode = "stall"
    mail = queue_one(thread="K7QM")

    def deliver_in_own_connection() -> None:
        try:
            deliver_due()
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        delivery = pool.submit(deliver_in_own_connection)
        wait_for(sink.got_a_message.is_set)
        threading.Timer(0.2, sink.may_answer.set).start()
        forget_thread("K7QM")
        delivery.result()

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
def test_take_back_waits_for_a_mail_in_hand_and_is_too_late(sink, settings):
    settings.EMAIL_TIMEOUT = 20
    sink.mode = "stall"
    mail = queue_one(cause="event 1")

    def deliver_in_own_connection() -> None:
        try:
            deliver_due()
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        delivery = pool.submit(deliver_in_own_connection)
        wait_for(sink.got_a_message.is_set)
        threading.Timer(0.2, sink.may_answer.set).start()
        is_taken_back = take_back("event 1")
        delivery.result()

    mail.refresh_from_db()
    assert (is_taken_back, mail.to, mail.failed_at) == (False, "an@example.be", None)
    assert mail.sent_at is not None
    assert len(sink.messages) == 1


# The admin


@pytest.fixture
def failed_mail(db):
    mail = queue_one()
    Mail.objects.filter(pk=mail.pk).update(
        failed_at=timezone.now(), last_error="SMTPException", attempts=23
    )
    return mail


def staff(*codenames: str) -> User:
    user = User.objects.create_user("anna", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=codenames))
    return user


def send_again_in_admin(client, *mails: Mail):
    return client.post(
        reverse("admin:outbox_mail_changelist"),
        {"action": "send_again", "_selected_action": [mail.pk for mail in mails]},
        follow=True,
    )


@pytest.mark.django_db
def test_send_again_queues_only_mails_given_up(failed_mail):
    sent = queue_one()
    Mail.objects.filter(pk=sent.pk).update(sent_at=timezone.now())
    forgotten = queue_one()
    Mail.objects.filter(pk=forgotten.pk).update(failed_at=timezone.now(), last_error="x", to="")

    count = send_again(Mail.objects.all())

    failed_mail.refresh_from_db()
    assert count == 1
    assert list(Mail.objects.due()) == [failed_mail]
    assert (failed_mail.attempts, failed_mail.last_error) == (0, "SMTPException")


def test_admin_send_again(client, failed_mail):
    client.force_login(staff("view_mail", "change_mail"))

    page = send_again_in_admin(client, failed_mail).content.decode()

    assert "1 mail is queued again." in page
    assert list(Mail.objects.due()) == [failed_mail]


def test_admin_send_again_without_permission_changes_nothing(client, failed_mail):
    client.force_login(staff("view_mail"))

    send_again_in_admin(client, failed_mail)

    assert not Mail.objects.due().exists()


def test_admin_of_a_superuser_neither_writes_nor_deletes(admin_client, failed_mail):
    address = reverse("admin:outbox_mail_change", args=[failed_mail.pk])

    assert admin_client.get(address).status_code == 200
    assert admin_client.post(address, {"to": "other@example.be"}).status_code == 403
    assert admin_client.get(reverse("admin:outbox_mail_add")).status_code == 403
    assert (
        admin_client.post(reverse("admin:outbox_mail_delete", args=[failed_mail.pk])).status_code
        == 403
    )
    assert Mail.objects.get().to == "an@example.be"


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("", {"waits", "failed", "sent"}),
        ("?standing=waiting", {"waits"}),
        ("?standing=failed", {"failed"}),
        ("?standing=sent", {"sent"}),
        ("?standing=nonsense", {"waits", "failed", "sent"}),
    ],
)
@pytest.mark.django_db
def test_admin_list_filtered_by_standing(admin_client, query, shown):
    queue_one(subject="waits")
    Mail.objects.filter(pk=queue_one(subject="failed").pk).update(failed_at=NOW, last_error="x")
    Mail.objects.filter(pk=queue_one(subject="sent").pk).update(sent_at=NOW)

    response = admin_client.get(reverse("admin:outbox_mail_changelist") + query)

    assert {mail.subject for mail in response.context["cl"].result_list} == shown


@pytest.mark.django_db
def test_admin_list_needs_as_many_queries_for_three_mails_as_for_one(admin_client):
    address = reverse("admin:outbox_mail_changelist")
    queue_one()
    admin_client.get(address)
    with CaptureQueriesContext(connection) as for_one:
        admin_client.get(address)
    queue_one()
    queue_one()

    with CaptureQueriesContext(connection) as for_three:
        admin_client.get(address)

    assert len(for_three) == len(for_one)
