"""What applicants do: apply, confirm, answer, correct, withdraw, come back."""

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from biobanks.enums import Province
from membership import emails
from membership.actions.moves import TransitionNotAllowed, locked, move, undo
from membership.enums import DORMANT, OPEN, State, Voice
from membership.models import Application, Message, StatusLink

# How long the very same answers count as one application.
SAME_PAGE = timedelta(days=1)


@dataclass(frozen=True)
class File:
    """A file that came with a message."""

    name: str
    content: bytes


@transaction.atomic
def submit_application(
    *, answers: Mapping[str, Any], token: uuid.UUID, privacy_notice: str
) -> tuple[Application, bool]:
    """Store an application, and the mail that asks to confirm its address.

    `token` is that of the page that was sent in. Where it was stored before, or the same answers
    came within a day (somebody went back and sent the page again), that application comes back and
    nothing is written. Returns the application, and whether it is new.
    """
    if repeated := _same_answers(answers):
        return repeated, False
    application, is_new = Application.objects.get_or_create(
        token=token,
        defaults={
            **answers,
            "province": Province.of_postcode(answers["postcode"]) or "",
            "privacy_notice": privacy_notice,
        },
    )
    if is_new:
        emails.ask_to_confirm(application)
    return application, is_new


@transaction.atomic
def confirm_address(*, application: Application) -> Application:
    """Put an application into the queue: its address is right. Done twice, it is done once."""
    application = locked(application)
    if application.state == State.AWAITING:
        move(application, State.RECEIVED, of={State.AWAITING}, seen=State.AWAITING)
        emails.acknowledge(application)
        emails.tell_staff(application)
    return application


@transaction.atomic
def reply(*, application: Application, text: str, files: Iterable[File] = ()) -> Message:
    """Write to the secretariat. To a question it is the answer: the turn is the secretariat's.

    Raises `TransitionNotAllowed` where the case is closed.
    """
    application = locked(application)
    if not _is_open(application):
        raise TransitionNotAllowed
    message = application.messages.create(voice=Voice.APPLICANT, text=text)
    for file in files:
        message.attachments.create(name=file.name, size=len(file.content), content=file.content)
    _answered(application)
    emails.tell_of_reply(message)
    return message


@transaction.atomic
def correct(*, application: Application, answers: Mapping[str, Any]) -> bool:
    """Change answers; return whether any is different. After a question it is an answer, too.

    The mail address stays: it is the one that was confirmed. Raises `TransitionNotAllowed` where
    the case is closed.
    """
    application = locked(application)
    if not _is_open(application):
        raise TransitionNotAllowed
    changed = {
        name: answer
        for name, answer in answers.items()
        if name != "contact_email" and getattr(application, name) != answer
    }
    if not changed:
        return False
    application.corrections.create(
        before={name: getattr(application, name) for name in changed}, after=changed
    )
    for name, answer in changed.items():
        setattr(application, name, answer)
    application.province = Province.of_postcode(application.postcode) or ""
    application.save(update_fields=[*changed, "province"])
    _answered(application)
    emails.tell_of_correction(application)
    return True


@transaction.atomic
def withdraw(*, application: Application, seen: State, reason: str = "") -> Application:
    """End the application at the applicant's wish.

    What they have not been told yet is taken back first. Raises `TooLate` where that is on its way
    already, beside what `move` raises.
    """
    application = locked(application)
    last = application.last_event
    is_undone = bool(last and not last.is_told)
    if is_undone:
        undo(application, seen=seen, by=None)
        seen = State.IN_REVIEW
    event = move(application, State.WITHDRAWN, of=OPEN, seen=seen)
    if reason.strip():
        application.messages.create(voice=Voice.APPLICANT, text=reason.strip(), event=event)
    emails.confirm_withdrawal(application, event)
    emails.tell_of_withdrawal(application, is_undone=is_undone)
    return application


@transaction.atomic
def come_back(*, application: Application, seen: State) -> Application:
    """Go on with an application that was withdrawn or has lapsed: it stands in the queue again."""
    application = locked(application)
    event = move(application, State.RECEIVED, of=DORMANT, seen=seen)
    emails.confirm_return(application, event)
    emails.tell_staff(application, is_back=True)
    return application


@transaction.atomic
def renew_links(*, email: str) -> int:
    """Send a new link for each case of an address; the older ones open nothing any more.

    But for that of a mail that still waits, because staff may take it back. Returns how many cases,
    for tests and statistics only: whoever asks must not learn it.
    """
    cases = Application.objects.select_for_update().filter(
        contact_email__iexact=email, personal_data_removed_at=None
    )
    for application in cases:
        links = StatusLink.objects.filter(application=application)
        last = application.last_event
        if last and not last.is_told:
            links = links.filter(created_at__lt=last.at)
        links.delete()
        emails.send_link(application)
    return len(cases)


def _is_open(application: Application) -> bool:
    """Whether the applicant may write. A decision that is not told yet closes nothing."""
    state, _since = application.public_state
    return state in OPEN and not application.personal_data_removed_at


def _answered(application: Application) -> None:
    """Give the turn back to the secretariat, where it had asked something.

    A question that the applicant has not been told yet waits on: it was not answered.
    """
    event = application.last_event
    if application.state == State.ASKED and event and event.is_told:
        move(application, State.IN_REVIEW, of={State.ASKED}, seen=State.ASKED)


def _same_answers(answers: Mapping[str, Any]) -> Application | None:
    """The application of the last day that gave exactly these answers, and is not over."""
    recent = Application.objects.filter(
        state__in=[State.AWAITING, *OPEN],
        created_at__gte=timezone.now() - SAME_PAGE,
        contact_email=answers["contact_email"],
        name=answers["name"],
    )
    return next((one for one in recent if one.gives(answers)), None)
