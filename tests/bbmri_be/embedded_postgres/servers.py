"""Processes that use an embedded PostgreSQL, and its folders."""

import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import django
import pytest

from bbmri_be.embedded_postgres.account import Account

REPOSITORY = Path(__file__).resolve().parents[3]
PACKAGES = Path(django.__file__).parents[1]
# Begins each script; its first argument is the server's folder.
PRELUDE = """
import os, sys
from pathlib import Path
from django.apps import apps
from django.conf import settings
from bbmri_be.embedded_postgres import acquire, database, release

settings.configure(DATABASES={"default": database(Path(sys.argv[1]))})
apps.populate([])
from django.db import connection

def ask(sql):
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchone()[0]

def do(sql):
    with connection.cursor() as cursor:
        cursor.execute(sql)

def started():
    return ask("SELECT pg_postmaster_start_time()::text")

def wait():
    print("ready", flush=True)
    sys.stdin.readline()

"""


def python_for(account: Account | None) -> str:
    """A Python of our version that the account may run: ours may lie in the home of root."""
    if account is None:
        return sys.executable
    system = Path(f"/usr/bin/python{sys.version_info.major}.{sys.version_info.minor}")
    if not account.may_enter(PACKAGES / "django"):
        pytest.skip(f"other accounts may not read {PACKAGES}")
    if all(account.may_enter(path) for path in (Path(sys.executable), Path(os.__file__).parent)):
        return sys.executable
    if system.exists():
        return str(system)
    return pytest.skip(f"other accounts may not run {sys.executable}")


def start(
    folder: Path, code: str, account: Account | None = None, packages: Path | None = None
) -> subprocess.Popen:
    path = [packages or REPOSITORY, REPOSITORY, PACKAGES]
    return subprocess.Popen(
        [python_for(account), "-c", PRELUDE + code, str(folder)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd="/",
        env=os.environ | {"PYTHONPATH": os.pathsep.join(map(str, path))},
        start_new_session=True,
        user=account.uid if account else None,
        group=account.gid if account else None,
        extra_groups=[] if account else None,
    )


def run(
    folder: Path, code: str, account: Account | None = None, packages: Path | None = None
) -> str:
    """Run the code in a process of its own and return what it prints."""
    process = start(folder, code, account, packages)
    output, errors = process.communicate(timeout=60)
    assert (process.returncode, errors) == (0, "")
    return output.strip()


def error_of(folder: Path, code: str = "acquire()", account: Account | None = None) -> str:
    """Run code that fails and return the end of its traceback."""
    process = start(folder, code, account)
    _, errors = process.communicate(timeout=60)
    assert process.returncode == 1
    return errors.partition("embedded_postgres.errors.EmbeddedPostgresError: ")[2].strip()


@contextmanager
def running(
    folder: Path, code: str = "acquire(); wait()", account: Account | None = None
) -> Iterator[subprocess.Popen]:
    """Run the code beside us; it ends with the block, when it finds its input closed."""
    with start(folder, code, account) as process:
        assert process.stdout.readline() == "ready\n"
        yield process
        process.stdin.close()


def go_on(process: subprocess.Popen) -> None:
    process.stdin.write("\n")
    process.stdin.flush()


def wait_until(condition: Callable[[], object]) -> None:
    end = time.monotonic() + 30
    while not condition():
        assert time.monotonic() < end, "waited for half a minute"
        time.sleep(0.005)


def postmaster(folder: Path) -> int:
    return int((folder / "data" / "postmaster.pid").read_text().split()[0])


def is_stopped(folder: Path) -> bool:
    """Whether there are data, and PostgreSQL has put them to rest."""
    return (folder / "data").exists() and not (folder / "data" / "postmaster.pid").exists()


def listens(address: Path) -> bool:
    """Whether somebody listens on a socket: a moment after it is made, until one after a kill."""
    with socket.socket(socket.AF_UNIX) as client:
        return client.connect_ex(str(address)) == 0


def end_servers(place: Path) -> None:
    """End what a failed test has left running."""
    for lock in place.rglob("postmaster.pid"):
        with suppress(ProcessLookupError, ValueError, IndexError):
            os.kill(int(lock.read_text().split()[0]), signal.SIGQUIT)


def delete(place: Path) -> None:
    """Delete a folder in which a server, or an initdb whose parent was killed, may still write."""
    wait_until(lambda: shutil.rmtree(place, ignore_errors=True) or not place.exists())


@contextmanager
def public_folder() -> Iterator[Path]:
    """A folder that every account may enter, unlike tmp_path. No server outlives it."""
    place = Path(tempfile.mkdtemp(prefix="test-postgres-", dir="/tmp")).resolve()
    place.chmod(0o755)
    try:
        yield place
    finally:
        end_servers(place)
        delete(place)


def account_named(name: str) -> Account:
    entry = pwd.getpwnam(name)
    return Account(entry.pw_uid, entry.pw_gid)


def own(place: Path, name: str) -> Account:
    """Give the project to the account."""
    account = account_named(name)
    os.chown(place, *account)
    return account


needs_root = pytest.mark.skipif(os.geteuid() != 0, reason="needs root, to change accounts")
