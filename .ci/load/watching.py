"""What the site's processes take meanwhile: memory, processor time, connections to the database."""

import re
from dataclasses import dataclass
from pathlib import Path

from django.db import connection
from serving import processor_time, workers_of

KILOBYTES = re.compile(r"^Pss:\s+(\d+) kB", re.MULTILINE)
CONNECTIONS = """
SELECT pid FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'
"""


@dataclass(frozen=True)
class Moment:
    """How much there is at a moment."""

    megabytes: float  # of all web processes; what they share is counted once
    connections: int
    workers: tuple[str, ...]
    processor: float  # seconds that the web processes have computed
    database: float  # and PostgreSQL for them, where it runs on this computer


def moment(gunicorn: int) -> Moment:
    """Look now."""
    workers = tuple(workers_of(gunicorn))
    with connection.cursor() as cursor:
        cursor.execute(CONNECTIONS)
        servers = [str(pid) for (pid,) in cursor.fetchall()]
    return Moment(
        megabytes=sum(map(megabytes, workers)),
        connections=len(servers),
        workers=workers,
        processor=sum(map(processor_time, workers)) / 1e9,
        database=sum(processor_time(pid) for pid in servers if is_here(pid)) / 1e9,
    )


def megabytes(process: str) -> float:
    """The proportional share of memory of a process."""
    text = Path(f"/proc/{process}/smaps_rollup").read_text()
    return int(KILOBYTES.findall(text)[0]) / 1024


def is_here(process: str) -> bool:
    """Whether a process of PostgreSQL is one of this computer."""
    name = Path(f"/proc/{process}/comm")
    return name.exists() and name.read_text().startswith("postgres")
