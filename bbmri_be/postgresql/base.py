"""Django's backend for PostgreSQL, with a cheaper look at whether a connection still lives, and
with an end to waiting for a server that hangs."""

import math
import select
import threading
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from types import SimpleNamespace
from typing import Any

import psycopg
from django.db import DEFAULT_DB_ALIAS
from django.db.backends.postgresql import base
from psycopg.abc import RV, PQGen
from psycopg.pq import TransactionStatus

BETWEEN_LOOKS = 0.1  # seconds: psycopg's own, so that Ctrl-C and signals are heard


class Server:
    """What the threads of this process know of a server: whether it answers.

    Of those who ask one that did not, one at a time waits; the others are told at once. A reader's
    page needs no three seconds to say so, and no crowd of them holds up pages without a database.
    """

    def __init__(self) -> None:
        """Nothing bad is known."""
        self.is_silent = False
        self.asking = threading.Lock()

    @contextmanager
    def asked(self) -> Iterator[None]:
        """One question, and whether there was an answer. Raises psycopg's `OperationalError`, as
        soon as it can be known."""
        waits = self.is_silent
        if waits and not self.asking.acquire(blocking=False):
            raise psycopg.OperationalError("The server did not answer another thread.")
        try:
            yield
        except psycopg.OperationalError:
            self.is_silent = True
            raise
        else:
            self.is_silent = False
        finally:
            if waits:
                self.asking.release()


_hurry: ContextVar[float] = ContextVar("hurry", default=math.inf)  # seconds


@contextmanager
def in_a_hurry(seconds: float) -> Iterator[None]:
    """Whatever is asked meanwhile waits so long for an answer at most."""
    before = _hurry.set(seconds)
    try:
        yield
    finally:
        _hurry.reset(before)


servers: defaultdict[tuple[Any, Any], Server] = defaultdict(Server)  # by host and port


class Connection(psycopg.Connection):
    """A connection that waits so long for an answer, and no longer.

    The server ends statements that take long (`bbmri_be/gunicorn.py`); this is for one that hangs,
    or whose host is gone.
    """

    patience: float | None  # seconds
    server: Server

    @classmethod
    def connect(  # type: ignore[override]  # psycopg names each option
        cls, conninfo: str = "", *, patience: float | None = None, **options: Any
    ) -> "Connection":
        """A new connection, with the patience that OPTIONS ask for; none: it waits for ever."""
        server = servers[options.get("host"), options.get("port")]
        with server.asked():
            connection = super().connect(conninfo, **options)
        connection.patience, connection.server = patience, server
        return connection

    def wait(
        self, gen: PQGen[RV], interval: float = BETWEEN_LOOKS, timeout: float | None = None
    ) -> RV:
        """What the server answers. Closed where it does not: a late answer is to no question."""
        patience, hurry = self.patience or math.inf, _hurry.get()
        if timeout is not None:
            return super().wait(gen, interval, timeout)
        try:
            least = min(patience, hurry)
            return super().wait(gen, interval, None if least == math.inf else least)
        except psycopg.OperationalError:
            if not self.closed:  # nobody hung up
                self.close()
                # Whoever was in a hurry knows little of a server that is only slow.
                self.server.is_silent |= patience <= hurry
            raise


class DatabaseWrapper(base.DatabaseWrapper):
    # psycopg, but for how it connects.
    Database = SimpleNamespace(  # type: ignore[assignment]  # Django has a module there
        **vars(psycopg) | {"connect": Connection.connect}
    )

    def __init__(self, settings_dict: dict[str, Any], alias: str = DEFAULT_DB_ALIAS) -> None:
        """A pool connects in the same way."""
        super().__init__(settings_dict, alias)
        if pool := settings_dict["OPTIONS"].get("pool"):
            pool["connection_class"] = Connection

    def is_usable(self) -> bool:
        """Whether the server is still there; Django asks before the first statement of a request.

        A server that hangs up leaves something to read, at once. As long as there is nothing, and
        nothing under way, a question is not worth its time: it would be half of what a page asks.
        """
        if self.connection.closed:
            return False
        pgconn = self.connection.pgconn
        unread = select.poll()
        unread.register(pgconn.socket, select.POLLIN)
        is_quiet = pgconn.transaction_status == TransactionStatus.IDLE and not unread.poll(0)
        return is_quiet or super().is_usable()
