"""Settings of gunicorn in production: `gunicorn -c python:bbmri_be.gunicorn bbmri_be.wsgi`.

Gunicorn itself reads WEB_CONCURRENCY, the number of processes.
"""

import os
import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any

from bbmri_be.logs import FORMATTERS

bind = f"0.0.0.0:{os.environ.get('PORT', '8000')}"
worker_class = "bbmri_be.web_worker.WebWorker"
threads = 4
limit_request_line = 8190  # bytes: an address with a long list of codes
timeout = 30  # seconds until a worker that does not answer is replaced
graceful_timeout = 30  # seconds that requests under way get when the server stops
max_requests = 10_000  # a slow leak of any library ends with its process
max_requests_jitter = 1_000
worker_tmp_dir = "/dev/shm" if os.path.isdir("/dev/shm") else None  # noqa: S108 - not a file of ours
control_socket_disable = True  # it would be written into the home folder, which is read-only
raw_env = [
    "PGOPTIONS=-c statement_timeout=10s",  # of pages; commands may take longer
    "DATABASE_PATIENCE=12",  # seconds: a server that hangs does not keep that time
    "PREPARE_STATEMENTS=true",
]
# Where processes count requests together (bbmri_be/metrics.py); emptied at each start.
figures = Path(worker_tmp_dir or tempfile.gettempdir(), f"bbmri-be-figures-{os.getpid()}")
is_counted = bool(os.environ.get("METRICS_TOKEN") or os.environ.get("METRICS_TOKEN_FILE"))
if is_counted:
    raw_env.append(f"PROMETHEUS_MULTIPROC_DIR={figures}")
accesslog = None  # addresses of visitors are personal data
# Its own lines are written as the site's.
logconfig_dict = {
    "formatters": FORMATTERS,
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "formatter": "json" if os.environ.get("LOG_FORMAT") == "json" else "line",
        }
    },
    "loggers": {"gunicorn.error": {"handlers": ["console"], "level": "INFO", "propagate": False}},
}


def on_starting(_server: Any) -> None:
    """Begin to count, and remove what servers left that were killed."""
    if is_counted:
        shutil.rmtree(figures, ignore_errors=True)
        figures.mkdir(mode=0o700)
        for folder in figures.parent.glob("bbmri-be-figures-*"):
            if not lives(int(folder.name.rpartition("-")[2])):
                shutil.rmtree(folder, ignore_errors=True)


def lives(process: int) -> bool:
    """Whether there is such a process."""
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:  # somebody else's
        return True
    return True


def on_exit(_server: Any) -> None:
    """Leave nothing behind."""
    shutil.rmtree(figures, ignore_errors=True)


REFUSED = 4  # what gunicorn takes for "this application cannot be loaded", and ends


def post_worker_init(worker: Any) -> None:
    """Refuse a database that lacks migrations: pages would fail one by one, forms among them.

    A database that does not answer is waited for: pages say so until then.
    """
    from django.db import Error, connection

    from bbmri_be.health import is_migrated

    try:
        if not is_migrated():
            worker.log.error(
                "The database lacks migrations of this version. "
                "Run `manage.py migrate`, then start again."
            )
            sys.exit(REFUSED)
    except Error as error:
        worker.log.warning("The database does not answer (%s).", type(error).__name__)
    finally:
        connection.close()
