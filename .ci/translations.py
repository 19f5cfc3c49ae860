"""Fails when a compiled translation (.mo) does not say what its source (.po) says."""

import sys
from pathlib import Path

import polib

LOCALE = Path(__file__).resolve().parent.parent / "locale"


def catalogue(entries: polib.POFile | polib.MOFile) -> dict[tuple[str, str], object]:
    """Each message with its context, and its translation or plural forms."""
    return {
        (entry.msgctxt or "", entry.msgid): entry.msgstr_plural or entry.msgstr
        for entry in entries
        if "fuzzy" not in entry.flags and (entry.msgstr or any(entry.msgstr_plural.values()))
    }


def main() -> int:
    """Compare all languages; returns the exit code."""
    stale = []
    for source in sorted(LOCALE.glob("*/LC_MESSAGES/django.po")):
        compiled = source.with_suffix(".mo")
        if not compiled.exists() or catalogue(polib.pofile(str(source))) != catalogue(
            polib.mofile(str(compiled))
        ):
            stale.append(str(compiled))
    for path in stale:
        sys.stderr.write(f"{path} is not up to date: run `make messages`.\n")
    return 1 if stale else 0


if __name__ == "__main__":
    sys.exit(main())
