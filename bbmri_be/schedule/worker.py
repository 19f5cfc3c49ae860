"""Runs what is due, one job at a time, each in a process of its own.

A job that takes all memory, hangs or dies takes no mail with it, and can be stopped.
"""

import logging
import subprocess
import sys
import time
from tempfile import TemporaryFile
from typing import IO

from django.conf import settings

from bbmri_be.logs import without_tokens
from bbmri_be.schedule import actions
from bbmri_be.schedule.jobs import Job, job_of
from bbmri_be.schedule.models import Run

logger = logging.getLogger(__name__)

SECONDS_TO_STOP = 20  # for a job to end on SIGTERM before it is killed
SECONDS_BETWEEN_SIGNS = 10
BYTES_READ = 8_000  # of the end of what a job said


class Execution:
    """A run under way: its process, and what it says."""

    def __init__(self, run: Run, job: Job) -> None:
        """Start the command."""
        self.run = run
        self.job = job
        self.output: IO[bytes] = TemporaryFile()  # noqa: SIM115 - it ends with the process
        self.stop_at = time.monotonic() + job.longest.total_seconds()
        self.process = subprocess.Popen(
            [sys.executable, "manage.py", job.command, "--no-color"],
            cwd=settings.BASE_DIR,
            stdin=subprocess.DEVNULL,
            stdout=self.output,
            stderr=subprocess.STDOUT,
            start_new_session=True,  # Ctrl-C reaches the worker, which stops it
        )

    @property
    def said(self) -> str:
        """The end of what the command said, without the secrets of addresses."""
        size = self.output.seek(0, 2)
        self.output.seek(max(0, size - BYTES_READ))
        return without_tokens(self.output.read().decode(errors="replace").replace("\0", ""))

    def stop(self) -> None:
        """Ask the command to end, and end it; one that has ended does not mind."""
        self.process.terminate()
        try:
            self.process.wait(SECONDS_TO_STOP)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


class Schedule:
    """What a worker does of the regular work; call `tend` again and again."""

    def __init__(self) -> None:
        """Begin with nothing in hand."""
        self.current: Execution | None = None
        self.sign_at = 0.0

    def tend(self, name: str) -> bool:
        """Go on: show that the worker lives, look after what is in hand, or take what is due.

        False where there is nothing to do.
        """
        if time.monotonic() >= self.sign_at:
            self.sign_at = time.monotonic() + SECONDS_BETWEEN_SIGNS
            actions.be_seen(name)
            actions.plan()
            self.keep()  # before lost ones are looked for: one that slept finds its own alive
            actions.find_lost()
        if self.current:
            self.look_after(self.current)
        elif run := actions.take_next():
            self.begin(run)
        else:
            return False
        return True

    def begin(self, run: Run) -> None:
        """Start a run, unless its job is no more; one that cannot start has failed."""
        job = job_of(run.job)
        if job is None:
            run.delete()
            return
        logger.info("Regular work %s begins", run.job)
        try:
            self.current = Execution(run, job)
        except OSError as error:  # no room for what it says, no memory for a process
            actions.end(run, is_done=False, said=f"It could not start: {error.strerror}.")

    def keep(self) -> None:
        """Say that what is in hand is under way; stop it where another worker has it by now."""
        if self.current and not actions.live(self.current.run):
            logger.warning("Regular work %s was taken over: stopped", self.current.run.job)
            self.put_down(self.current)

    def look_after(self, current: Execution) -> None:
        """Note the end of what is in hand; stop what takes too long."""
        code = current.process.poll()
        if code is not None:
            actions.end(current.run, is_done=code == 0, said=current.said)
        elif time.monotonic() >= current.stop_at:
            current.stop()
            minutes = current.job.longest.total_seconds() // 60
            said = f"{current.said}\nStopped after {minutes:.0f} minutes."
            actions.end(current.run, is_done=False, said=said)
        else:
            return
        self.put_down(current)

    def let_go(self) -> None:
        """Stop what is in hand, which another worker begins anew."""
        if self.current:
            run = self.current.run
            self.put_down(self.current)
            actions.give_back(run)

    def put_down(self, current: Execution) -> None:
        """Have nothing in hand any more, and nothing under way."""
        current.stop()
        current.output.close()
        self.current = None
