"""Readers who ask without a break, each in a process of its own.

`Clients` starts them; they run this file as a program, without Django, and talk in lines of JSON.
"""

import json
import random
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

if __name__ == "__main__":
    sys.path[:1] = [str(Path(__file__).resolve().parent.parent)]

from serving import BARE, Line, Refused

from load.mix import Mix

COME_BACK = 100  # requests after which a reader connects anew, as another one would


@dataclass
class Seen:
    """What clients have seen: milliseconds by kind of page, what went wrong, their own work."""

    times: dict[str, list[float]] = field(default_factory=dict)
    errors: dict[str, int] = field(default_factory=dict)
    processor: float = 0.0  # seconds of the clients' own
    seconds: float = 0.0

    @property
    def all_times(self) -> list[float]:
        """Of all kinds."""
        return [one for times in self.times.values() for one in times]

    @property
    def rate(self) -> float:
        """Requests a second."""
        return len(self.all_times) / self.seconds

    def add(self, other: "Seen") -> None:
        """What another client has seen meanwhile."""
        for kind, times in other.times.items():
            self.times.setdefault(kind, []).extend(times)
        for says, number in other.errors.items():
            self.errors[says] = self.errors.get(says, 0) + number
        self.processor += other.processor
        self.seconds = max(self.seconds, other.seconds)


class Clients:
    """Some of them, on one site."""

    def __init__(self, processes: list[subprocess.Popen[str]]) -> None:
        """They wait for what to do."""
        self.processes = processes

    def ask(self, *, is_bare: bool = False, seconds: float = 0, requests: int = 0) -> Seen:
        """All at once, for some seconds or until so many requests are answered."""
        share = -(-requests // len(self.processes))
        task = json.dumps({"is_bare": is_bare, "seconds": seconds, "requests": share})
        for process in self.processes:
            process.stdin.write(f"{task}\n")  # type: ignore[union-attr]
            process.stdin.flush()  # type: ignore[union-attr]
        seen = Seen()
        for process in self.processes:
            seen.add(Seen(**json.loads(process.stdout.readline())))  # type: ignore[union-attr]
        return seen


@contextmanager
def clients(number: int, port: int, mix: Mix) -> Iterator[Clients]:
    """Start some."""
    processes = [
        subprocess.Popen(
            [sys.executable, __file__, str(port), str(seed)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for seed in range(number)
    ]
    try:
        for process in processes:
            process.stdin.write(json.dumps(vars(mix)) + "\n")  # type: ignore[union-attr]
        yield Clients(processes)
    finally:
        for process in processes:
            process.stdin.close()  # type: ignore[union-attr]
            process.wait()


class Reader:
    """Asks for one page after the other."""

    def __init__(self, port: int, requests: Iterator[tuple[str, str]]) -> None:
        """`requests` is what it asks for."""
        self.line, self.requests = Line(port), requests

    def work(self, task: dict[str, Any]) -> Seen:
        """Do what is asked."""
        seen, begun = Seen(), time.perf_counter()
        computed = resource.getrusage(resource.RUSAGE_SELF)
        number = 0
        while number < task["requests"] or time.perf_counter() - begun < task["seconds"]:
            kind, path = ("bare", BARE) if task["is_bare"] else next(self.requests)
            if number % COME_BACK == 0:
                self.line.close()
            number += 1
            self.measure(kind, path, seen)
        self.line.close()
        after = resource.getrusage(resource.RUSAGE_SELF)
        seen.processor = sum(after[:2]) - sum(computed[:2])
        seen.seconds = time.perf_counter() - begun
        return seen

    def measure(self, kind: str, path: str, seen: Seen) -> None:
        """Ask for one page."""
        start = time.perf_counter()
        try:
            self.line.get(path, "gzip")
        except (Refused, OSError) as error:
            self.line.close()
            says = f"{kind}: {error} ({path})"
            seen.errors[says] = seen.errors.get(says, 0) + 1
        seen.times.setdefault(kind, []).append(1000 * (time.perf_counter() - start))


def main() -> None:
    """Work until nobody asks for more."""
    port, seed = map(int, sys.argv[1:])
    mix = Mix(**json.loads(sys.stdin.readline()))
    reader = Reader(port, mix.requests(random.Random(seed)))  # noqa: S311 - no secret
    for task in sys.stdin:
        sys.stdout.write(json.dumps(vars(reader.work(json.loads(task)))) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
