"""What changed since a day: for those who keep a copy of the catalogue."""

import datetime
import re
from typing import Annotated, Any

from django.http import HttpRequest
from django.utils import timezone
from ninja import Query, Router
from pydantic import BeforeValidator, Field

from biobanks.api.paging import ROWS, Limit, Page, page_of
from biobanks.changed import Changed, Kind, Position, changed_after
from biobanks.metadata.records import Record, entry_page

# Before and after them nothing has changed.
FIRST = datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC)
LAST = datetime.datetime(2286, 1, 1, tzinfo=datetime.UTC)
CURSOR = r"^[0-9]{1,16}~(biobank|collection|network)~[0-9]{1,18}$"

router = Router(tags=["Changes"])


def written_out(text: object) -> object:
    """The text of a moment. Raises `ValueError` for seconds since 1970: pydantic takes them."""
    if isinstance(text, str) and not re.match(r"\d{4}-\d{2}-\d{2}", text):
        raise ValueError("write a day as 2026-11-01")
    return text


class ChangeRecord(Record):
    """An entry, and what last became of it."""

    kind: Kind
    identifier: str
    url: str
    name: str
    changed_at: datetime.datetime
    published_at: datetime.datetime | None = Field(description="Since when it is public here.")
    withdrawn_at: datetime.datetime | None = Field(
        description="Since when it is public no more. Its address answers 410."
    )


@router.get("/changes", response=Page[ChangeRecord], summary="Changes since a date")
def changes(
    request: HttpRequest,
    since: Annotated[
        datetime.datetime | datetime.date,
        BeforeValidator(written_out),
        Query(description="A day, or a moment (RFC 3339).", examples=["2026-11-01"]),
    ],
    limit: Limit = ROWS,
    cursor: Annotated[
        str | None,
        Query(
            pattern=CURSOR,
            description="Where the page begins. Take it from `next` of the page before.",
        ),
    ] = None,
) -> Any:
    """Entries published, changed or withdrawn since then, the oldest change first.

    An entry stands here once, as it is now. With a biobank its collections go, too.
    """
    after = read(cursor) if cursor else Position(moment_of(since))
    rows = changed_after(after, limit + 1)
    following = written(rows[limit - 1].position) if len(rows) > limit else None
    return page_of(Page[ChangeRecord], request, map(record, rows[:limit]), following)


def record(row: Changed) -> ChangeRecord:
    """What is told of a change."""
    return ChangeRecord(
        kind=row.kind,
        identifier=row.identifier,
        url=entry_page(row.kind, row.slug),
        name=row.name,
        changed_at=row.at,
        published_at=row.since,
        withdrawn_at=row.until,
    )


def moment_of(since: datetime.datetime | datetime.date) -> datetime.datetime:
    """The moment from which changes are told; a day begins in Belgium."""
    if not isinstance(since, datetime.datetime):
        since = datetime.datetime.combine(since, datetime.time())
    if since.year < FIRST.year:
        return FIRST
    if since.year > LAST.year:
        return LAST
    return since if timezone.is_aware(since) else timezone.make_aware(since)


def written(position: Position) -> str:
    """A position as a cursor: microseconds since 1970, kind, key."""
    microseconds = (position.at - FIRST) // datetime.timedelta(microseconds=1)
    return f"{microseconds}~{position.kind}~{position.key}"


def read(cursor: str) -> Position:
    """A cursor as a position."""
    microseconds, kind, key = cursor.split("~")
    return Position(FIRST + datetime.timedelta(microseconds=int(microseconds)), kind, int(key))
