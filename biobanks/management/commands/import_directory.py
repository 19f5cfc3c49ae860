"""Takes tables in the Directory's format into the catalogue, or compares it with the Directory."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError
from tqdm import tqdm

from biobanks.directory import changes
from biobanks.directory.importer import import_directory
from biobanks.directory.remote import Directory, NotReadable
from biobanks.directory.report import Remarks, Report


class Command(BaseCommand):
    """`manage.py import_directory`: the only way in for many rows at once."""

    help = (
        "Takes a folder or zip of tables in the format of the BBMRI-ERIC Directory "
        "(docs/directory-format.md) into the catalogue. Writes everything or nothing. Given the "
        "address of a Directory, such as https://directory.bbmri-eric.eu/ERIC, it writes nothing "
        "but a change set, which staff decide on in the admin."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Where from, and how."""
        parser.add_argument("path", metavar="FOLDER_OR_ZIP_OR_ADDRESS")
        parser.add_argument(
            "--dry-run", action="store_true", help="show what would happen, write nothing"
        )
        parser.add_argument(
            "--withdraw-missing",
            action="store_true",
            help="withdraw published entries of the Directory that their table no longer lists",
        )
        parser.add_argument(
            "--keep-going",
            action="store_true",
            help="leave out rows that have a problem and write the others",
        )
        parser.add_argument(
            "--graphql",
            action="store_true",
            help="with an address: read page by page by GraphQL instead of CSV",
        )
        parser.add_argument(
            "--may-be-fewer",
            action="store_true",
            help="with an address: the Directory does have many entries fewer than before",
        )

    def handle(self, *args: Any, path: str | Path, verbosity: int, **options: Any) -> None:
        """Import or compare, and report."""
        if str(path).startswith(("https://", "http://")):
            self.compare(str(path), verbosity, **options)
        else:
            self.take(Path(path), verbosity, **options)

    def compare(self, address: str, verbosity: int, **options: Any) -> None:
        """Read the Directory, and note what differs.

        Raises `CommandError` where it cannot be read.
        """
        try:
            theirs = Directory(address).tables(by_graphql=options["graphql"])
            reading = changes.take_reading(
                theirs, source=address, may_be_fewer=options["may_be_fewer"]
            )
        except NotReadable as error:
            raise CommandError(str(error)) from error
        for notice in reading.notices:
            self.stderr.write(notice)
        if verbosity > 0:
            self.stdout.write(
                f"{reading.changes.count()} differences to decide on in the admin. "
                "The catalogue is as it was."
            )

    def take(self, path: Path, verbosity: int, **options: Any) -> None:
        """Import files."""
        # disable=None: no bar where the output is no terminal
        with tqdm(
            unit="B", unit_scale=True, leave=False, disable=True if verbosity == 0 else None
        ) as bar:

            def progress(done: int, total: int) -> None:
                bar.total = total
                bar.update(done)

            try:
                report = import_directory(
                    path,
                    dry_run=options["dry_run"],
                    withdraw_missing=options["withdraw_missing"],
                    keep_going=options["keep_going"],
                    progress=progress,
                )
            except DatabaseError as error:
                raise CommandError(
                    f"The database broke off the import, nothing was written: {error}"
                ) from error
        if verbosity > 0:
            self.show_remarks("Noticed", report.notices)
        self.show_remarks("Problems", report.problems)
        if verbosity > 0 and not report.refused:
            self.show_tables(report, with_examples=verbosity > 1 or options["dry_run"])
        problems = report.problems.count
        if (
            not report.written
            and problems
            and not (options["dry_run"] and options["keep_going"] and not report.refused)
        ):
            raise CommandError(f"Nothing was written: {problems} problem(s), see above.")
        if verbosity > 0:
            self.stdout.write(
                "Nothing was written (dry run)." if not report.written else "Written."
            )

    def show_remarks(self, title: str, remarks: Remarks) -> None:
        """The first remarks, and how many more there are."""
        if not remarks.count:
            return
        self.stderr.write(f"{title}:")
        for remark in remarks.first:
            self.stderr.write(f"  {remark}")
        if more := remarks.count - len(remarks.first):
            self.stderr.write(f"  and {more} more")

    def show_tables(self, report: Report, *, with_examples: bool) -> None:
        """What happened, table by table."""
        for name, counts in report.tables.items():
            self.stdout.write(
                f"{name}: {counts.added} added, {counts.changed} changed, "
                f"{counts.withdrawn} withdrawn, {counts.unchanged} unchanged"
            )
            for column, count in counts.changed_columns.most_common():
                self.stdout.write(f"  {column} changed in {count}")
            if with_examples:
                for example in counts.examples:
                    self.stdout.write(f"  {example}")
