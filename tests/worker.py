"""The worker in a process of its own, on the test database."""

import os
import subprocess
import sys
import time
from contextlib import contextmanager

from django.conf import settings
from django.db import connection

from tests.databases import production


@contextmanager
def running(mail_url="file:", **variables):
    """`manage.py run_scheduled`, with settings of production; killed in the end."""
    settings_of_it = production(connection.settings_dict["NAME"]) | {"EMAIL_URL": mail_url}
    process = subprocess.Popen(
        [sys.executable, "manage.py", "run_scheduled"],
        cwd=settings.BASE_DIR,
        env=os.environ | settings_of_it | variables,
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
