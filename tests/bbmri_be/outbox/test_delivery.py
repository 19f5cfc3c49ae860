"""How a mail goes out, and what happens where it cannot."""

import logging
import smtplib
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from email.errors import HeaderParseError

import pytest
import time_machine
from django.core import mail as django_mail
from django.core.mail import BadHeaderError

from bbmri_be.outbox import delivery
from bbmri_be.outbox.delivery import deliver_due, message_of, pause_after
from bbmri_be.outbox.models import Mail
from tests.bbmri_be.outbox.mails import NOW, deliver_in_own_connection, queue_one


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

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(deliver_in_own_connection, range(4)))

    assert sorted(message["Message-ID"] for message in sink.messages) == ids
    assert Mail.objects.filter(attempts=1, sent_at__isnull=False).count() == 20
