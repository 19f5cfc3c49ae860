"""What every test shares."""

import gc

import pytest
from django.utils import translation
from xdist.scheduler import LoadFileScheduling

from tests import chromium


class SiteTogether(LoadFileScheduling):
    """Gives each worker a file at a time, but all of `tests/site` to one of them: one site and one
    browser serve them all. (pytest 9.2 has no ear for the groups of pytest-xdist 3.8.)"""

    def _split_scope(self, nodeid):
        return "site" if nodeid.startswith("tests/site/") else super()._split_scope(nodeid)


def pytest_xdist_make_scheduler(config, log):
    """How tests are handed to workers."""
    return SiteTogether(config, log)


def pytest_collection_modifyitems(config, items):
    """Leave the tests of a real browser out where there is none, unless it is required."""
    if chromium.IS_MISSING and not chromium.IS_REQUIRED:
        left_out = [item for item in items if "browser" in item.keywords]
        items[:] = [item for item in items if "browser" not in item.keywords]
        config.hook.pytest_deselected(items=left_out)


def pytest_collection_finish():
    """Look for garbage less often: a fifth of all seconds went into it, and what is there before
    the first test stays until the last."""
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


def pytest_terminal_summary(terminalreporter):
    """One line for all of them."""
    if chromium.IS_MISSING and not chromium.IS_REQUIRED:
        terminalreporter.write_line(f"Tests in a browser were skipped: {chromium.MISSING}")


@pytest.fixture(autouse=True)
def _quick_hashes(settings):
    """Passwords of fixtures need no slow hash."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(autouse=True)
def _in_english():
    """Each test begins in English: Django's client leaves the language of its last request."""
    with translation.override("en"):
        yield
