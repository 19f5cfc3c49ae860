"""Public pages may read a copy of the database, on a server of its own (`DATABASE_REPLICA_URL`).

PostgreSQL keeps the copy (streaming replication); it may be some moments late. So only what readers
see of the catalogue and of the node's texts comes from there; whoever writes, applicants and
staff, reads what they wrote. Where the copy does not answer, everything is read from the original.
"""

import logging
import time
from collections.abc import Callable
from contextvars import ContextVar
from typing import Any

from django.db import DEFAULT_DB_ALIAS, InterfaceError, OperationalError, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Model
from django.http import HttpRequest, HttpResponse

from bbmri_be.postgresql import is_away

logger = logging.getLogger(__name__)

REPLICA = "replica"
APPS = {"biobanks", "pages"}  # whose rows are read from the copy
# Routes of these apps that ask for, or keep, what was written a moment ago.
OWN_WRITES = {"confirm", "propose", "directory-table", "quality-report"}
PAUSE = 30  # seconds until a copy that did not answer is asked again

_reading: ContextVar[str] = ContextVar("reading", default=DEFAULT_DB_ALIAS)


def connection() -> BaseDatabaseWrapper:
    """The connection by which this request reads public rows."""
    return connections[_reading.get()]


def read_original() -> None:
    """For the rest of this request: it needs what was written a moment ago."""
    _reading.set(DEFAULT_DB_ALIAS)


class Router:
    """Tells Django which database to ask."""

    def db_for_read(self, model: type[Model], **hints: Any) -> str:
        """The copy for public rows of a public page."""
        return _reading.get() if model._meta.app_label in APPS else DEFAULT_DB_ALIAS

    def db_for_write(self, model: type[Model], **hints: Any) -> str:
        """Nobody writes into a copy."""
        return DEFAULT_DB_ALIAS

    def allow_relation(self, one: Model, other: Model, **hints: Any) -> bool:
        """Rows of the copy are the rows of the original."""
        return True

    def allow_migrate(self, db: str, app_label: str, **hints: Any) -> bool:
        """PostgreSQL brings tables into the copy."""
        return db == DEFAULT_DB_ALIAS


class ReplicaMiddleware:
    """Lets public pages read the copy, as long as it answers."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Take the next link of the chain."""
        self.get_response = get_response
        self.away_until = 0.0

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on; what comes after it begins with the original again."""
        before = _reading.set(DEFAULT_DB_ALIAS)
        try:
            return self.get_response(request)
        finally:
            _reading.reset(before)

    def process_view(self, request: HttpRequest, view: Any, *arguments: Any) -> None:
        """Choose, once it is known which page is asked for."""
        if is_public(request) and time.monotonic() >= self.away_until:
            _reading.set(REPLICA)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Make the page anew from the original, where it was the copy that failed."""
        if _reading.get() != REPLICA or not is_away(error):
            return None
        logger.warning("The replica does not answer (%s)", type(error).__name__)
        self.away_until = time.monotonic() + PAUSE
        read_original()
        match = request.resolver_match
        assert match  # noqa: S101 - process_view saw it
        try:
            response: HttpResponse = match.func(request, *match.args, **match.kwargs)
        except (OperationalError, InterfaceError):
            return None  # both are away: DatabaseUnavailableMiddleware says so
        return response


def is_public(request: HttpRequest) -> bool:
    """Whether a request only reads what everybody may read."""
    match = request.resolver_match
    if request.method not in {"GET", "HEAD"} or not match or match.url_name in OWN_WRITES:
        return False
    return bool({"biobanks", "pages", "api"} & set(match.namespaces)) or match.url_name in {
        "sitemap",
        "sitemap-section",
        "archive",
        "file",
        "fair-data-point",
    }
