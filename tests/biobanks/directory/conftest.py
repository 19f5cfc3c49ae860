"""Imports from a folder, and the few terms that their rows name."""

import pytest

from biobanks import vocabulary
from biobanks.directory.cells import split_list
from biobanks.directory.importer import import_directory
from biobanks.models import Disease, ImagingTerm
from tests.biobanks.directory.folders import BELGIUM, DEMO, write_table


@pytest.fixture
def take(tmp_path):
    """Import a folder that holds one row each of the given tables, or the given rows."""

    def take(options=None, **tables):
        for name, rows in tables.items():
            write_table(tmp_path, name, *(rows if isinstance(rows, list) else [rows]))
        return import_directory(tmp_path, **(options or {}))

    return take


@pytest.fixture
def terms(db):
    """The imaging terms, and the diseases that the demo and the Belgian tables name."""
    named = {"*", "urn:miriam:icd:C18", "urn:miriam:icd:C18.0", "urn:miriam:icd:E10"}
    for folder in (DEMO, BELGIUM):
        for table in folder.glob("Collection*.csv"):
            for row in vocabulary.read(table):
                for column in ("diagnosis_available", "diagnosis_suggested", "disease"):
                    named.update(split_list(row.get(column) or ""))
    Disease.objects.bulk_create(
        Disease(**vocabulary.disease_row(term, {}))
        for term in vocabulary.read(vocabulary.DATA / "diseases.csv")
        if term["name"] in named
    )
    ImagingTerm.objects.bulk_create(
        ImagingTerm(list=kind, code=row["name"], name=row["label"])
        for file, kind in vocabulary.IMAGING_FILES.items()
        for row in vocabulary.read(vocabulary.DATA / file)
    )
