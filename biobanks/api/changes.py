"""What changed since a day: for those who keep a copy of the catalogue."""

import datetime
import re
from typing import Annotated, Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from ninja import Query, Router
from pydantic import BeforeValidator, Field

from biobanks.api.paging import ROWS, Limit, Page, page_of
from biobanks.changed import changed_since, up_to_date
from biobanks.enums import EntryKind
from biobanks.metadata.records import Record, entry_page
from biobanks.models import ToldEntry

# Before and after them nothing has changed.
FIRST = datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC)
LAST = datetime.datetime(2286, 1, 1, tzinfo=datetime.UTC)
CURSOR = r"^[0-9]{1,16}~[0-9]{1,18}$"

router = Router(tags=["Changes"])


def written_out(text: object) -> object:
    """The text of a moment. Raises `ValueError` for seconds since 1970: pydantic takes them."""
    if isinstance(text, str) and not re.match(r"\d{4}-\d{2}-\d{2}", text):
        raise ValueError("write a day as 2026-11-01")
    return text


class ChangeRecord(Record):
    """An entry that changed."""

    kind: EntryKind
    identifier: str
    name: str
    url: str = Field(description="Its page.")
    api_url: str = Field(description="Its record.")
    changed_at: datetime.datetime
    published_at: datetime.datetime = Field(description="First publication here.")
    withdrawn_at: datetime.datetime | None = Field(
        description="Since when it is not to be had any more. Delete it from copies."
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

    An entry stands here once, as it is now. Whatever its record is made of counts, and its facts.
    Ask next time with the last `changed_at`: what stands at that very moment comes again.
    """
    up_to_date()
    moment, after = read(cursor) if cursor else (moment_of(since), 0)
    rows = changed_since(moment, after, limit + 1)
    following = written(rows[limit - 1]) if len(rows) > limit else None
    return page_of(Page[ChangeRecord], request, map(record, rows[:limit]), following)


def record(row: ToldEntry) -> ChangeRecord:
    """What is told of a change."""
    path = reverse(f"api:{row.kind}", args=[row.slug])
    return ChangeRecord(
        kind=EntryKind(row.kind),
        identifier=row.identifier,
        name=row.name,
        url=entry_page(row.kind, row.slug),
        api_url=settings.SITE_URL + path,
        changed_at=row.changed_at,
        published_at=row.published_at,
        withdrawn_at=row.withdrawn_at,
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


def written(row: ToldEntry) -> str:
    """The place of a row as a cursor: microseconds since 1970, key."""
    return f"{(row.changed_at - FIRST) // datetime.timedelta(microseconds=1)}~{row.pk}"


def read(cursor: str) -> tuple[datetime.datetime, int]:
    """A cursor as a moment and a key."""
    microseconds, key = cursor.split("~")
    return FIRST + datetime.timedelta(microseconds=int(microseconds)), int(key)
