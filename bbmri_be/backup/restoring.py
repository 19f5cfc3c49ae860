"""Brings a backup into a database, and holds what came of it to the backup, row by row."""

from collections.abc import Iterable

from django.core.management import call_command
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor

from bbmri_be.backup import tables
from bbmri_be.backup.archive import Archive, Migration, sum_of
from bbmri_be.backup.errors import BackupError


def restore(archive: Archive, *, overwrite: bool) -> None:
    """Make the database what it was when the backup was made, then bring it up to this version.

    Raises `BackupError`: before anything was changed where the database is not empty or the backup
    is too new.
    """
    unknown = archive.migrations - known()
    if unknown:
        app, name = sorted(unknown)[0]
        raise BackupError(
            f"A newer version of the site made this backup (migration {name} of {app}): restore "
            "it with that one."
        )
    if connection.introspection.table_names():
        if not overwrite:
            raise BackupError(
                "The database is not empty. Restore into an empty one, or add --overwrite: then "
                "all that it holds is lost."
            )
        empty()
    executor = MigrationExecutor(connection)
    executor.migrate(last_of(archive.migrations))
    with transaction.atomic():
        tables.write(
            {one.table: archive.rows_of(one.table) for one in archive.contents}, archive.sequences
        )
        compare(archive)
    call_command("migrate", verbosity=0)


def known() -> frozenset[Migration]:
    """The migrations of this version."""
    return frozenset(MigrationExecutor(connection).loader.graph.nodes)


def last_of(migrations: Iterable[Migration]) -> list[Migration]:
    """Those that none of the others comes after."""
    graph = MigrationExecutor(connection).loader.graph
    wanted = set(migrations)
    return [one for one in sorted(wanted) if not wanted & set(graph.node_map[one].children)]


def empty() -> None:
    """Delete all tables, and whatever else stands beside them."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_schema()")
        [schema] = cursor.fetchone()
        name = tables.quoted(schema)
        cursor.execute(f"DROP SCHEMA {name} CASCADE")
        cursor.execute(f"CREATE SCHEMA {name}")


def compare(archive: Archive) -> None:
    """Hold each table to the sum that the backup has of it. Raises `BackupError`."""
    for content in archive.contents:
        if sum_of(tables.rows_of(content.table)) != content.sha256:
            raise BackupError(
                f"The table {content.table.name} is not what the backup has: nothing was restored."
            )
