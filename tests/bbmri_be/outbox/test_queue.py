"""Mails that are queued, and the rules that the database keeps of them."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.core import mail as django_mail
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from bbmri_be.outbox.actions import one_line
from bbmri_be.outbox.delivery import deliver_due
from bbmri_be.outbox.models import Mail
from tests.bbmri_be.outbox.mails import NOW, queue_one


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
