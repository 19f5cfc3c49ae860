"""Keep what a release had in its tables: `tests/data/releases/VERSION.zip`.

    python .ci/release_data.py

Run at each release, when the version stands in pyproject.toml. Tests restore the last one and bring
it up to the code as it is, and back (`tests/upkeep/test_upgrade.py`). Nothing in it is of a person.
"""

import os
import sys
from pathlib import Path

BASE = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(BASE))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bbmri_be.settings")

import django

django.setup()

from django.core.management import call_command
from django.test.utils import setup_databases, teardown_databases

from bbmri_be import __version__
from tests import whole_site

path = BASE / "tests/data/releases" / f"{__version__}.zip"
path.parent.mkdir(exist_ok=True)
databases = setup_databases(verbosity=0, interactive=False)
try:
    whole_site.fill()
    call_command("backup", str(path), "--overwrite")
finally:
    teardown_databases(databases, verbosity=0)
path.chmod(0o644)  # a backup is for its owner's eyes; this one is for all
