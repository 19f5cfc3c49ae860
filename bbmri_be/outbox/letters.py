"""Letters: mails with paragraphs, perhaps somebody's words between them, and a link at the end."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.template.loader import render_to_string

from bbmri_be.languages import readers_language
from bbmri_be.outbox import actions
from bbmri_be.outbox.models import Mail


@dataclass(frozen=True)
class Letter:
    """What a mail says, in the language that is active when it is written.

    `copy` is put at its end: titles, each with labels and what was answered.
    """

    subject: str
    paragraphs: Sequence[str]
    quote: str = ""  # somebody's own words, after the first paragraph
    copy: Sequence[tuple[str, Sequence[tuple[str, str]]]] = ()


def text_of(letter: Letter, *, address: str, reference: str = "") -> str:
    """The letter as plain text. `address` is the page that it leads to."""
    return render_to_string(
        "mail/letter.txt", {"letter": letter, "address": address, "reference": reference}
    )


def queue(
    letter: Letter,
    *,
    to: str,
    address: str,
    reference: str = "",
    cause: str = "",
    send_after: datetime | None = None,
) -> Mail:
    """Queue a letter to one recipient (`bbmri_be.outbox.actions.queue`).

    `reference` names what it is about; letters of one reference are one thread.
    """
    context = {"letter": letter, "address": address, "reference": reference}
    return actions.queue(
        to=to,
        subject=letter.subject,
        text=text_of(letter, address=address, reference=reference),
        html=render_to_string("mail/letter.html", context),
        language=readers_language(),
        thread=reference,
        cause=cause,
        send_after=send_after,
    )
