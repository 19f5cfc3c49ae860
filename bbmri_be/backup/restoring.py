"""Brings a backup into a database, and holds what came of it to the backup, row by row."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager

from django.core.management import call_command
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor

from bbmri_be.backup import tables
from bbmri_be.backup.archive import Archive, Migration, sum_of
from bbmri_be.backup.errors import BackupError

ASIDE = "before_restore"  # the schema that keeps the old tables meanwhile
HALF = "half_restored"
# What stands in a schema by itself; indexes, and the sequences of columns, go with their tables.
OBJECTS = """
SELECT object.type, object.identity
FROM pg_depend here, pg_identify_object(here.classid, here.objid, 0) object
WHERE here.refclassid = 'pg_namespace'::regclass AND here.refobjid = %s::regnamespace
    AND here.classid <> 'pg_extension'::regclass AND NOT EXISTS (
        SELECT FROM pg_depend other
        WHERE other.classid = here.classid AND other.objid = here.objid
            AND other.deptype IN ('a', 'e', 'i')
    )
ORDER BY object.identity
"""


def restore(archive: Archive, *, overwrite: bool, finish: Callable[[], None]) -> None:
    """Make the database what it was when the backup was made, then bring it up to this version,
    and `finish` before what was there is gone.

    Raises `BackupError`: before anything was changed where the database is not empty or the backup
    is too new. Whatever fails later, the database is what it was before.
    """
    unknown = archive.migrations - known()
    if unknown:
        app, name = sorted(unknown)[0]
        raise BackupError(
            f"A newer version of the site made this backup (migration {name} of {app}): restore "
            "it with that one."
        )
    with putting_aside(overwrite=overwrite):
        MigrationExecutor(connection).migrate(last_of(archive.migrations))
        with transaction.atomic():
            tables.write(
                {one.table: archive.rows_of(one.table) for one in archive.contents},
                archive.sequences,
            )
            compare(archive)
        call_command("migrate", verbosity=0)
        finish()


def known() -> frozenset[Migration]:
    """The migrations of this version."""
    return frozenset(MigrationExecutor(connection).loader.graph.nodes)


def last_of(migrations: Iterable[Migration]) -> list[Migration]:
    """Those that none of the others comes after."""
    graph = MigrationExecutor(connection).loader.graph
    wanted = set(migrations)
    return [one for one in sorted(wanted) if not wanted & set(graph.node_map[one].children)]


@contextmanager
def putting_aside(*, overwrite: bool) -> Iterator[None]:
    """An empty database to restore into. What stood in it comes back where restoring fails, and
    goes where it succeeds."""
    if connection.introspection.table_names() and not overwrite:
        raise BackupError(
            "The database is not empty. Restore into an empty one, or add --overwrite: then "
            "all that it holds is lost."
        )
    with transaction.atomic():
        move(current_schema(), make(ASIDE))
    try:
        yield
    except BaseException:
        put_back()
        raise
    drop(ASIDE)


@transaction.atomic
def put_back() -> None:
    """Bring back what was put aside, in the place of what was half restored; nothing where nothing
    was. A restore that was killed needs it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_namespace WHERE nspname = %s", [ASIDE])
        if not cursor.fetchone():
            return
    move(current_schema(), make(HALF))
    drop(HALF)
    move(ASIDE, current_schema())
    drop(ASIDE)


def current_schema() -> str:
    """Where the site's tables are: `public`, unless the account has another."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_schema()")
        return str(cursor.fetchone()[0])


def make(schema: str) -> str:
    """Make a schema."""
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE SCHEMA {schema}")
    return schema


def drop(schema: str) -> None:
    """Delete a schema with all that is in it."""
    with connection.cursor() as cursor:
        cursor.execute(f"DROP SCHEMA {schema} CASCADE")


def move(here: str, there: str) -> None:
    """Move all from one schema to another, but for PostgreSQL's extensions: those belong to nobody
    but the superuser, and old tables and new ones use them."""
    with connection.cursor() as cursor:
        cursor.execute(OBJECTS, [tables.quoted(here)])
        for kind, name in cursor.fetchall():
            cursor.execute(f"ALTER {kind} {name} SET SCHEMA {tables.quoted(there)}")


def compare(archive: Archive) -> None:
    """Hold each table to the sum that the backup has of it. Raises `BackupError`."""
    for content in archive.contents:
        if sum_of(tables.rows_of(content.table)) != content.sha256:
            raise BackupError(
                f"The table {content.table.name} is not what the backup has: nothing was restored."
            )
