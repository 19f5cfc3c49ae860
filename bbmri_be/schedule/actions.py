"""What may be done with regular work: plan it, take it, live, end it."""

import logging
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F, QuerySet
from django.db.models.functions import Now
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from bbmri_be.outbox import letters
from bbmri_be.outbox.letters import Letter
from bbmri_be.schedule.jobs import JOBS, job_of
from bbmri_be.schedule.models import Outcome, Run, Worker

logger = logging.getLogger(__name__)

# All by the clock of the database: clocks of several hosts differ, and are put right.
SILENCE = timedelta(minutes=5)  # a mail server that answers each step late holds a worker for two
MOST_ATTEMPTS = 3
LONGEST_SAID = 2_000  # characters
KEPT = timedelta(days=90)


def plan() -> None:
    """Give each job the run that it waits for, where it has none."""
    planned = set(Run.objects.open().values_list("job", flat=True))
    now = timezone.now()
    Run.objects.bulk_create(
        [
            Run(job=job.command, due_at=job.next_after(now))
            for job in JOBS
            if job.command not in planned
        ],
        ignore_conflicts=True,  # another worker was there first
    )


def take_next() -> Run | None:
    """Take the run that has waited longest; no other worker gets it. None where none is due."""
    with transaction.atomic():
        due = Run.objects.filter(outcome=Outcome.WAITING, due_at__lte=timezone.now())
        run = due.select_for_update(skip_locked=True).order_by("due_at", "pk").first()
        if run is None:
            return None
        Run.objects.filter(pk=run.pk).update(
            outcome=Outcome.RUNNING, started_at=Now(), seen_at=Now(), attempts=F("attempts") + 1
        )
        run.refresh_from_db()
        return run


def held(run: Run) -> QuerySet[Run]:
    """The run, as long as it is under way at the attempt at which it was taken."""
    return Run.objects.filter(pk=run.pk, outcome=Outcome.RUNNING, attempts=run.attempts)


def live(run: Run) -> bool:
    """Note that a run is under way; False where it is not ours any more, and must be stopped."""
    return held(run).update(seen_at=Now()) == 1


def end(run: Run, *, is_done: bool, said: str) -> None:
    """Note how a run ended, plan the next one, and forget what ended long ago."""
    outcome = Outcome.DONE if is_done else Outcome.FAILED
    said = said.strip()[-LONGEST_SAID:]
    with transaction.atomic():
        if held(run).update(outcome=outcome, ended_at=Now(), said=said) and not is_done:
            logger.error("Regular work %s failed", run.job)
            tell_staff(run)
    plan()
    Run.objects.filter(ended_at__lt=Now() - KEPT).delete()


def give_back(run: Run) -> None:
    """Let a run begin anew, of which this worker must let go because it is stopped itself."""
    held(run).update(outcome=Outcome.WAITING, attempts=F("attempts") - 1)


def find_lost() -> None:
    """Let runs begin anew whose worker is silent; a job that took several with it has failed."""
    silent = Run.objects.filter(outcome=Outcome.RUNNING, seen_at__lt=Now() - SILENCE)
    for run in silent:
        if run.attempts < MOST_ATTEMPTS:
            logger.warning("The worker of %s is gone: it begins anew", run.job)
            silent.filter(pk=run.pk, attempts=run.attempts).update(outcome=Outcome.WAITING)
        else:
            end(run, is_done=False, said=f"{MOST_ATTEMPTS} workers ended while they ran it.")


def run_now(job: str) -> bool:
    """Let a job be due at once; False where it is under way."""
    plan()
    waiting = Run.objects.filter(job=job, outcome=Outcome.WAITING)
    return waiting.update(due_at=timezone.now()) == 1


def be_seen(name: str) -> None:
    """Note that a worker lives, and forget those that have not for a day."""
    with transaction.atomic():
        if not Worker.objects.filter(name=name).update(seen_at=Now()):
            Worker.objects.create(name=name, seen_at=Now())
    Worker.objects.filter(seen_at__lt=Now() - timedelta(days=1)).delete()


def be_gone(name: str) -> None:
    """Note that a worker has ended."""
    Worker.objects.filter(name=name).delete()


def workers() -> QuerySet[Worker]:
    """Those that live, as far as is known."""
    return Worker.objects.filter(seen_at__gte=Now() - SILENCE)


def tell_staff(run: Run) -> None:
    """Write that a job failed: once, until it succeeds again."""
    job = job_of(run.job)
    earlier = Run.objects.ended().filter(job=run.job).exclude(pk=run.pk).first()
    if job is None or job.tells_staff or (earlier and earlier.outcome == Outcome.FAILED):
        return
    with override(settings.LANGUAGE_CODE):
        letter = Letter(
            _("Regular work of the site failed: %(job)s") % {"job": job.label},
            [
                _("It is tried again at the next time of the plan; no second mail tells you so."),
                _("On the page below you see what it said. Whoever runs the server can help."),
            ],
        )
        address = settings.SITE_URL + reverse("admin:schedule_run_change", args=[run.pk])
        for to in settings.STAFF_EMAILS:
            letters.queue(letter, to=to, address=address)
