"""From the last release to this code and back, with rows in all tables."""

from pathlib import Path

import pytest
from packaging.version import Version

from bbmri_be.backup import archive
from tests.site.sites import place

RELEASES = Path(__file__).parent.parent / "data" / "releases"

# Back to the release, where each table is held to what the release had.
BACK = """
from pathlib import Path
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from bbmri_be.backup import archive, restoring, tables
with archive.opened(Path("{path}"), identity="") as found:
    known = {{app for app, _name in found.migrations}}
    new = {{app for app, _name in restoring.known()}} - known
    targets = [*restoring.last_of(found.migrations), *((app, None) for app in sorted(new))]
    MigrationExecutor(connection).migrate(targets)
    for content in found.contents:
        if content.table.name not in {derived}:
            assert archive.sum_of(tables.rows_of(content.table)) == content.sha256, content.table
"""
# `migrate` itself fills these.
DERIVED = {
    "auth_group_permissions",
    "auth_permission",
    "django_content_type",
    "django_migrations",
}


@pytest.fixture(scope="module")
def last_release():
    """What the last release had in its tables."""
    return max(RELEASES.glob("*.zip"), key=lambda path: Version(path.stem))


def test_upgrade_and_its_way_back_lose_no_row(ground, last_release):
    with place(ground, "upgraded", "template0") as there:
        restored = there.manage("restore", last_release)
        upgraded = there.rows()
        script = BACK.format(path=last_release, derived=DERIVED)
        back = there.manage("shell", "--no-imports", "--command", script)
        forward = there.manage("migrate")

        assert [code for code, _said in (restored, back, forward)] == [0, 0, 0], (
            restored,
            back,
            forward,
        )
        with archive.opened(last_release, identity="") as found:
            before = {content.table.name: content.rows for content in found.contents}
        kept = {table: len(rows) for table, rows in upgraded.items()}
        lost = {table for table in before.keys() - DERIVED if kept.get(table, 0) < before[table]}
        assert lost == set()
        assert not_derived(there.rows()) == not_derived(upgraded)
        assert there.manage("migrate", "--check")[0] == 0


def not_derived(rows):
    """All rows but those that `migrate` itself makes."""
    return {table: rows for table, rows in rows.items() if table not in DERIVED}
