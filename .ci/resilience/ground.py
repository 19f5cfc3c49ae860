"""The site as production runs it, on a PostgreSQL of its own: what there is to be broken.

Each service is started again when it ends, as systemd or Docker would. As root the database and
the temporary folder lie on small file systems of their own, so that they can be full.
"""

import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import psycopg
from django.conf import settings

from bbmri_be import embedded_postgres
from bbmri_be.embedded_postgres.account import account_for
from resilience.asking import TRACE
from tests import mail_server
from tests.site.sites import environment_of, manage, ordinary_account

CLOCK = Path(__file__).parent / "clock"
BEFORE_RESTART = 0.5  # seconds
LONGEST_STOP = 40  # seconds
SECONDS_OF_QUESTIONS = 1
TRACE_WITH_END = re.compile(rf"^{re.escape(TRACE)}:\n(?: .*\n)*(.+)$", re.MULTILINE)
DATABASE_BYTES = 3_000_000_000
TEMPORARY_BYTES = 30_000_000


def children(pid: int) -> list[int]:
    """The processes that a process has started; none where it is gone."""
    with suppress(OSError):
        return [int(one) for one in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    return []


class Service:
    """A process that is started again whenever it ends, as long as it `may_run`."""

    def __init__(self, start: Callable[[], subprocess.Popen]) -> None:
        """Start it, and look after it."""
        self.start = start
        self.may_run = threading.Event()
        self.may_run.set()
        self.is_over = False
        self.process = start()
        self.thread = threading.Thread(target=self.look_after)
        self.thread.start()

    def look_after(self) -> None:
        """Start it again; in a thread."""
        while True:
            self.process.wait()
            self.may_run.wait()
            if self.is_over:
                return
            time.sleep(BEFORE_RESTART)
            self.process = self.start()

    def send(self, number: signal.Signals) -> None:
        """Send it a signal."""
        self.process.send_signal(number)

    @contextmanager
    def stopped(self) -> Iterator[None]:
        """Stopped as an administrator does it."""
        self.may_run.clear()
        self.send(signal.SIGTERM)
        self.process.wait(LONGEST_STOP)
        try:
            yield
        finally:
            self.may_run.set()

    def end(self) -> None:
        """Stop it for good."""
        self.is_over = True
        with suppress(ProcessLookupError):
            self.process.terminate()
        try:
            self.process.wait(LONGEST_STOP)
        except subprocess.TimeoutExpired:
            self.process.kill()
        self.thread.join()


class Database:
    """PostgreSQL, which is started again whenever it ends, as long as it `may_run`."""

    def __init__(self) -> None:
        """Start it. An acknowledged commit is on the disk, as everywhere but in development."""
        embedded_postgres.acquire()
        self.data = Path(settings.DATABASES["default"]["HOST"])
        server = settings.DATABASES["default"]
        self.login = {key: server[key.upper()] for key in ("host", "user", "port")}
        with psycopg.connect(**self.login, dbname=server["NAME"], autocommit=True) as connection:
            connection.execute(f"ALTER DATABASE {server['NAME']} SET synchronous_commit = on")
        self.may_run = threading.Event()
        self.may_run.set()
        self.is_over = False
        self.thread = threading.Thread(target=self.look_after)
        self.thread.start()

    def look_after(self) -> None:
        """Start it again; in a thread."""
        while not self.is_over:
            if self.may_run.is_set():
                with suppress(embedded_postgres.EmbeddedPostgresError):  # it says so in its log
                    embedded_postgres.acquire()
            time.sleep(BEFORE_RESTART)

    @property
    def pid(self) -> int:
        """The process that all others come from."""
        return int((self.data / "postmaster.pid").read_text().partition("\n")[0])

    @contextmanager
    def ended_by(self, number: signal.Signals) -> Iterator[None]:
        """Ended by a signal; started again afterwards."""
        self.may_run.clear()
        os.kill(self.pid, number)
        try:
            yield
        finally:
            self.may_run.set()

    def kill_processes(self) -> None:
        """All but the first, as a machine without memory does; with questions under way."""
        with self.frozen() as processes:
            time.sleep(SECONDS_OF_QUESTIONS)
            for process in processes[1:]:
                with suppress(ProcessLookupError):
                    os.kill(process, signal.SIGKILL)

    @contextmanager
    def frozen(self) -> Iterator[list[int]]:
        """All its processes stand still: connections stay open, and nobody answers."""
        pid = self.pid
        processes = [pid, *children(pid)]
        for process in processes:
            with suppress(ProcessLookupError):
                os.kill(process, signal.SIGSTOP)
        try:
            yield processes
        finally:
            for process in reversed(processes):
                with suppress(ProcessLookupError):
                    os.kill(process, signal.SIGCONT)

    def end(self) -> None:
        """Stop it for good."""
        self.is_over = True
        self.thread.join()
        embedded_postgres.release()


@dataclass(frozen=True)
class Disk:
    """A small file system of its own."""

    folder: Path

    @contextmanager
    def full(self) -> Iterator[None]:
        """Without any room, until it is given back."""
        status = os.statvfs(self.folder)
        used = (status.f_blocks - status.f_bfree) * status.f_frsize
        self.resize(used or status.f_frsize)  # a size of 0 is without an end
        try:
            yield
        finally:
            self.resize(status.f_blocks * status.f_frsize)

    def resize(self, size: int) -> None:
        """Give it another size."""
        options = f"remount,size={size}"
        subprocess.run(["mount", "-o", options, str(self.folder)], check=True)


@contextmanager
def mounted(folder: Path, size: int, mode: str) -> Iterator[Disk | None]:
    """A small file system in a folder; None where only root could make one."""
    account = account_for(folder)
    if account is None:
        yield None
        return
    options = f"size={size},mode={mode},uid={account.uid},gid={account.gid}"
    mount = ["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(folder)]
    if subprocess.run(mount, check=False, stderr=subprocess.DEVNULL).returncode:
        os.chown(folder, account.uid, account.gid)  # the root of a container, who may not
        yield None
        return
    try:
        yield Disk(folder)
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)


@dataclass
class Ground:
    """All that can be broken, and where the site is."""

    folder: Path
    environment: dict[str, str]
    account: dict[str, Any]
    mail: mail_server.Sink
    database: Database
    database_disk: Disk | None
    temporary_disk: Disk | None
    web: Service = field(init=False)
    worker: Service = field(init=False)

    @property
    def port(self) -> int:
        """Where the site answers."""
        return int(self.environment["PORT"])

    def start(self, *command: str, log: str) -> subprocess.Popen:
        """Start a process of the site, which says into a file what it has to say."""
        with (self.folder / log).open("ab") as said:
            return subprocess.Popen(
                [sys.executable, *command],
                env=self.environment,
                cwd=settings.BASE_DIR,
                stdout=said,
                stderr=said,
                **self.account,
            )

    def start_web(self) -> subprocess.Popen:
        """Gunicorn."""
        config = "--config=python:bbmri_be.gunicorn"
        return self.start("-m", "gunicorn", config, "bbmri_be.wsgi", log="web.log")

    def start_worker(self) -> subprocess.Popen:
        """The worker."""
        return self.start("manage.py", "run_scheduled", log="worker.log")

    def set_clock(self, seconds: float) -> None:
        """Let all processes of the site see a time that is off by so much."""
        file = Path(self.environment["CLOCK_FILE"])
        file.with_suffix(".new").write_text(str(seconds))
        file.with_suffix(".new").rename(file)

    def said(self) -> str:
        """All that web and worker said so far."""
        return "".join((self.folder / log).read_text() for log in ("web.log", "worker.log"))

    def traces(self) -> list[str]:
        """How each stack trace ends that they wrote so far."""
        return TRACE_WITH_END.findall(self.said())


@contextmanager
def running(folder: Path) -> Iterator[Ground]:
    """The site with its starting data, as long as it is needed; in a folder that all may pass."""
    with ExitStack() as stack:
        places = {name: folder / name for name in ("postgres", "tmp")}
        for place in places.values():
            place.mkdir()
        database_disk = stack.enter_context(mounted(places["postgres"], DATABASE_BYTES, "755"))
        temporary_disk = stack.enter_context(mounted(places["tmp"], TEMPORARY_BYTES, "1777"))
        database = Database()
        stack.callback(database.end)
        mail = stack.enter_context(mail_server.running())
        ground = prepared(folder, mail, database, database_disk, temporary_disk)
        for name in ("web", "worker"):
            service = Service(getattr(ground, f"start_{name}"))
            setattr(ground, name, service)
            stack.callback(service.end)
        yield ground


def prepared(
    folder: Path,
    mail: mail_server.Sink,
    database: Database,
    database_disk: Disk | None,
    temporary_disk: Disk | None,
) -> Ground:
    """The site before it runs, its tables filled."""
    account = ordinary_account(settings.DATABASES["default"]["HOST"])
    own = SimpleNamespace(folder=folder / "var", account=account)
    environment = environment_of(own, settings.DATABASES["default"]["NAME"]) | {
        "EMAIL_URL": f"smtp://127.0.0.1:{mail.port}",
        "BEHIND_PROXY": "true",
        "WEB_CONCURRENCY": "2",
        "TMPDIR": str(folder / "tmp"),
        "PYTHONPATH": str(CLOCK),
        "CLOCK_FILE": str(folder / "clock.txt"),
    }
    ground = Ground(folder, environment, account, mail, database, database_disk, temporary_disk)
    own.folder.mkdir()
    if account:
        os.chown(own.folder, account["user"], account["group"])
    ground.set_clock(0)
    for command in (["collectstatic", "--no-input"], ["migrate"], ["load_starting_data"]):
        manage(own, environment, *command)
    return ground
