"""The desk's queue: whose turn it is, what is overdue, what is next."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.contrib.auth.models import User
from django.db.models import Q
from django.utils import timezone

from membership.enums import DECIDED, TURNS, Stage, State, Turn
from membership.models import Application
from membership.querysets import ApplicationQuerySet
from membership.times import Usual, stage_of, usual_times, working_days

OURS = [state for state, turn in TURNS.items() if turn == Turn.STAFF]


def ours() -> ApplicationQuerySet:
    """Applications whose turn is the secretariat's, the longest waiting first."""
    return Application.objects.filter(state__in=OURS, personal_data_removed_at=None).order_by(
        "state_since", "pk"
    )


def mine(user: User) -> ApplicationQuerySet:
    """Those of them that a member of staff looks after."""
    return ours().filter(assignee=user)


def waiting_for_applicant() -> ApplicationQuerySet:
    """Applications with a question that the applicant has not answered."""
    return Application.objects.filter(state=State.ASKED)


def decided() -> ApplicationQuerySet:
    """Accepted and declined applications."""
    return Application.objects.filter(state__in=DECIDED)


def overdue() -> ApplicationQuerySet:
    """Applications of ours that take longer than usual."""
    usual = usual_times()
    cases = ours().prefetch_related("events", "messages")
    late = [one.pk for one in cases if is_overdue(one, usual)]
    return Application.objects.filter(pk__in=late)


def is_overdue(application: Application, usual: dict[Stage, Usual]) -> bool:
    """Whether an application of ours takes longer than its stage usually does."""
    stage = stage_of(application)
    return stage in usual and waited(application) > usual[stage].working_days


def waited(application: Application) -> int:
    """Working days since the application came into the queue."""
    received = [one.at for one in application.events.all() if one.to_state == State.RECEIVED]
    return working_days(received[-1] if received else application.created_at, timezone.now())


def next_oldest(user: User) -> Application | None:
    """The application of ours that waits longest, and nobody else looks after."""
    return ours().filter(Q(assignee=None) | Q(assignee=user)).first()


@dataclass(frozen=True)
class QueueLine:
    """An application in the digest."""

    application: Application
    days: int
    is_overdue: bool


def lines_for(user: User) -> Iterator[QueueLine]:
    """What a member of staff should know of today: theirs, and what nobody looks after."""
    usual = usual_times()
    cases = ours().filter(Q(assignee=None) | Q(assignee=user))
    for application in cases.prefetch_related("events", "messages"):
        late = is_overdue(application, usual)
        yield QueueLine(application, working_days(application.state_since, timezone.now()), late)
