"""Fails when a text lacks a translation, or a compiled file (.mo) is older than its source."""

import sys
from collections.abc import Iterator
from pathlib import Path

import polib

LOCALE = Path(__file__).resolve().parent.parent / "locale"
LANGUAGES = ["de", "fr", "nl"]


def catalogue(entries: polib.POFile | polib.MOFile) -> dict[tuple[str, str], object]:
    """Each message with its context, and its translation or plural forms."""
    return {
        (entry.msgctxt or "", entry.msgid): entry.msgstr_plural or entry.msgstr
        for entry in entries
        if entry.msgid
    }


def problems(language: str) -> Iterator[str]:
    """What is wrong with a language."""
    source = LOCALE / language / "LC_MESSAGES" / "django.po"
    if not source.exists():
        yield f"{source} is missing: run `make messages`."
        return
    messages = polib.pofile(str(source))
    for entry in [*messages.untranslated_entries(), *messages.fuzzy_entries()]:
        yield f"{source}: {entry.msgid!r} is not translated."
    compiled = source.with_suffix(".mo")
    if not compiled.exists() or catalogue(messages) != catalogue(polib.mofile(str(compiled))):
        yield f"{compiled} is not up to date: run `make messages`."


def main() -> int:
    """Look at all languages; returns the exit code."""
    found = [problem for language in LANGUAGES for problem in problems(language)]
    for problem in found:
        sys.stderr.write(f"{problem}\n")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
