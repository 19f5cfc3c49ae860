import select

from django.db.backends.postgresql import base
from psycopg.pq import TransactionStatus


class DatabaseWrapper(base.DatabaseWrapper):
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
