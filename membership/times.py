"""Working days, and how long the stages of an application usually take.

Working days are Monday to Friday without the public holidays of Belgium.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from itertools import groupby
from statistics import median

import holidays
from django.utils import timezone

from membership.enums import BY_STAFF, DECIDED, Stage, State, Voice
from membership.models import Application, Event, Message, UsualTime
from membership.models.application import told_of

ENOUGH = 5  # applications, before what was measured is said
RECENT = timedelta(days=2 * 365)  # what is longer ago tells nothing of today


@dataclass(frozen=True)
class Usual:
    """How many working days a stage usually takes, and how many applications tell it.

    `cases` is 0 where the node says it, not what was measured.
    """

    stage: Stage
    working_days: int
    cases: int = 0


def working_days(start: datetime, end: datetime) -> int:
    """How many working days lie between two moments, in Belgian time; the first does not count."""
    first, last = timezone.localdate(start), timezone.localdate(end)
    days = (first + timedelta(days=number) for number in range(1, (last - first).days + 1))
    return sum(day.weekday() < 5 and day not in public_holidays(day.year) for day in days)


@cache
def public_holidays(year: int) -> frozenset[date]:
    """The public holidays of Belgium in a year."""
    return frozenset(holidays.country_holidays("BE", years=year))


def usual_times() -> dict[Stage, Usual]:
    """What is known of each stage: the median of enough recent applications, or the node's word."""
    said = {Stage(row.stage): Usual(Stage(row.stage), row.working_days)
            for row in UsualTime.objects.all()}  # fmt: skip
    for stage, durations in measured().items():
        if len(durations) >= ENOUGH:
            said[stage] = Usual(stage, max(1, round(median(durations))), len(durations))
    return said


def measured() -> dict[Stage, list[int]]:
    """How many working days the stages of recent applications took.

    From when an application came into the queue to what the applicant was told first, and to the
    last decision.
    """
    received: dict[int, datetime] = {}
    answered: dict[int, datetime] = {}
    decided: dict[int, datetime] = {}
    recent = timezone.now() - RECENT
    events = Event.objects.filter(at__gte=recent).order_by("application_id", "at", "pk")
    for application, group in groupby(events, key=lambda event: event.application_id):
        for event in told_of(list(group)):
            if event.to_state == State.RECEIVED:
                received.setdefault(application, event.told_from)
            if event.to_state in BY_STAFF:
                answered.setdefault(application, event.told_from)
            if event.to_state in DECIDED:
                decided[application] = event.told_from
    written = Message.objects.filter(voice=Voice.STAFF, event=None, at__gte=recent)
    for application, at in written.order_by("at").values_list("application_id", "at"):
        answered[application] = min(at, answered.get(application, at))
    found: dict[Stage, list[int]] = defaultdict(list)
    for stage, ends in ((Stage.FIRST_ANSWER, answered), (Stage.DECISION, decided)):
        for application, end in ends.items():
            if application in received:
                found[stage].append(working_days(received[application], end))
    return found


def stage_of(application: Application) -> Stage:
    """What the applicant waits for: a first answer, or the decision."""
    events = list(application.events.all())
    told = (event.to_state in BY_STAFF for event in told_of(events))
    words = (one.voice == Voice.STAFF and not one.event_id for one in application.messages.all())
    return Stage.DECISION if any(told) or any(words) else Stage.FIRST_ANSWER
