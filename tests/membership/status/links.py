"""What the tests of a status link's pages share."""

import re
from datetime import UTC, datetime

from django.core.files.uploadedfile import SimpleUploadedFile

from bbmri_be.outbox.models import Mail
from membership.enums import OPEN, State
from membership.models import Application, Attachment, Correction, Event, Message, StatusLink
from tests.membership.factories import ANSWERS, POSTED

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
PDF = b"%PDF-1.7\n" + bytes(range(256))
UNKNOWN = "x" * 32
CLOSED = [state for state in State if state not in OPEN]
LINK = "/join/link/"
NOTHING = (0, 0, 0, 0, 0)


def address(token: str, page: str = "", prefix: str = "") -> str:
    return f"{prefix}/join/status/{token}/{page}"


def link_to(application: Application) -> str:
    return address(StatusLink.new(application))


def pdf(name: str = "opinion.pdf", content: bytes = PDF) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, "application/pdf")


def reply_of(text: str = "Here it is.", *files: SimpleUploadedFile) -> dict:
    return {"text": text, "attachments": list(files)}


def corrected(**changes) -> dict:
    return {name: answer for name, answer in POSTED.items() if name != "contact_email"} | changes


def stored_answers(application: Application) -> dict:
    application.refresh_from_db()
    return {name: getattr(application, name) for name in ANSWERS}


def rows() -> tuple[int, ...]:
    return tuple(kind.objects.count() for kind in [Event, Message, Correction, Attachment, Mail])


def mask(html: str) -> str:
    """A page without what is new each time."""
    return re.sub(r'(csrfmiddlewaretoken" value=)"\w+"|nonce="[^"]+"', r"\1", html)
