"""How many readers the site carries, and whether it stays as it was after many of them.

    python .ci/load/run.py [--clients 8] [--seconds 30] [--requests 50000] [--catalogue NAME ...]

Runs the site as production does, on a database of its own, with the starting data and with a
hundred times as much, each with one and with two web processes. Clients ask without a break, each
in a process of its own, on the same cores as the site and PostgreSQL: their share is told. What
they ask for, and how often, says `mix.py`. Ratios are to a page that does nothing, asked in the
same way just before. With two processes they then ask on until 50,000 requests are answered. Fails
on an error, on memory that has grown by 5 % or more since the site was warm, on connections that
are left.
"""

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

BASE = Path(__file__).resolve().parent.parent.parent
sys.path[:1] = [str(BASE), str(BASE / ".ci")]  # not this folder: its names are common ones
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bbmri_be.settings")

import django

django.setup()

from django.core.management import call_command
from django.test.utils import setup_test_environment
from serving import own_database, running_site
from synthetic import Scale, load

from biobanks.models import Biobank, Collection
from load import report
from load.clients import Clients, clients
from load.mix import Mix
from load.report import Endurance, Measured
from load.watching import Moment, moment

PROCESSES = (1, 2)
WARM_UP = 4_000  # requests until each thread of each process has met every kind of page
SECONDS_OF_THE_BARE = 10
# gunicorn.py replaces a process after 10,000 requests; growth would begin anew with it.
NOT_REPLACED = ("--max-requests=0", "--max-requests-jitter=0")
HUNDREDFOLD = Scale(biobanks=1_900, collections=3_500, facts=20_000)


def starting_data() -> None:
    """The Belgian catalogue as it is."""
    call_command("load_starting_data", verbosity=0)


def hundredfold() -> None:
    """A made-up catalogue with a hundred times as many entries, and the node's own pages."""
    starting_data()
    with tempfile.TemporaryDirectory() as folder:
        load(HUNDREDFOLD, Path(folder))


CATALOGUES: dict[str, Callable[[], None]] = {"1x": starting_data, "100x": hundredfold}


def main() -> int:
    """Measure; returns the exit code."""
    options = arguments()
    setup_test_environment(debug=False)
    measured: list[Measured] = []
    endured: list[Endurance] = []
    for name in options.catalogue:
        with own_database(CATALOGUES[name]):
            for processes in PROCESSES:
                with busy_site(processes, options.clients) as (gunicorn, readers):
                    start = moment(gunicorn)
                    readers.ask(requests=WARM_UP)
                    warm = moment(gunicorn)
                    one = measure(name, processes, gunicorn, readers, options.seconds)
                    measured.append(one)
                    say("\n".join([*report.speed(one, options.clients), ""]))
                    if processes == max(PROCESSES):
                        endured.append(endure(one, gunicorn, readers, options, [start, warm]))
    say("\n".join([*report.endurance(endured), "", *report.needed(measured)]))
    problems = [*errors(measured, endured), *(one for row in endured for one in row.problems())]
    say("\n".join(["", *problems, f"{len(problems)} problems; load of the machine: {others()}"]))
    return 1 if problems else 0


def arguments() -> argparse.Namespace:
    """What the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--clients", type=int, default=8, help="processes that ask")
    parser.add_argument("--seconds", type=int, default=30, help="of each measurement")
    parser.add_argument("--requests", type=int, default=50_000, help="until memory is compared")
    parser.add_argument("--catalogue", action="append", choices=CATALOGUES)
    options = parser.parse_args()
    options.catalogue = options.catalogue or list(CATALOGUES)
    return options


@contextmanager
def busy_site(processes: int, number: int) -> Iterator[tuple[int, Clients]]:
    """gunicorn's process, and clients of the site."""
    mix = Mix(slugs(Biobank), slugs(Collection))
    with (
        running_site(processes, NOT_REPLACED) as (port, gunicorn),
        clients(number, port, mix) as readers,
    ):
        yield gunicorn, readers


def slugs(model: type[Biobank] | type[Collection]) -> list[str]:
    """The addresses of entries."""
    return list(model.objects.published().order_by("pk").values_list("slug", flat=True))


def measure(
    catalogue: str, processes: int, gunicorn: int, readers: Clients, seconds: int
) -> Measured:
    """How fast the site is, and beside it the bare page."""
    moments = [moment(gunicorn)]
    bare = readers.ask(is_bare=True, seconds=SECONDS_OF_THE_BARE)
    moments.append(moment(gunicorn))
    seen = readers.ask(seconds=seconds)
    moments.append(moment(gunicorn))
    return Measured(catalogue, processes, bare, seen, moments)


def endure(
    one: Measured,
    gunicorn: int,
    readers: Clients,
    options: argparse.Namespace,
    moments: list[Moment],
) -> Endurance:
    """Ask on until so many requests are answered."""
    done = len(one.seen.all_times)
    begun = time.monotonic()
    seen = readers.ask(requests=max(options.requests - done, 0))
    say(f"  {options.requests} requests after {time.monotonic() - begun:.0f} s more\n")
    end = moment(gunicorn)
    return Endurance(
        one.catalogue,
        one.processes,
        done + len(seen.all_times),
        [*moments, end],
        seen.errors,
    )


def errors(measured: list[Measured], endured: list[Endurance]) -> Iterator[str]:
    """Pages that did not answer as they should."""
    for row in [*measured, *endured]:
        found = row.seen.errors if isinstance(row, Measured) else row.errors
        for says, number in found.items():
            yield f"{row.catalogue}, {row.processes}: {says}, {number} times"


def others() -> str:
    """How busy the machine is, with this and with the work of others."""
    return ", ".join(f"{one:.1f}" for one in os.getloadavg())


def say(text: str) -> None:
    """A part of the report, at once."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
