"""The site with the starting data and a real browser, each once for all tests here."""

import os
from contextlib import ExitStack

import pytest
from playwright.sync_api import sync_playwright

from tests import chromium
from tests.site.sites import prepared_ground, running_site
from tests.site.windows import Windows

CHROMIUM_FLAGS = [
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-quic",
    "--disable-sync",
    "--no-first-run",
    *(["--no-sandbox"] if os.geteuid() == 0 else []),
]


@pytest.fixture(scope="package")
def ground(migrated):
    """What every site stands on: `tests/site/sites.py`."""
    with prepared_ground() as ground:
        yield ground


@pytest.fixture(scope="package")
def site(ground):
    """The site that tests share, with the starting data."""
    with running_site(ground, "public", ["load_starting_data"]) as site:
        yield site


@pytest.fixture(scope="package")
def browser():
    """A headless Chromium. Ends with the package: Django's databases refuse its event loop."""
    if chromium.IS_MISSING:
        pytest.fail(chromium.MISSING)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium.PATH, args=CHROMIUM_FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="package")
def windows(browser):
    """Windows that tests hand on to one another."""
    return Windows(browser)


@pytest.fixture
def open_page(windows, site):
    """Opens a page of the site in a window of its own; at the end no page may have complained.

    A test that changes for good what pages find in a window (its clock, say) wants an `own` one.
    """
    # All tests come from one address, which may send ten applications an hour.
    site.rows("DELETE FROM rate_limits_bucket RETURNING key")
    used, complaints = ExitStack(), []

    def open_page(path, *, width=1440, height=900, dark=False, javascript=True, own=False):
        page = used.enter_context(windows.window(site, complaints, javascript=javascript, own=own))
        page.set_viewport_size({"width": width, "height": height})
        scheme = "dark" if dark else "light"
        # Nobody waits until a page has glided to its place, or a colour has turned.
        page.emulate_media(media="null", color_scheme=scheme, reduced_motion="reduce")
        page.goto(path)
        return page

    with used:
        yield open_page
    assert complaints == []
