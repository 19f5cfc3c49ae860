"""Django's backend for PostgreSQL, with a cheaper look at whether a connection still lives, and an
end to waiting for a server that hangs."""

from django.db import InterfaceError, OperationalError, connections


def is_away(error: Exception) -> bool:
    """Whether an error comes from a database that is not there, or that hung up in the middle: what
    half an answer breaks has any name."""
    opened = [one.connection for one in connections.all(initialized_only=True) if one.connection]
    is_cut = any(connection.closed for connection in opened)
    return is_cut or isinstance(error, OperationalError | InterfaceError)
