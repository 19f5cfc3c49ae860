"""Keeps the index of the catalogue as long as nothing changes.

One small question to the database says whether anything changed since (`CatalogueChange`).
"""

import datetime
import gc
import time
from contextvars import copy_context
from dataclasses import dataclass
from functools import partial
from threading import Lock, Thread

from django.utils import timezone

from bbmri_be import replica
from biobanks.search.index import Index
from biobanks.search.indexing import Builder

STATE = "SELECT coalesce(string_agg(id::text, ',' ORDER BY id), '') FROM biobanks_cataloguechange"
PATIENCE = 3.0  # seconds that readers wait for a new index; longer, and they get the last one
LARGE = 1.0  # seconds that the making of an index takes which is worth a round of the collector
_building = Lock()
_kept: "Kept | None" = None


@dataclass(frozen=True)
class Kept:
    """An index, the catalogue that it is of, and how many seconds it took."""

    of: tuple[str, str, datetime.date]  # database, state, day
    index: Index
    seconds: float


def state() -> str:
    """A name for the catalogue as it stands now. One small question to the database."""
    with replica.connection().cursor() as cursor:
        cursor.execute(STATE)
        return str(cursor.fetchone()[0])


def current(known_state: str | None = None) -> Index:
    """The index of the catalogue as it stands now; made anew when something changed.

    Who has asked for the `state` already may say it. Where making it takes longer than people
    wait, it is made in the background, and until then the last one is good enough.
    """
    kept = _kept
    database = str(replica.connection().settings_dict["NAME"])
    now = (database, known_state or state(), timezone.localdate())
    if kept and kept.of == now:
        return kept.index
    if kept and kept.of[0] == now[0] and kept.seconds > PATIENCE:
        if _building.acquire(blocking=False):
            # A daemon: a process that is told to stop does not wait for it. It reads the
            # database that this request reads.
            work = partial(copy_context().run, build_aside, now)
            Thread(target=work, name="index", daemon=True).start()
        return kept.index
    with _building:
        return build(now)


def build(now: tuple[str, str, datetime.date]) -> Index:
    """Make and keep the index of a catalogue, unless another has done it meanwhile."""
    global _kept
    if _kept is None or _kept.of != now:
        start = time.monotonic()
        index = Builder(now[2]).build()
        index.state = now[1]
        _kept = Kept(now, index, time.monotonic() - start)
        if _kept.seconds > LARGE:
            spare_collector()
    return _kept.index


def spare_collector() -> None:
    """Keep the collector of garbage from looking through a large index again and again."""
    gc.unfreeze()
    gc.collect()
    gc.freeze()


def build_aside(now: tuple[str, str, datetime.date]) -> None:
    """The same in a thread of its own, which holds the lock."""
    try:
        build(now)
    finally:
        _building.release()
        replica.connection().close()
