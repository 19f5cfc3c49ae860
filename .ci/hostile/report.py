"""What was asked and what was found, by kind of attack."""

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from operator import attrgetter

from hostile.asking import Answer, Request, Visitor
from hostile.promises import Promises, is_slow

SHOWN = 2  # examples of a finding
TRIES = 3  # of what was slow, once it is alone


@dataclass
class Row:
    """A kind of attack."""

    requests: int = 0
    statuses: dict[int, int] = field(default_factory=dict)  # by hundreds; 0: no answer
    slowest: float = 0.0


class Log:
    """Hears of every answer, and keeps what breaks a promise."""

    def __init__(self, promises: Promises | None = None) -> None:
        """Until there are promises, nothing can break them."""
        self.promises = promises
        self.rows: dict[str, Row] = {}
        self.findings: dict[tuple[str, str, str], list[str]] = {}
        self.slow: list[tuple[str, Visitor, Request]] = []
        self.remarks: list[str] = []

    def note(self, kind: str, visitor: Visitor, request: Request, answer: Answer) -> None:
        """Count an answer, and look at it."""
        row = self.rows.setdefault(kind, Row())
        row.requests += 1
        hundred = answer.status // 100
        row.statuses[hundred] = row.statuses.get(hundred, 0) + 1
        row.slowest = max(row.slowest, answer.seconds)
        if is_slow(request, answer):
            self.slow.append((kind, visitor, request))
        if self.promises:
            for says in self.promises.broken(request, answer):
                self.find(kind, says, place_of(request), f"{visitor.name}: {request}")

    def find(self, kind: str, says: str, place: str, example: str) -> None:
        """Keep a finding."""
        self.rows.setdefault(kind, Row())
        self.findings.setdefault((kind, says, place), []).append(example)

    def look_at_slow_ones_again(self) -> None:
        """Ask what was slow once more, now that nothing else is asked.

        Where others are busy on the machine, too, it may take as much longer.
        """
        slow, self.slow = self.slow, []
        busy = max(1, os.getloadavg()[0] / (os.cpu_count() or 1))
        for kind, visitor, request in slow:
            answer = min((visitor.answer(request) for _ in range(TRIES)), key=attrgetter("seconds"))
            if is_slow(request, replace(answer, seconds=answer.seconds / busy)):
                says = f"takes {answer.seconds:.1f} s, alone"
                self.find(kind, says, place_of(request), f"{visitor.name}: {request}")

    def table(self) -> Iterator[str]:
        """A row for each kind, and the sum."""
        heads = ("requests", "2xx", "3xx", "4xx", "5xx", "none", "slowest", "findings")
        yield f"{'attack':<26}" + "".join(f"{head:>10}" for head in heads)
        total = Row()
        for kind, row in self.rows.items():
            yield self.line(kind, row, sum(key[0] == kind for key in self.findings))
            total.requests += row.requests
            total.slowest = max(total.slowest, row.slowest)
            for hundred, number in row.statuses.items():
                total.statuses[hundred] = total.statuses.get(hundred, 0) + number
        yield self.line("all", total, len(self.findings))

    def line(self, kind: str, row: Row, findings: int) -> str:
        """A line of the table."""
        numbers = [row.requests, *(row.statuses.get(hundred, 0) for hundred in (2, 3, 4, 5, 0))]
        cells = [*map(str, numbers), f"{row.slowest:.2f} s", str(findings)]
        return f"{kind:<26}" + "".join(f"{cell:>10}" for cell in cells)

    def to_mend(self) -> Iterator[str]:
        """Each finding, with examples."""
        for (kind, says, place), examples in self.findings.items():
            yield f"- {kind}: {place} {says} ({len(examples)} times)"
            yield from (f"    {example}" for example in examples[:SHOWN])


def place_of(request: Request) -> str:
    """Which page is asked, whatever its numbers and its question."""
    return re.sub(r"\d+", "0", request.path.partition("?")[0])[:100]
