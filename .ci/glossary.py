"""Keeps our words to the glossary: writes docs/glossary.md, and looks for words to avoid.

    python .ci/glossary.py            # fails when the file is outdated or a text uses such a word
    python .ci/glossary.py --write    # writes the file first

The glossary is pages/data/glossary.toml. A word to avoid is a regular expression that stands for
whole words, in small or capital letters.
"""

import re
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import polib

BASE = Path(__file__).resolve().parent.parent
LANGUAGES = {"en": "English", "nl": "Dutch", "fr": "French", "de": "German"}
# Parts of a text that no reader reads as words: placeholders, tags, where links lead, addresses.
NO_WORDS = re.compile(
    r"%\(\w+\)[a-z]|\{\w*\}|<[^>]*>|(?<=\])\([^)]*\)|https?://\S+|[\w.-]+@[\w.-]+|[\w.-]+\.(?:be|eu)\b"
)
# What a file says that is no text of ours.
NO_TEXTS = {"sources", "avoid"}
OPENING = """\
# Glossary

For everybody who writes or translates a text of this site: these are our words, and the words
that we do not use for the same thing. Readers find the terms and what they mean at `/glossary/`.
A word to avoid is a regular expression.

`python .ci/glossary.py --write` makes this file from `pages/data/glossary.toml`; please change
that one.

"""

Terms = dict[str, dict[str, Any]]


class Text(NamedTuple):
    """A text of ours, and where it stands."""

    place: str
    language: str
    words: str


class Rule(NamedTuple):
    """A word that a language avoids, and what it says instead."""

    language: str
    word: re.Pattern[str]
    instead: str


def terms(base: Path) -> Terms:
    """The terms of the glossary."""
    file = base / "pages" / "data" / "glossary.toml"
    glossary: Terms = tomllib.loads(file.read_text(encoding="utf-8"))["terms"]
    return glossary


def table(glossary: Terms) -> str:
    """The page for translators, in Markdown."""
    rows = [[*LANGUAGES.values(), "Short", "Avoid"], ["---"] * (len(LANGUAGES) + 2)]
    for term in sorted(glossary.values(), key=lambda term: term["term"]["en"].casefold()):
        avoided = [
            f"{code}: " + ", ".join(f"`{word}`" for word in words)
            for code, words in term.get("avoid", {}).items()
        ]
        # A name that is the same everywhere stands in one language.
        names = [term["term"].get(code, term["term"]["en"]) for code in LANGUAGES]
        rows.append([*names, term.get("short", ""), "; ".join(avoided)])
    lines = ["| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |" for row in rows]
    return OPENING + "\n".join(lines) + "\n"


def rules(glossary: Terms) -> list[Rule]:
    """What must not be written in which language."""
    return [
        Rule(code, re.compile(rf"(?<!\w)(?:{word})(?!\w)", re.IGNORECASE), named(term, code))
        for term in glossary.values()
        for code, words in term.get("avoid", {}).items()
        for word in words
    ]


def named(term: dict[str, Any], code: str) -> str:
    """A term in a language, with its abbreviations."""
    words: str = term["term"][code]
    return f"{words} ({term['short']})" if "short" in term else words


def translations(base: Path) -> Iterator[Text]:
    """The translated texts of the interface."""
    for file in sorted(base.glob("locale/*/LC_MESSAGES/django.po")):
        language = file.parent.parent.name
        for entry in polib.pofile(str(file)):
            for words in [entry.msgstr, *entry.msgstr_plural.values()]:
                yield Text(f"{file.relative_to(base)}: {entry.msgid!r}", language, words)


def starting_texts(base: Path) -> Iterator[Text]:
    """The texts of the pages."""
    for file in sorted(base.glob("pages/data/**/*.toml")):
        place = str(file.relative_to(base))
        yield from texts(tomllib.loads(file.read_text(encoding="utf-8")), place)


def texts(value: Any, place: str) -> Iterator[Text]:
    """The texts of a table and of those within it: what stands under the code of a language."""
    if isinstance(value, dict):
        for key, inner in value.items():
            if key in LANGUAGES and isinstance(inner, str):
                yield Text(f"{place} {key}", key, inner)
            elif key not in NO_TEXTS:
                yield from texts(inner, f"{place} {key}")


def problems(base: Path) -> Iterator[str]:
    """Every outdated file and every word to avoid."""
    glossary = terms(base)
    page = base / "docs" / "glossary.md"
    if not page.exists() or page.read_text(encoding="utf-8") != table(glossary):
        yield "docs/glossary.md is not up to date: run `python .ci/glossary.py --write`."
    avoided = rules(glossary)
    for text in [*translations(base), *starting_texts(base)]:
        words = NO_WORDS.sub(" ", text.words)
        for rule in avoided:
            if rule.language == text.language and (found := rule.word.search(words)):
                yield f"{text.place}: “{found[0]}”; write “{rule.instead}”."


def main(arguments: list[str], base: Path = BASE) -> int:
    """Write or look; returns the exit code."""
    if "--write" in arguments:
        page = base / "docs" / "glossary.md"
        page.write_text(table(terms(base)), encoding="utf-8")
    found = list(problems(base))
    for problem in found:
        sys.stderr.write(f"{problem}\n")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
