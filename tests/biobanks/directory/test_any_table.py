"""Tables with whatever cells can hold: taken or refused in words, and kept as they were."""

import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from biobanks.directory import writer
from biobanks.directory.importer import import_directory
from biobanks.directory.tables import TABLES
from tests.biobanks.directory.folders import BIOBANK, COLLECTION, biobank, collection, write_table
from tests.hostile import by_chance, texts, undone

pytestmark = pytest.mark.django_db

cells = st.one_of(
    # A file has no bytes for half a pair.
    texts.map(lambda text: text.encode(errors="replace").decode()),
    st.sampled_from(
        ["true", "12", "-1", "2026-01-02", "BE", "SERUM,DNA", "1.5", "hospital", BIOBANK]
    ),
)
OWNERS = {"biobank": BIOBANK, "collection": COLLECTION}
FIRST = {"Biobanks": biobank(), "Collections": collection()}


@st.composite
def rows(draw):
    """A table, and a row of it in which some cells are anything."""
    table = draw(st.sampled_from(TABLES))
    columns = [column.name for column in table.columns]
    row = FIRST.get(table.name) or dict.fromkeys(table.key, "x")
    row = row | {name: owner for name, owner in OWNERS.items() if name in columns}
    return table.name, row | draw(st.dictionaries(st.sampled_from(columns), cells, max_size=6))


@by_chance
@given(given_rows=st.lists(rows(), min_size=1, max_size=2))
def test_any_cell_is_taken_or_refused(given_rows):
    with tempfile.TemporaryDirectory() as folder, undone():
        for name, row in [*FIRST.items(), *given_rows]:
            write_table(Path(folder), name, row)
        report = import_directory(Path(folder))

        assert report.written == (report.problems.count == 0)
        if report.written:
            assert taken_again(Path(folder) / "again") == 0


def taken_again(folder):
    """How many rows change when what the catalogue says is read again."""
    folder.mkdir()
    writer.write_folder(folder, writer.Everything())
    report = import_directory(folder)
    assert report.written, report.problems.first
    return sum(counts.added + counts.changed for counts in report.tables.values())


@by_chance
@given(content=st.binary(max_size=200), head=st.sampled_from(["", "id,name\n", "\ufeffid;name\n"]))
def test_any_file_is_taken_or_refused(content, head):
    with tempfile.TemporaryDirectory() as folder, undone():
        (Path(folder) / "Biobanks.csv").write_bytes(head.encode() + content)

        report = import_directory(Path(folder), dry_run=True)

        assert report.refused or report.problems.count or report.tables
