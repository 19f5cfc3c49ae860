"""Log lines without what a database error quotes, and without the secrets of addresses.

Each names the request that it comes from (`request_id`), as its answer does.
"""

import json
import logging
import re
import sys
import traceback
from collections.abc import Iterator
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any

from django.db import Error

# The tokens of status links, reports, questions to biobanks and links to choose a password; the
# secret of the address where the Directory fetches our tables.
SECRETS = re.compile(r"(/join/status/|/report/|/confirm/|/directory/|/password/[\w-]+/)[^/\s\"']+")

# What gunicorn says of a request that it cannot read, or that broke: where it came from, what it
# asked for.
VISITORS = re.compile(r"(?<=\bip=)\S+|(?<=Error handling request )\S+ \S+")

# How lines are written, for `logging.config.dictConfig`.
FORMATTERS = {
    "line": {
        "()": "bbmri_be.logs.Formatter",
        "format": "%(asctime)s %(levelname)s %(name)s [%(request_id)s] %(message)s",
        "datefmt": "%Y-%m-%dT%H:%M:%S%z",  # with its distance from UTC
    },
    "json": {"()": "bbmri_be.logs.JsonFormatter"},
}

# The request that this thread answers; set by `bbmri_be.middleware.RequestLogMiddleware`.
request_id: ContextVar[str] = ContextVar("request_id", default="-")


class Formatter(logging.Formatter):
    """Leaves out the messages of errors that come from the database.

    PostgreSQL quotes the row that it refused, and with it what somebody typed into a form.
    """

    def format(self, record: logging.LogRecord) -> str:
        """The line without the secrets of addresses, which would open what they keep closed."""
        record.request_id = request_id.get()
        return without_tokens(super().format(record))

    def formatException(self, ei: Any) -> str:
        """The traceback; where the database is among the causes, only places and kinds."""
        errors = list(causes(ei[1]))
        if not any(isinstance(error, Error) for error in errors):
            return super().formatException(ei)
        return "".join(
            "".join(traceback.format_tb(error.__traceback__)) + f"{type(error).__name__}\n"
            for error in reversed(errors)
        ).rstrip()


class JsonFormatter(Formatter):
    """The same as an object on one line, for programs that collect logs.

    `time` (UTC), `level`, `logger`, `message`, `request`; `error` is a traceback; of a request also
    `method`, `route`, `status` and `milliseconds`.
    """

    def format(self, record: logging.LogRecord) -> str:
        """One object."""
        told = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
            "request": request_id.get(),
            **getattr(record, "fields", {}),
        }
        if record.exc_info:
            told["error"] = self.formatException(record.exc_info)
        return without_tokens(json.dumps(told, ensure_ascii=False))


def tell_uncaught(kind: type[BaseException], error: BaseException, trace: Any) -> None:
    """`sys.excepthook` of commands, whose words are kept where regular work is shown."""
    told = Formatter().formatException((kind, error, trace))
    sys.stderr.write(f"{without_tokens(told)}\n")


def without_tokens(text: str) -> str:
    """A text whose addresses open nothing, and lead to nobody."""
    return VISITORS.sub("…", SECRETS.sub(r"\1…", text))


def causes(error: BaseException | None) -> Iterator[BaseException]:
    """The error, then what it came from, back to the first."""
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__
