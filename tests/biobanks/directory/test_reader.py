"""Folders and zips: what is read, what is read past, what is refused; none of it touches a row."""

import tracemalloc
import zipfile

import pytest

from biobanks.directory import reader
from biobanks.directory.importer import import_directory
from biobanks.models import Biobank
from tests.biobanks.directory.folders import (
    BIOBANK,
    biobank,
    counted,
    notices,
    problems,
    write_table,
)

HEADER = "id,name,description\n"
ROW = f"{BIOBANK},Biobank A,Text\n"


@pytest.fixture
def refused(tmp_path, db):
    """Import bytes as Biobanks.csv, which must change nothing; returns the problems."""

    def refused(content):
        (tmp_path / "Biobanks.csv").write_bytes(content)
        report = import_directory(tmp_path, keep_going=True)
        assert (report.written, report.refused, Biobank.objects.count()) == (False, True, 0)
        return problems(report)

    return refused


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (
            (HEADER + ROW).encode() + "bbmri-eric:ID:BE_b,Liège,\n".encode("latin-1"),
            "Biobanks.csv, line 3: is not UTF-8: byte 0xe8 (Latin-1 or Windows-1252?); "
            "save it as UTF-8",
        ),
        (
            (HEADER + ROW).encode("utf-16"),
            "Biobanks.csv, line 1: holds a zero byte in",
        ),
        (
            (HEADER + ROW).replace(",", ";").encode(),
            "Biobanks.csv, line 1: cells are separated by semicolons; save it with commas",
        ),
        (
            b'"id";"name";"description"\n"a";"b";"c"\n',
            "Biobanks.csv, line 1: cells are separated by semicolons; save it with commas",
        ),
        (
            (HEADER + ROW).replace(",", "\t").encode(),
            "Biobanks.csv, line 1: cells are separated by tabs; save it with commas",
        ),
        (
            (HEADER + "bbmri-eric:ID:BE_b,B\0,\n").encode(),
            "Biobanks.csv, line 2: holds a zero byte in 'bbmri-eric:ID:BE_b,B\\x00,\\n'",
        ),
        (
            (HEADER + 'bbmri-eric:ID:BE_b,"B"x,\n').encode(),
            "Biobanks.csv, line 2: is not CSV from here on: ',' expected after '\"'",
        ),
        (
            (HEADER + ROW + 'bbmri-eric:ID:BE_b,"B,\n').encode(),
            "Biobanks.csv, line 3: is not CSV from here on: unexpected end of data",
        ),
        (
            (HEADER + f'bbmri-eric:ID:BE_b,"{"x" * 200_000}",\n').encode(),
            "Biobanks.csv, line 2: is not CSV from here on: field larger than field limit (131072)",
        ),
        (
            (HEADER + ROW).replace("\n", "\r").encode(),
            "Biobanks.csv, line 1: is not CSV from here on: new-line character seen",
        ),
        (b"id,description\n", "Biobanks.csv, line 1, name: the column is missing"),
        (b"id,name,name\n", "Biobanks.csv, line 1, name: the column stands 2 times"),
        (b"id,,name\n", "Biobanks.csv, line 1: a column has no name"),
        (
            b"id,name,desciption\n",
            "Biobanks.csv, line 1: unknown column 'desciption'; did you mean description?",
        ),
        (
            b"id,name,mg_delete\n",
            "Biobanks.csv, line 1, mg_delete: rows are not deleted here; set withdrawn to true",
        ),
        (
            b"id,name," + b",".join(b"x%d" % number for number in range(300)),
            "Biobanks.csv, line 1: 302 columns, 200 are allowed",
        ),
    ],
    ids=[
        "latin-1",
        "utf-16",
        "semicolons",
        "quoted semicolons",
        "tabs",
        "zero byte",
        "text after quote",
        "open quote",
        "huge cell",
        "carriage returns",
        "missing column",
        "column twice",
        "column without name",
        "unknown column",
        "mg_delete",
        "too many columns",
    ],
)
def test_file_that_is_no_table_is_refused(refused, content, problem):
    (said,) = refused(content)

    assert said.startswith(problem)


def test_line_of_200_megabytes_is_refused_in_little_memory(refused, tmp_path):
    path = tmp_path / "Networks.csv"
    with path.open("wb") as file:
        file.write(b"id,name\n")
        for _ in range(200):
            file.write(b"x" * 1_000_000)
    tracemalloc.start()

    said = refused(HEADER.encode())

    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert said == [
        "Networks.csv, line 2: a row is longer than 1,000,000 bytes; is a quote not closed?"
    ]
    assert peak < 20_000_000


def test_row_of_endless_lines_is_refused(refused):
    (said,) = refused((HEADER + "bbmri-eric:ID:BE_b" + ',"\n"' * 300_000).encode())

    assert said.endswith("a row is longer than 1,000,000 bytes; is a quote not closed?")


@pytest.mark.django_db
def test_byte_order_mark_is_taken_with_a_notice(tmp_path):
    (tmp_path / "Biobanks.csv").write_bytes(reader.BYTE_ORDER_MARK + (HEADER + ROW).encode())

    report = import_directory(tmp_path)

    assert (report.written, Biobank.objects.get().identifier) == (True, BIOBANK)
    assert notices(report) == [
        "Biobanks.csv, line 1: begins with a byte order mark; the Directory would refuse it"
    ]


@pytest.mark.django_db
@pytest.mark.parametrize("content", [b"", b"\n\n", HEADER.encode(), HEADER.strip().encode()])
def test_empty_table_is_taken(tmp_path, content):
    (tmp_path / "Biobanks.csv").write_bytes(content)

    report = import_directory(tmp_path)

    assert (report.written, counted(report)) == (True, {"Biobanks": (0, 0, 0, 0)})


@pytest.mark.django_db
def test_ragged_ends_of_empty_cells_are_taken(tmp_path):
    lines = ["id,name,,", f"{BIOBANK},A", "", ",,,", "bbmri-eric:ID:BE_b,B,,,,, ,,,"]
    (tmp_path / "Biobanks.csv").write_bytes("\r\n".join(lines).encode())

    report = import_directory(tmp_path)

    assert (problems(report), counted(report)) == ([], {"Biobanks": (2, 0, 0, 0)})


@pytest.mark.django_db
def test_rows_of_another_width_are_problems(tmp_path):
    rows = [f"{BIOBANK},A", "bbmri-eric:ID:BE_b,B,,too much"]
    (tmp_path / "Biobanks.csv").write_text(HEADER + "\n".join(rows), encoding="utf-8")

    report = import_directory(tmp_path)

    assert problems(report) == [
        "Biobanks.csv, line 2: 2 cells, 3 are expected",
        "Biobanks.csv, line 3: 4 cells, 3 are expected",
    ]


@pytest.mark.django_db
def test_line_numbers_count_lines_within_cells(tmp_path):
    rows = f'{BIOBANK},A,"one\ntwo\nthree"\nbbmri-eric:ID:BE_b,,\n'
    (tmp_path / "Biobanks.csv").write_text(HEADER + rows, encoding="utf-8")

    report = import_directory(tmp_path)

    assert problems(report) == ["Biobanks.csv, line 5, name: is empty, and must not be"]


@pytest.mark.django_db
def test_columns_of_a_full_download_are_read_past(tmp_path):
    write_table(
        tmp_path,
        "Biobanks",
        biobank(pid="1.2/3", national_node="BE", mg_draft="false", mg_insertedBy="x"),
    )

    report = import_directory(tmp_path)

    assert (report.written, notices(report)) == (
        True,
        [
            "Biobanks.csv, line 1: left aside, columns of the Directory alone: "
            "pid, national_node, mg_draft, mg_insertedBy"
        ],
    )


@pytest.mark.django_db
def test_folder_without_tables_is_refused(tmp_path):
    (tmp_path / "SOURCES.md").write_text("A note.", encoding="utf-8")

    report = import_directory(tmp_path)

    assert report.refused
    assert problems(report)[0].startswith(f"{tmp_path}: holds no table; one of Persons, ")


@pytest.mark.django_db
def test_unknown_files_are_named(tmp_path):
    write_table(tmp_path, "Biobanks", biobank())
    write_table(tmp_path, "biobank", biobank())
    write_table(tmp_path, "NationalNodes", {"id": "BE"})
    (tmp_path / "Collections.xlsx").write_bytes(b"PK")
    (tmp_path / "notes.txt").write_bytes(b"")

    report = import_directory(tmp_path)

    assert problems(report)[0].startswith("biobank.csv: unknown table; did you mean Biobanks? (")
    assert notices(report) == [
        "Collections.xlsx: left aside: only .csv files are read",
        "NationalNodes.csv: left aside: a table of the Directory's own",
    ]
    assert not Biobank.objects.exists()


@pytest.mark.django_db
def test_missing_path_is_refused(tmp_path):
    report = import_directory(tmp_path / "nowhere")

    assert problems(report) == [f"{tmp_path / 'nowhere'}: there is no such folder or file"]


@pytest.fixture
def archive(tmp_path):
    """Write a zip of the given entries; returns its path."""

    def archive(entries, compression=zipfile.ZIP_DEFLATED):
        path = tmp_path / "tables.zip"
        with zipfile.ZipFile(path, "w", compression) as file:
            for name, content in entries:
                file.writestr(name, content)
        return path

    return archive


@pytest.mark.django_db
def test_zip_is_taken_like_a_folder(archive):
    path = archive(
        [
            ("Biobanks.csv", HEADER + ROW),
            ("_files/logo.png", "x"),
            ("__MACOSX/Biobanks.csv", "x"),
            ("molgenis.csv", "x"),
        ]
    )

    report = import_directory(path)

    assert (report.written, counted(report)) == (True, {"Biobanks": (1, 0, 0, 0)})
    assert notices(report) == ["molgenis.csv: left aside: a table of the Directory's own"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("entries", "problem"),
    [
        ([("../Biobanks.csv", ROW)], "../Biobanks.csv: tables must stand at the top of the zip"),
        ([("/Biobanks.csv", ROW)], "/Biobanks.csv: tables must stand at the top of the zip"),
        ([("a/Biobanks.csv", ROW)], "a/Biobanks.csv: tables must stand at the top of the zip"),
        ([("Things.csv", ROW)], "Things.csv: unknown table"),
        ([(f"{number}.txt", "") for number in range(201)], "holds 201 files, 200 are allowed"),
        (
            [("Biobanks.csv", "x" * 50_000_000)],
            "would unpack to 50,000,000 bytes, which no catalogue needs",
        ),
    ],
    ids=["parent", "root", "folder", "unknown", "many files", "bomb"],
)
def test_zip_with_traps_is_refused(archive, entries, problem):
    report = import_directory(archive(entries), keep_going=True)

    assert (report.refused, report.problems.count, Biobank.objects.count()) == (True, 1, 0)
    assert problem in problems(report)[0]


@pytest.mark.django_db
@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_zip_with_a_table_twice_is_refused(archive):
    report = import_directory(archive([("Biobanks.csv", HEADER + ROW)] * 2))

    assert problems(report) == ["Biobanks.csv: stands twice in the zip"]


@pytest.mark.django_db
def test_zip_that_is_encrypted_is_refused(archive):
    path = archive([("Biobanks.csv", HEADER + ROW)])
    content = bytearray(path.read_bytes())
    content[content.index(b"PK\x01\x02") + 8] |= 1  # the flag in the central directory
    path.write_bytes(content)

    report = import_directory(path)

    assert problems(report) == ["Biobanks.csv: is encrypted"]


@pytest.mark.django_db
def test_zip_that_is_damaged_is_refused(archive):
    path = archive([("Biobanks.csv", HEADER + ROW)], zipfile.ZIP_STORED)
    path.write_bytes(path.read_bytes().replace(b"Text", b"Tent"))

    report = import_directory(path)

    assert problems(report) == ["Biobanks.csv: cannot be read: Bad CRC-32 for file 'Biobanks.csv'"]
    assert not Biobank.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("content", [b"", b"no zip", b"id,name\n"])
def test_file_that_is_no_zip_is_refused(tmp_path, content):
    path = tmp_path / "tables.zip"
    path.write_bytes(content)

    report = import_directory(path)

    assert problems(report) == [
        f"{path}: is neither a folder nor a zip that can be read (File is not a zip file)"
    ]
