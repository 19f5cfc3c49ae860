"""What `make run` does: database, first data, staff account, site and worker."""

import os
import secrets
import signal
import socket
import subprocess
import sys
import time
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection

STAFF_NAME = "staff"


class Command(BaseCommand):
    """One command, one terminal; Ctrl-C ends everything it started."""

    help = "Run the site for development on http://127.0.0.1:PORT/."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """`--port`."""
        parser.add_argument("--port", type=int, default=8000)

    def handle(self, *args: Any, **options: Any) -> None:
        """Prepare, start, announce, wait.

        Raises `CommandError` where the port is taken or these are the settings of production.
        """
        port = options["port"]
        if not settings.IN_DEVELOPMENT:
            raise CommandError(
                "SECRET_KEY or DATABASE_URL is set, so this is a production site. Start gunicorn "
                "as docs/operations.md says, or unset both to develop."
            )
        if port_is_taken(port):
            raise CommandError(
                f"Port {port} is in use. Stop what uses it, or write: make run PORT={port + 1}"
            )
        for number in (signal.SIGTERM, signal.SIGHUP):  # killed; its terminal closed
            signal.signal(number, stop)
        children: list[subprocess.Popen[bytes]] = []
        try:
            entry = prepare()
            address = f"http://127.0.0.1:{port}"
            environment = {"SITE_URL": address, **os.environ}
            for command in (web_command(port), [sys.executable, "manage.py", "run_scheduled"]):
                children.append(
                    subprocess.Popen(
                        command,
                        env=environment,
                        cwd=settings.BASE_DIR,
                        # Ctrl-C reaches this process alone. Told to stop twice, by the terminal
                        # and by us, gunicorn may not finish.
                        start_new_session=True,
                    )
                )
            web = children[0]
            while not port_is_taken(port):
                if web.poll() is not None:
                    raise CommandError("The site did not start; its message stands above.")
                time.sleep(0.05)
            self.stdout.write(f"BBMRI.be runs on {address}/ (Ctrl-C stops it).")
            self.stdout.write(f"Staff enter at {address}/{settings.ADMIN_PATH}/ {entry}")
            self.stdout.flush()
            web.wait()
        except KeyboardInterrupt:
            self.stdout.write("")
        finally:
            for child in children:
                child.terminate()
            for child in children:
                child.wait()


def prepare() -> str:
    """Bring the database to where the code is, fill it when empty; how staff can enter."""
    call_command("migrate", verbosity=0)
    call_command("load_starting_data")
    entry = account()
    # This process keeps its share of the database server; it needs no connection for that.
    connection.close()
    return entry


def stop(signum: int, frame: object) -> None:
    """End as Ctrl-C does, so that the children are stopped too."""
    raise KeyboardInterrupt


def port_is_taken(port: int) -> bool:
    """Whether something answers on the port."""
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def web_command(port: int) -> list[str]:
    """Gunicorn, which starts anew when a Python file or a template changes."""
    templates = (settings.BASE_DIR / "templates").rglob("*.html")
    return [
        sys.executable,
        *("-m", "gunicorn", "bbmri_be.wsgi", f"--bind=127.0.0.1:{port}", "--threads=4"),
        *("--log-level=error", "--no-control-socket", "--reload", "--graceful-timeout=5"),
        *(f"--reload-extra-file={path}" for path in templates),
    ]


def account() -> str:
    """Make a staff account on the first run; what to tell of it, the password only that once."""
    users = get_user_model().objects
    if users.exists():
        return f"as {STAFF_NAME} (forgotten? manage.py changepassword {STAFF_NAME})."
    password = secrets.token_urlsafe(15)
    users.create_superuser(STAFF_NAME, password=password)
    return f"as {STAFF_NAME} with password {password} (shown only now)."
