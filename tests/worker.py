"""The worker in a process of its own, on the test database."""

import os
import subprocess
import sys
import time
from contextlib import contextmanager
from urllib.parse import quote

from django.conf import settings
from django.db import connection


@contextmanager
def running(mail_url="file:", **variables):
    """`manage.py run_scheduled`, with settings of production; killed in the end."""
    database = connection.settings_dict
    host = quote(database["HOST"] or "localhost", safe="")
    credentials = database["USER"] + (
        f":{quote(database['PASSWORD'])}" * bool(database["PASSWORD"])
    )
    environment = os.environ | {
        "DATABASE_URL": f"postgres://{credentials}@{host}:{database['PORT']}/{database['NAME']}",
        "SECRET_KEY": "of the worker " * 5,
        "ALLOWED_HOSTS": "www.example.be",
        "SITE_URL": "https://www.example.be",
        "EMAIL_URL": mail_url,
        "DEFAULT_FROM_EMAIL": "BBMRI.be <noreply@example.be>",
        "STAFF_EMAILS": "office@example.be",
        **variables,
    }
    process = subprocess.Popen(
        [sys.executable, "manage.py", "run_scheduled"],
        cwd=settings.BASE_DIR,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def wait_for(condition, seconds: float = 60):
    """What a condition gives, once it gives anything."""
    give_up_at = time.monotonic() + seconds
    while not (result := condition()):
        assert time.monotonic() < give_up_at, "waited in vain"
        time.sleep(0.05)
    return result
