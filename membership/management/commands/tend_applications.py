"""Does what time asks for: reminds, lets lapse, and removes what the site need not know."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from bbmri_be.rate_limits.actions import forget_full
from membership.actions.clock import tend


class Command(BaseCommand):
    """Run it once a day."""

    help = (
        "Remind applicants of questions, let applications without an answer lapse, delete those "
        "that nobody confirmed, and remove the personal data of those that ended without a "
        "membership more than twelve months ago. Run it once a day; twice does no harm."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """`--dry-run` to look first."""
        parser.add_argument("--dry-run", action="store_true", help="only say what would be done")

    def handle(self, *args: Any, dry_run: bool, **options: Any) -> None:
        """Say which applications are concerned."""
        done = tend(dry_run=dry_run)
        for what, references in vars(done).items():
            for reference in references:
                self.stdout.write(f"{reference} {what}")
        if not any(vars(done).values()):
            self.stdout.write("Nothing is due.")
        if not dry_run:
            forget_full()
