"""Removes what the site need not know any longer."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from bbmri_be.rate_limits.actions import forget_full
from membership.actions import forget_applications


class Command(BaseCommand):
    """Run it once a day."""

    help = (
        "Remove the personal data of applications refused more than twelve months ago, and the "
        "rate limits that nobody uses any longer. Applications without a decision stay: they are "
        "the staff's open work. Run it once a day."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """`--dry-run` to look first."""
        parser.add_argument("--dry-run", action="store_true", help="only say what would go")

    def handle(self, *args: Any, dry_run: bool, **options: Any) -> None:
        """Say which applications are concerned."""
        references = forget_applications(dry_run=dry_run)
        for reference in references:
            self.stdout.write(reference)
        verb = "would be removed" if dry_run else "removed"
        self.stdout.write(f"Personal data {verb} from {len(references)} applications.")
        if not dry_run:
            forget_full()
