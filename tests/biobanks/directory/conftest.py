"""Imports from a folder."""

import pytest

from biobanks.directory.importer import import_directory
from tests.biobanks.directory.folders import write_table


@pytest.fixture
def take(tmp_path):
    """Import a folder that holds one row each of the given tables, or the given rows."""

    def take(options=None, **tables):
        for name, rows in tables.items():
            write_table(tmp_path, name, *(rows if isinstance(rows, list) else [rows]))
        return import_directory(tmp_path, **(options or {}))

    return take
