"""Rows that wait for another row, on disk, so that memory stays flat."""

import json
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO

from biobanks.directory.reader import Record


class WaitingRoom:
    """A list of records in a file."""

    def __init__(self, file: IO[str]) -> None:
        self.file = file
        self.count = 0

    def add(self, record: Record) -> None:
        """Put a record at the end."""
        json.dump([record.line, record.cells], self.file)
        self.file.write("\n")
        self.count += 1

    def __iter__(self) -> Iterator[Record]:
        """All records, in the order in which they came."""
        self.file.seek(0)
        for line in self.file:
            number, cells = json.loads(line)
            yield Record(number, cells)


@contextmanager
def waiting_room() -> Iterator[WaitingRoom]:
    """An empty room, whose file is gone when the block is left."""
    with tempfile.TemporaryFile("w+", encoding="utf-8") as file:
        yield WaitingRoom(file)
