"""Notes what changed in the public catalogue, and makes its archive."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from biobanks import changed, dumps


class Command(BaseCommand):
    """`manage.py write_catalogue_dump`: once a night."""

    help = (
        "Notes what changed in the public catalogue, for those who keep a copy of it, and makes "
        "the archive that /data/ offers where anything did."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        """Make it. Raises `CommandError` where the catalogue would not hold still."""
        changed.note()
        try:
            dump = dumps.make()
        except dumps.StillChanging as error:
            raise CommandError(
                "The catalogue changed each time that it was read: try again later."
            ) from error
        self.stdout.write(f"Made: {dump}" if dump else "Nothing changed since the last archive.")
