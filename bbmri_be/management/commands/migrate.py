"""Django's `migrate`, which never makes readers wait for long."""

from typing import Any

from django.core.management.base import CommandError
from django.core.management.commands import migrate
from django.db import OperationalError, connections
from psycopg.errors import LockNotAvailable

PATIENCE = "4s"  # for a lock; whoever asks for the table meanwhile waits as long
ONE_AT_A_TIME = 20_261_130  # a number of ours that PostgreSQL locks; any would do


class Command(migrate.Command):
    """As Django's. Where a table is busy it gives up, rather than hold up the site behind it; where
    another host migrates, it waits until that has ended."""

    def handle(self, *args: Any, **options: Any) -> None:
        """Migrate, and say what to do where a table is busy, or a pooler in the way: the lock that
        it took would stay with a connection of the pooler's."""
        connection = connections[options["database"]]
        if connection.settings_dict.get("DISABLE_SERVER_SIDE_CURSORS"):
            raise CommandError(
                "DATABASE_POOLER is set. Run `manage.py migrate` without it, and with the address "
                "of PostgreSQL itself in DATABASE_URL."
            )
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s)", [ONE_AT_A_TIME])
            cursor.execute("SELECT set_config('lock_timeout', %s, false)", [PATIENCE])
        try:
            super().handle(*args, **options)
        except OperationalError as error:
            if isinstance(error.__cause__, LockNotAvailable):
                raise CommandError(
                    "A table is busy: something has held it for four seconds. Nothing of this "
                    "migration was done. Run `manage.py migrate` again; what is done stays done."
                ) from error
            raise
        finally:
            with connection.cursor() as cursor:
                cursor.execute("SELECT set_config('lock_timeout', '0', false)")
                cursor.execute("SELECT pg_advisory_unlock(%s)", [ONE_AT_A_TIME])
