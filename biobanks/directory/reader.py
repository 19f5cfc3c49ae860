"""Reads a folder or a zip of CSV files, row by row, trusting nothing.

The format is that of the Directory's file ingest: UTF-8, commas, double quotes, one header row.
A byte order mark, which the ingest refuses, is taken with a notice, because spreadsheets write it.
Memory is bounded by `MAX_RECORD`, whatever the files hold.
"""

import csv
import stat
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path, PurePosixPath
from typing import IO, Any

from biobanks.directory.cells import nearest, shown
from biobanks.directory.report import Report
from biobanks.directory.tables import LEFT_ASIDE, TABLES

MAX_RECORD = 1_000_000  # bytes of one row, quoted line ends included
MAX_FILES = 200  # entries of a zip
MAX_UNPACKED = 2_000_000_000  # bytes of a zip's files together
MAX_RATIO = 200  # times that a zip's file may grow; catalogue rows grow about twenty times

BYTE_ORDER_MARK = b"\xef\xbb\xbf"
SILENT = {".md", ".txt"}  # notes beside the tables

TABLE_NAMES = [table.name for table in TABLES]


class FileError(Exception):
    """A file that cannot be read on; `line` is where, if known."""

    def __init__(self, text: str, line: int | None = None) -> None:
        super().__init__(text)
        self.text = text
        self.line = line


@dataclass(frozen=True)
class TableFile:
    """One table's file, which can be opened more than once."""

    table: str
    name: str
    size: int
    open: Callable[[], Any]


@dataclass(frozen=True)
class Record:
    """The cells of a row and the line it begins on."""

    line: int
    cells: list[str]


@contextmanager
def table_files(
    path: Path, report: Report, most_unpacked: int = MAX_UNPACKED
) -> Iterator[dict[str, TableFile]]:
    """The tables of a folder or zip, by name; what is wrong with it goes to the report."""
    if path.is_dir():
        yield _in_folder(path, report)
    elif not path.exists():
        report.refuse(str(path), None, "", "there is no such folder or file")
        yield {}
    else:
        try:
            archive = zipfile.ZipFile(path)
        except (zipfile.BadZipFile, OSError) as error:
            report.refuse(
                str(path), None, "", f"is neither a folder nor a zip that can be read ({error})"
            )
            yield {}
            return
        with archive:
            yield _in_zip(archive, path, report, most_unpacked)


def _in_folder(folder: Path, report: Report) -> dict[str, TableFile]:
    """The tables of a folder."""
    files = [path for path in sorted(folder.iterdir()) if path.is_file()]
    found = {
        path.stem: TableFile(path.stem, path.name, path.stat().st_size, partial(path.open, "rb"))
        for path in files
        if _is_table(path.name, report)
    }
    return _some(found, folder, report)


def _in_zip(
    archive: zipfile.ZipFile, path: Path, report: Report, most_unpacked: int
) -> dict[str, TableFile]:
    """The tables of a zip, after a look at everything that zips are misused for."""
    entries = archive.infolist()
    if len(entries) > MAX_FILES:
        report.refuse(str(path), None, "", f"holds {len(entries)} files, {MAX_FILES} are allowed")
        return {}
    unpacked = sum(entry.file_size for entry in entries)
    if unpacked > min(most_unpacked, MAX_RATIO * path.stat().st_size):
        report.refuse(
            str(path), None, "", f"would unpack to {unpacked:,} bytes, which no catalogue needs"
        )
        return {}
    found: dict[str, TableFile] = {}
    for entry in entries:
        name = entry.filename
        if entry.is_dir() or name.startswith(("__MACOSX/", "_files/")):
            continue
        if "/" in name or "\\" in name or stat.S_ISLNK(entry.external_attr >> 16):
            report.refuse(name, None, "", "tables must stand at the top of the zip, as files")
        elif entry.flag_bits & 0x1:
            report.refuse(name, None, "", "is encrypted")
        elif not _is_table(name, report):
            continue
        elif (table := PurePosixPath(name).stem) in found:
            report.refuse(name, None, "", "stands twice in the zip")
        else:
            found[table] = TableFile(table, name, entry.file_size, partial(archive.open, entry))
    return _some(found, path, report)


def _is_table(name: str, report: Report) -> bool:
    """Whether a file is one of the tables; anything else gets its remark."""
    path = PurePosixPath(name)
    if path.suffix == ".csv" and path.stem in TABLE_NAMES:
        return True
    if path.suffix.lower() != ".csv":
        if path.suffix.lower() not in SILENT and not name.startswith("."):
            report.notices.add(name, None, "", "left aside: only .csv files are read")
    elif path.stem in LEFT_ASIDE:
        report.notices.add(name, None, "", "left aside: a table of the Directory's own")
    else:
        report.refuse(
            name,
            None,
            "",
            f"unknown table{nearest(path.stem, TABLE_NAMES)} "
            f"(the tables are {', '.join(TABLE_NAMES)}, each with .csv in small letters)",
        )
    return False


def _some(found: dict[str, TableFile], path: Path, report: Report) -> dict[str, TableFile]:
    """The tables found; it is an error when nothing at all is there."""
    if not found and not report.refused:
        report.refuse(
            str(path), None, "", f"holds no table; one of {', '.join(TABLE_NAMES)} is expected"
        )
    return found


def header(file: TableFile, report: Report) -> list[str]:
    """The column names of a file; none for a file of zero bytes, the Directory's empty table."""
    with _stream(file) as stream:
        start = stream.readline(MAX_RECORD)
        if start.startswith(BYTE_ORDER_MARK):
            report.notices.add(
                file.name, 1, "", "begins with a byte order mark; the Directory would refuse it"
            )
        for mark, name in ((b";", "semicolons"), (b"\t", "tabs")):
            if start.count(mark) > start.count(b","):
                raise FileError(f"cells are separated by {name}; save it with commas", 1)
    first = next(records(file), None)
    names = [name.strip() for name in first.cells] if first else []
    while names and not names[-1]:
        names.pop()  # spreadsheets leave empty cells at the ends of rows
    return names


def records(
    file: TableFile, progress: Callable[[int], object] = lambda size: None
) -> Iterator[Record]:
    """All rows of a file, the header too; blank lines are left out.

    `progress` hears how many bytes have been read since it heard last.

    Raises `FileError` at the first row that is not text, not CSV, or too long.
    """
    with _stream(file) as stream:
        lines = _Lines(stream)
        reader = csv.reader(lines, strict=True)
        while True:
            line = reader.line_num + 1
            lines.record_size = 0
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                raise FileError(f"is not CSV from here on: {error}", line) from error
            except UnicodeDecodeError as error:
                byte = error.object[error.start]
                raise FileError(
                    f"is not UTF-8: byte {byte:#04x} (Latin-1 or Windows-1252?); save it as UTF-8",
                    reader.line_num + 1,
                ) from error
            progress(lines.record_size)
            if any(cells):
                yield Record(line, cells)


@contextmanager
def _stream(file: TableFile) -> Iterator[IO[bytes]]:
    """The bytes of a file; a damaged zip gives a `FileError`, too."""
    try:
        with file.open() as stream:
            yield stream
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError) as error:
        raise FileError(f"cannot be read: {error}") from error


class _Lines:
    """Decoded lines for the CSV reader, which see to it that no row grows without bound."""

    def __init__(self, stream: IO[bytes]) -> None:
        self.stream = stream
        self.number = 0
        self.record_size = 0

    def __iter__(self) -> "_Lines":
        return self

    def __next__(self) -> str:
        line = self.stream.readline(MAX_RECORD + 1)
        if not line:
            raise StopIteration
        self.number += 1
        self.record_size += len(line)
        if self.record_size > MAX_RECORD:
            raise FileError(
                f"a row is longer than {MAX_RECORD:,} bytes; is a quote not closed?", self.number
            )
        if b"\0" in line:
            raise FileError(
                f"holds a zero byte in {shown(line.decode('utf-8', 'replace'))}", self.number
            )
        if self.number == 1:
            line = line.removeprefix(BYTE_ORDER_MARK)
        return line.decode("utf-8")
