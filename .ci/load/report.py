"""The tables: how fast, how much, how many processes that takes."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import quantiles

from load.clients import Seen
from load.mix import WEIGHTS
from load.watching import Moment

MOST_GROWTH = 5  # percent of the memory, from warm-up to the end
THREADS = 4  # of a web process (bbmri_be/gunicorn.py), each with a connection
USED = 0.6  # how much of a process a plan may use: the rest is for the unforeseen
# A visit has eight pages; the busiest hour has a sixth of a day's visits, its worst minute thrice
# its share. A press mention: each reader opens five pages within the minute.
NEEDS = {
    "1,000 visits a day": 1_000 * 8 / 6 / 3600 * 3,
    "10,000 visits a day": 10_000 * 8 / 6 / 3600 * 3,
    "100,000 visits a day": 100_000 * 8 / 6 / 3600 * 3,
    "press, 200 readers in a minute": 200 * 5 / 60,
    "television, 2,000 in a minute": 2_000 * 5 / 60,
}


@dataclass(frozen=True)
class Measured:
    """One catalogue with so many web processes: the bare page, then the mix."""

    catalogue: str
    processes: int
    bare: Seen
    seen: Seen
    moments: Sequence[Moment]  # before the bare page, between, at the end

    @property
    def bare_cost(self) -> float:
        """Milliseconds that a web process computes for the bare page."""
        start, between, _end = self.moments
        return 1000 * (between.processor - start.processor) / len(self.bare.all_times)

    @property
    def cost(self) -> float:
        """The same for a page of the mix."""
        _start, between, end = self.moments
        return 1000 * (end.processor - between.processor) / len(self.seen.all_times)


@dataclass(frozen=True)
class Endurance:
    """Many requests on one catalogue: what was there at the start, after warm-up, at the end."""

    catalogue: str
    processes: int
    requests: int
    moments: Sequence[Moment]
    errors: dict[str, int]

    @property
    def growth(self) -> float:
        """Percent that the memory has grown by, once warm."""
        _start, warm, end = self.moments
        return 100 * (end.megabytes / warm.megabytes - 1)

    def problems(self) -> Iterator[str]:
        """What must not be."""
        _start, warm, end = self.moments
        name = f"{self.catalogue}, {self.processes} processes"
        if self.growth >= MOST_GROWTH:
            yield f"{name}: memory has grown by {self.growth:.1f} %"
        if end.connections > self.processes * THREADS:
            yield f"{name}: {end.connections} connections, {THREADS} a process were enough"
        if end.workers != warm.workers:
            yield f"{name}: a web process was replaced, so its memory says nothing"


def speed(one: Measured, clients: int) -> Iterator[str]:
    """How fast each kind of page is, alone and beside the bare one."""
    yield (
        f"{one.catalogue}, {one.processes} web process{'es' * (one.processes > 1)},"
        f" {clients} clients: {one.seen.rate:.0f} requests/s"
        f" ({one.seen.rate / one.bare.rate:.2f} of the bare page's {one.bare.rate:.0f})"
    )
    heads = ("weight", "requests", "p50 ms", "p95", "p99", "x bare", "p95", "p99", "errors")
    yield f"  {'page':<20}" + "".join(f"{head:>9}" for head in heads)
    base = percentiles(one.bare.all_times)
    yield line("bare", "", one.bare.all_times, base, one.bare.errors)
    for kind, weight in WEIGHTS.items():
        errors = {says: n for says, n in one.seen.errors.items() if says.startswith(f"{kind}:")}
        yield line(kind, str(weight), one.seen.times.get(kind, []), base, errors)
    yield line("all", "100", one.seen.all_times, base, one.seen.errors)
    _start, between, end = one.moments
    shares = {
        "web": end.processor - between.processor,
        "PostgreSQL": end.database - between.database,
        "clients": one.seen.processor,
    }
    shown = ", ".join(f"{name} {share(used, one)}" for name, used in shares.items())
    yield f"  of one core: {shown}; the rest was idle, or others' work"
    yield (
        f"  processor time of a page: {one.cost:.1f} ms,"
        f" {one.cost / one.bare_cost:.1f} times the bare page's"
    )


def share(seconds: float, one: Measured) -> str:
    """Seconds that were computed, as a part of one core."""
    return f"{100 * seconds / one.seen.seconds:.0f} %"


def line(
    kind: str, weight: str, times: Sequence[float], base: Sequence[float], errors: dict[str, int]
) -> str:
    """A kind of page."""
    found = percentiles(times)
    numbers = "".join(f"{one:>9.1f}" for one in found)
    ratios = "".join(f"{one / than:>9.1f}" for one, than in zip(found, base, strict=True))
    return f"  {kind:<20}{weight:>9}{len(times):>9}{numbers}{ratios}{sum(errors.values()):>9}"


def percentiles(times: Sequence[float]) -> list[float]:
    """The 50th, 95th and 99th."""
    if len(times) < 2:
        return [math.nan] * 3
    cuts = quantiles(times, n=100)
    return [cuts[49], cuts[94], cuts[98]]


def endurance(rows: Sequence[Endurance]) -> Iterator[str]:
    """Memory and connections."""
    yield "Memory (PSS of all web processes, MB) and connections to the database"
    heads = ("processes", "requests", "start", "warm", "end", "growth", "conn.", "warm", "end")
    yield f"  {'catalogue':<20}" + "".join(f"{head:>10}" for head in heads)
    for row in rows:
        sizes = "".join(f"{one.megabytes:>10.0f}" for one in row.moments)
        connections = "".join(f"{one.connections:>10}" for one in row.moments)
        yield (
            f"  {row.catalogue:<20}{row.processes:>10}{row.requests:>10}{sizes}"
            f"{row.growth:>8.1f} %{connections}"
        )


def needed(rows: Sequence[Measured]) -> Iterator[str]:
    """What an operator asks: how many processes, for how many readers.

    By the processor time of a page: whoever else is busy on the machine changes that least.
    """
    yield f"Web processes needed, on a core each, of which {100 * USED:.0f} % are used"
    rates = {row.catalogue: 1000 / row.cost for row in rows if row.processes == 1}
    heads = [f"{name} ({rate:.0f}/s each)" for name, rate in rates.items()]
    yield f"  {'load':<32}{'pages/s':>9}" + "".join(f"{head:>20}" for head in heads)
    for name, wanted in NEEDS.items():
        cells = "".join(f"{math.ceil(wanted / rate / USED):>20}" for rate in rates.values())
        yield f"  {name:<32}{wanted:>9.1f}{cells}"
