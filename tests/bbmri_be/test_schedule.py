"""Regular work: when it is due, that it is done once, and made up for."""

import errno
import signal
import subprocess
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, time, timedelta
from io import BytesIO
from threading import Barrier

import pytest
import time_machine
from django.contrib.auth.models import User
from django.core.management import call_command, get_commands
from django.db import IntegrityError, connection, transaction
from django.db.models.functions import Now
from django.urls import reverse
from django.utils import timezone

from bbmri_be.outbox.models import Mail
from bbmri_be.schedule import actions
from bbmri_be.schedule import worker as scheduled
from bbmri_be.schedule.jobs import JOBS, Job
from bbmri_be.schedule.models import Outcome, Run, Worker
from tests import worker
from tests.worker import wait_for

NIGHT = datetime(2026, 11, 30, 1, 0, tzinfo=UTC)  # 2 o'clock in Brussels
SILENT = Now() - actions.SILENCE - timedelta(seconds=1)


def waiting(job="clearsessions", **changes):
    """A run that is due since a minute."""
    values = {"due_at": timezone.now() - timedelta(minutes=1)} | changes
    return Run.objects.create(job=job, **values)


def standing(job="clearsessions"):
    """The runs of a job, in their order."""
    return list(Run.objects.filter(job=job).order_by("due_at").values_list("outcome", "attempts"))


# The plan


@pytest.mark.parametrize(
    ("at", "moment", "due"),
    [
        (time(6, 30), "2026-11-30T05:29:59Z", "2026-11-30T05:30:00Z"),
        (time(6, 30), "2026-11-30T05:30:00Z", "2026-12-01T05:30:00Z"),
        (time(1, 10), "2026-07-01T23:09:00Z", "2026-07-01T23:10:00Z"),
        # The clock is put forward at 2 (no half past two), and back at 3 (two of them).
        (time(2, 30), "2026-03-29T00:00:00Z", "2026-03-29T01:30:00Z"),
        (time(2, 30), "2026-03-29T01:30:00Z", "2026-03-30T00:30:00Z"),
        (time(2, 30), "2026-10-24T23:00:00Z", "2026-10-25T00:30:00Z"),
        (time(2, 30), "2026-10-25T00:30:00Z", "2026-10-26T01:30:00Z"),
    ],
)
def test_next_time_of_a_job(at, moment, due):
    job = Job("some", "Some", at)

    assert job.next_after(datetime.fromisoformat(moment)) == datetime.fromisoformat(due)


def test_jobs_are_commands():
    assert {job.command for job in JOBS} <= get_commands().keys()
    assert len({job.command for job in JOBS}) == len(JOBS)


@pytest.mark.django_db
def test_plan_gives_each_job_its_next_time_once():
    with time_machine.travel(NIGHT, tick=False):
        actions.plan()
        actions.plan()

    due = {run.job: timezone.localtime(run.due_at).time() for run in Run.objects.all()}
    assert due == {job.command: job.at for job in JOBS}
    assert Run.objects.count() == len(JOBS)
    assert min(run.due_at for run in Run.objects.all()) > NIGHT


@pytest.mark.django_db
def test_end_of_a_run_forgets_what_ended_long_ago():
    ended = {"outcome": Outcome.DONE, "due_at": NIGHT}
    waiting(ended_at=timezone.now() - actions.KEPT - timedelta(days=1), **ended)
    kept = waiting(ended_at=timezone.now() - actions.KEPT + timedelta(days=1), **ended)
    waiting()
    run = actions.take_next()

    actions.end(run, is_done=True, said="")

    assert list(Run.objects.ended().order_by("pk")) == [kept, run]


@pytest.mark.django_db
def test_days_without_a_worker_are_made_up_for_once():
    with time_machine.travel(NIGHT, tick=False):
        actions.plan()
    with time_machine.travel(NIGHT + timedelta(days=3, hours=4), tick=False):
        taken = list(iter(actions.take_next, None))
        for run in taken:
            actions.end(run, is_done=True, said="")

        assert [run.job for run in taken] == ordered_from(NIGHT)
        assert actions.take_next() is None
        assert set(Run.objects.open().values_list("outcome", flat=True)) == {Outcome.WAITING}
        assert min(run.due_at for run in Run.objects.open()) > timezone.now()


def ordered_from(moment):
    """Jobs in the order in which they are due."""
    return [job.command for job in sorted(JOBS, key=lambda job: job.next_after(moment))]


@pytest.mark.django_db
def test_database_keeps_one_open_run_a_job():
    waiting()

    with pytest.raises(IntegrityError, match="schedule_run_one_open_a_job"), transaction.atomic():
        waiting()


@pytest.mark.parametrize(
    ("values", "rule"),
    [
        ({"outcome": "done"}, "schedule_run_ended_with_outcome"),
        ({"ended_at": NIGHT}, "schedule_run_ended_with_outcome"),
        ({"outcome": "running"}, "schedule_run_under_way_since"),
    ],
)
@pytest.mark.django_db
def test_database_refuses_runs_that_contradict_themselves(values, rule):
    with pytest.raises(IntegrityError, match=rule):
        waiting(**values)


# Taking, living, ending


@pytest.mark.django_db(transaction=True)
def test_of_two_workers_at_once_one_takes_a_run():
    waiting()
    start = Barrier(2)

    def take():
        try:
            start.wait()
            return actions.take_next()
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        taken = [future.result() for future in [pool.submit(take), pool.submit(take)]]

    assert sorted(run is None for run in taken) == [False, True]
    assert standing() == [("running", 1)]


@pytest.mark.django_db
def test_done_run_is_followed_by_the_next():
    waiting()
    run = actions.take_next()

    actions.end(run, is_done=True, said=" All is well.\n")

    run.refresh_from_db()
    assert (run.outcome, run.said, run.ended_at is not None) == ("done", "All is well.", True)
    assert standing() == [("done", 1), ("waiting", 0)]
    assert not Mail.objects.exists()


@pytest.mark.django_db
def test_failure_is_told_once_until_it_is_mended(settings):
    settings.STAFF_EMAILS = ["office@example.be"]
    for is_done in (False, False, True, False):
        Run.objects.open().delete()
        waiting()
        actions.end(actions.take_next(), is_done=is_done, said="No disk.")

    mails = list(Mail.objects.order_by("pk"))
    assert [mail.to for mail in mails] == ["office@example.be"] * 2
    assert mails[0].subject == "Regular work of the site failed: Sessions that are over"
    first = Run.objects.ended().order_by("pk").first()
    assert reverse("admin:schedule_run_change", args=[first.pk]) in mails[0].text


@pytest.mark.django_db
def test_job_that_writes_its_own_letter_gets_no_second_one():
    waiting("publish_directory_snapshot")

    actions.end(actions.take_next(), is_done=False, said="Refused.")

    assert standing("publish_directory_snapshot")[0] == ("failed", 1)
    assert not Mail.objects.exists()


@pytest.mark.django_db
def test_run_of_a_silent_worker_begins_anew_and_is_lost_to_it():
    waiting()
    lost = actions.take_next()
    is_ours = [actions.live(lost)]
    Run.objects.update(seen_at=SILENT)

    actions.find_lost()
    is_ours.append(actions.live(lost))
    taken = actions.take_next()
    is_ours.append(actions.live(lost))
    actions.end(lost, is_done=False, said="Too late.")

    assert is_ours == [True, False, False]
    assert actions.live(taken) is True
    assert standing()[0] == ("running", 2)


@pytest.mark.django_db
def test_run_that_took_three_workers_with_it_has_failed():
    waiting()
    for _ in range(actions.MOST_ATTEMPTS):
        actions.take_next()
        Run.objects.filter(outcome=Outcome.RUNNING).update(seen_at=SILENT)
        actions.find_lost()

    run = Run.objects.ended().get()
    assert (run.outcome, run.attempts) == ("failed", 3)
    assert run.said == "3 workers ended while they ran it."


@pytest.mark.django_db
def test_run_that_is_given_back_counts_no_attempt():
    waiting()

    actions.give_back(actions.take_next())

    assert standing() == [("waiting", 0)]


@pytest.mark.django_db
def test_run_now_lets_a_waiting_job_be_due():
    with time_machine.travel(NIGHT, tick=False):
        asked = actions.run_now("tend_applications")
        run = actions.take_next()
        again = actions.run_now("tend_applications")

    assert (asked, run.job, again) == (True, "tend_applications", False)


@pytest.mark.django_db
def test_worker_is_seen_and_forgotten():
    Worker.objects.create(name="gone:1", seen_at=Now() - timedelta(days=2))

    actions.be_seen("here:2")
    actions.be_seen("here:2")

    assert [w.name for w in Worker.objects.all()] == ["here:2"]


# The worker


@pytest.fixture
def schedule(monkeypatch, django_db_blocker):
    """A worker that looks after the plan at each step."""
    monkeypatch.setattr(scheduled, "SECONDS_BETWEEN_SIGNS", 0)
    schedule = scheduled.Schedule()
    yield schedule
    if schedule.current:
        schedule.put_down(schedule.current)


@pytest.mark.django_db(transaction=True)
def test_worker_runs_what_is_due_and_keeps_what_it_said():
    waiting("forget_old_mails")
    with worker.running():
        wait_for(Run.objects.ended().exists)

    run = Run.objects.ended().get()
    assert (run.outcome, run.said, run.attempts) == ("done", "Mails forgotten: 0", 1)
    assert run.started_at <= run.ended_at
    assert Worker.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_once_does_all_that_is_due_and_ends(monkeypatch):
    monkeypatch.setattr(scheduled, "Execution", Instant)
    waiting("clearsessions")
    waiting("check_pages")

    call_command("run_scheduled", "--once")

    assert standing("clearsessions")[0] == ("done", 1)
    assert standing("check_pages")[0] == ("done", 1)
    assert actions.workers().count() == 1  # by the clock of a platform, until it calls again


class Instant:
    """A job that is done at once."""

    said = ""
    stop_at = float("inf")

    def __init__(self, run, job):
        self.run, self.job, self.process, self.output = run, job, self, BytesIO()

    def poll(self):
        return 0

    def stop(self):
        pass


class Endless(scheduled.Execution):
    """A job that never ends by itself, and does not listen."""

    def __init__(self, run, job):
        super().__init__(run, job)
        self.process.kill()
        self.process.wait()
        command = ["/bin/sh", "-c", "trap '' TERM; echo ready; while :; do sleep 0.05; done"]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE)
        with self.process.stdout:
            self.process.stdout.readline()


@pytest.fixture
def process(schedule, monkeypatch):
    """The process of such a job, which the worker has in hand."""
    monkeypatch.setattr(scheduled, "SECONDS_TO_STOP", 0.2)
    monkeypatch.setattr(scheduled, "Execution", Endless)
    waiting()
    schedule.tend("here:1")
    return schedule.current.process


@pytest.mark.django_db
def test_job_that_takes_too_long_is_ended_and_has_failed(schedule, process):
    schedule.current.stop_at = 0

    schedule.tend("here:1")

    assert process.poll() == -signal.SIGKILL
    run = Run.objects.ended().get()
    assert (run.outcome, run.said) == ("failed", "Stopped after 30 minutes.")
    assert schedule.current is None


@pytest.mark.django_db
def test_job_that_another_worker_took_over_is_stopped(schedule, process):
    Run.objects.filter(outcome=Outcome.RUNNING).update(attempts=2)

    schedule.tend("here:1")

    assert process.poll() == -signal.SIGKILL
    assert standing()[0] == ("running", 2)


@pytest.mark.django_db
def test_worker_that_is_told_to_stop_gives_its_job_back(schedule, process):

    schedule.let_go()

    assert process.poll() == -signal.SIGKILL
    assert standing() == [("waiting", 0)]


@pytest.mark.django_db
def test_worker_that_slept_goes_on_with_its_job(schedule, process):
    Run.objects.filter(outcome=Outcome.RUNNING).update(seen_at=SILENT)

    schedule.tend("here:1")

    assert process.poll() is None
    assert standing()[0] == ("running", 1)


@pytest.mark.django_db
def test_job_that_cannot_start_has_failed(schedule, monkeypatch):
    def full(*args):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(scheduled, "TemporaryFile", full)
    waiting()

    schedule.tend("here:1")

    run = Run.objects.ended().get()
    assert (run.outcome, run.said) == ("failed", "It could not start: No space left on device.")
    assert schedule.current is None


@pytest.mark.django_db
def test_run_of_a_job_that_is_no_more_is_dropped(schedule):
    waiting("a_job_of_old")

    schedule.tend("here:1")

    assert standing("a_job_of_old") == []
    assert schedule.current is None


@pytest.mark.django_db(transaction=True)
def test_terminated_worker_leaves_no_run_under_way():
    waiting("check_catalogue")
    with worker.running() as process:
        wait_for(Run.objects.filter(outcome=Outcome.RUNNING).exists)
        process.terminate()
        code = process.wait(timeout=25)

    assert code == 0
    assert standing("check_catalogue")[0] in [("waiting", 0), ("done", 1)]


# The admin


@pytest.fixture
def operator(client, db):
    client.force_login(User.objects.create_superuser("anna"))
    return client


def test_list_shows_what_comes_and_what_was(operator):
    with time_machine.travel(NIGHT, tick=False):
        actions.plan()
    run = Run.objects.get(job="clearsessions")
    Run.objects.filter(pk=run.pk).update(
        outcome="failed", said="No disk.", started_at=NIGHT, ended_at=NIGHT + timedelta(seconds=75)
    )

    listed = operator.get(reverse("admin:schedule_run_changelist")).content.decode()
    shown = operator.get(reverse("admin:schedule_run_change", args=[run.pk])).content.decode()
    home = operator.get(reverse("admin:index")).content.decode()

    assert listed.count("Sessions that are over</a>") == 1
    assert "0:01:15" in listed
    assert "No disk." in shown
    assert "Regular work that failed <strong>1</strong>" in home


def test_late_work_waits_for_staff(operator):
    Run.objects.create(job="clearsessions", due_at=timezone.now() - timedelta(hours=2))

    home = operator.get(reverse("admin:index")).content.decode()

    assert "Regular work that is late: no worker is there <strong>1</strong>" in home


def test_failure_that_was_mended_waits_for_nobody(operator):
    ended = {"started_at": NIGHT, "seen_at": NIGHT}
    waiting(outcome="failed", ended_at=NIGHT, **ended)
    waiting(outcome="done", ended_at=NIGHT + timedelta(hours=1), **ended)

    assert not Run.objects.failed_last().exists()


def test_action_lets_work_begin(operator):
    with time_machine.travel(NIGHT, tick=False):
        actions.plan()
        runs = Run.objects.filter(job__in=["clearsessions", "check_pages"])
        answer = operator.post(
            reverse("admin:schedule_run_changelist"),
            {"action": "run_now", "_selected_action": [run.pk for run in runs]},
            follow=True,
        )

    assert "2 jobs begin within seconds." in answer.content.decode()
    assert set(runs.values_list("due_at", flat=True)) == {NIGHT}
