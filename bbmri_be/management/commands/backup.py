"""Writes the whole site into one file."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from bbmri_be.backup import archive
from bbmri_be.backup.errors import BackupError


class Command(BaseCommand):
    """`manage.py backup FILE`; the site goes on meanwhile."""

    help = (
        "Write all rows and files of the site, as they are at one moment, into FILE. With "
        "BACKUP_RECIPIENT, a public key of age, nobody reads it without the other key."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """The file, and whether another may go for it."""
        parser.add_argument("file", type=Path)
        parser.add_argument("--overwrite", action="store_true", help="take the place of FILE")

    def handle(self, *args: Any, file: Path, overwrite: bool, **options: Any) -> None:
        """Write it, and say how much it holds."""
        recipient = settings.BACKUP_RECIPIENT
        try:
            manifest = archive.make(file, recipient=recipient, overwrite=overwrite)
        except BackupError as error:
            raise CommandError(str(error)) from error
        rows = sum(table["rows"] for table in manifest["tables"].values())
        how = "encrypted" if recipient else "not encrypted: it holds personal data, keep it safe"
        self.stdout.write(
            f"{file}: {rows} rows of {len(manifest['tables'])} tables, "
            f"{file.stat().st_size} bytes, {how}."
        )
