"""What the Directory asks of the eight staging tables, checked on the very bytes it would read.

The Directory empties a node's staging area before it looks at codes and references, and one bad
row stops the publication of every country. So the files are read here as a stranger would read
them, by the columns of `tables` and by rules that stand in the Directory's own model.

Sources: molgenis-emx2 `data/biobank-directory/stagingArea/molgenis.csv` (identifiers, what is
required) and `Constants.java` (addresses), directory client 1.6.1 `stager.py` (files).
"""

import csv
import io
import re
from collections.abc import Iterator, Mapping
from typing import Any

from django.db.models import Model

from biobanks.directory.cells import Address, CellError, Link, References, shown
from biobanks.directory.lookups import Lookups
from biobanks.directory.report import Remarks
from biobanks.directory.tables import BIOBANKS, COLLECTIONS, STAGING_TABLES, Column, Table
from biobanks.models import Disease, ImagingTerm

NODE = "BE"
# Letters after the prefix; persons and networks may be European.
KINDS = {
    "Persons": ("contactID", f"({NODE}|EU)"),
    "AlsoKnownIn": ("akiID", NODE),
    "Networks": ("networkID", f"({NODE}|EU)"),
    "Biobanks": ("ID", NODE),
    "Services": ("serviceID", NODE),
    "Studies": ("studyID", NODE),
    "Collections": ("ID", NODE),
    "CollectionFacts": ("factID", NODE),
}
LOCAL = "[A-Za-z0-9_-]+(:[A-Za-z0-9_-]+)*"
ADDRESS = re.compile(
    r"https?://[a-zA-Z0-9@:%._+~#?&/=-]{2,256}\.[a-z]{2,63}\b[a-zA-Z0-9@:%._+~#?!&/=()-]*"
)
# Columns in which no two rows may agree, where there are more than identifiers.
KEYS = {"Services": ("id", "name")}
BYTE_ORDER_MARK = b"\xef\xbb\xbf"


def problems(files: Mapping[str, bytes]) -> Remarks:
    """What is wrong with the tables of a snapshot; nothing where the Directory can take them."""
    found = Remarks()
    reading = _Reading(found)
    for table in STAGING_TABLES:
        if table.name not in files:
            found.add(table.name, None, "", "the table is missing")
        else:
            reading.take(table, files[table.name])
    for name in files.keys() - {table.name for table in STAGING_TABLES}:
        found.add(name, None, "", "the Directory knows no such table")
    if not reading.names[BIOBANKS.model]:
        found.add(BIOBANKS.name, None, "", "there is no biobank: the country would be withdrawn")
    return found


def numbered(text: str) -> Iterator[tuple[int, list[str]]]:
    """The rows of a CSV file, each with the line it begins on. Raises `csv.Error`."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    line = 1
    for row in reader:
        yield line, row
        line = reader.line_num + 1


class _Reading:
    """Reads table after table; each may name rows of those before."""

    def __init__(self, found: Remarks) -> None:
        self.found = found
        self.lookups = Lookups()
        self.names: dict[type[Model], set[str]] = {table.model: set() for table in STAGING_TABLES}

    def take(self, table: Table, content: bytes) -> None:
        """Read a table; no bytes at all are an empty one."""
        if not content:
            return
        if content.startswith(BYTE_ORDER_MARK):
            self.found.add(table.name, 1, "", "begins with a byte order mark")
        try:
            rows = list(numbered(content.decode()))
        except (UnicodeDecodeError, csv.Error) as error:
            self.found.add(table.name, None, "", f"cannot be read: {error}")
            return
        names = [column.name for column in table.staging_columns]
        header = rows[0][1]
        if header != names:
            self.found.add(table.name, 1, "", f"the columns are not {', '.join(names)}")
            return
        if len(rows) == 1:
            self.found.add(table.name, 1, "", "holds a header alone; an empty table has no bytes")
        keys = KEYS.get(table.name, ("id",))
        taken: set[tuple[str, str]] = set()
        for line, cells in rows[1:]:
            if len(cells) != len(names):
                self.found.add(table.name, line, "", f"{len(cells)} cells, {len(names)} expected")
                continue
            row = dict(zip(names, cells, strict=True))
            self.check_identifier(table, line, row)
            for column in table.staging_columns:
                if reason := self.reason_against(column, row[column.name]):
                    self.found.add(table.name, line, column.name, f"{row['id']}: {reason}")
            self.names[table.model].add(row["id"])
            for key in keys:
                if (key, row[key]) in taken:
                    self.found.add(table.name, line, key, f"{shown(row[key])} stands there twice")
                taken.add((key, row[key]))

    def check_identifier(self, table: Table, line: int, row: dict[str, str]) -> None:
        """Prefix, kind, node, characters; a collection's begins with its biobank's."""
        kind, node = KINDS[table.name]
        identifier = row["id"]
        begins = f"{re.escape(row['biobank'])}:collection:" if table is COLLECTIONS else ""
        pattern = begins or f"bbmri-eric:{kind}:{node}_"
        if not re.fullmatch(f"{pattern}({LOCAL})", identifier):
            example = f"{row['biobank']}:collection:…" if begins else f"bbmri-eric:{kind}:{NODE}_…"
            self.found.add(table.name, line, "id", f"{shown(identifier)} is not {example}")

    def reason_against(self, column: Column, text: str) -> str:
        """Why a cell cannot stand, or nothing."""
        if not text:
            return "must not be empty" if column.required or column.demanded else ""
        try:
            value = column.cell.read(text)
        except CellError as error:
            return str(error)
        if isinstance(column.cell, Address) and not ADDRESS.fullmatch(text):
            return f"{shown(text)} is no address for the Directory"
        if isinstance(column.cell, Link):
            several = value if isinstance(column.cell, References) else [value]
            known = self.known(column.cell)
            for name in several:
                if name not in known:
                    return f"{shown(name)} is not among the rows or terms"
        return ""

    def known(self, link: Link) -> Any:
        """What a link may name: rows already read, terms of the Directory."""
        if link.model in {Disease, ImagingTerm}:
            return self.lookups.find(link.model, (), link.imaging_list)
        return self.names[link.model]
