"""Loads disease and imaging terms, and the search's vocabulary."""

from typing import Any

from django.core.management.base import BaseCommand
from tqdm import tqdm

from biobanks import terms, vocabulary


class Command(BaseCommand):
    """`manage.py load_vocabulary`: repeatable, a second run changes nothing."""

    help = (
        "Loads the disease terms (ICD-10, ORPHA), the imaging terms and the search's vocabulary "
        "from biobanks/data."
    )

    def handle(self, *args: Any, verbosity: int, **options: Any) -> None:
        """Load, and say what changed."""
        # disable=None: no bar where the output is no terminal
        quiet = True if verbosity == 0 else None
        with tqdm(total=vocabulary.STEPS + 1, unit="step", disable=quiet) as bar:
            loaded = vocabulary.load(progress=bar.update)
            loaded |= terms.load()
            bar.update(1)
        if verbosity == 0:
            return
        for kind, counts in loaded.items():
            self.stdout.write(
                f"{kind}: {counts.added} added, {counts.changed} changed, "
                f"{counts.removed} removed, {counts.unchanged} unchanged"
            )
