"""Brings the whole site back from one file."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection

from bbmri_be.backup import archive
from bbmri_be.backup.errors import BackupError
from bbmri_be.backup.restoring import put_back, restore
from membership import persons
from membership.actions import desk
from membership.models import Application


class Command(BaseCommand):
    """`manage.py restore FILE`; stop site and worker before."""

    help = (
        "Make the database what it was when FILE was written by manage.py backup, hold it to the "
        "file row by row, and bring it up to this version. An encrypted file needs BACKUP_IDENTITY."
    )
    requires_migrations_checks = False

    def add_arguments(self, parser: CommandParser) -> None:
        """The file, and whether what the database holds may go for it."""
        parser.add_argument("file", type=Path)
        parser.add_argument("--overwrite", action="store_true", help="lose what the database holds")

    def handle(self, *args: Any, file: Path, overwrite: bool, **options: Any) -> None:
        """Restore, and say what. Who was forgotten since the backup stays forgotten."""
        put_back()  # before anything is read: a restore that was killed left it aside
        is_there = Application._meta.db_table in connection.introspection.table_names()
        gone = persons.forgotten() if is_there else []
        again: list[Application] = []

        def forget_again() -> None:
            again.extend(persons.remembered(gone))
            for application in again:
                desk.forget(application=application, by=None)

        try:
            with archive.opened(file, identity=settings.BACKUP_IDENTITY) as found:
                restore(found, overwrite=overwrite, finish=forget_again)
        except BackupError as error:
            raise CommandError(str(error)) from error
        rows = sum(content.rows for content in found.contents)
        self.stdout.write(
            f"{rows} rows of {len(found.contents)} tables, as they were on {found.made_at} "
            f"(version {found.version}). Each table is what the backup has."
        )
        if again:
            self.stdout.write(
                f"Personal data removed again, as in the database before: {len(again)}."
            )
