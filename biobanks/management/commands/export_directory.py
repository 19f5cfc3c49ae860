"""Writes the catalogue as tables in the Directory's format."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from biobanks.directory import writer


class Command(BaseCommand):
    """`manage.py export_directory`: what `import_directory` reads, or what the Directory gets."""

    help = (
        "Writes the catalogue into a folder, a .zip or an .xlsx, in the format of the BBMRI-ERIC "
        "Directory (docs/directory-format.md). Drafts and all contacts are in it, unless "
        "--staging picks what the Directory gets."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Where to, and what."""
        parser.add_argument("path", type=Path, metavar="FOLDER_OR_FILE")
        parser.add_argument(
            "--staging",
            action="store_true",
            help="the eight staging tables, as the Directory gets them",
        )

    def handle(self, *args: Any, path: Path, staging: bool, **options: Any) -> None:
        """Write, and say so.

        Raises `CommandError` where something stands there already, or Excel cannot hold a text.
        """
        if path.exists():
            raise CommandError(f"{path} exists already. Name another, or remove it first.")
        write = {".zip": writer.write_zip, ".xlsx": writer.write_excel}.get(
            path.suffix.lower(), writer.write_folder
        )
        with transaction.atomic():
            writer.hold_still()
            try:
                write(path, writer.ForDirectory() if staging else writer.Everything())
            except writer.TooLongForExcel as error:
                path.unlink(missing_ok=True)
                raise CommandError(
                    f"Excel cannot hold {error} in one cell. Write a .zip instead."
                ) from error
        if options["verbosity"] > 0:
            self.stdout.write(f"Written: {path}")
