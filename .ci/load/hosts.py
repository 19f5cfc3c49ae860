"""Two web hosts and a copy of the database on one machine: who does the work, and who is missed.

    python .ci/load/hosts.py [--seconds 15] [--clients 4]

Stands in for what docs/operations.md, *Growing*, says of more hosts: two gunicorns with a process
each, which share nothing but a PostgreSQL, and a second PostgreSQL that keeps a copy by streaming
replication. All of them, and the readers, share the cores of this machine: read the shares of work,
not the speed. Then a host is killed, and the copy is stopped. Fails where a reader of the host that
is left notices, or where what staff publish does not come to the copy.
"""

import argparse
import os
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

BASE = Path(__file__).resolve().parent.parent.parent
sys.path[:1] = [str(BASE), str(BASE / ".ci")]  # not this folder: its names are common ones
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bbmri_be.settings")

import django

django.setup()

from django.core.management import call_command
from django.db import connection
from django.test.utils import setup_test_environment
from serving import Line, own_database, processor_time, running_site, workers_of

from bbmri_be.embedded_postgres import programs
from bbmri_be.embedded_postgres.account import account_for
from biobanks.models import Biobank, Collection
from load.clients import Clients, Seen, clients
from load.mix import Mix

PATIENCE = 30  # seconds for what was written to come to the copy


@dataclass(frozen=True)
class Row:
    """What was seen in one round."""

    name: str
    seen: Seen
    hosts: list[float]  # seconds that each host's web process computed
    original: float  # and the two servers of PostgreSQL
    copy: float

    def line(self) -> str:
        """As the table has it."""
        speed = len(self.seen.all_times) / self.seen.seconds
        hosts = " ".join(f"{one:7.1f}" for one in self.hosts)
        errors = sum(self.seen.errors.values())
        work = f"{self.original:9.1f}{self.copy:7.1f}"
        return f"{self.name:<34}{speed:8.0f}{errors:8}  {hosts:<16}{work}"


def children_of(process: str) -> list[str]:
    """The processes that one has started."""
    return Path(f"/proc/{process}/task/{process}/children").read_text().split()


def postgres(data: Path) -> list[str]:
    """The processes of the server that has its data there."""
    return children_of((data / "postmaster.pid").read_text().split()[0])


def computed(processes: list[str]) -> dict[str, float]:
    """Seconds that each has computed, of those that live."""
    living = [one for one in processes if Path(f"/proc/{one}").exists()]
    return {one: processor_time(one) / 1e9 for one in living}


def main() -> int:
    """Measure; returns the exit code."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--clients", type=int, default=4, help="processes that ask, of each host")
    parser.add_argument("--seconds", type=int, default=15, help="of each round")
    options = parser.parse_args()
    setup_test_environment(debug=False)
    with own_database(lambda: call_command("load_starting_data", verbosity=0)):
        mix = Mix(slugs(Biobank), slugs(Collection))
        problems = [*rounds(mix, options.clients, options.seconds)]
    say("\n".join(["", *problems, f"{len(problems)} problems"]))
    return 1 if problems else 0


def rounds(mix: Mix, number: int, seconds: int) -> Iterator[str]:
    """Each round, a line of the table; yields what is wrong."""
    say(f"{'':<34}{'a second':>8}{'errors':>8}  {'hosts, CPU s':<16}{'original':>9}{'copy':>7}")
    with two_hosts(mix, number, {}) as (hosts, readers):
        yield from told(measure("two hosts, one database", hosts, readers, seconds))
    with replica() as (copy, url), two_hosts(mix, number, {"DATABASE_REPLICA_URL": url}) as both:
        hosts, readers = both
        yield from told(measure("and a copy for readers", hosts, readers, seconds, copy))
        yield from publishing(hosts)
        os.kill(hosts[0][1], signal.SIGKILL)
        yield from told(
            measure("one host killed: the other", hosts[1:], readers[1:], seconds, copy)
        )
        stop(copy)
        yield from told(measure("and the copy stopped", hosts[1:], readers[1:], seconds))


@contextmanager
def two_hosts(
    mix: Mix, number: int, variables: dict[str, str]
) -> Iterator[tuple[list[tuple[int, int]], list[Clients]]]:
    """Two sites: port and gunicorn's process of each, and the readers of each."""
    with ExitStack() as stack:
        hosts = [stack.enter_context(running_site(1, variables=variables)) for _ in range(2)]
        readers = [stack.enter_context(clients(number, port, mix)) for port, _pid in hosts]
        for one in readers:
            one.ask(requests=500)  # until each has read the catalogue
        yield hosts, readers


def measure(
    name: str,
    hosts: list[tuple[int, int]],
    readers: list[Clients],
    seconds: int,
    copy: Path | None = None,
) -> Row:
    """Let the readers of all hosts ask at once."""

    def now() -> list[dict[str, float]]:
        web = [computed(workers_of(pid)) for _port, pid in hosts]
        return [*web, computed(postgres(original())), computed(postgres(copy) if copy else [])]

    before = now()
    seen = all_at_once(readers, seconds)
    done = [
        sum(time - first.get(process, 0) for process, time in after.items())
        for after, first in zip(now(), before, strict=True)
    ]
    return Row(name, seen, done[:-2], done[-2], done[-1])


def all_at_once(readers: list[Clients], seconds: int) -> Seen:
    """What all have seen together."""
    return Clients([process for one in readers for process in one.processes]).ask(seconds=seconds)


def publishing(hosts: list[tuple[int, int]]) -> Iterator[str]:
    """How long it takes until readers of each host see what was written into the original."""
    biobank = Biobank.objects.published().first()
    assert biobank  # noqa: S101 - the starting data has some
    biobank.name = "A name that nobody has had"
    biobank.save()
    begun = time.monotonic()
    for port, _pid in hosts:
        while b"A name that nobody has had" not in Line(port).get(f"/biobanks/{biobank.slug}/"):
            if time.monotonic() - begun > PATIENCE:
                yield f"port {port}: what was published is not seen after {PATIENCE} s"
                return
    say(f"  published in the original, seen at both hosts after {time.monotonic() - begun:.2f} s")


def told(row: Row) -> Iterator[str]:
    """The row in the table; yields pages that did not answer as they should."""
    say(row.line())
    for says, times in row.seen.errors.items():
        yield f"{row.name}: {says}, {times} times"


def original() -> Path:
    """The folder of the server that Django is at."""
    with connection.cursor() as cursor:
        cursor.execute("SHOW data_directory")
        return Path(cursor.fetchone()[0])


@contextmanager
def replica() -> Iterator[tuple[Path, str]]:
    """A second server that follows the first: its folder of data, the database's address."""
    server = connection.settings_dict
    account = account_for(original())
    folder = Path(tempfile.mkdtemp(prefix="bbmri-be-copy-"))
    if account:
        os.chown(folder, *account)
    data = folder / "data"
    try:
        programs.run_checked(
            "pg_basebackup", f"--pgdata={data}", f"--host={server['HOST']}",
            f"--username={server['USER']}", "--write-recovery-conf", "--checkpoint=fast",
            account=account,
        )  # fmt: skip
        programs.run_checked(
            "pg_ctl", "start", "--wait", f"--pgdata={data}", f"--log={folder}/log",
            f"--options=-c unix_socket_directories={folder} -c listen_addresses=''",
            account=account,
        )  # fmt: skip
        yield (
            data,
            f"postgres://{server['USER']}@{str(folder).replace('/', '%2F')}/{server['NAME']}",
        )
    finally:
        stop(data)
        shutil.rmtree(folder)


def stop(data: Path) -> None:
    """Stop a server at once; one that is stopped stays so."""
    account = account_for(data)
    programs.run("pg_ctl", "stop", "--mode=immediate", f"--pgdata={data}", account=account)


def slugs(model: type[Biobank] | type[Collection]) -> list[str]:
    """The addresses of entries."""
    return list(model.objects.published().order_by("pk").values_list("slug", flat=True))


def say(text: str) -> None:
    """A part of the report, at once."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
