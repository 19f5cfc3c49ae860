"""Sites as production runs them: databases of their own, collected static files, gunicorn as an
ordinary user."""

import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from contextlib import contextmanager, suppress
from pathlib import Path
from types import SimpleNamespace
from urllib.parse import urlsplit

import psycopg
import pytest
from django.conf import settings

from tests.databases import login, migrated, production

DIRECTORY_SECRET = "d" * 32
METRICS_TOKEN = "m" * 32

# Runs the commands that come as lines of JSON. The word after each says how it ended.
CONSOLE = """
import contextlib, io, json, os, sys, traceback
os.environ["DJANGO_SETTINGS_MODULE"] = "bbmri_be.settings"
import django
django.setup()
from django.core.management import call_command
for line in sys.stdin:
    name, *arguments = json.loads(line)
    try:
        with contextlib.redirect_stdout(io.StringIO()):
            if name == "shell":
                exec(arguments[1], {})
            else:
                call_command(name, *arguments)
        print("done", flush=True)
    except BaseException:
        print("failed", json.dumps(traceback.format_exc()), sep="\\n", flush=True)
"""


@contextmanager
def prepared_ground():
    """What every site stands on, made once: the collected `static` files, and the database
    `migrated`, which is copied. Further `connection` and `login` to the server,
    `folder` for all that is written, `account` that the sites run as.
    """
    ground = SimpleNamespace(login=login())
    with (
        migrated() as ground.migrated,
        psycopg.connect(**ground.login, autocommit=True) as ground.connection,
    ):
        ground.account = ordinary_account(settings.DATABASES["default"]["HOST"])
        ground.folder = folder = Path(tempfile.mkdtemp(prefix="bbmri-be-site-"))
        try:
            if ground.account:
                os.chown(folder, ground.account["user"], ground.account["group"])
            environment = environment_of(ground, ground.migrated)
            manage(ground, environment, "collectstatic", "--no-input")
            yield ground
        finally:
            shutil.rmtree(folder)


def database_of(name):
    """The whole name of a database: each process has its own."""
    return f"site_{os.getpid()}_{name}"


@contextmanager
def copied(ground, name, template=None):
    """A database that is a copy of the migrated one, or of another; its whole name."""
    database = database_of(name)
    ground.connection.execute(f"CREATE DATABASE {database} TEMPLATE {template or ground.migrated}")
    try:
        yield database
    finally:
        ground.connection.execute(f"DROP DATABASE {database} WITH (FORCE)")


@contextmanager
def running_site(ground, name, commands=(), **variables):
    """A site on a database of its own, once commands of manage.py have run.

    It has what they `said`, `url`, `uid` of the server's process, `folder` of its mails,
    `manage(*arguments)`, `rows(sql)`. At `negotiator_port` nobody listens, until a test lets
    somebody.
    """
    with copied(ground, name) as database:
        environment = environment_of(ground, database) | variables
        said = "".join(manage(ground, environment, command) for command in commands)
        with (
            psycopg.connect(**ground.login, dbname=database, autocommit=True) as own,
            processes(ground, environment) as (console, server),
        ):
            yield SimpleNamespace(
                said=said,
                url=environment["SITE_URL"],
                uid=Path(f"/proc/{server.pid}").stat().st_uid if Path("/proc").exists() else None,
                folder=Path(environment["VAR_DIR"]) / "mail",
                manage=lambda *arguments: run_in(console, arguments),
                rows=lambda sql, *values: own.execute(sql, values).fetchall(),
                negotiator_port=urlsplit(environment["NEGOTIATOR_URL"]).port,
            )


class Place:
    """A database of its own, and commands on it."""

    def __init__(self, ground, name):
        self.ground, self.name = ground, name
        self.environment = environment_of(ground, name)

    def be(self, owner):
        """Come to the database by another account."""
        url = urlsplit(self.environment["DATABASE_URL"])
        host = url.netloc.rpartition("@")[2]
        self.environment["DATABASE_URL"] = url._replace(netloc=f"{owner}:{owner}@{host}").geturl()

    def manage(self, *arguments, **variables):
        """Exit code, and what was said last."""
        done = subprocess.run(
            [sys.executable, "manage.py", *map(str, arguments)],
            capture_output=True,
            text=True,
            env=self.environment | variables,
            cwd=settings.BASE_DIR,
            **self.ground.account,
        )
        return done.returncode, (done.stdout + done.stderr).strip().rpartition("\n")[2]

    def rows(self):
        """All rows of all tables, but for those that no backup has."""
        with psycopg.connect(**self.ground.login, dbname=self.name) as own:
            names = own.execute(
                "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1"
            ).fetchall()
            return {
                name: sorted(map(str, own.execute(f"TABLE {name}").fetchall())) for (name,) in names
            }

    def schemas(self):
        """Where there are tables."""
        with psycopg.connect(**self.ground.login, dbname=self.name) as own:
            return [
                name
                for (name,) in own.execute(
                    "SELECT DISTINCT schemaname FROM pg_tables"
                    " WHERE schemaname NOT IN ('pg_catalog', 'information_schema')"
                )
            ]


@contextmanager
def place(ground, name, template=None, *, owner=None):
    """A database, of an ordinary account of PostgreSQL where one is named, as in production."""
    with account_of_postgres(ground, owner), copied(ground, name, template) as database:
        place = Place(ground, database)
        if owner:
            ground.connection.execute(f'ALTER DATABASE {database} OWNER TO "{owner}"')
            place.be(owner)
        yield place


@contextmanager
def account_of_postgres(ground, name):
    """An account with no rights, where one is named."""
    if name:
        ground.connection.execute(f"CREATE ROLE \"{name}\" LOGIN PASSWORD '{name}'")
    try:
        yield
    finally:
        if name:
            ground.connection.execute(f'DROP ROLE "{name}"')


def ordinary_account(database_folder):
    """As root: the account of the database's socket, where it can run this Python."""
    if os.geteuid() != 0 or not Path(database_folder).exists():
        return {}
    status = Path(database_folder).stat()
    account = {"user": status.st_uid, "group": status.st_gid, "extra_groups": []}
    try:
        subprocess.run([sys.executable, "--version"], check=True, capture_output=True, **account)
    except PermissionError:
        return {}
    return account


def environment_of(ground, database):
    """The settings of a site on a database."""
    port = free_port()
    return production(database) | {
        "PATH": os.environ["PATH"],
        "PYTHONDONTWRITEBYTECODE": "1",
        "ALLOWED_HOSTS": "127.0.0.1",
        "SITE_URL": f"http://127.0.0.1:{port}",
        "DIRECTORY_SECRET": DIRECTORY_SECRET,
        "METRICS_TOKEN": METRICS_TOKEN,
        "TAKE_BACK_MINUTES": "0",  # no test waits for ten minutes
        "API_REQUESTS_A_MINUTE": "1000000",
        "ACCESS_LOG": "false",
        "NEGOTIATOR_URL": f"http://127.0.0.1:{free_port()}",
        "VAR_DIR": str(ground.folder / database),
        "STATIC_ROOT": str(ground.folder / "static"),
        "PORT": str(port),
    }


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def manage(ground, environment, *arguments):
    """Run a command of manage.py in a process of its own, and return what it says."""
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        check=True,
        capture_output=True,
        text=True,
        env=environment,
        cwd=settings.BASE_DIR,
        **ground.account,
    ).stdout


@contextmanager
def processes(ground, environment):
    """One that runs commands, and gunicorn, which answers."""
    options = {"env": environment, "cwd": settings.BASE_DIR, **ground.account}
    command = ["-m", "gunicorn", "--config=python:bbmri_be.gunicorn", "bbmri_be.wsgi"]
    console_command = [sys.executable, "-c", CONSOLE]
    console_options = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    with (
        subprocess.Popen(console_command, **console_options, **options) as console,
        subprocess.Popen([sys.executable, *command], **options) as server,
    ):
        try:
            wait_for(f"{environment['SITE_URL']}/healthz/", server)
            yield console, server
        finally:
            server.terminate()
            console.stdin.close()


def run_in(console, arguments):
    """Run a command of manage.py in a process that has Django at hand: each would take seconds."""
    console.stdin.write(json.dumps(arguments) + "\n")
    console.stdin.flush()
    assert console.stdout.readline() == "done\n", console.stdout.readline()


def wait_for(url, process):
    for _ in range(200):
        with suppress(OSError):
            urllib.request.urlopen(url, timeout=1)
            return
        assert process.poll() is None, "gunicorn ended at its start"
        time.sleep(0.1)
    pytest.fail(f"{url} does not answer")
