"""Folders of tables, and what a report says of them."""

import csv
from pathlib import Path

from biobanks import vocabulary

DEMO = Path(__file__).parents[2] / "data" / "directory_demo"
BELGIUM = vocabulary.DATA / "belgium"
BIOBANK = "bbmri-eric:ID:BE_a"
COLLECTION = f"{BIOBANK}:collection:one"
NETWORK = "bbmri-be:networkID:BE_n"
PERSON = "bbmri-eric:contactID:BE_p"


def write_table(folder, name, *rows):
    """A table whose columns are the keys of its rows, all rows alike; returns its path."""
    path = folder / f"{name}.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0])
        writer.writeheader()
        writer.writerows(rows)
    return path


def biobank(**cells):
    """A row of Biobanks."""
    return {"id": BIOBANK, "name": "Biobank A"} | cells


def collection(**cells):
    """A row of Collections."""
    return {"id": COLLECTION, "name": "Collection one", "biobank": BIOBANK} | cells


def problems(report):
    """The problems of a report, as people read them."""
    return [str(remark) for remark in report.problems.first]


def notices(report):
    """The notices of a report, as people read them."""
    return [str(remark) for remark in report.notices.first]


def counted(report):
    """Added, changed, withdrawn and unchanged, by table."""
    return {
        name: (counts.added, counts.changed, counts.withdrawn, counts.unchanged)
        for name, counts in report.tables.items()
    }
