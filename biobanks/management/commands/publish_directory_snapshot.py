"""Gives the BBMRI-ERIC Directory the catalogue as it is."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from biobanks.directory import snapshots
from biobanks.enums import SnapshotOutcome


class Command(BaseCommand):
    """`manage.py publish_directory_snapshot`: once a night."""

    help = (
        "Makes the snapshot that the BBMRI-ERIC Directory fetches. Refuses where the Directory "
        "could not take it, or where a person must answer for it: staff do that in the admin."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        """Publish, or say why not.

        Raises `CommandError` where it is refused; the Directory then gets the one before.
        """
        if not settings.DIRECTORY_SECRET:
            self.stdout.write("DIRECTORY_SECRET is not set: the Directory fetches nothing here.")
            return
        run = snapshots.publish()
        snapshots.forget_old_fetches()
        if run.outcome == SnapshotOutcome.REFUSED:
            for sentence in [*run.problems, *run.doubts]:
                self.stderr.write(sentence)
            raise CommandError("Refused: the Directory still gets the snapshot before, if any.")
        self.stdout.write(f"{run.get_outcome_display()}: {run.snapshot}")
