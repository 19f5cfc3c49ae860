"""What every test shares."""

import gc
from collections import Counter

import hypothesis
import pytest
from django.conf import settings
from django.db import transaction
from django.db.backends.postgresql.operations import DatabaseOperations
from django.utils import translation
from xdist.scheduler import LoadFileScheduling

from tests import chromium, databases

# What lasts longer than its number of tests tells, in seconds: where processes start. The first
# that a worker takes, or the others would be done and wait.
LONG = {
    "tests/site/": 130,
    "tests/bbmri_be/embedded_postgres/": 35,
    "tests/bbmri_be/test_develop.py": 30,
    "tests/bbmri_be/outbox/test_worker.py": 12,
    "tests/bbmri_be/test_schedule.py": 12,
}
USUAL = 0.1  # seconds of a test
# Folders whose tests share what is dear: a site and a browser, a server.
TOGETHER = ("tests/site/", "tests/bbmri_be/embedded_postgres/")
TRUNCATION = DatabaseOperations.sql_flush
hypothesis.settings.register_profile("long")  # tests/hostile.py says how long


class FoldersTogether(LoadFileScheduling):
    """Gives each worker a file at a time, and of some folders all files to one of them. (pytest
    9.2 has no ear for the groups of pytest-xdist 3.8.)"""

    def _split_scope(self, nodeid):
        return scope_of(nodeid)


def scope_of(nodeid):
    """What of the tests stays together."""
    folders = [folder for folder in TOGETHER if nodeid.startswith(folder)]
    return folders[0] if folders else nodeid.partition("::")[0]


def pytest_xdist_make_scheduler(config, log):
    """How tests are handed to workers: in the order of `pytest_collection_modifyitems`."""
    config.option.loadscopereorder = False
    return FoldersTogether(config, log)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config, items):
    """Leave the tests of a real browser out where there is none, unless it is required. Among
    several workers, begin with what lasts longest."""
    if chromium.IS_MISSING and not chromium.IS_REQUIRED:
        left_out = [item for item in items if "browser" in item.keywords]
        items[:] = [item for item in items if "browser" not in item.keywords]
        config.hook.pytest_deselected(items=left_out)
    if hasattr(config, "workerinput"):
        numbers = Counter(scope_of(item.nodeid) for item in items)
        seconds = {scope: number * USUAL for scope, number in numbers.items()} | LONG
        items.sort(key=lambda item: seconds[scope_of(item.nodeid)], reverse=True)


def pytest_collection_finish():
    """Look for garbage less often: a fifth of all seconds went into it, and what is there before
    the first test stays until the last."""
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


def pytest_terminal_summary(terminalreporter):
    """One line for all of them."""
    if chromium.IS_MISSING and not chromium.IS_REQUIRED:
        terminalreporter.write_line(f"Tests in a browser were skipped: {chromium.MISSING}")


@pytest.fixture(scope="session")
def migrated():
    """The migrated database that tests copy: `tests/databases.py`."""
    with databases.migrated() as name:
        yield name


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings, migrated):
    """Each worker's own database is a copy; to migrate it anew would take eight seconds."""
    settings.DATABASES["default"]["TEST"]["TEMPLATE"] = migrated


@pytest.fixture(scope="module")
def kept_rows(django_db_setup, django_db_blocker):
    """What is written meanwhile is there for all tests of a file: for what is dear to make and
    only looked at. A file whose tests want an empty table, too, must not ask for it."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def _quick_hashes(settings):
    """Passwords of fixtures need no slow hash."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(scope="session", autouse=True)
def _quick_flush():
    """What tests with transactions of their own have left is deleted. Django's TRUNCATE makes the
    files of all tables and indexes anew, a third of a second each time."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(DatabaseOperations, "sql_flush", deletion)
        yield


def deletion(operations, style, tables, **options):
    """Statements that empty tables; only a superuser may let keys and triggers rest meanwhile."""
    if operations.connection.connection.info.parameter_status("is_superuser") != "on":
        return TRUNCATION(operations, style, tables, **options)
    names = map(operations.quote_name, tables)
    deletions = [f"DELETE FROM {name}" for name in names]  # noqa: S608 - tables of models
    return ["SET LOCAL session_replication_role = replica", *deletions]


@pytest.fixture(autouse=True)
def _in_english():
    """Each test begins in English: Django's client leaves the language of its last request."""
    with translation.override("en"):
        yield
