"""What may be done with the outbox."""

import secrets
from datetime import datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.core.validators import validate_email
from django.utils import timezone

from bbmri_be.outbox.models import Mail
from bbmri_be.outbox.querysets import MailQuerySet

LONGEST_SUBJECT = 200


def queue(
    *,
    to: str,
    subject: str,
    text: str,
    html: str,
    language: str,
    thread: str = "",
    cause: str = "",
    send_after: datetime | None = None,
) -> Mail:
    """Store a mail to one recipient; the worker sends it.

    It belongs to the caller's transaction, so that the mail exists if and only if its cause does.
    `thread` names what the mail is about: mails of one thread refer to the same first message.
    `cause` names what it tells of: a second mail of the same cause is refused by the database
    (`IntegrityError`).
    Raises `ValidationError` when `to` is not one address.
    """
    validate_email(to)
    return Mail.objects.create(
        to=to,
        cause=cause,
        subject=one_line(subject)[:LONGEST_SUBJECT],
        text=text,
        html=html,
        language=language,
        message_id=f"<{secrets.token_hex(16)}@{site_host()}>",
        thread=thread,
        send_after=send_after or timezone.now(),
    )


def send_again(mails: MailQuerySet) -> int:
    """Put mails that were given up back into the queue; return how many."""
    return mails.failed().update(failed_at=None, attempts=0, send_after=timezone.now())


def take_back(cause: str) -> bool:
    """Keep the mail of a cause from being sent; False where it is too late.

    A mail that the worker holds is waited for: it is sent, and it is too late.
    """
    return _cancel(Mail.objects.filter(cause=cause)) > 0


def forget_thread(thread: str) -> None:
    """Remove address and text of a thread's mails at once; those still waiting are never sent.

    A mail that the worker holds is waited for: it is sent, then forgotten.
    """
    mails = Mail.objects.filter(thread=thread)
    _cancel(mails)
    _forget(mails)


def forget_old() -> int:
    """Remove address and text of mails past their time; return how many."""
    return _forget(Mail.objects.past_retention())


def one_line(text: str) -> str:
    """The text without line breaks, control and direction characters, fit for a header."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def site_host() -> str:
    """The host name that our Message-IDs carry."""
    return urlsplit(settings.SITE_URL).hostname or "localhost"


def _cancel(mails: MailQuerySet) -> int:
    """Give up those that wait, for good: without an address nobody sends them again."""
    return mails.waiting().update(
        failed_at=timezone.now(), last_error="Cancelled", to="", subject="", text="", html=""
    )


def _forget(mails: MailQuerySet) -> int:
    return mails.update(to="", subject="", text="", html="", thread="")
