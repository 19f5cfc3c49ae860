"""What `make run` starts, and that it leaves nothing behind."""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import urllib.request
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.conf import settings


@pytest.fixture
def folder():
    """A place for the database that an ordinary account can enter as well."""
    path = Path(tempfile.mkdtemp(prefix="bbmri-be-develop-"))
    path.chmod(0o755)
    yield path
    shutil.rmtree(path)


@pytest.fixture
def port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def command(folder, port):
    environment = {"PATH": os.environ["PATH"], "VAR_DIR": str(folder / "var")}
    return {
        "args": [sys.executable, "manage.py", "develop", "--port", str(port)],
        "env": environment | {"EMBEDDED_POSTGRES_DIR": str(folder / "postgres")},
        "cwd": settings.BASE_DIR,
        "text": True,
    }


@contextmanager
def running(folder, port):
    """The two lines that it ends its start with, in a session of its own, as in a terminal."""
    with subprocess.Popen(
        **command(folder, port), stdout=subprocess.PIPE, start_new_session=True
    ) as process:
        lines = []
        for line in process.stdout:
            lines.append(line.rstrip())
            if "Staff enter" in line:
                break
        try:
            yield lines[-2:], process
        finally:
            os.killpg(process.pid, signal.SIGINT)
            process.wait(timeout=30)
            process.stdout.close()


def descendants(pid):
    """Process number and command line of all that a process started, and what those started."""
    listing = subprocess.run(
        ["ps", "axww", "-o", "pid=,ppid=,args="], capture_output=True, text=True
    )
    rows = [line.split(None, 2) for line in listing.stdout.splitlines()]
    found, parents = {}, {str(pid)}
    while parents:
        children = {row[0]: row[2] for row in rows if row[1] in parents}
        found |= children
        parents = set(children)
    return found


def still_there(processes, folder):
    """Those of the processes that live on, and whatever names the folder (the database server)."""
    listing = subprocess.run(["ps", "axww", "-o", "pid=,args="], capture_output=True, text=True)
    rows = [line.split(None, 1) for line in listing.stdout.splitlines()]
    return [row for row in rows if processes.get(row[0]) == row[1] or str(folder) in row[1]]


def test_first_and_second_start(folder, port):
    with running(folder, port) as (lines, process):
        started = descendants(process.pid)
        home = urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=10).read().decode()
        second = subprocess.run(**command(folder, port), capture_output=True)

    assert lines[0] == f"BBMRI.be runs on http://127.0.0.1:{port}/ (Ctrl-C stops it)."
    assert re.fullmatch(
        rf"Staff enter at http://127\.0\.0\.1:{port}/admin/ as staff with password \S{{20}} "
        r"\(shown only now\)\.",
        lines[1],
    )
    assert f'<link rel="canonical" href="http://127.0.0.1:{port}/">' in home
    assert "19" in home
    assert (second.returncode, second.stderr) == (
        1,
        f"CommandError: Port {port} is in use. Stop what uses it, or write: "
        f"make run PORT={port + 1}\n",
    )
    assert any("gunicorn" in command for command in started.values())
    assert any("run_scheduled" in command for command in started.values())
    assert still_there(started, folder) == []

    with running(folder, port) as (lines, process):
        started = descendants(process.pid)
        address = f"http://127.0.0.1:{port}/biobanks/uz-brussel/"
        status = urllib.request.urlopen(address, timeout=10).status

    assert lines[1] == (
        f"Staff enter at http://127.0.0.1:{port}/admin/ as staff "
        "(forgotten? manage.py changepassword staff)."
    )
    assert status == 200
    assert still_there(started, folder) == []
    with socket.socket() as probe:
        assert probe.connect_ex(("127.0.0.1", port)) != 0


def test_settings_of_production_are_refused(folder, port):
    started = command(folder, port)
    started["env"] |= {
        "SECRET_KEY": "k" * 60,
        "DATABASE_URL": "postgres://localhost/none",
        "ALLOWED_HOSTS": "127.0.0.1",
        "SITE_URL": "http://127.0.0.1",
        "EMAIL_URL": "file:",
        "DEFAULT_FROM_EMAIL": "noreply@example.be",
        "STAFF_EMAILS": "office@example.be",
    }

    result = subprocess.run(**started, capture_output=True)

    assert (result.returncode, result.stderr) == (
        1,
        "CommandError: SECRET_KEY or DATABASE_URL is set, so this is a production site. Start "
        "gunicorn as docs/operations.md says, or unset both to develop.\n",
    )
