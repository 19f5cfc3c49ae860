"""What an import did, or why it did nothing."""

from collections import Counter
from dataclasses import dataclass, field

KEPT = 50  # problems, notices and examples that are kept; the rest is only counted


@dataclass(frozen=True)
class Remark:
    """A sentence about a place in the files; line and column may be unknown."""

    file: str
    line: int | None
    column: str
    text: str

    def __str__(self) -> str:
        place = self.file + (f", line {self.line}" if self.line else "")
        return f"{place}{f', {self.column}' if self.column else ''}: {self.text}"


@dataclass
class Remarks:
    """The first remarks of many, and how many there were."""

    first: list[Remark] = field(default_factory=list)
    count: int = 0

    def add(self, file: str, line: int | None, column: str, text: str) -> None:
        """Keep the remark, or only count it."""
        self.count += 1
        if len(self.first) < KEPT:
            self.first.append(Remark(file, line, column, text))


@dataclass
class TableReport:
    """What happened to the rows of one table."""

    added: int = 0
    changed: int = 0
    withdrawn: int = 0
    unchanged: int = 0
    changed_columns: Counter[str] = field(default_factory=Counter)
    examples: list[str] = field(default_factory=list)

    def example(self, text: str) -> None:
        """Keep a line about one row, while there are few."""
        if len(self.examples) < KEPT:
            self.examples.append(text)


@dataclass
class Report:
    """What happened, table by table; `refused` says that files cannot be taken as they are."""

    tables: dict[str, TableReport] = field(default_factory=dict)
    problems: Remarks = field(default_factory=Remarks)
    notices: Remarks = field(default_factory=Remarks)
    refused: bool = False
    written: bool = False

    def refuse(self, file: str, line: int | None, column: str, text: str) -> None:
        """Note a problem of a whole file, which skipping rows cannot mend."""
        self.problems.add(file, line, column, text)
        self.refused = True
