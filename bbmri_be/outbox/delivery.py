"""Sends what is in the outbox.

A mail is claimed by locking its row, and sent inside that transaction. A worker that is killed
lets go of the lock, so the next one takes the mail; two workers never hold the same one. Only a
worker killed after the mail server has taken the mail, and before the commit, causes a repeat: it
carries the same Message-ID.
"""

import logging
from datetime import timedelta
from email.errors import MessageError
from smtplib import SMTPException, SMTPRecipientsRefused, SMTPResponseException

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.utils import timezone

from bbmri_be.outbox.actions import site_host
from bbmri_be.outbox.models import Mail
from bbmri_be.outbox.querysets import LONGEST_PAUSE

logger = logging.getLogger(__name__)

# Pauses double until they reach the longest. 23 attempts spread over more than four hours.
FIRST_PAUSE = timedelta(seconds=15)
MOST_ATTEMPTS = 23

# A mail server that refuses, hangs or dies; a file system that is full; a header that cannot be
# written. Each mail must be able to fail without stopping those behind it.
FAILURES = (SMTPException, OSError, ValueError, MessageError)


def deliver_due(*, limit: int | None = None) -> int:
    """Try to send the mails whose time has come, at most `limit`; return how many were tried."""
    tried = 0
    while (limit is None or tried < limit) and _deliver_next():
        tried += 1
    return tried


def pause_after(attempts: int) -> timedelta:
    """How long a mail rests after so many attempts."""
    doublings: int = 2 ** (attempts - 1)
    return min(FIRST_PAUSE * doublings, LONGEST_PAUSE)


def message_of(mail: Mail) -> EmailMultiAlternatives:
    """The mail as it goes out."""
    headers = {
        "Message-ID": mail.message_id,
        "Content-Language": mail.language,
        # No out-of-office replies, please (RFC 3834).
        "Auto-Submitted": "auto-generated",
    }
    if mail.thread:
        headers["References"] = f"<{mail.thread}@{site_host()}>"
    message = EmailMultiAlternatives(
        subject=mail.subject,
        body=mail.text,
        from_email=settings.DEFAULT_FROM_EMAIL,
        to=[mail.to],
        reply_to=settings.STAFF_EMAILS[:1],
        headers=headers,
    )
    if mail.html:
        message.attach_alternative(mail.html, "text/html")
    return message


@transaction.atomic
def _deliver_next() -> bool:
    mail = Mail.objects.due().select_for_update(skip_locked=True).first()
    if mail is None:
        return False
    mail.attempts += 1
    try:
        message_of(mail).send()
    except FAILURES as error:
        _note_failure(mail, error)
    else:
        mail.sent_at = timezone.now()
        logger.info("Sent mail %s at attempt %s", mail.pk, mail.attempts)
    mail.save(update_fields=["attempts", "sent_at", "send_after", "failed_at", "last_error"])
    return True


def _note_failure(mail: Mail, error: Exception) -> None:
    mail.last_error = _description(error)
    if mail.attempts >= MOST_ATTEMPTS:
        mail.failed_at = timezone.now()
        logger.error("Gave up mail %s: %s", mail.pk, mail.last_error)
    else:
        mail.send_after = timezone.now() + pause_after(mail.attempts)
        logger.warning("Could not send mail %s yet: %s", mail.pk, mail.last_error)


def _description(error: Exception) -> str:
    """Kind and SMTP code of an error. Its text may quote the recipient, so it is not kept."""
    name = type(error).__name__
    if isinstance(error, SMTPRecipientsRefused):
        codes = [str(code) for code, _ in error.recipients.values()]
        return " ".join([name, *codes])
    if isinstance(error, SMTPResponseException):
        return f"{name} {error.smtp_code}"
    return name
