"""Long lists in pages. Each page leads to the next one, whatever changes in between."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from typing import Annotated, Any, Generic, TypeVar

from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpRequest
from ninja import Query
from pydantic import Field

from biobanks.metadata.records import Record

ROWS = 100  # of a page, where no number is asked for
MOST_ROWS = 500
LARGEST_KEY = 2**63 - 1

Limit = Annotated[int, Query(ge=1, le=MOST_ROWS, description="Rows of a page.")]
After = Annotated[
    int,
    Query(
        ge=0,
        le=LARGEST_KEY,
        description="Where the page begins. Take it from `next` of the page before.",
    ),
]
Row = TypeVar("Row")


class Page(Record, Generic[Row]):
    """Some rows of a list."""

    count: int | None = Field(
        description="Rows of the whole list; null where nobody has counted them."
    )
    next: str | None = Field(description="Address of the next page; null on the last.")
    results: list[Row]


def page_of(
    kind: Any,
    request: HttpRequest,
    rows: Iterable[Any],
    following: object,
    count: int | None = None,
) -> Any:
    """A page of a list, `kind` being `Page` of something."""
    return kind(count=count, next=next_address(request, following), results=list(rows))


def keys_after(keys: Sequence[int], cursor: int, limit: int) -> tuple[Sequence[int], int | None]:
    """The keys of a page, of all keys in their order, and where the next page begins."""
    start = bisect_right(keys, cursor)
    some = keys[start : start + limit]
    return some, some[-1] if start + limit < len(keys) else None


def rows_after(rows: QuerySet, cursor: int, limit: int) -> tuple[list[Any], int | None]:
    """The rows of a page, by their keys, and where the next page begins."""
    some = list(rows.filter(pk__gt=cursor).order_by("pk")[: limit + 1])
    return some[:limit], some[limit - 1].pk if len(some) > limit else None


def next_address(request: HttpRequest, cursor: object) -> str | None:
    """The address of the same list from a cursor on; None where there is none."""
    if cursor is None:
        return None
    query = request.GET.copy()
    query["cursor"] = str(cursor)
    return f"{settings.SITE_URL}{request.path}?{query.urlencode()}"
