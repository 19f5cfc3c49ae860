"""Asks biobanks whether their entry is right, once a year."""

from typing import Any

from django.core.management.base import BaseCommand

from biobanks.confirming import actions


class Command(BaseCommand):
    """`manage.py tend_confirmations`: once a day."""

    help = "Asks biobanks once a year whether their entry is right, reminds, and marks the silent."

    def handle(self, *args: Any, **options: Any) -> None:
        """Do it, and say how often."""
        counts = actions.tend()
        if options["verbosity"] > 0:
            self.stdout.write(", ".join(f"{name} {count}" for name, count in counts.items()))
