"""What may be done with an application: one function per verb, and nothing else writes."""

import uuid
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from bbmri_be.outbox.actions import forget_thread
from biobanks.enums import Province
from membership import emails
from membership.enums import DECIDED, State
from membership.models import PERSONAL, Application, Event

# How long the very same answers count as one application.
SAME_PAGE = timedelta(days=1)


class ChangedMeanwhile(Exception):
    """Somebody else moved the application since the member of staff looked at it."""

    def __init__(self, event: Event) -> None:
        """Tell what happened."""
        super().__init__(str(event))
        self.event = event


class TransitionNotAllowed(Exception):
    """No step leads from the application's state to the one asked for."""


class ReasonMissing(Exception):
    """A refusal needs a reason."""


@transaction.atomic
def submit_application(
    *, answers: Mapping[str, Any], token: uuid.UUID, privacy_notice: str
) -> tuple[Application, bool]:
    """Store an application, its first event and its mails.

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
        application.events.create(at=application.created_at, to_state=application.state)
        emails.acknowledge(application)
        emails.tell_staff(application)
    return application, is_new


def start_review(*, application: Application, by: User, seen: State) -> Application:
    """Take a received application up."""
    return _move(application, State.IN_REVIEW, by=by, seen=seen)


def accept(*, application: Application, by: User, seen: State, reason: str = "") -> Application:
    """Welcome the applicant to the network; a reason may be given."""
    return _move(application, State.ACCEPTED, by=by, seen=seen, reason=reason)


def decline(*, application: Application, by: User, seen: State, reason: str) -> Application:
    """Refuse the application.

    Raises `ReasonMissing` beside what every step raises: `ChangedMeanwhile`,
    `TransitionNotAllowed`.
    """
    if not reason.strip():
        raise ReasonMissing
    return _move(application, State.DECLINED, by=by, seen=seen, reason=reason)


@transaction.atomic
def forget(*, application: Application, by: User | None) -> Application:
    """Remove the personal data of an application and its mails, for good.

    Possible in any state, which stays: an accepted biobank remains accepted, and an undecided
    application remains undecided but can no longer be taken up or decided. `by` is None where the
    site does it by itself. Where the data is removed already, nothing is written.
    """
    locked = Application.objects.select_for_update().get(pk=application.pk)
    if locked.personal_data_removed_at is None:
        locked.personal_data_removed_at = timezone.now()
        for name in PERSONAL:
            setattr(locked, name, "")
        locked.save(update_fields=[*PERSONAL, "personal_data_removed_at"])
        locked.events.create(
            at=locked.personal_data_removed_at, by=by, from_state=locked.state, to_state=""
        )
        forget_thread(locked.reference)
    return locked


def forget_applications(*, dry_run: bool = False) -> list[str]:
    """Remove the personal data of refused applications past their time; return the references.

    Only a refusal starts the time. An application without a decision is open work of the staff:
    they decide it, or remove its personal data themselves.
    """
    applications = list(Application.objects.past_retention())
    if not dry_run:
        for application in applications:
            forget(application=application, by=None)
    return [application.reference for application in applications]


def _same_answers(answers: Mapping[str, Any]) -> Application | None:
    """The application of the last day that gave exactly these answers."""
    recent = Application.objects.filter(
        created_at__gte=timezone.now() - SAME_PAGE,
        contact_email=answers["contact_email"],
        name=answers["name"],
    )
    return next((one for one in recent if one.gives(answers)), None)


@transaction.atomic
def _move(
    application: Application, to_state: State, *, by: User, seen: State, reason: str = ""
) -> Application:
    """One step, by a member of staff who saw the application in state `seen`."""
    locked = Application.objects.select_for_update().get(pk=application.pk)
    if locked.state != seen:
        raise ChangedMeanwhile(locked.last_event)
    if not locked.may_become(to_state):
        raise TransitionNotAllowed
    now = timezone.now()
    locked.state = to_state
    if to_state in DECIDED:
        locked.decided_at, locked.decided_by, locked.decision_reason = now, by, reason.strip()
    locked.save(update_fields=["state", "decided_at", "decided_by", "decision_reason"])
    locked.events.create(at=now, by=by, from_state=seen, to_state=to_state, reason=reason.strip())
    return locked
