"""The site as production runs it, once for all tests here: its own database with the starting
data, collected static files, gunicorn as an ordinary user, and a real browser."""

import json
import os
import re
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
from urllib.parse import quote, urlsplit

import psycopg
import pytest
from django.conf import settings
from playwright.sync_api import sync_playwright

from bbmri_be import embedded_postgres
from tests import chromium

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
DIRECTORY_SECRET = "d" * 32
CHROMIUM_FLAGS = [
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-quic",
    "--disable-sync",
    "--no-first-run",
    *(["--no-sandbox"] if os.geteuid() == 0 else []),
]


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture(scope="package")
def ground():
    """What every site stands on, made once: `database`, migrated and otherwise empty, which is
    copied, and the collected `static` files. Further `connection` and `login` to the server,
    `folder` for all that is written, `account` that the sites run as.
    """
    embedded_postgres.acquire()
    server = settings.DATABASES["default"]
    login = {key: server[key.upper()] for key in ("host", "user", "password", "port")}
    login = {key: value for key, value in login.items() if value}
    folder = Path(tempfile.mkdtemp(prefix="bbmri-be-site-"))
    account = ordinary_account(server["HOST"])
    if account:
        os.chown(folder, account["user"], account["group"])
    ground = SimpleNamespace(
        database=f"site_{os.getpid()}", folder=folder, login=login, account=account
    )
    with psycopg.connect(**login, autocommit=True) as ground.connection:
        ground.connection.execute(f"CREATE DATABASE {ground.database}")
        try:
            manage = command_line(ground, environment_of(ground, ground.database, free_port()))
            manage("collectstatic", "--no-input")
            manage("migrate")
            yield ground
        finally:
            shutil.rmtree(folder)
            ground.connection.execute(f"DROP DATABASE {ground.database} WITH (FORCE)")


@pytest.fixture(scope="package")
def site(ground):
    """`url`, `uid` of the server's process, `folder` of its mails, `manage(*arguments)`,
    `rows(sql)`.

    At `negotiator_port` nobody listens, until a test lets somebody.
    """
    with running_site(ground, "public", ["load_starting_data"]) as site:
        yield site


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


def environment_of(ground, name, port):
    """The settings of a site on the database of that name."""
    server = settings.DATABASES["default"]
    password = f":{quote(server['PASSWORD'], safe='')}" if server["PASSWORD"] else ""
    host = quote(server["HOST"], safe="")
    return {
        "PATH": os.environ["PATH"],
        "PYTHONDONTWRITEBYTECODE": "1",
        "SECRET_KEY": "k" * 60,
        "DATABASE_URL": (
            f"postgres://{server['USER']}{password}@{host}:{server['PORT'] or 5432}/{name}"
        ),
        "ALLOWED_HOSTS": "127.0.0.1",
        "SITE_URL": f"http://127.0.0.1:{port}",
        "EMAIL_URL": "file:",
        "DEFAULT_FROM_EMAIL": "BBMRI.be <noreply@example.be>",
        "STAFF_EMAILS": "office@example.be",
        "DIRECTORY_SECRET": DIRECTORY_SECRET,
        "TAKE_BACK_MINUTES": "0",  # no test waits for ten minutes
        "API_REQUESTS_A_MINUTE": "1000000",
        "NEGOTIATOR_URL": f"http://127.0.0.1:{free_port()}",
        "VAR_DIR": str(ground.folder / name),
        "STATIC_ROOT": str(ground.folder / "static"),
        "PORT": str(port),
    }


def command_line(ground, environment):
    """A function that runs a command of manage.py."""

    def manage(*arguments):
        subprocess.run(
            [sys.executable, "manage.py", *arguments],
            check=True,
            capture_output=True,
            env=environment,
            cwd=settings.BASE_DIR,
            **ground.account,
        )

    return manage


@contextmanager
def running_site(ground, name, commands=()):
    """A site on a database of its own, in which commands of manage.py have been run."""
    database = f"{ground.database}_{name}"
    port = free_port()
    environment = environment_of(ground, database, port)
    ground.connection.execute(f"CREATE DATABASE {database} TEMPLATE {ground.database}")
    try:
        for command in commands:
            command_line(ground, environment)(command)
        with (
            psycopg.connect(**ground.login, dbname=database, autocommit=True) as own,
            served(ground, environment) as (console, process),
        ):
            yield SimpleNamespace(
                url=environment["SITE_URL"],
                uid=Path(f"/proc/{process.pid}").stat().st_uid if Path("/proc").exists() else None,
                folder=Path(environment["VAR_DIR"]) / "mail",
                manage=lambda *arguments: run_in(console, arguments),
                rows=lambda sql, *values: own.execute(sql, values).fetchall(),
                negotiator_port=urlsplit(environment["NEGOTIATOR_URL"]).port,
            )
    finally:
        ground.connection.execute(f"DROP DATABASE {database} WITH (FORCE)")


@contextmanager
def served(ground, environment):
    """The process of commands, and gunicorn, which answers."""
    options = {"env": environment, "cwd": settings.BASE_DIR, **ground.account}
    command = ["-m", "gunicorn", "--config=python:bbmri_be.gunicorn", "bbmri_be.wsgi"]
    console_command = [sys.executable, "-c", CONSOLE]
    console_options = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    with (
        subprocess.Popen(console_command, **console_options, **options) as console,
        subprocess.Popen([sys.executable, *command], **options) as process,
    ):
        try:
            wait_for(f"{environment['SITE_URL']}/healthz/", process)
            yield console, process
        finally:
            process.terminate()
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


@pytest.fixture(scope="package")
def browser():
    """A headless Chromium. Ends with the package: Django's databases refuse its event loop."""
    if chromium.IS_MISSING:
        pytest.fail(chromium.MISSING)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium.PATH, args=CHROMIUM_FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def open_page(browser, site):
    """Opens a page of the site in a window of its own; at the end no page may have complained.

    Complaints are script errors, violations of the Content-Security-Policy and requests to
    another host, unless the visitor goes on to the Negotiator. What a test itself runs in a page,
    such as axe, has no address.
    """
    negotiator = f"http://127.0.0.1:{site.negotiator_port}/"
    contexts = []
    complaints = []

    def open_page(path, *, width=1440, height=900, dark=False, javascript=True):
        context = browser.new_context(
            viewport={"width": width, "height": height},
            color_scheme="dark" if dark else "light",
            java_script_enabled=javascript,
            base_url=site.url,
        )
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on(
            "console",
            lambda message: (
                complaints.append(message.text)
                if message.type == "error"
                and message.location["url"]
                and not re.search("status of (4..|502)", message.text)
                else None
            ),
        )
        page.on(
            "request",
            lambda request: (
                None
                if request.url.startswith((site.url, "data:"))
                or (request.is_navigation_request() and request.url.startswith(negotiator))
                else complaints.append(f"request to {request.url}")
            ),
        )
        page.goto(path)
        return page

    yield open_page

    for context in contexts:
        context.close()
    assert complaints == []
