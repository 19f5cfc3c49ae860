"""Makes the archive of the public catalogue."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from biobanks import dumps


class Command(BaseCommand):
    """`manage.py write_catalogue_dump`: once a night."""

    help = "Makes the archive of the public catalogue that /data/ offers, where anything changed."

    def handle(self, *args: Any, **options: Any) -> None:
        """Make it. Raises `CommandError` where the catalogue would not hold still."""
        try:
            dump = dumps.make()
        except dumps.StillChanging as error:
            raise CommandError(
                "The catalogue changed each time that it was read: try again later."
            ) from error
        self.stdout.write(f"Made: {dump}" if dump else "Nothing changed since the last archive.")
