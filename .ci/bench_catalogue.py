"""How fast the catalogue answers, at several sizes, as readers get it.

    python .ci/bench_catalogue.py [small] [europe] [large] [million]

Runs the site as production does, gunicorn with two processes, on a database of its own, and asks
for each page over one connection. Each is measured in turns with a bare page that answers "ok"
behind the same middleware: read the ratio to it, not the milliseconds. `aim` is the most that
the ratio should be; `!` says that it is not met. `x CPU` is the ratio of the processor time that
the site's processes took, without PostgreSQL's: the steadier figure on a busy machine. Where
nothing is said: small and europe.
"""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median, quantiles

import django

BASE = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(BASE))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bbmri_be.settings")
django.setup()

import brotli
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext, setup_test_environment
from serving import (
    BARE,
    PATIENCE,
    Line,
    Refused,
    own_database,
    processor_time,
    production,
    running_site,
    workers_of,
)
from synthetic import LARGEST, SCALES, Scale, load

# Requests of a page before it is measured. A connection's statements are prepared and planned once
# for all after some ten requests, and each of two processes has four connections.
WARM_UP = 100
ROUNDS = 10
REQUESTS = 10  # of each page a round, after one that does not count
LONGEST = 30  # seconds spent on a page; after that it is measured no more
BROTLI_QUALITY = 5  # what proxies use; the site itself packs with gzip
# Times the bare page, by group of pages; at a million the searches may take longer. The page of an
# entry tells machines of it, too (decision 8).
AIMS = {"first": 10, "filters": 13, "search": 20, "entry": 10}
AIMS_AT_A_MILLION = {**AIMS, "filters": 120, "search": 140}
# Name, address, group.
PAGES = [
    ("catalogue", "/catalogue/", "first"),
    ("one filter", "/catalogue/?material=SERUM", "filters"),
    ("three filters", "/catalogue/?diagnosis=II&material=SERUM&sex=FEMALE", "filters"),
    ("collections, page 50", "/catalogue/?view=collections&page=50", "filters"),
    ("disease and those below it", "/catalogue/?q=breast+cancer", "search"),
    ("chapter of diseases, Dutch", "/nl/catalogue/?q=gezwel", "search"),
    ("several things at once", "/catalogue/?q=serum+of+women+with+diabetes", "search"),
    ("free text", "/catalogue/?q=strong+river", "search"),
    ("typing error", "/catalogue/?q=diabetis", "search"),
    ("nothing found", "/catalogue/?q=asthma+qwrtzpsdf", "search"),
    ("collection, 100,000 facts", f"/collections/{LARGEST}/", "entry"),
    ("collection", "/collections/collection-1/", "entry"),
    ("biobank", "/biobanks/biobank-0/", "entry"),
    ("suggestions", "/api/v1/suggest?q=diab&lang=en", ""),
    ("grid of figures", "/figures/", ""),
    ("catalogue.json", "/catalogue.json", "first"),
    ("catalogue.json, one filter", "/catalogue.json?material=SERUM", "filters"),
    ("api/v1/search", "/api/v1/search?q=breast+cancer&lang=en", "search"),
    ("api/v1/collections", "/api/v1/collections?material=SERUM&limit=100", ""),
    ("api/v1/collections, one", "/api/v1/collections/collection-1", ""),
    ("api/v1/changes", "/api/v1/changes?since=2026-01-01&limit=100", ""),
    ("collection.ttl", "/collections/collection-1.ttl", ""),
    ("catalogue.ttl, page 2", "/catalogue.ttl?page=2", ""),
    ("catalogue.atom", "/catalogue.atom", ""),
]
# Megabytes are read where Linux tells them: what a process holds, and the most it held.
BUILD_INDEX = """
import re, resource, sys, time, django
resource.setrlimit(resource.RLIMIT_AS, (int(sys.argv[1]),) * 2)
django.setup()
from django.utils import timezone
from biobanks.search.indexing import Builder
def megabytes(name):
    status = open("/proc/self/status").read()
    return int(re.search(name + r":\\s+([0-9]+)", status)[1]) // 1024
before, start = megabytes("VmRSS"), time.perf_counter()
index = Builder(timezone.localdate()).build()
seconds = time.perf_counter() - start
print(f"{seconds:.1f} s; {megabytes('VmRSS') - before} MB, while it was made at most"
      f" {megabytes('VmHWM') - before} MB; {len(index.values)} values")
"""


def say(line: str) -> None:
    """A line of the report, at once."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


class Site(Line):
    """The running site, asked over one connection."""

    def __init__(self, port: int, process: int) -> None:
        """`process` is gunicorn's own."""
        super().__init__(port)
        self.process = process

    def timed(self, path: str, encoding: str) -> tuple[list[float], int]:
        """Seconds of each of some requests, after one that wakes everything up.

        And the processor time of all, in nanoseconds.
        """
        self.close()  # gunicorn hangs up on those who are silent for two seconds
        self.get(path, encoding)
        times = []
        before = self.processor_time()
        for _ in range(REQUESTS):
            start = time.perf_counter()
            self.get(path, encoding)
            times.append(time.perf_counter() - start)
        return times, self.processor_time() - before

    def processor_time(self) -> int:
        """Nanoseconds that gunicorn's workers have computed; 0 where it is not Linux."""
        return sum(map(processor_time, workers_of(self.process)))


@dataclass
class Page:
    """A page, and what was measured of it."""

    name: str
    path: str
    group: str
    plain: list[float] = field(default_factory=list)
    packed: list[float] = field(default_factory=list)
    processor: int = 0  # nanoseconds of the plain ones
    queries: int = 0
    refused: str = ""

    def measure(self, site: Site, *, packed: bool = True) -> None:
        """One round."""
        if self.refused or sum(self.plain) + sum(self.packed) > LONGEST:
            return
        try:
            times, processor = site.timed(self.path, "identity")
            self.plain += times
            self.processor += processor
            if packed:
                self.packed += site.timed(self.path, "gzip")[0]
        except (Refused, OSError) as reason:
            self.refused = str(reason)

    def warm_up(self, site: Site) -> None:
        """Have the site ready for it, for at most as long as it is measured."""
        start = time.perf_counter()
        site.close()
        with suppress(OSError, Refused):
            for _ in range(WARM_UP):
                site.get(self.path)
                if time.perf_counter() - start > LONGEST:
                    break

    @property
    def processor_time(self) -> float:
        """Nanoseconds a request."""
        return self.processor / len(self.plain)

    def line(self, site: Site, bare: "Page", aims: dict[str, int]) -> str:
        """Its line of the table."""
        if self.refused:
            return f"{self.name:<28}{self.refused}"
        base = median(bare.plain)
        ratio = median(self.plain) / base
        aim = aims.get(self.group)
        verdict = "" if aim is None else f"{aim}{' ' if ratio <= aim else '!'}"
        body = site.get(self.path)
        sizes = [body, site.get(self.path, "gzip"), brotli.compress(body, quality=BROTLI_QUALITY)]
        return (
            f"{self.name:<28}{median(self.plain) * 1000:>9.2f}"
            f"{quantiles(self.plain, n=20)[-1] * 1000:>9.2f}{ratio:>8.1f}{verdict:>6}"
            f"{self.processor_time / (bare.processor_time or 1):>7.1f}"
            f"{median(self.packed or self.plain) / base:>9.1f}{self.queries:>5}"
            + "".join(f"{len(text):>9}" for text in sizes)
        )


HEADER = (
    f"{'page':<28}{'median':>9}{'p95':>9}{'x bare':>8}{'aim':>6}"
    f"{'x CPU':>7}{'x packed':>9}{'SQL':>5}{'bytes':>9}{'gzip':>9}{'brotli':>9}"
)


def fill(scale: Scale) -> None:
    """Load a made-up catalogue, and say how large it is."""
    call_command("load_vocabulary", verbosity=0)
    start = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        load(scale, Path(folder))
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_database_size(current_database())")
        size = cursor.fetchone()[0] // 1_000_000
    say(f"loaded in {time.perf_counter() - start:.0f} s; {size} MB with the vocabulary")


@contextmanager
def site_ready() -> Iterator[Site]:
    """The site, once both processes have read the catalogue."""
    with running_site() as (port, process):
        with ThreadPoolExecutor(8) as pool:
            list(pool.map(warm_up, [Site(port, process) for _ in range(8)]))
        site = Site(port, process)
        yield site
        site.close()


def warm_up(site: Site) -> None:
    """Have whichever process listens read the catalogue."""
    with suppress(OSError, Refused):
        for _ in range(3):
            site.get(PAGES[0][1])
    site.close()


def number_of_queries(path: str) -> int:
    """SQL statements of a page."""
    client = Client()
    client.get(path)
    with CaptureQueriesContext(connection) as queries:
        client.get(path)
        return len(queries)


def built_index() -> str:
    """Time and memory that reading the catalogue takes; or that there was too little."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 2
    command = [sys.executable, "-c", BUILD_INDEX, str(memory)]
    try:
        run = subprocess.run(
            command,
            env=production(0, ""),
            cwd=BASE,
            capture_output=True,
            text=True,
            timeout=PATIENCE,
        )
    except subprocess.TimeoutExpired:
        raise Refused(f"more than {PATIENCE} s") from None
    if run.returncode:
        last = run.stderr.strip().splitlines()[-1:] or [f"ended by signal {-run.returncode}"]
        raise Refused(f"{last[0]} (limit: {memory // 1_000_000} MB)")
    return run.stdout.strip()


def bench(name: str) -> None:
    """Make a catalogue of a size, measure, report."""
    scale = SCALES[name]
    say(f"\n{name}: {scale.biobanks:,} biobanks, {scale.collections:,} collections")
    with own_database(lambda: fill(scale)):
        try:
            say(f"catalogue read into memory: {built_index()}")
        except Refused as reason:
            say(f"catalogue not read into memory: {reason}")
            return
        pages = [Page(*page) for page in PAGES]
        for page in pages:
            page.queries = number_of_queries(page.path)
        bare = Page("bare", BARE, "")
        with site_ready() as site:
            for page in pages:
                page.warm_up(site)
            for _ in range(ROUNDS):
                for page in pages:
                    bare.measure(site, packed=False)
                    page.measure(site)
            say(HEADER)
            aims = AIMS_AT_A_MILLION if name == "million" else AIMS
            for page in [bare, *pages]:
                say(page.line(site, bare, aims))


def main() -> None:
    """The sizes that are asked for."""
    setup_test_environment(debug=False)
    names = sys.argv[1:] or ["small", "europe"]
    if unknown := set(names) - set(SCALES):
        raise SystemExit(f"Unknown: {', '.join(unknown)}. Sizes: {', '.join(SCALES)}.")
    say("Milliseconds; x bare: median to that of the bare page; x packed: with gzip.")
    for name in names:
        bench(name)


if __name__ == "__main__":
    main()
