"""Look whether migrations since the last release could hurt the running site: `make check`.

While a release is rolled out, the code of the one before still runs on the new tables, and readers
wait for whatever a migration locks. So indexes are made and dropped `CONCURRENTLY`, a column comes
with a database default or empty, is filled, and tightened a release later; it goes a release
after the code that used it. `manage.py migrate` waits four seconds for a lock (`bbmri_be`).
"""

import json
import os
import sys
import zipfile
from pathlib import Path

BASE = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(BASE))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bbmri_be.settings")

import django

django.setup()

from django.apps import apps
from django.db.migrations import Migration
from django.db.migrations.loader import MigrationLoader
from django_migration_linter import MigrationLinter
from packaging.version import Version

PACKAGES = {"bbmri_be", "biobanks", "membership", "pages"}
# Tables that the same migration makes hold nothing, and nobody waits for them.
EMPTY_TABLES = ["CREATE_INDEX_EXCLUSIVE"]


def released() -> set[tuple[str, str]]:
    """The migrations of the last release."""
    last = max((BASE / "tests/data/releases").glob("*.zip"), key=lambda path: Version(path.stem))
    with zipfile.ZipFile(last) as packed:
        return {(app, name) for app, name in json.loads(packed.read("manifest.json"))["migrations"]}


def since_release() -> list[Migration]:
    """Our own migrations that it does not have."""
    known = released()
    ours = {app.label for app in apps.get_app_configs() if app.name.partition(".")[0] in PACKAGES}
    found = MigrationLoader(None).disk_migrations
    return [one for key, one in sorted(found.items()) if key[0] in ours and key not in known]


linter = MigrationLinter(
    exclude_migration_tests=EMPTY_TABLES,
    analyser_string="postgresql",
    all_warnings_as_errors=True,
    no_cache=True,
    quiet=["ok", "ignore"],
)
for migration in since_release():
    linter.lint_migration(migration)
linter.print_summary()
sys.exit(linter.has_errors)
