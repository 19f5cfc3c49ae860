"""Towns as the reader calls them: Gent, Gand, Ghent.

An entry's town is written in whatever language its biobank chose. The names are those that the
search knows (`data/lexicon/places.csv`); a town that it does not know stays as it is written.
"""

import csv
import re
from functools import cache
from pathlib import Path

from biobanks.search.words import squashed

FILE = Path(__file__).parent / "data" / "lexicon" / "places.csv"
# A town, or a part of one in brackets: "Brussels (Anderlecht)".
NAME = re.compile(r"[^()]+")


@cache
def town(written: str, language: str) -> str:
    """A town, or a town with a part of it in brackets, in a language."""
    return NAME.sub(lambda part: _town(part[0], language), written)


def _town(written: str, language: str) -> str:
    """One name, between the spaces that it has around it."""
    name = written.strip()
    known = _names().get(squashed(name), {}).get(language, name)
    return written.replace(name, known) if name else written


@cache
def _names() -> dict[str, dict[str, str]]:
    """The first name of each town by language, for each name it has in any."""
    towns: dict[str, dict[str, list[str]]] = {}
    with FILE.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            targets = [target for target in row["target"].split() if _is_town(target)]
            if len(targets) == 1:  # "Woluwe" is two towns
                towns.setdefault(targets[0], {})[row["language"]] = row["names"].split("|")
    found: dict[str, dict[str, str]] = {}
    for names in towns.values():
        first = {language: several[0] for language, several in names.items()}
        for several in names.values():
            for name in several:
                found.setdefault(squashed(name), first)
    return found


def _is_town(target: str) -> bool:
    """Whether a target is a town. Brussels is one, and a region: its names are of the region."""
    return target == "place:BE-BRU" or not target.startswith("place:BE-")
