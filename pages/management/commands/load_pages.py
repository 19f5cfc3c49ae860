"""`manage.py load_pages`: the pages' starting content."""

from collections import Counter
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from pages.starting_content import load


class Command(BaseCommand):
    """Creates the rows that never existed; never touches one that staff may have edited."""

    help = "Create the starting texts of the node's pages; existing rows stay as they are."

    def add_arguments(self, parser: CommandParser) -> None:
        """Options."""
        parser.add_argument(
            "--dry-run", action="store_true", help="show what would be created, change nothing"
        )

    def handle(self, *args: Any, dry_run: bool, **options: Any) -> None:
        """Load, and say how many rows of each kind."""
        rows = load(dry_run=dry_run)
        if options["verbosity"] == 0:
            return
        verb = "Would create" if dry_run else "Created"
        if not rows:
            self.stdout.write("Nothing to create: all starting texts have been loaded before.")
        if options["verbosity"] > 1:
            for row in rows:
                self.stdout.write(f"{row.model._meta.verbose_name}: {row.slug}")
        for name, count in Counter(row.model._meta.verbose_name_plural for row in rows).items():
            self.stdout.write(f"{verb} {count} {name}.")
