"""A site whose connections go through PgBouncer, each transaction by another one."""

import socket
import subprocess
import time
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

import psycopg
import pytest

from tests.site.sites import database_of, free_port, running_site

PGBOUNCER = Path("/usr/sbin/pgbouncer")
POOL = 2  # connections to PostgreSQL; the site has eight threads
CONFIGURATION = f"""
[databases]
* = host={{host}} port={{port}} user={{user}} connect_query='SET statement_timeout TO 10000'
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = {{own_port}}
unix_socket_dir =
auth_type = any
pool_mode = transaction
default_pool_size = {POOL}
ignore_startup_parameters = options
"""
# Of each kind that asks in its own way: pages, the search, lists that are read bit by bit.
PAGES = [
    "/",
    "/catalogue/",
    "/catalogue/?q=cancer",
    "/biobanks/uz-brussel/",
    "/join/",
    "/api/v1/biobanks",
    "/api/v1/collections",
    "/catalogue.csv",
    "/catalogue.ttl",
]


@pytest.fixture(scope="module")
def pooler(ground):
    """The pooler's address."""
    if not PGBOUNCER.exists():
        pytest.skip(f"no {PGBOUNCER}")
    port = free_port()
    configuration = ground.folder / "pgbouncer.ini"
    login = {"port": 5432} | ground.login
    configuration.write_text(CONFIGURATION.format(**login, own_port=port))
    with subprocess.Popen([PGBOUNCER, "--quiet", configuration], **ground.account) as process:
        for _ in range(100):
            with suppress(OSError), socket.create_connection(("127.0.0.1", port)):
                break
            time.sleep(0.05)
        yield f"postgres://{login['user']}:any@127.0.0.1:{port}"
        process.terminate()


@pytest.fixture(scope="module")
def site(ground, pooler):
    """A site that speaks to the pooler."""
    address = f"{pooler}/{database_of('pooled')}"
    with running_site(
        ground, "pooled", ["load_starting_data"], DATABASE_URL=address, DATABASE_POOLER="true"
    ) as site:
        yield site


def test_each_page_answers_by_few_connections(site):
    def ask(path):
        with urllib.request.urlopen(site.url + path, timeout=30) as answer:
            return path, answer.status

    asked = PAGES * 10
    with ThreadPoolExecutor(12) as readers:
        answers = list(readers.map(ask, asked))

    assert answers == [(path, 200) for path in asked]
    [[connections]] = site.rows(
        "SELECT count(*) FROM pg_stat_activity"
        " WHERE datname = current_database() AND pid <> pg_backend_pid()"
    )
    assert connections == POOL


def test_pooler_bounds_statements_as_the_page_of_instructions_says(site, pooler):
    with psycopg.connect(f"{pooler}/{database_of('pooled')}") as connection:
        assert connection.execute("SHOW statement_timeout").fetchone() == ("10s",)
