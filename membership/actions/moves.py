"""How an application goes from one state to the next."""

from collections.abc import Container
from datetime import timedelta

from django.conf import settings
from django.contrib.auth.models import User
from django.utils import timezone

from bbmri_be.outbox import actions as outbox
from membership import emails
from membership.entries import remove_drafts
from membership.enums import DECIDED, State
from membership.models import Application, Event, Message

# What waits `TAKE_BACK_MINUTES` until the applicant is told, so that staff can take it back.
TOLD_LATER = frozenset({State.ASKED, *DECIDED})


class ChangedMeanwhile(Exception):
    """Somebody else moved the application since it was looked at."""

    def __init__(self, event: Event) -> None:
        """Tell what happened."""
        super().__init__(str(event))
        self.event = event


class TooLate(Exception):
    """The applicant has been told already."""


class TransitionNotAllowed(Exception):
    """No step leads from the application's state to the one asked for."""


def locked(application: Application) -> Application:
    """The application as it is now, which nobody else can change until the transaction ends."""
    return Application.objects.select_for_update().get(pk=application.pk)


def move(
    application: Application,
    to_state: State,
    *,
    of: Container[State],
    seen: State,
    by: User | None = None,
    reason: str = "",
) -> Event:
    """Take one step with a locked application that was looked at in state `seen`.

    `of` are the states from which the verb goes; `by` is None for the applicant and for the clock.
    Raises `ChangedMeanwhile` where the application has left the state that was seen,
    `TransitionNotAllowed` where the step does not lead on from there.
    """
    if application.state != seen and (last := application.last_event):
        raise ChangedMeanwhile(last)
    if application.state != seen or seen not in of or not application.may_become(to_state):
        raise TransitionNotAllowed
    now = timezone.now()
    pause = timedelta(minutes=settings.TAKE_BACK_MINUTES if to_state in TOLD_LATER else 0)
    is_decision = to_state in DECIDED
    application.state = to_state
    application.state_since = now
    application.decided_at = now if is_decision else None
    application.decided_by = by if is_decision else None
    application.decision_reason = reason.strip() if is_decision else ""
    application.save(
        update_fields=["state", "state_since", "decided_at", "decided_by", "decision_reason"]
    )
    return application.events.create(
        at=now,
        told_from=now + pause,
        by=by,
        from_state=seen,
        to_state=to_state,
        reason=reason.strip(),
    )


def undo(application: Application, *, seen: State, by: User | None) -> None:
    """Take back a question or a decision of a locked application that nobody was told yet.

    The mail is not sent, the drafts of an acceptance go. Raises `TooLate` where the time is over or
    the mail is out, beside what `move` raises.
    """
    last = application.last_event
    move(application, State.IN_REVIEW, of=TOLD_LATER, seen=seen, by=by)
    if last is None or last.is_told or not outbox.take_back(emails.cause_of(last)):
        raise TooLate
    Message.objects.filter(event=last).update(taken_back_at=timezone.now())
    remove_drafts(application)
