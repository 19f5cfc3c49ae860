"""Fails when a text lacks a translation or cannot be collected, or a compiled file is outdated."""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import polib

BASE = Path(__file__).resolve().parent.parent
LOCALE = BASE / "locale"
LANGUAGES = ["de", "fr", "nl"]
PACKAGES = ["bbmri_be", "biobanks", "membership", "pages"]
MARKS = {"_", "gettext", "gettext_lazy", "ngettext", "ngettext_lazy", "pgettext"}


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


def uncollected() -> Iterator[str]:
    """Texts in f-strings, where gettext's own tool does not look for them."""
    for path in (path for package in PACKAGES for path in BASE.glob(f"{package}/**/*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for outer in (node for node in ast.walk(tree) if isinstance(node, ast.JoinedStr)):
            for node in ast.walk(outer):
                if isinstance(node, ast.Call) and getattr(node.func, "id", "") in MARKS:
                    yield f"{path}:{node.lineno}: take the text out of the f-string."


def main() -> int:
    """Look at all languages; returns the exit code."""
    found = [problem for language in LANGUAGES for problem in problems(language)]
    found += uncollected()
    for problem in found:
        sys.stderr.write(f"{problem}\n")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
