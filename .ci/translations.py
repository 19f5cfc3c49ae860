"""Fails when a text lacks a translation or cannot be collected, when a translation lost a part of
its text, or a compiled file is outdated."""

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import polib
from untranslated import untranslated

BASE = Path(__file__).resolve().parent.parent
LOCALE = BASE / "locale"
LANGUAGES = ["de", "fr", "nl"]
PACKAGES = ["bbmri_be", "biobanks", "membership", "pages"]
MARKS = {
    *("_", "gettext", "gettext_lazy", "gettext_noop", "ngettext", "ngettext_lazy", "pgettext"),
    "pgettext_lazy",
}
# What a translation has to have, too.
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}")
TAG = re.compile(r"</?\w+")
ENDS = ".:?!…,;"
HEADING = ("", "?")  # may be a question in another language
CLOSING = "”’»\"' \u00a0\u202f"  # what may stand after a sentence's last sign


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
    for entry in messages.translated_entries():
        for lost in unlike(entry):
            yield f"{source}: {entry.msgid!r}: the translation differs in {lost}."
    compiled = source.with_suffix(".mo")
    if not compiled.exists() or catalogue(messages) != catalogue(polib.mofile(str(compiled))):
        yield f"{compiled} is not up to date: run `make messages`."


def unlike(entry: polib.POEntry) -> Iterator[str]:
    """In what a translation is unlike its text. One of one thing need not say the number."""
    if not entry.msgid_plural:
        yield from differences(entry.msgid, entry.msgstr)
        return
    one, *more = (text for _number, text in sorted(entry.msgstr_plural.items()))
    for text in more:
        yield from differences(entry.msgid_plural, text)
    for lost in differences(entry.msgid, one):
        known = set(PLACEHOLDER.findall(entry.msgid + entry.msgid_plural))
        if lost != "placeholders" or set(PLACEHOLDER.findall(one)) - known:
            yield lost


def differences(text: str, translation: str) -> Iterator[str]:
    """What of a text that a program reads, or that frames it, is another in its translation."""
    if set(PLACEHOLDER.findall(text)) != set(PLACEHOLDER.findall(translation)):
        yield "placeholders"
    if sorted(TAG.findall(text)) != sorted(TAG.findall(translation)):
        yield "tags"
    if margins(text) != margins(translation):
        yield "white space at its ends"
    if end(text) != end(translation) and (end(text), end(translation)) != HEADING:
        yield "the sign at its end"


def margins(text: str) -> tuple[str, str]:
    """White space before and after a text."""
    stripped = text.strip()
    before, _text, after = text.partition(stripped) if stripped else (text, "", "")
    return before, after


def end(text: str) -> str:
    """The sign that ends a text, if there is one."""
    last = text.rstrip(CLOSING)[-1:]
    return last if last in ENDS else ""


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
    found += [*uncollected(), *untranslated(BASE, PACKAGES)]
    for problem in found:
        sys.stderr.write(f"{problem}\n")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
