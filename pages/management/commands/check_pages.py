"""Checks what staff wrote: links inside the site, and the questions on the law."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from pages import law, links


class Command(BaseCommand):
    """Follow every link of the published texts. Run it once a night."""

    help = __doc__

    def handle(self, *args: Any, **options: Any) -> None:
        """Name what is broken; fails where anything is."""
        found = [link.sentence for link in links.broken_links(links.of_the_site())]
        found += law.Tree().problems()
        for sentence in found:
            self.stdout.write(sentence)
        if found:
            raise CommandError(f"{len(found)} to mend on the pages.")
        self.stdout.write("All links of the pages lead somewhere.")
