"""What measurements need: a database of its own, the site on it as production runs it, a client.

Knows nothing of Django until somebody asks for a database or a site.
"""

import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from types import MappingProxyType
from urllib.parse import quote

BASE = Path(__file__).resolve().parent.parent
BARE = "/bare/"  # the page of `bench_site.py` that does nothing
EMPTY: Mapping[str, str] = MappingProxyType({})
PATIENCE = 1_800  # seconds: reading a catalogue of a million takes a while


class Refused(Exception):
    """A page that did not answer 200; the message says what it did."""


class Line:
    """One connection to the site.

    Does little: what it costs would be the page's.
    """

    def __init__(self, port: int) -> None:
        """Connect at the first request."""
        self.address = ("127.0.0.1", port)
        self.socket: socket.socket | None = None

    def get(self, path: str, encoding: str = "identity") -> bytes:
        """The body of a page, as it came."""
        request = (
            f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept-Encoding: {encoding}\r\n\r\n"
        ).encode()
        if self.socket is None:
            self.socket = socket.create_connection(self.address, timeout=PATIENCE)
        self.socket.sendall(request)
        received = b""
        while b"\r\n\r\n" not in received:
            if not (part := self.socket.recv(65_536)):
                raise Refused("no answer")
            received += part
        head, _, body = received.partition(b"\r\n\r\n")
        status, *headers = head.decode("latin-1").lower().split("\r\n")
        if " 200 " not in status:
            raise Refused(status)
        length = next(int(line[15:]) for line in headers if line.startswith("content-length:"))
        parts = [body]
        missing = length - len(body)
        while missing:
            if not (part := self.socket.recv(missing)):
                raise Refused("half an answer")
            parts.append(part)
            missing -= len(part)
        if "connection: close" in headers:
            self.close()
        return b"".join(parts)

    def close(self) -> None:
        """Hang up."""
        if self.socket is not None:
            self.socket.close()
            self.socket = None


@contextmanager
def own_database(fill: Callable[[], None]) -> Iterator[None]:
    """A database that is filled, and gone at the end."""
    from django.db import connection

    name = connection.settings_dict["NAME"]
    connection.settings_dict["TEST"]["NAME"] = f"bench_{os.getpid()}"
    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    try:
        fill()
        yield
    finally:
        connection.creation.destroy_test_db(name, verbosity=0)


def production(port: int, folder: str, processes: int = 2) -> dict[str, str]:
    """The environment of the site as production runs it, on the database that Django is at."""
    from django.db import connection

    server = connection.settings_dict
    password = f":{quote(server['PASSWORD'], safe='')}" if server["PASSWORD"] else ""
    host = quote(server["HOST"], safe="")
    return {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": os.pathsep.join([str(BASE), str(BASE / ".ci")]),
        "DJANGO_SETTINGS_MODULE": "bbmri_be.settings",
        "SECRET_KEY": "k" * 60,
        "DATABASE_URL": f"postgres://{server['USER']}{password}@{host}:{server['PORT'] or 5432}"
        f"/{server['NAME']}",
        "ALLOWED_HOSTS": "127.0.0.1",
        "SITE_URL": f"http://127.0.0.1:{port}",
        "EMAIL_URL": "file:",
        "DEFAULT_FROM_EMAIL": "noreply@example.be",
        "STAFF_EMAILS": "office@example.be",
        "VAR_DIR": folder,
        "STATIC_ROOT": f"{folder}/static",
        "PORT": str(port),
        "WEB_CONCURRENCY": str(processes),
        "API_REQUESTS_A_MINUTE": "1000000",
    }


@contextmanager
def running_site(
    processes: int = 2, options: Sequence[str] = (), variables: Mapping[str, str] = EMPTY
) -> Iterator[tuple[int, int]]:
    """The site under gunicorn with its bare page, once it answers: its port, gunicorn's process."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with tempfile.TemporaryDirectory() as folder:
        environment = production(port, folder, processes) | dict(variables)
        collect = [sys.executable, "manage.py", "collectstatic", "--no-input", "--verbosity=0"]
        subprocess.run(collect, check=True, env=environment, cwd=BASE)
        command = ["-m", "gunicorn", "--config=python:bbmri_be.gunicorn", "bench_site"]
        command += ["--log-level=warning", *options]
        # A line for each request would be the terminal's work.
        with (
            Path(folder, "log").open("w") as log,
            subprocess.Popen(
                [sys.executable, *command], env=environment, cwd=BASE, stderr=log
            ) as gunicorn,
        ):
            try:
                wait_for(Line(port))
                yield port, gunicorn.pid
            finally:
                gunicorn.terminate()


def wait_for(line: Line) -> None:
    """Come back when the site answers."""
    for _ in range(300):
        with suppress(OSError, Refused):
            line.get(BARE)
            return
        time.sleep(0.1)
    raise SystemExit("gunicorn does not answer")


def workers_of(gunicorn: int) -> list[str]:
    """The web processes; none where it is not Linux."""
    path = Path(f"/proc/{gunicorn}/task/{gunicorn}/children")
    return path.read_text().split() if path.exists() else []


def processor_time(process: str) -> int:
    """Nanoseconds that a process has computed."""
    tasks = Path(f"/proc/{process}/task").iterdir()
    return sum(int((task / "schedstat").read_text().split()[0]) for task in tasks)
