"""All tables of the site, as PostgreSQL's COPY writes and reads them.

COPY's text is the same in every version of PostgreSQL, and gives back each value as it was.
"""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import connection, transaction
from django.db.migrations.recorder import MigrationRecorder

# Who was signed in, and how often somebody asked, ends with the site that it was on.
LEFT_OUT = {"django_session", "staff_sessions_session", "rate_limits_bucket", "schedule_worker"}


@dataclass(frozen=True)
class Table:
    """A table: its name, the column that tells rows apart, and all columns in their order."""

    name: str
    key: str
    columns: tuple[str, ...]

    @property
    def column_list(self) -> str:
        """The columns, as SQL has them."""
        return ", ".join(map(quoted, self.columns))


def quoted(name: str) -> str:
    """A name as SQL has it."""
    return str(connection.ops.quote_name(name))


def all_tables() -> list[Table]:
    """The tables of all models, and the one that knows the migrations; by name."""
    models: list[Any] = [*apps.get_models(include_auto_created=True), MigrationRecorder.Migration]
    keys = {model._meta.db_table: model._meta.pk.column for model in models}
    return [Table(name, keys[name], columns_of(name)) for name in sorted(keys.keys() - LEFT_OUT)]


def columns_of(table: str) -> tuple[str, ...]:
    """The columns that hold something; the database computes the others."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0"
            " AND NOT attisdropped AND attgenerated = '' ORDER BY attnum",
            [quoted(table)],
        )
        return tuple(name for (name,) in cursor.fetchall())


@contextmanager
def one_moment() -> Iterator[None]:
    """See all tables as they are at one moment, whatever is written meanwhile."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        yield


def rows_of(table: Table) -> Iterator[bytes]:
    """The rows of a table, in pieces, as COPY writes them; in the order of their keys."""
    source = f"{quoted(table.name)} ORDER BY {quoted(table.key)}"
    query = f"SELECT {table.column_list} FROM {source}"  # noqa: S608 - names of our own
    with connection.cursor() as cursor, cursor.copy(f"COPY ({query}) TO STDOUT") as rows:
        for piece in rows:
            yield bytes(piece)


def sequences() -> dict[str, int]:
    """The last number that each sequence of the tables gave; those that gave none are left out."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT sequencename, last_value FROM pg_sequences"
            " WHERE schemaname = current_schema() AND last_value IS NOT NULL"
        )
        return dict(cursor.fetchall())


def write(tables: Mapping[Table, Iterable[bytes]], numbers: Mapping[str, int]) -> None:
    """Put rows in the place of whatever the tables hold, and go on counting from these numbers.

    In one transaction. Triggers rest meanwhile: what they did when the rows came about is in the
    rows.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        names = ", ".join(quoted(table.name) for table in tables)
        for table in tables:
            cursor.execute(f"ALTER TABLE {quoted(table.name)} DISABLE TRIGGER USER")
        cursor.execute(f"TRUNCATE {names} CASCADE")
        for table, pieces in tables.items():
            with cursor.copy(f"COPY {quoted(table.name)} ({table.column_list}) FROM STDIN") as sink:
                for piece in pieces:
                    sink.write(piece)
        for sequence, number in numbers.items():
            cursor.execute("SELECT setval(%s::regclass, %s)", [quoted(sequence), number])
        # Keys of other tables are looked at here rather than at the end, or triggers could not
        # be put to work again.
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table in tables:
            cursor.execute(f"ALTER TABLE {quoted(table.name)} ENABLE TRIGGER USER")
