"""Databases of tests: how they are reached, and one that is migrated, for all of them to copy."""

import os
import subprocess
import sys
from contextlib import contextmanager
from urllib.parse import quote

import psycopg
from django.conf import settings

from bbmri_be import embedded_postgres

SECRET_KEY = "k" * 60
MIGRATED = "migrated_for_tests"
# Numbers of PostgreSQL's advisory locks, which end with the connection that holds them.
TURN, IN_USE = 20_261_130, 20_261_131


def login():
    """How to connect to the server."""
    server = settings.DATABASES["default"]
    found = {key: server[key.upper()] for key in ("host", "user", "password", "port")}
    return {key: value for key, value in found.items() if value}


def production(database):
    """Settings of production, on a database of the server."""
    server = settings.DATABASES["default"]
    password = f":{quote(server['PASSWORD'], safe='')}" if server["PASSWORD"] else ""
    host = quote(server["HOST"] or "localhost", safe="")
    return {
        "DATABASE_URL": (
            f"postgres://{server['USER']}{password}@{host}:{server['PORT'] or 5432}/{database}"
        ),
        "SECRET_KEY": SECRET_KEY,
        "ALLOWED_HOSTS": "www.example.be",
        "SITE_URL": "https://www.example.be",
        "EMAIL_URL": "file:",
        "DEFAULT_FROM_EMAIL": "BBMRI.be <noreply@example.be>",
        "STAFF_EMAILS": "office@example.be",
    }


@contextmanager
def migrated():
    """The name of a database that is migrated and otherwise empty.

    The first of several workers makes it, which takes eight seconds; the last one drops it.
    """
    embedded_postgres.acquire()
    with psycopg.connect(**login(), dbname="postgres", autocommit=True) as server:
        with turn(server):
            if is_unused(server):
                make(server)
            server.execute("SELECT pg_advisory_lock_shared(%s)", [IN_USE])
        yield MIGRATED
        with turn(server):
            server.execute("SELECT pg_advisory_unlock_shared(%s)", [IN_USE])
            if is_unused(server):
                server.execute(f"DROP DATABASE {MIGRATED}")


@contextmanager
def turn(server):
    """One worker at a time."""
    server.execute("SELECT pg_advisory_lock(%s)", [TURN])
    yield
    server.execute("SELECT pg_advisory_unlock(%s)", [TURN])


def is_unused(server):
    """Whether no worker has the migrated database, or one that was killed has left it."""
    return server.execute("SELECT pg_try_advisory_xact_lock(%s)", [IN_USE]).fetchone()[0]


def make(server):
    """Migrate, as production does."""
    server.execute(f"DROP DATABASE IF EXISTS {MIGRATED} WITH (FORCE)")
    server.execute(f"CREATE DATABASE {MIGRATED}")
    subprocess.run(
        [sys.executable, "manage.py", "migrate", "--verbosity=0"],
        check=True,
        env=os.environ | production(MIGRATED),
        cwd=settings.BASE_DIR,
    )
