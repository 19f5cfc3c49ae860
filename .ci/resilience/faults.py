"""What breaks, one after the other, and what the site promises meanwhile."""

import os
import secrets
import signal
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q
from django.utils import timezone

from bbmri_be.schedule.jobs import JOBS
from bbmri_be.schedule.models import Outcome, Run
from resilience.asking import FINE
from resilience.ground import Ground, children
from resilience.visitors import Application, People, hidden
from tests import mail_server

LONGEST_WAIT = 20  # seconds for the moment at which something is to break
PDF_BYTES = 4_000_000  # larger than what Django keeps in memory
LETTERS = 3
LONGEST_JOBS = 120  # seconds
SECONDS_OF_WORKER = 12  # until it has looked at its plan again


class NotTried(Exception):
    """What cannot be broken here, and why."""


@dataclass(frozen=True)
class Fault:
    """Something that breaks for a while: entered, it is broken; left, it is whole again.

    `serves`: readers get each page; only a closed door may be met, where the server itself ends.
    `told_within`: so many seconds until `/readyz/` says so; `/healthz/` goes on. Where the database
    hangs, all threads may wait for it first, twelve seconds at most.
    `repeats`: a mail may come twice, under the same Message-ID.
    `lasts`: it goes on until somebody mends it; what is killed is started again at once.
    """

    name: str
    happens: Callable[[Ground, People], AbstractContextManager[None]]
    serves: bool = False
    told_within: int | None = None
    repeats: bool = False
    lasts: bool = True
    at_least: float = 0  # seconds that it lasts


def wait_for(condition: Callable[[], bool]) -> None:
    """Come back when it is so."""
    give_up_at = time.monotonic() + LONGEST_WAIT
    while not condition():
        if time.monotonic() > give_up_at:
            raise NotTried("not tried: the moment did not come")
        time.sleep(0.02)


# The web server


@contextmanager
def web_process_killed(ground: Ground, people: People) -> Iterator[None]:
    """One of the two processes that answer."""
    os.kill(children(ground.web.process.pid)[0], signal.SIGKILL)
    yield


@contextmanager
def web_server_killed(ground: Ground, people: People) -> Iterator[None]:
    """The one that starts them; they are left without it."""
    ground.web.send(signal.SIGKILL)
    yield


@contextmanager
def web_server_renewed(ground: Ground, people: People) -> Iterator[None]:
    """HUP: new processes in the place of the old ones."""
    ground.web.send(signal.SIGHUP)
    yield


@contextmanager
def web_server_restarted(ground: Ground, people: People) -> Iterator[None]:
    """TERM, and started again."""
    ground.web.send(signal.SIGTERM)
    yield


# The worker


@contextmanager
def worker_stopped(ground: Ground, people: People) -> Iterator[None]:
    """TERM, and nobody starts it again for a while."""
    with ground.worker.stopped():
        yield


@contextmanager
def worker_killed(ground: Ground, people: People) -> Iterator[None]:
    """At any moment."""
    ground.worker.send(signal.SIGKILL)
    yield


@contextmanager
def worker_killed_while_sending(ground: Ground, people: People) -> Iterator[None]:
    """When the mail server has the mail, and has not said so."""
    with misbehaving(ground.mail, "stall"):
        ground.mail.got_a_message.clear()
        wait_for(ground.mail.got_a_message.is_set)
        ground.worker.send(signal.SIGKILL)
    yield


# The database


@contextmanager
def database_processes_killed(ground: Ground, people: People) -> Iterator[None]:
    """In the middle of answers; PostgreSQL starts anew by itself."""
    ground.database.kill_processes()
    yield


@contextmanager
def database_killed(ground: Ground, people: People) -> Iterator[None]:
    """KILL: not a word to anybody."""
    with ground.database.ended_by(signal.SIGKILL):
        yield


@contextmanager
def database_ended(ground: Ground, people: People) -> Iterator[None]:
    """QUIT, which PostgreSQL calls an immediate shutdown."""
    with ground.database.ended_by(signal.SIGQUIT):
        yield


@contextmanager
def database_hangs(ground: Ground, people: People) -> Iterator[None]:
    """All its processes stand still."""
    with ground.database.frozen():
        yield


@contextmanager
def database_disk_full(ground: Ground, people: People) -> Iterator[None]:
    """No byte more for rows, nor for the log that comes before them."""
    if ground.database_disk is None:
        raise NotTried("not tried: needs root")
    with ground.database_disk.full():
        yield


@contextmanager
def temporary_folder_full(ground: Ground, people: People) -> Iterator[None]:
    """While applicants send PDF files."""
    if ground.temporary_disk is None:
        raise NotTried("not tried: needs root")
    confirmed = [one for one in people.applications if one.status_page]
    if len(confirmed) < 2 * LETTERS:
        raise NotTried("not tried: too few had an application yet")
    send_letters(people, confirmed[:LETTERS])  # until then nobody knows where the folder is
    with ground.temporary_disk.full():
        send_letters(people, confirmed[-LETTERS:])
        yield


def send_letters(people: People, applications: Iterable[Application]) -> None:
    """Write to the secretariat from pages of applications, a large file with each letter."""
    for application in applications:
        client = people.new_client()
        page = client.ask(application.status_page)
        if page.outcome == FINE:
            text = f"letter {secrets.token_hex(8)}"
            form = hidden(page) | {"text": text}
            answer = client.ask(application.status_page, body=with_pdf(form))
            if answer.status == 302:
                people.letters.append(text)


def with_pdf(form: dict[str, str]) -> tuple[str, bytes]:
    """A form with a PDF file: its type and its body."""
    boundary = secrets.token_hex(16)
    fields = "".join(
        f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
        for name, value in form.items()
    )
    file = f'--{boundary}\r\nContent-Disposition: form-data; name="attachments"; filename="a.pdf"'
    head = f"{fields}{file}\r\nContent-Type: application/pdf\r\n\r\n%PDF-1.7\n".encode()
    end = f"\r\n--{boundary}--\r\n".encode()
    return f"multipart/form-data; boundary={boundary}", head + bytes(PDF_BYTES) + end


# The mail server


@contextmanager
def misbehaving(sink: mail_server.Sink, mode: str) -> Iterator[None]:
    """A mail server that does as `mode` says. What it holds at the end it holds on to."""
    sink.mode = mode
    try:
        yield
    finally:
        sink.mode = "ok"


def mail_server_is(mode: str) -> Callable[[Ground, People], AbstractContextManager[None]]:
    """A mail server that misbehaves in one way."""
    return lambda ground, people: misbehaving(ground.mail, mode)


@contextmanager
def mail_server_away(ground: Ground, people: People) -> Iterator[None]:
    """Nobody listens."""
    ground.mail.stop_listening()
    try:
        yield
    finally:
        ground.mail.listen_again()


# The clock


@contextmanager
def clock_jumps(ground: Ground, people: People) -> Iterator[None]:
    """To half an hour before the last job of a morning; an hour on; an hour back; and to now."""
    morning = seconds_to_morning(timezone.now())
    try:
        for seconds in (morning, morning + 3600, morning):
            ground.set_clock(seconds)
            time.sleep(SECONDS_OF_WORKER)
            wait_for_jobs(timedelta(seconds=seconds))
        yield
    finally:
        ground.set_clock(0)


def seconds_to_morning(now: datetime) -> float:
    """How long it is until half an hour before the last job of the plan is due."""
    return (JOBS[-1].next_after(now) - timedelta(minutes=30) - now).total_seconds()


def wait_for_jobs(ahead: timedelta) -> None:
    """Come back when the worker has done what is due by its clock."""
    give_up_at = time.monotonic() + LONGEST_JOBS
    while time.monotonic() < give_up_at:
        due = Q(outcome=Outcome.WAITING, due_at__lte=timezone.now() + ahead)
        if not Run.objects.filter(due | Q(outcome=Outcome.RUNNING)).exists():
            return
        time.sleep(0.5)


FAULTS = (
    Fault("web process killed", web_process_killed, lasts=False),
    Fault("web server killed", web_server_killed, lasts=False),
    Fault("web server renewed (HUP)", web_server_renewed, lasts=False, serves=True),
    Fault("web server restarted (TERM)", web_server_restarted, lasts=False, serves=True),
    Fault("worker stopped", worker_stopped, serves=True, told_within=5),
    Fault("worker killed", worker_killed, lasts=False, serves=True, repeats=True),
    Fault(
        "worker killed while sending",
        worker_killed_while_sending,
        lasts=False,
        serves=True,
        repeats=True,
    ),
    Fault("database's processes killed", database_processes_killed, lasts=False, repeats=True),
    Fault("database killed", database_killed, told_within=5, repeats=True),
    Fault("database ended at once", database_ended, told_within=5, repeats=True),
    Fault("database hangs", database_hangs, told_within=15, at_least=20),
    Fault("database's disk full", database_disk_full, repeats=True),
    Fault("temporary folder full", temporary_folder_full, serves=True),
    Fault("mail server away", mail_server_away, serves=True),
    Fault("mail server says later (451)", mail_server_is("later"), serves=True),
    Fault("mail server hangs", mail_server_is("hang"), serves=True),
    Fault("mail server dies in DATA", mail_server_is("die"), serves=True),
    Fault(
        "mail server takes, then dies", mail_server_is("take and die"), serves=True, repeats=True
    ),
    Fault("clock jumps", clock_jumps, serves=True),
)
