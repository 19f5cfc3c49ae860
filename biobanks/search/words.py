"""Words as the search compares them: without accents, in pieces, as stems. Pure functions.

A question and the terms of the vocabulary go through the same functions, so that case, accents,
apostrophes, hyphens, spaces, plurals and the order of words make no difference.
"""

import csv
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any
from unicodedata import combining, normalize

import Stemmer

LEXICON = Path(__file__).parent.parent / "data" / "lexicon"
LONGEST_WORD = 100  # letters; a longer run of them is no word, and nothing is looked for near it
STEMMERS = {"en": "english", "nl": "dutch", "fr": "french", "de": "german"}

# Letters that Unicode does not take apart, and the British digraph (leukaemia, leukemia).
LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "đ": "d", "ı": "i"})
APOSTROPHES = "'’‘ʼ`´′"
WORD = re.compile(rf"[^\W_{APOSTROPHES}]+")  # ʼ counts as a letter elsewhere
APOSTROPHE = re.compile(f"[{APOSTROPHES}]")
# What an apostrophe cuts off: l'estomac, d'origine, qu'elle; Crohn's.
ELISION = re.compile(rf"(?<![^\W_])(?:[cdjlmnst]|qu)(?=[{APOSTROPHES}])", re.IGNORECASE)
GENITIVE = re.compile(rf"(?<=[^\W_])[{APOSTROPHES}]s(?![^\W_])", re.IGNORECASE)


@dataclass(frozen=True)
class Word:
    """A word of a question: as it is compared, and where it stood."""

    text: str
    start: int
    end: int


def folded(text: str) -> str:
    """Lower case, without accents."""
    plain = text.casefold()
    if not plain.isascii():  # most terms are: a second less at each load of the vocabulary
        letters = normalize("NFKD", plain.translate(LIGATURES))
        plain = "".join(letter for letter in letters if not combining(letter))
    return plain.replace("ae", "e")


def words_of(text: str) -> list[Word]:
    """The words of a text; apostrophes, hyphens and all other signs stand between words.

    What an apostrophe cuts off (l', d', 's) is no word, nor is an accent that stands alone.
    """
    return [
        Word(plain, match.start(), match.end())
        for match in WORD.finditer(without_apostrophes(text))
        if (plain := folded(match.group()))
    ]


def without_apostrophes(text: str) -> str:
    """A text of the same length, with spaces where an apostrophe cuts something off."""
    if not APOSTROPHE.search(text):
        return text
    for pattern in (ELISION, GENITIVE):
        text = pattern.sub(lambda match: " " * len(match.group()), text)
    return text


def texts_of(text: str) -> list[str]:
    """The words of a text as they are compared, without their places."""
    return WORD.findall(folded(without_apostrophes(text)))


def squashed(text: str) -> str:
    """A text as one run of letters and digits: "COVID-19" and "covid 19" are the same."""
    return "".join(texts_of(text))


@cache
def listed_words(target: str) -> frozenset[str]:
    """The words of all languages that `words.csv` lists under a target, folded."""
    with (LEXICON / "words.csv").open(encoding="utf-8", newline="") as file:
        cells = [
            cell
            for row in csv.DictReader(file)
            if row["target"] == target
            for cell in (row["names"], row["lay"], row["acronyms"])
        ]
    return frozenset(word for cell in cells for text in cell.split("|") for word in texts_of(text))


def is_function_word(word: str) -> bool:
    """Whether a folded word only joins others (of, van, the), in any of the languages.

    A single letter may tell much: hepatitis A.
    """
    return len(word) > 1 and word in listed_words("word:function")


@cache
def listed_stems(target: str, language: str) -> frozenset[str]:
    """The stems of the words listed under a target, in a language."""
    return frozenset(stem(word, language) for word in listed_words(target))


def has_listed_stem(word: str, target: str) -> bool:
    """Whether a folded word is listed under a target, with these endings or others."""
    return word in listed_words(target) or any(
        stem(word, language) in listed_stems(target, language) for language in STEMMERS
    )


@lru_cache(maxsize=50_000)
def is_plain_word(word: str) -> bool:
    """Whether a folded word is everyday language: rightly spelled, so no typing error."""
    return has_listed_stem(word, "word:plain")


@lru_cache(maxsize=50_000)
def is_general_word(word: str) -> bool:
    """Whether a folded word says nothing in a catalogue of biobanks (samples, patients)."""
    return has_listed_stem(word, "word:general")


def is_listed(word: str) -> bool:
    """Whether a folded word, as it stands, is listed as a word of everyday language."""
    targets = ("word:function", "word:general", "word:plain")
    return len(word) > 1 and any(word in listed_words(target) for target in targets)


@cache
def _stemmer(language: str) -> Any:
    return Stemmer.Stemmer(STEMMERS[language])


@lru_cache(maxsize=200_000)
def stem(word: str, language: str) -> str:
    """A folded word without its endings.

    Taken off until none is left, so that cancer and cancers end alike in French, too.
    """
    if len(word) > LONGEST_WORD:
        return word
    found: str = _stemmer(language).stemWord(word)
    return found if found == word else stem(found, language)


def stems(words: Iterable[str], language: str) -> str:
    """A key for a group of words, whatever their order and endings; "" where none tells anything.

    The language is a part of the key: endings are taken off by its rules.
    """
    told = {stem(word, language) for word in words if not is_function_word(word)}
    return f"{language}:{' '.join(sorted(told))}" if told else ""


def core_stems(words: Iterable[str], language: str) -> str:
    """The same without general words: "liver disease" is found by "liver"."""
    general = listed_stems("word:general", language)
    return stems((word for word in words if stem(word, language) not in general), language)


def forget() -> None:
    """Read `words.csv` anew from now on."""
    for kept in (listed_words, listed_stems, is_plain_word, is_general_word):
        kept.cache_clear()
