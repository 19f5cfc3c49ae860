"""What may be done with an application: one function per verb, and nothing else writes."""

import uuid
from collections.abc import Mapping
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from biobanks.enums import Province
from membership import emails
from membership.enums import DECIDED, State
from membership.models import Application, Event


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

    `token` is that of the page that was sent in. Where it was stored before, that application comes
    back and nothing is written. Returns the application, and whether it is new.
    """
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


def forget_applications(*, dry_run: bool = False) -> list[str]:
    """Remove the personal data of refused applications past their time; return the references."""
    references = list(Application.objects.past_retention().values_list("reference", flat=True))
    if not dry_run:
        Application.objects.past_retention().filter(reference__in=references).update(
            contact_name="",
            contact_role="",
            contact_email="",
            contact_phone="",
            manager_name="",
            message="",
            personal_data_removed_at=timezone.now(),
        )
    return references


@transaction.atomic
def _move(
    application: Application, to_state: State, *, by: User, seen: State, reason: str = ""
) -> Application:
    """One step, by a member of staff who saw the application in state `seen`."""
    locked = Application.objects.select_for_update().get(pk=application.pk)
    if locked.state != seen:
        raise ChangedMeanwhile(locked.events.select_related("by").latest("at", "pk"))
    if not locked.may_become(to_state):
        raise TransitionNotAllowed
    now = timezone.now()
    locked.state = to_state
    if to_state in DECIDED:
        locked.decided_at, locked.decided_by, locked.decision_reason = now, by, reason.strip()
    locked.save(update_fields=["state", "decided_at", "decided_by", "decision_reason"])
    locked.events.create(at=now, by=by, from_state=seen, to_state=to_state, reason=reason.strip())
    return locked
