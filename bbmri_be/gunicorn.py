"""Settings of gunicorn in production: `gunicorn -c python:bbmri_be.gunicorn bbmri_be.wsgi`.

Gunicorn itself reads WEB_CONCURRENCY, the number of processes.
"""

import os

bind = f"0.0.0.0:{os.environ.get('PORT', '8000')}"
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
    # `false` where a pooler stands between that knows no prepared statements.
    f"PREPARE_STATEMENTS={os.environ.get('PREPARE_STATEMENTS', 'true')}",
]
accesslog = None  # addresses of visitors are personal data
