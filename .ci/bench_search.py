"""How well questions are read: the questions of `biobanks/data/search-questions.csv`.

A question is read rightly when each expected code is among the readings, or one of the codes that
are as right, and, where nothing is expected, nothing is read. Prints the misses, and a table by
language and kind; fails below 95 in 100 in any language.
"""

import csv
import os
import sys
from collections import Counter
from pathlib import Path

import django

BASE = Path(__file__).parent.parent
sys.path.insert(0, str(BASE))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bbmri_be.settings")
django.setup()

from django.core.management import call_command
from django.test.utils import setup_databases
from django.utils import translation

from biobanks.api.search import answer
from biobanks.search import keeping

QUESTIONS = BASE / "biobanks" / "data" / "search-questions.csv"
WANTED = 0.95


def codes_read(question: str, language: str) -> set[str]:
    """The codes of the readings, as `expected` writes them."""
    with translation.override(language):
        readings = answer(question, limit=1, index=keeping.current())["readings"]
    return {
        reading["code"] if reading["kind"] == "disease" else f"{reading['kind']}:{reading['code']}"
        for reading in readings
        if reading["kind"] != "text"
    }


def say(line: str) -> None:
    """A line of the report."""
    sys.stdout.write(line + "\n")


def main() -> int:
    """Ask all questions of a fresh database; the exit status."""
    setup_databases(verbosity=0, interactive=False)
    call_command("load_starting_data", verbosity=0)
    asked: Counter[tuple[str, str]] = Counter()
    right: Counter[tuple[str, str]] = Counter()
    with QUESTIONS.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            language, kind = row["language"], row["kind"]
            read = {code.replace(" ", "_") for code in codes_read(row["question"], language)}
            wanted = [set(code.split("|")) for code in row["expected"].split()]
            is_right = all(read & codes for codes in wanted) if wanted else not read
            asked[language, kind] += 1
            right[language, kind] += is_right
            if not is_right:
                say(f"{language} {row['question']!r}: {row['expected']}; read {sorted(read)}")
    languages = sorted({language for language, _ in asked})
    say(f"{'':16}" + "".join(f"{language:>8}" for language in languages))
    for kind in sorted({kind for _, kind in asked}):
        cells = (f"{right[code, kind]}/{asked[code, kind]}" for code in languages)
        say(f"{kind:16}" + "".join(f"{cell:>8}" for cell in cells))
    shares = {
        code: sum(n for (language, _), n in right.items() if language == code)
        / sum(n for (language, _), n in asked.items() if language == code)
        for code in languages
    }
    say(f"{'all':16}" + "".join(f"{share:>8.1%}" for share in shares.values()))
    return int(min(shares.values()) < WANTED)


if __name__ == "__main__":
    sys.exit(main())
