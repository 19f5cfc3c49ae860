"""What must be true in the end, whatever broke: the database held to what people were told."""

import time
from collections import Counter
from collections.abc import Iterator

from django.db.models import Count
from django.db.models.functions import TruncDate

from bbmri_be.outbox.models import Mail
from bbmri_be.schedule.models import Run
from membership.enums import State
from membership.models import Application, Message
from resilience.report import some
from resilience.visitors import People
from tests.mail_server import Sink


def stored() -> Counter[str]:
    """How often each application is in the database, by its name."""
    return Counter(Application.objects.values_list("name", flat=True))


def wait_for_mails(seconds: float) -> None:
    """Come back when no mail waits any more, or that time is over."""
    give_up_at = time.monotonic() + seconds
    while Mail.objects.waiting().exists() and time.monotonic() < give_up_at:
        time.sleep(0.5)


def broken(people: People, sink: Sink) -> Iterator[str]:
    """Promises that were broken, in words."""
    yield from of_applications(people)
    yield from of_mails(sink)
    yield from of_jobs()


def of_applications(people: People) -> Iterator[str]:
    """Each is there that people were told of, once, and confirmed where they confirmed it."""
    states = dict(Application.objects.values_list("reference", "state"))
    acknowledged = [one for one in people.applications if one.is_acknowledged]
    if missing := [one.reference for one in acknowledged if one.reference not in states]:
        yield f"acknowledged and not stored: {missing}"
    if twice := [name for name, number in stored().items() if number > 1]:
        yield f"stored twice: {twice}"
    unheard = sum(not one.is_acknowledged for one in people.applications)
    if unheard:
        yield f"{unheard} applicants never got through"
    unconfirmed = [one for one in acknowledged if not one.confirmed_at]
    if unconfirmed:
        yield f"{len(unconfirmed)} applicants could not confirm their address"
    forgotten = [
        one.reference
        for one in acknowledged
        if one.confirmed_at and states.get(one.reference) == State.AWAITING
    ]
    if forgotten:
        yield f"confirmed, and the site does not know it: {forgotten}"
    letters = Counter(
        Message.objects.filter(attachments__size__gt=0).values_list("text", flat=True)
    )
    if lost := [text for text in people.letters if letters[text] != 1]:
        yield f"{len(lost)} letters with a file lost or stored twice"


def of_mails(sink: Sink) -> Iterator[str]:
    """Each mail of the database went out, each that went out is in it, none under two names."""
    queued = set(Mail.objects.values_list("message_id", flat=True))
    taken = {mail["Message-ID"] for mail in sink.messages}
    if unsent := queued - taken:
        yield f"{len(unsent)} mails never went out"
    if unknown := taken - queued:
        yield f"{len(unknown)} mails went out of which the database knows nothing"
    names = {(mail["To"], mail["Subject"], mail["Message-ID"]) for mail in sink.messages}
    letters = Counter((to, subject) for to, subject, _ in names)
    if again := [letter for letter, number in letters.items() if number > 1]:
        yield f"the same mail under several Message-IDs: {some(map(str, again))}"


def of_jobs() -> Iterator[str]:
    """No job was done twice for the same day."""
    runs = Run.objects.ended().values("job", day=TruncDate("due_at"))
    for run in runs.annotate(number=Count("pk")).filter(number__gt=1).order_by("job"):
        yield f"{run['job']} ran {run['number']} times for {run['day']}"
