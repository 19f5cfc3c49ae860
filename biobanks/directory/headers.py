"""First rows of files: which column stands where, and whether the file is the table it claims."""

from collections import Counter
from dataclasses import dataclass

from biobanks.directory import reader
from biobanks.directory.cells import nearest, shown
from biobanks.directory.reader import FileError, TableFile
from biobanks.directory.report import Report, TableReport
from biobanks.directory.tables import TABLES, Column, Table

MOST_COLUMNS = 200  # three times the widest table


@dataclass(frozen=True)
class Layout:
    """A table's file and where its columns stand."""

    table: Table
    file: TableFile
    width: int
    positions: list[tuple[Column, int]]


def layouts(files: dict[str, TableFile], report: Report) -> list[Layout]:
    """The files with a proper header, in the order in which they are taken."""
    found = []
    for table in TABLES:
        if table.name not in files:
            continue
        report.tables[table.name] = TableReport()
        file = files[table.name]
        try:
            names = reader.header(file, report)
        except FileError as error:
            report.refuse(file.name, error.line, "", error.text)
            continue
        columns = {column.name: column for column in table.columns}
        if not names or is_header_of(table, file, names, report):
            positions = [
                (columns[name], place) for place, name in enumerate(names) if name in columns
            ]
            found.append(Layout(table, file, len(names), positions))
    return found


def is_header_of(table: Table, file: TableFile, names: list[str], report: Report) -> bool:
    """Whether columns are those of a table; remarks say what is not."""
    if len(names) > MOST_COLUMNS:
        report.refuse(file.name, 1, "", f"{len(names)} columns, {MOST_COLUMNS} are allowed")
        return False
    known = {column.name for column in table.columns}
    problems = report.problems.count
    passed = []
    for name, count in Counter(names).items():
        if not name:
            report.refuse(file.name, 1, "", "a column has no name")
        elif count > 1:
            report.refuse(file.name, 1, name, f"the column stands {count} times")
        elif name == "mg_delete":
            report.refuse(file.name, 1, name, "rows are not deleted here; set withdrawn to true")
        elif name in table.left_aside or name.startswith("mg_"):
            passed.append(name)
        elif name not in known:
            report.refuse(file.name, 1, "", f"unknown column {shown(name)}{nearest(name, known)}")
    for column in table.columns:
        if column.required and column.name not in names:
            report.refuse(file.name, 1, column.name, "the column is missing")
    if passed:
        report.notices.add(
            file.name, 1, "", f"left aside, columns of the Directory alone: {', '.join(passed)}"
        )
    return report.problems.count == problems
