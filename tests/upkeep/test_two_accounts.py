"""A site whose account reads and writes rows, and no more: another one owns the tables."""

import psycopg
import pytest
from django.conf import settings
from psycopg.errors import InsufficientPrivilege

from tests.site.sites import Place, account_of_postgres, place

SITE, OWNER = "bbmri-be", "bbmri-be-owner"
GRANTS = settings.BASE_DIR / "docs" / "deploy" / "two-accounts.sql"
# Rows in nearly every table, and all regular work; then pages of each kind.
WORK = """
from django.core.management import call_command
from django.test import Client
from tests import whole_site
whole_site.fill()
call_command("run_scheduled", "--once")
reader = Client(SERVER_NAME="127.0.0.1")
for page in ("/", "/catalogue/?q=cancer", "/biobanks/x/", "/join/", "/api/v1/biobanks"):
    answer = reader.get(page)
    assert answer.status_code == 200, (page, answer)
"""


@pytest.fixture(scope="module")
def site(ground):
    """A site that owned its tables, until the grants: those may be given twice."""
    with account_of_postgres(ground, OWNER), place(ground, "two", "template0", owner=SITE) as site:
        migrated = site.manage("migrate", "--verbosity=0")
        assert migrated[0] == 0, migrated
        with psycopg.connect(**ground.login, dbname=site.name, autocommit=True) as own:
            for _ in range(2):
                own.execute(GRANTS.read_text())
        yield site


@pytest.fixture
def owner(ground, site):
    """The same by the other account."""
    owner = Place(ground, site.name)
    owner.be(OWNER)
    return owner


def test_site_does_all_its_work(site):
    done = site.manage("shell", "--no-imports", "--command", WORK)

    assert done[0] == 0, done


@pytest.mark.parametrize(
    "statement",
    [
        "DROP TABLE audit_log_entry",
        "ALTER TABLE audit_log_entry DISABLE TRIGGER USER",
        "TRUNCATE membership_event",
        "CREATE TABLE something (id int)",
        "DROP SCHEMA public CASCADE",
    ],
)
def test_site_cannot_touch_tables(site, statement):
    login = {**site.ground.login, "user": SITE, "password": SITE}
    with (
        psycopg.connect(**login, dbname=site.name) as own,
        pytest.raises(InsufficientPrivilege),
    ):
        own.execute(statement)


def test_what_a_later_version_adds_is_within_reach(site, owner):
    back = owner.manage("migrate", "schedule", "zero")
    forward = owner.manage("migrate")
    used = site.manage("run_scheduled", "--once")

    assert (back[0], forward[0], used[0]) == (0, 0, 0), (back, forward, used)


def test_owner_restores_for_the_site(site, owner):
    backup = site.ground.folder / "two.zip"
    saved = owner.manage("backup", backup)
    restored = owner.manage("restore", backup, "--overwrite")
    used = site.manage("run_scheduled", "--once")

    assert (saved[0], restored[0], used[0]) == (0, 0, 0), (saved, restored, used)
