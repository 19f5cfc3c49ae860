"""Takes the pictures of the staff's guide: static/guide/*.jpg, of a site made for it.

    python .ci/guide_pictures.py

The site has the starting data, and an application, a proposal and a change set that are made up.
"""

import datetime
import os
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

BASE = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(BASE))
FOLDER = tempfile.mkdtemp(prefix="bbmri-be-guide-")
os.environ |= {
    "DJANGO_SETTINGS_MODULE": "bbmri_be.settings",
    "EMBEDDED_POSTGRES_DIR": f"{FOLDER}/postgres",
    "VAR_DIR": f"{FOLDER}/var",
}

import django

django.setup()

from django.contrib.auth.models import User
from django.core.management import call_command
from django.utils import timezone
from playwright.sync_api import Page, sync_playwright

from biobanks.directory import snapshots
from biobanks.models import Biobank, Collection
from tests import chromium
from tests.biobanks.factories import (
    ConfirmationFactory,
    ProposalFactory,
    change_set_of,
)
from tests.membership.factories import ApplicationFactory

PICTURES = BASE / "static" / "guide"
PORT = 8791
SITE = f"http://127.0.0.1:{PORT}"
WIDTH, HEIGHT = 1000, 760
NAME = PASSWORD = "curator"  # noqa: S105 - of a site that lives for a minute


def fill() -> dict[str, int]:
    """The data that the pictures show; the keys of rows by what they are."""
    call_command("migrate", verbosity=0)
    call_command("load_starting_data", verbosity=0)
    curator = User.objects.create_superuser(NAME, password=PASSWORD, first_name="Ann")
    biobank = Biobank.objects.get(slug="uz-brussel")
    biobank._history_user = curator
    biobank.acronym, biobank.joined_year = "CBIB-VUB", 2014
    biobank.save()
    call_command("check_catalogue", verbosity=0)
    snapshots.publish()
    application = ApplicationFactory(
        name="Biobank Example", created_at=timezone.now() - datetime.timedelta(days=9)
    )
    confirmation = ConfirmationFactory(
        biobank=biobank, answer="changes", answered_at=timezone.now()
    )
    for field, before, after in (
        ("website", biobank.website, "https://www.example.be/biobank"),
        ("acronym", biobank.acronym, "CBIB"),
    ):
        ProposalFactory(confirmation=confirmation, field=field, before=before, after=after)
    change_set = change_set_of(biobank)
    return {
        "biobank": biobank.pk,
        "collection": Collection.objects.filter(biobank=biobank).first().pk,
        "application": application.pk,
        "confirmation": confirmation.pk,
        "change_set": change_set.pk,
    }


@contextmanager
def running() -> Iterator[None]:
    """The site, as long as pictures are taken."""
    command = [sys.executable, "manage.py", "runserver", "--noreload", str(PORT)]
    with subprocess.Popen(command, cwd=BASE, stderr=subprocess.DEVNULL) as server:
        for _ in range(100):
            with suppress(OSError):
                urllib.request.urlopen(f"{SITE}/healthz/")  # noqa: S310 - our own
                break
            time.sleep(0.2)
        try:
            yield
        finally:
            server.terminate()


def take(page: Page, name: str, path: str = "") -> None:
    """A picture of the top of a page."""
    if path:
        page.goto(SITE + path)
    page.screenshot(path=PICTURES / f"{name}.jpg", type="jpeg", quality=70)


def main() -> None:
    """Take them."""
    keys = fill()
    PICTURES.mkdir(exist_ok=True)
    with running(), sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium.PATH, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT})
        page.goto(f"{SITE}/admin/login/?next=/admin/")
        page.fill("[name=username]", NAME)
        page.fill("[name=password]", PASSWORD)
        page.click("[type=submit]")
        catalogue = "/admin/biobanks"
        take(page, "waiting", "/admin/")
        take(page, "mend", f"{catalogue}/collection/{keys['collection']}/change/")
        page.goto(f"{SITE}{catalogue}/biobank/")
        page.check(f"[name=_selected_action][value='{keys['biobank']}']")
        page.select_option("[name=action]", "withdraw")
        page.click("[name=index]")
        take(page, "withdraw")
        take(page, "history", f"{catalogue}/biobank/{keys['biobank']}/history/")
        take(page, "scores", f"{catalogue}/finding/overview/")
        take(page, "proposals", f"{catalogue}/confirmation/{keys['confirmation']}/change/")
        take(page, "snapshot", f"{catalogue}/directorysnapshot/publish/")
        take(page, "changes", f"{catalogue}/changeset/{keys['change_set']}/change/")
        take(page, "queue", "/admin/membership/application/")
        take(page, "case", f"/admin/membership/application/{keys['application']}/change/")
        browser.close()


if __name__ == "__main__":
    main()
