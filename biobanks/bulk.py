"""Many rows into a table at once."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection, models


@dataclass
class Loaded:
    """What a load did to one kind of row."""

    added: int = 0
    changed: int = 0
    removed: int = 0
    unchanged: int = 0


def copy(model: type[models.Model], columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Append rows by PostgreSQL's COPY: several times faster than `bulk_create`.

    The database gives the primary keys and checks the constraints; models do not see the rows.
    """
    table = connection.ops.quote_name(model._meta.db_table)
    names = ", ".join(connection.ops.quote_name(column) for column in columns)
    with connection.cursor() as cursor, cursor.copy(f"COPY {table} ({names}) FROM STDIN") as sink:
        for row in rows:
            sink.write_row(row)


def analyse(*tables: type[models.Model]) -> None:
    """Tell PostgreSQL's planner about new rows: the first search must not be slow."""
    with connection.cursor() as cursor:
        for model in tables:
            cursor.execute(f"ANALYZE {connection.ops.quote_name(model._meta.db_table)}")
