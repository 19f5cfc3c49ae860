"""Django's backend for PostgreSQL, with a cheaper look at whether a connection still lives, and
with an end to waiting for a server that hangs."""

import select
import threading
from types import SimpleNamespace
from typing import Any

import psycopg
from django.db.backends.postgresql import base
from psycopg.abc import RV, PQGen
from psycopg.pq import TransactionStatus

BETWEEN_LOOKS = 0.1  # seconds: psycopg's own, so that Ctrl-C and signals are heard


class Server:
    """What the threads of this process know of the server: whether it answers.

    Of those who ask one that did not, one at a time waits; the others are told at once. A reader's
    page needs no three seconds to say so, and no crowd of them holds up pages without a database.
    """

    def __init__(self) -> None:
        """Nothing bad is known."""
        self.is_silent = False
        self.asking = threading.Lock()

    def connect(self, *args: Any, **kwargs: Any) -> "Connection":
        """A new connection. Raises psycopg's `OperationalError`, as soon as it can be known."""
        if not self.is_silent:
            return self.ask(*args, **kwargs)
        if not self.asking.acquire(blocking=False):
            raise psycopg.OperationalError("The server did not answer another thread.")
        try:
            return self.ask(*args, **kwargs)
        finally:
            self.asking.release()

    def ask(self, *args: Any, **kwargs: Any) -> "Connection":
        """Connect, and remember whether there was an answer."""
        try:
            connection = Connection.connect(*args, **kwargs)
        except psycopg.OperationalError:
            self.is_silent = True
            raise
        self.is_silent = False
        return connection


server = Server()


class Connection(psycopg.Connection):
    """A connection that waits so long for an answer, and no longer.

    The server ends statements that take long (`bbmri_be/gunicorn.py`); this is for one that hangs,
    or whose host is gone.
    """

    patience: float | None = None  # seconds

    def wait(
        self, gen: PQGen[RV], interval: float = BETWEEN_LOOKS, timeout: float | None = None
    ) -> RV:
        """What the server answers. Closed where it does not: a late answer is to no question."""
        try:
            patience = self.patience if timeout is None else timeout
            return super().wait(gen, interval, patience)
        except psycopg.OperationalError:
            if timeout is None and not self.closed:  # nobody hung up
                self.close()
                server.is_silent = True
            raise


class DatabaseWrapper(base.DatabaseWrapper):
    # psycopg, but for how it connects.
    Database = SimpleNamespace(  # type: ignore[assignment]  # Django has a module there
        **vars(psycopg) | {"connect": server.connect}
    )

    def get_new_connection(self, conn_params: dict[str, Any]) -> Connection:
        """A connection with the patience that OPTIONS ask for; none: it waits for ever."""
        patience = conn_params.pop("patience", None)
        connection: Connection = super().get_new_connection(conn_params)
        connection.patience = patience
        return connection

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
