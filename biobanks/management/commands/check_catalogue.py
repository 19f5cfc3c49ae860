"""Checks the meaning of every entry."""

from typing import Any

from django.core.management.base import BaseCommand

from biobanks.quality import running


class Command(BaseCommand):
    """`manage.py check_catalogue`: once a night."""

    help = "Runs all checks of meaning over the catalogue, keeps what is found, scores biobanks."

    def handle(self, *args: Any, **options: Any) -> None:
        """Check, and say how much there is to mend."""
        found = running.check_all()
        if options["verbosity"] > 0:
            numbers = ", ".join(f"{number} {severity.value}" for severity, number in found.items())
            self.stdout.write(f"To mend: {numbers}")
