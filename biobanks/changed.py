"""What became of the entries of the catalogue: published, changed or withdrawn, and when."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from django.db.models import CharField, F, Q, QuerySet, Value
from django.db.models.functions import Coalesce, Greatest

from biobanks.models import Biobank, Collection, Network

Kind = Literal["biobank", "collection", "network"]
KINDS: dict[Kind, Any] = {"biobank": Biobank, "collection": Collection, "network": Network}
# Since when the public sees an entry, and since when no more. A collection is as public as its
# biobank lets it be.
SINCE: dict[Any, Any] = {
    Biobank: F("published_at"),
    Network: F("published_at"),
    Collection: Greatest("published_at", "biobank__published_at"),
}
UNTIL: dict[Any, Any] = {
    Biobank: F("withdrawn_at"),
    Network: F("withdrawn_at"),
    Collection: Coalesce("withdrawn_at", "biobank__withdrawn_at"),
}


@dataclass(frozen=True)
class Position:
    """A place in the order of changes: by moment, kind and key."""

    at: datetime
    kind: str = ""
    key: int = 0


@dataclass(frozen=True)
class Changed:
    """An entry, and what last became of it."""

    at: datetime
    since: datetime | None
    until: datetime | None
    kind: Kind
    key: int
    identifier: str
    slug: str
    name: str

    @property
    def position(self) -> Position:
        """Where it stands in the order of changes."""
        return Position(self.at, self.kind, self.key)


def with_moments(model: Any) -> QuerySet:
    """Entries of a kind with a public page: `since`, `until`, and `at`, the last change."""
    rows: QuerySet = model.objects.with_public_page().annotate(
        since=SINCE[model],
        until=UNTIL[model],
        at=Coalesce(UNTIL[model], Greatest("updated_at", SINCE[model])),
    )
    return rows


def changed_after(after: Position, number: int) -> list[Changed]:
    """The first entries of all kinds behind a position, the oldest change first."""
    first, *others = (behind(kind, after)[:number] for kind in KINDS)
    found = [Changed(**row) for row in first.union(*others, all=True)]
    return sorted(found, key=lambda row: (row.at, row.kind, row.key))[:number]


def behind(kind: Kind, after: Position) -> QuerySet:
    """The entries of a kind behind a position, as `Changed` takes them."""
    wanted = Q(at__gt=after.at)
    if kind > after.kind:
        wanted |= Q(at=after.at)
    elif kind == after.kind:
        wanted |= Q(at=after.at, pk__gt=after.key)
    rows: QuerySet = (
        with_moments(KINDS[kind])
        .filter(wanted)
        .order_by("at", "pk")
        .values(
            "at",
            "since",
            "until",
            "identifier",
            "slug",
            "name",
            kind=Value(kind, CharField()),
            key=F("pk"),
        )
    )
    return rows
