"""The life of one server: made, started, shared by processes, stopped.

folder/
    start.lock   held by the one process that starts or stops the server
    users.lock   shared by all processes that use the server
    data/        PostgreSQL's own files, its socket and server.log; whole or absent
"""

import atexit
import fcntl
import os
import shutil
import socket
import stat
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from bbmri_be.embedded_postgres import programs
from bbmri_be.embedded_postgres.account import account_for, public_place, short_hash
from bbmri_be.embedded_postgres.errors import EmbeddedPostgresError

DATABASE = "site"
SUPERUSER = "postgres"
PORT = "5432"

# The answers of pg_isready. Rejecting: it is starting or stopping.
READY, REJECTING, SILENT = 0, 1, 2

SOCKET = f".s.PGSQL.{PORT}"
LONGEST_SOCKET_PATH = 103  # bytes on macOS; four more on Linux
SECONDS_TO_START = 10  # while it fails
SECONDS_TO_RECOVER = 60  # while it says that it starts, as after a crash on a slow disk

# pg_ctl puts paths between double quotes for a shell.
NOT_IN_PATHS = frozenset('"$`\\')


class Server:
    """A server with its data in `folder`, and this process's share of it.

    As root, the data lies in /var/lib when the account that runs the server may not enter `folder`.
    """

    def __init__(self, folder: Path) -> None:
        folder = folder.resolve()
        self.account = account_for(folder)
        if self.account and not self.account.may_enter(folder):
            folder = public_place(str(folder))
        self.folder = folder
        self.data = folder / "data"
        self.log = self.data / "server.log"
        self.socket_folder = self._choose_socket_folder()
        self._share: int | None = None
        self._thread_lock = threading.Lock()
        os.register_at_fork(after_in_child=self._after_fork)
        atexit.register(self.release)

    def acquire(self) -> None:
        """Take this process's share, and start the server if it does not run.

        Raises EmbeddedPostgresError.
        """
        with self._thread_lock:
            if self._share is not None and self._answers():
                return
            with self._alone():
                self._ensure_running()
                self._drop_share()  # Its file is gone when somebody has deleted the folder.
                self._share = self._open_lock("users.lock")
                fcntl.flock(self._share, fcntl.LOCK_SH)

    def release(self) -> None:
        """Give the share back, and stop the server if nobody else holds one."""
        with self._thread_lock:
            if self._share is None:
                return
            with self._alone():
                with suppress(BlockingIOError):
                    fcntl.flock(self._share, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    self._pg_ctl("-m", "fast", "stop")
                self._drop_share()

    def _after_fork(self) -> None:
        """Let a forked child take its own share: the inherited one is its parent's."""
        self._thread_lock = threading.Lock()
        self._drop_share()

    def _drop_share(self) -> None:
        if self._share is not None:
            os.close(self._share)
            self._share = None

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Wait until no other process starts or stops the server, and keep the others waiting."""
        lock = self._open_lock("start.lock")
        fcntl.flock(lock, fcntl.LOCK_EX)
        try:
            yield
        finally:
            # Closing alone would not unlock: another thread may have forked with a copy.
            fcntl.flock(lock, fcntl.LOCK_UN)
            os.close(lock)

    def _open_lock(self, name: str) -> int:
        try:
            self._make_folder()
            lock = os.open(self.folder / name, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o600)
        except OSError as error:
            raise EmbeddedPostgresError(
                f"This account cannot use {self.folder} ({error.strerror}); does it belong to "
                "another account? Set EMBEDDED_POSTGRES_DIR to a folder of your own, or "
                "DATABASE_URL to a PostgreSQL server."
            ) from error
        if self.account:
            os.fchown(lock, *self.account)
        return lock

    def _make_folder(self) -> None:
        if not self.folder.exists():
            self.folder.mkdir(parents=True, exist_ok=True)
            if self.account:
                os.chown(self.folder, *self.account, follow_symlinks=False)

    def _answers(self) -> bool:
        """Whether something listens on the socket; quick enough to ask before each connection."""
        with socket.socket(socket.AF_UNIX) as client:
            return client.connect_ex(str(self.socket_folder / SOCKET)) == 0

    def _ensure_running(self) -> None:
        """Start the server unless it runs.

        A killed process may have left a server that still starts or stops, or the children of a
        dead one that still hold its memory. Both pass, so failures count only after a while.
        """
        if self.socket_folder != self.data:
            self._make_socket_folder()
        began = time.monotonic()
        while (state := self._state()) != READY:
            if state == SILENT and self._start():
                return
            patience = SECONDS_TO_RECOVER if state == REJECTING else SECONDS_TO_START
            if time.monotonic() - began > patience:
                raise EmbeddedPostgresError(
                    f"PostgreSQL does not start. The end of {self.log}:\n{self._end_of_log()}"
                )
            time.sleep(0.1)

    def _state(self) -> int:
        # Without user and database each question would leave an error in the log.
        whom = ("-h", str(self.socket_folder), "-p", PORT, "-U", SUPERUSER, "-d", DATABASE)
        return programs.run("pg_isready", *whom).returncode

    def _start(self) -> bool:
        """Start the server, on new data if there is none. Returns whether it answers."""
        self._check_paths()
        self._remove_unfinished_data()
        if not self.data.exists():
            self._create_data()
        self._check_version()
        self._remove_stale_locks()
        # "." is the data folder. A whole path here would have to survive the shell of pg_ctl.
        sockets = "." if self.socket_folder == self.data else self.socket_folder
        options = (
            f"-c unix_socket_directories={sockets} -c unix_socket_permissions=0700 -c port={PORT} "
            "-c listen_addresses= -c synchronous_commit=off -c timezone=UTC"
        )
        return self._pg_ctl("-l", str(self.log), "-o", options, "start") == 0

    def _pg_ctl(self, *arguments: str) -> int:
        command = ("-D", str(self.data), "-s", "-w", "-t", str(SECONDS_TO_RECOVER), *arguments)
        return programs.run("pg_ctl", *command, account=self.account).returncode

    def _check_paths(self) -> None:
        for path in (self.data, programs.program("postgres", self.account)):
            if NOT_IN_PATHS & set(str(path)):
                raise EmbeddedPostgresError(
                    f"PostgreSQL cannot start with {path}: its path has a double quote, a dollar "
                    "sign, a backtick or a backslash. Rename the folder, or set DATABASE_URL to a "
                    "PostgreSQL server."
                )

    def _remove_unfinished_data(self) -> None:
        for unfinished in self.folder.glob("data.new-*"):
            shutil.rmtree(unfinished, ignore_errors=True)

    def _create_data(self) -> None:
        """Make the data under another name first: whatever is killed, `data` is whole or absent."""
        new = Path(tempfile.mkdtemp(prefix="data.new-", dir=self.folder))
        if self.account:
            os.chown(new, *self.account, follow_symlinks=False)
        programs.run_checked(
            "initdb",
            *("-D", str(new), "-U", SUPERUSER, "--auth=trust", "--encoding=UTF8"),
            # The same sort order and no language, whatever the machine: C.UTF-8 is built in.
            *("--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"),
            *("--text-search-config=simple", "--no-sync", "--no-instructions"),
            account=self.account,
        )
        programs.run_checked(
            "postgres",
            *("--single", "-c", "exit_on_error=on", "-D", str(new), "postgres"),
            account=self.account,
            text=f'CREATE DATABASE "{DATABASE}"\n',
        )
        new.rename(self.data)

    def _check_version(self) -> None:
        try:
            made_by = (self.data / "PG_VERSION").read_text().strip()
        except FileNotFoundError as error:
            raise EmbeddedPostgresError(
                f"{self.data} holds something else than PostgreSQL's data. Delete that folder, or "
                "set EMBEDDED_POSTGRES_DIR to another one."
            ) from error
        version = programs.run_checked("postgres", "--version", account=self.account)
        installed = version.split()[-1].partition(".")[0]
        if made_by != installed:
            raise EmbeddedPostgresError(
                f"{self.data} was made by PostgreSQL {made_by}, and PostgreSQL {installed} is "
                "installed now. Delete that folder to start anew; to keep the data, go back to "
                f"embedded-postgres {made_by} first and save it with pg_dump."
            )

    def _remove_stale_locks(self) -> None:
        """Remove lock files whose number now belongs to another program, as after a restart.

        PostgreSQL itself only asks whether the number lives.
        """
        for lock in (self.data / "postmaster.pid", self.socket_folder / f"{SOCKET}.lock"):
            with suppress(FileNotFoundError):
                pid = lock.read_text(errors="replace").partition("\n")[0].strip()
                if os.fsencode(self.data) not in _command_line(pid):
                    lock.unlink()

    def _choose_socket_folder(self) -> Path:
        """Return the data folder, or one in /tmp where clients cannot use the data folder's path.

        A socket's path has a limit, and libpq takes a comma for the end of a host.
        """
        path = os.fsencode(self.data / SOCKET)
        if len(path) <= LONGEST_SOCKET_PATH and b"," not in path:
            return self.data
        uid = self.account.uid if self.account else os.geteuid()
        return Path("/tmp") / f"bbmri-be-{uid}-{short_hash(str(self.data))}"  # noqa: S108 (checked)

    def _make_socket_folder(self) -> None:
        """Make our own folder in /tmp, where anybody may have made one of that name before.

        Also asked before we connect: a server in somebody else's folder would be theirs.
        """
        folder = self.socket_folder
        folder.mkdir(mode=0o700, exist_ok=True)
        if self.account and folder.lstat().st_uid == 0:
            os.chown(folder, *self.account, follow_symlinks=False)
        uid = self.account.uid if self.account else os.geteuid()
        status = folder.lstat()
        if not stat.S_ISDIR(status.st_mode) or status.st_uid != uid or status.st_mode & 0o077:
            raise EmbeddedPostgresError(
                f"{folder}, the place of PostgreSQL's socket, belongs to somebody else. Set "
                "EMBEDDED_POSTGRES_DIR to a folder with a short path."
            )

    def _end_of_log(self) -> str:
        with suppress(FileNotFoundError):
            return "\n".join(self.log.read_text(errors="replace").splitlines()[-5:])
        return "(no log)"


def _command_line(pid: str) -> bytes:
    """Return the command line of a process; empty when it is dead or a zombie."""
    if not pid.isdigit():
        return b""
    if Path("/proc/self/cmdline").exists():
        with suppress(OSError):  # Dead, or hidden from us and so not our server.
            return Path(f"/proc/{pid}/cmdline").read_bytes()
        return b""
    command = ["ps", "-ww", "-o", "command=", "-p", pid]  # macOS
    return subprocess.run(command, capture_output=True, check=False).stdout
