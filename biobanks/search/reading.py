"""Reads a question: text in, the concepts it names out, each with the words it came from.

Pure: what exists comes from a `Lexicon`. The rules, in the order in which they count:

* words between quotation marks are one term, or else one phrase of text; after `text:` they are
  always text;
* codes are codes; several in a row are a list, any of which may answer;
* the longest runs of words that are terms win, then the closest way of matching: exact, folded
  (accents, case, hyphens), stemmed (endings, order of words), core (without general words);
* a word that is left may be a compound of a term and another word, or a term with one or two
  typing errors; an acronym is neither;
* function words and general words that are left say nothing; other words stay unread.
"""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field, replace
from enum import StrEnum
from itertools import islice, pairwise
from typing import Protocol

from biobanks.enums import TermKind, TermSource
from biobanks.models import Term
from biobanks.search import codes, words
from biobanks.search.words import Word

LONGEST_TERM = 9  # words of a question that are looked up together
MOST_WORDS = 60  # of a question that are read; codes do not count
MOST_PHRASES = 20  # between quotation marks; what comes after them is read as words
SHORTEST_WITH_ERRORS = 5  # letters a word needs for a typing error to be forgiven
SHORTEST_WITH_TWO_ERRORS = 8
SHORTEST_PART = 3  # letters a part of a compound needs
SHORTEST_COMPOUND = 7
LONGEST_SPELLED = 3  # letters up to which an acronym matches only itself
LINKS = ("", "s", "n", "en", "e", "es", "er")  # letters between the parts of a compound
QUOTE = '"“”„«»'
QUOTED = re.compile(rf"(text:)?[{QUOTE}]([^{QUOTE}]+)[{QUOTE}]")
READ = "\0"  # stands in a text for what was read already
CUTS = re.compile(r"[;:/|?!()\[\]&+]|[–—]")
CONJUNCTIONS = frozenset({"and", "or", "und", "oder", "sowie", "et", "ou"})
DUTCH_CONJUNCTIONS = frozenset({"en", "of"})  # prepositions in French and English
HYPHENS = {"-", "‐", "‑", "–"}
NAMED = {"biobank", "network"}  # kinds of targets whose terms are proper names
SOURCES = list(TermSource)
KINDS = list(TermKind)


class Method(StrEnum):
    """How words became a concept, the surest first."""

    CODE = "code"
    EXACT = "exact"
    FOLDED = "folded"
    STEMMED = "stemmed"
    CORE = "core"
    COMPOUND = "compound"
    TYPO = "typo"


METHODS = list(Method)


class Lexicon(Protocol):
    """What the reader asks of the vocabulary."""

    def known_codes(self, found: Collection[codes.Code]) -> dict[codes.Code, tuple[str, ...]]:
        """The targets of those codes that exist."""

    def terms(self, squashed: Collection[str], stems: Collection[str]) -> Iterable[Term]:
        """Terms with one of the squashed texts, or one of the stems or core stems."""

    def similar(self, unknown: Collection[str]) -> dict[str, dict[str, int]]:
        """For each word that is no word of the vocabulary, words near it and their distances."""

    def within(self, targets: Collection[str]) -> set[tuple[str, str]]:
        """Pairs of these disease targets of which the first lies within the second."""


@dataclass(frozen=True)
class Sense:
    """What words may stand for: any one of the targets, by a term of the vocabulary."""

    targets: tuple[str, ...]
    term: Term | None = field(default=None, compare=False)


@dataclass(frozen=True)
class Concept:
    """Something that a question names, and the words it was read from."""

    sense: Sense
    start: int
    end: int
    matched_text: str
    method: Method
    others: tuple[Sense, ...] = ()  # what else the words may stand for

    @property
    def targets(self) -> tuple[str, ...]:
        """The codes; an entry answers by any of them."""
        return self.sense.targets


@dataclass(frozen=True)
class Unread:
    """Words that are no term: looked for as text."""

    text: str
    start: int
    end: int
    is_phrase: bool = False  # stood between quotation marks

    @property
    def matched_text(self) -> str:
        """As a concept has it."""
        return self.text


@dataclass
class Reading:
    """A question, read."""

    question: str
    concepts: list[Concept] = field(default_factory=list)
    unread: list[Unread] = field(default_factory=list)

    @property
    def parts(self) -> list[Concept | Unread]:
        """All that was read, and what was not."""
        return [*self.concepts, *self.unread]

    @property
    def unread_text(self) -> str:
        """The words that are no term, in their order."""
        return " ".join(rest.text for rest in self.unread)


def read(question: str, lexicon: Lexicon, language: str = "en") -> Reading:
    """Read a question typed on a page in `language`; other languages are understood as well."""
    question = question.replace(READ, " ")
    reading = Reading(question)
    text = question
    for match in islice(QUOTED.finditer(text), MOST_PHRASES):
        is_text, quoted = match.groups()
        found = words.words_of(quoted)
        if not found:
            continue
        concept = None if is_text else _Words(quoted, found, lexicon, language).as_one()
        if concept:
            reading.concepts.append(
                replace(concept, start=match.start(), end=match.end(), matched_text=match.group())
            )
        else:
            reading.unread.append(
                Unread(quoted.strip(), match.start(), match.end(), is_phrase=True)
            )
    text = blanked(text, [*reading.unread, *reading.concepts])
    coded = code_concepts(text, lexicon)
    reading.concepts += coded
    text = blanked(text, coded)

    found = words.words_of(text)[:MOST_WORDS]
    reader = _Words(text, found, lexicon, language)
    reading.concepts += reader.concepts()
    reading.concepts.sort(key=lambda concept: concept.start)
    reading.unread += reader.unread()
    reading.unread.sort(key=lambda rest: rest.start)
    return reading


def blanked(text: str, spans: Iterable[Concept | Unread]) -> str:
    """The text without what was read; no run of words goes across such a place."""
    for span in spans:
        hidden = f" {READ * (span.end - span.start - 2)} "
        text = text[: span.start] + hidden + text[span.end :]
    return text


def code_concepts(text: str, lexicon: Lexicon) -> list[Concept]:
    """The codes of a text that exist; neighbours in a list are one concept."""
    found = codes.codes_in(text)
    known = lexicon.known_codes(found) if found else {}
    concepts: list[Concept] = []
    for code in found:
        if code not in known:
            continue
        here = Concept(
            Sense(known[code]), code.start, code.end, text[code.start : code.end], Method.CODE
        )
        last = concepts[-1] if concepts else None
        if last and codes.joins_codes(text[last.end : here.start]):
            targets = tuple(dict.fromkeys([*last.targets, *here.targets]))
            concepts[-1] = Concept(
                Sense(targets), last.start, here.end, text[last.start : here.end], Method.CODE
            )
        else:
            concepts.append(here)
    return concepts


@dataclass(frozen=True)
class _Window:
    """A run of words, or variants of them, that is looked up."""

    first: int
    last: int
    words: tuple[str, ...]
    surest: Method = Method.EXACT  # what the words' origin allows

    @property
    def squashed(self) -> str:
        return "".join(self.words)


@dataclass(frozen=True, eq=False)
class _Match:
    """A window that is a term, or a compound word whose parts are terms, each a meaning."""

    window: _Window
    method: Method
    meanings: tuple[list[Term], ...]


class _Words:
    """Reads a run of words."""

    def __init__(self, question: str, found: list[Word], lexicon: Lexicon, language: str) -> None:
        self.question = question
        self.words = found
        self.lexicon = lexicon
        self.language = language
        self.languages = sorted(words.STEMMERS, key=lambda code: code != language)
        self.matches: list[_Match] = []  # those that make the best reading so far
        self.by_squashed: dict[str, list[Term]] = defaultdict(list)
        self.by_stems: dict[str, list[Term]] = defaultdict(list)
        self.by_core: dict[str, list[Term]] = defaultdict(list)

    def concepts(self) -> list[Concept]:
        """Concepts, in two rounds: terms as they stand; compounds and typing errors."""
        windows = self.windows()
        self.look_up(windows)
        self.choose(self.matches_of(windows))
        compounds = list(self.compound_windows())
        corrected = self.corrected_windows()
        if compounds or corrected:
            parts = [
                _Window(window.first, window.first, (part,))
                for window in compounds
                for part in window.words
            ]
            self.look_up([*parts, *corrected])
            self.choose([*self.compound_matches(compounds), *self.matches_of(corrected)])
        return list(self.concepts_chosen())

    def concepts_chosen(self) -> Iterator[Concept]:
        """The concepts of the best reading."""
        for match in self.matches:
            for terms in match.meanings:
                yield self.concept(match.window, match.method, terms)

    def as_one(self) -> Concept | None:
        """All words as one concept; None where they are no term."""
        window = _Window(0, len(self.words) - 1, tuple(word.text for word in self.words))
        self.look_up([window])
        self.choose(self.matches_of([window]))
        return next(iter(self.concepts_chosen()), None)

    def look_up(self, windows: list[_Window]) -> None:
        """Ask the lexicon for all windows at once."""
        if not windows:
            return
        keys = {key for window in windows for key in (*self.stems(window), *self.core(window))}
        for index in (self.by_squashed, self.by_stems, self.by_core):
            index.clear()
        for term in self.lexicon.terms({window.squashed for window in windows}, keys):
            self.by_squashed[term.squashed].append(term)
            if term.stems:
                self.by_stems[term.stems].append(term)
            if term.core:
                self.by_core[term.core].append(term)

    def stems(self, window: _Window) -> list[str]:
        """The keys of a window's stems, in each language."""
        if self.begins_or_ends_idly(window) or self.is_cut(window):
            return []
        keys = (words.stems(window.words, language) for language in self.languages)
        return [key for key in keys if key and len(window.squashed) > 1]

    def core(self, window: _Window) -> list[str]:
        """The same without general words; a window that has some is found without them anyway."""
        if self.begins_or_ends_idly(window) or self.is_cut(window) or self.has_general_word(window):
            return []
        keys = (words.core_stems(window.words, language) for language in self.languages)
        return [key for key in keys if key]

    def unread(self) -> list[Unread]:
        """The words that are left and say something."""
        return [
            Unread(self.question[word.start : word.end], word.start, word.end)
            for _, word in self.left()
            if len(word.text) > 1
            and not words.is_function_word(word.text)
            and not words.is_general_word(word.text)
        ]

    def windows(self) -> list[_Window]:
        """Every run of words that may be a term, and "borst- en eierstokkanker" written out."""
        texts = [word.text for word in self.words]
        found = [
            _Window(first, last, tuple(texts[first : last + 1]))
            for first in range(len(texts))
            for last in range(first, min(first + LONGEST_TERM, len(texts)))
            if READ not in self.question[self.words[first].start : self.words[last].end]
        ]
        return [*found, *self.joined_windows(found), *self.elliptic_windows()]

    def joined_windows(self, windows: list[_Window]) -> Iterator[_Window]:
        """Runs with the parts of hyphenated words as one: broncho-pneumopathies chroniques."""
        hyphens = {
            place
            for place, (word, following) in enumerate(pairwise(self.words))
            if self.question[word.end : following.start] in HYPHENS
        }
        for window in windows:
            joined = ""
            for place, text in enumerate(window.words, start=window.first):
                joined += text if place in hyphens and place < window.last else f"{text} "
            texts = tuple(joined.split())
            if len(texts) < len(window.words):
                yield replace(window, words=texts)

    def elliptic_windows(self) -> Iterator[_Window]:
        """The first part of "borst- en eierstokkanker" with the endings of the last part."""
        for here in range(len(self.words) - 2):
            word, joint, whole = self.words[here : here + 3]
            if (
                self.question[word.end : word.end + 1] in HYPHENS
                and self.question[word.end + 1 : word.end + 2].isspace()
                and words.is_function_word(joint.text)
            ):
                for cut in range(1, len(whole.text) - SHORTEST_PART + 1):
                    yield _Window(
                        here, here, (word.text + whole.text[cut:],), surest=Method.COMPOUND
                    )

    def compound_windows(self) -> Iterator[_Window]:
        """A word that is left, without its last or first part: diabetespatiënten, bloedstalen."""
        for place, word in self.left():
            text = word.text
            if not SHORTEST_COMPOUND <= len(text) <= words.LONGEST_WORD:
                continue
            for cut in range(SHORTEST_PART, len(text) - SHORTEST_PART + 1):
                head, tail = text[:cut], text[cut:]
                for link in LINKS:
                    if head.endswith(link) and len(head) - len(link) >= SHORTEST_PART:
                        yield _Window(
                            place,
                            place,
                            (head.removesuffix(link) if link else head, tail),
                            surest=Method.COMPOUND,
                        )

    def corrected_windows(self) -> list[_Window]:
        """Runs in which words that the vocabulary does not know stand corrected."""
        unknown = {
            word.text
            for _, word in self.left()
            if SHORTEST_WITH_ERRORS <= len(word.text) <= words.LONGEST_WORD
            and word.text.isalpha()
            and not words.is_function_word(word.text)
            and not words.is_general_word(word.text)
            and not words.is_plain_word(word.text)
        }
        near = self.lexicon.similar(unknown) if unknown else {}
        found = []
        for first in range(len(self.words)):
            variants: list[tuple[str, ...]] = [()]
            has_error = False
            for last in range(first, min(first + LONGEST_TERM, len(self.words))):
                if READ in self.question[self.words[first].start : self.words[last].end]:
                    break
                word = self.words[last].text
                choices = [word]
                if word in near:
                    has_error = True
                    choices = list(near[word])[:6]
                variants = [(*variant, choice) for variant in variants for choice in choices][:200]
                if has_error:
                    found += [
                        _Window(first, last, variant, surest=Method.TYPO) for variant in variants
                    ]
        return found

    def left(self) -> list[tuple[int, Word]]:
        """The words that no match has taken, with their places."""
        taken = {
            place
            for match in self.matches
            for place in range(match.window.first, match.window.last + 1)
        }
        return [(place, word) for place, word in enumerate(self.words) if place not in taken]

    def choose(self, found: Iterable[_Match]) -> None:
        """Choose, among new matches and those chosen before, the best that do not overlap.

        Long ones are worth more than their words one by one (the square of their words), so
        "brest cancer", corrected, is more than "cancer"; then the surest are best, then few.
        """
        by_end: dict[int, list[_Match]] = defaultdict(list)
        for match in (*self.matches, *found):
            by_end[match.window.last].append(match)
        best: list[tuple[tuple[float, ...], list[_Match]]] = [((0, 0, 0), [])]
        for last in range(len(self.words)):
            choices = [best[last]]
            for match in by_end[last]:
                score, before = best[match.window.first]
                worth = (
                    max(self.told(match.window), 0.5) ** 2,
                    -METHODS.index(match.method),
                    match.window.last - match.window.first - 1,
                )
                total = tuple(some + more for some, more in zip(score, worth, strict=True))
                choices.append((total, [*before, match]))
            best.append(max(choices, key=lambda choice: choice[0]))
        self.matches = best[-1][1]

    def told(self, window: _Window) -> int:
        """How many words of a run say something."""
        return sum(
            not words.is_function_word(word.text)
            for word in self.words[window.first : window.last + 1]
        )

    def matches_of(self, windows: list[_Window]) -> Iterator[_Match]:
        """Windows that are terms: how they match, and the terms."""
        for window in windows:
            same = [
                term
                for term in self.by_squashed.get(window.squashed, [])
                if self.may_be(term, window)
            ]
            if same and self.stands_alone(window):
                yield _Match(window, self.closest(window, same), (same,))
                continue
            if all(is_idle(text) for text in window.words):
                continue
            looser = [(self.stems(window), self.by_stems, Method.STEMMED)]
            if window.surest != Method.TYPO:  # Two liberties at once would be guessing.
                looser.append((self.core(window), self.by_core, Method.CORE))
            for keys, index, method in looser:
                ended = [
                    term
                    for key in keys
                    for term in index.get(key, ())
                    if not is_spelled(term) and not self.joins_others(term, window)
                ]
                if ended:
                    surest = max(method, window.surest, key=METHODS.index)
                    yield _Match(window, surest, (ended,))
                    break

    def compound_matches(self, windows: list[_Window]) -> Iterator[_Match]:
        """Compounds of a term and a general word, else of terms of two kinds.

        "Nierenkrebserkrankungen" is kidney cancer and "diseases"; "tumorweefsel" is tumour and
        tissue. Two diseases do not make a compound: kidney disease and cancer is not kidney cancer.
        """

        def meanings(part: str) -> list[Term]:
            stemmed = (words.stems([part], language) for language in self.languages)
            found = self.by_squashed.get(part) or [
                term for key in stemmed for term in self.by_stems.get(key, ())
            ]
            return [term for term in found if not is_spelled(term)]

        by_word: dict[int, list[_Window]] = defaultdict(list)
        for window in windows:
            by_word[window.first].append(window)
        for splits in by_word.values():
            with_general = [
                (len(part), window, part)
                for window in splits
                for part, rest in (window.words, window.words[::-1])
                if len(part) > SHORTEST_PART and words.is_general_word(rest) and meanings(part)
            ]
            if with_general:
                _, window, part = max(with_general, key=lambda found: found[0])
                yield _Match(window, Method.COMPOUND, (meanings(part),))
                continue
            of_two = [
                window
                for window in splits
                if all(len(part) > SHORTEST_PART for part in window.words)
                and are_of_two_kinds(*(meanings(part) for part in window.words))
            ]
            if of_two:
                window = max(of_two, key=lambda window: len(window.words[0]))
                parts = tuple(meanings(part) for part in window.words)
                yield _Match(window, Method.COMPOUND, parts)

    def is_cut(self, window: _Window) -> bool:
        """Whether words in any order would be more than one thing.

        A sign stands between them ("paraffin / frozen"), or a word stands twice.
        """
        typed = self.question[self.words[window.first].end : self.words[window.last].start]
        return bool(CUTS.search(typed)) or len(set(window.words)) < len(window.words)

    def joins_others(self, term: Term, window: _Window) -> bool:
        """Whether a term would be read across words that it does not have.

        "Stool and blood" is not blood in the stool; "biobanks in Antwerp" is no biobank's name.
        """
        joints = {text for text in window.words if words.is_function_word(text)}
        if term.targets[0].partition(":")[0] not in NAMED:
            joints &= CONJUNCTIONS | DUTCH_CONJUNCTIONS if self.language == "nl" else CONJUNCTIONS
        return bool(joints) and not joints <= set(words.texts_of(term.text))

    def begins_or_ends_idly(self, window: _Window) -> bool:
        """Whether a run of words begins or ends with a word that only joins others."""
        return words.is_function_word(window.words[0]) or words.is_function_word(window.words[-1])

    def has_general_word(self, window: _Window) -> bool:
        """Whether a general word stands among the others."""
        return any(words.is_general_word(text) for text in window.words)

    def stands_alone(self, window: _Window) -> bool:
        """Whether words may be meant as a term: idle ones only in capitals, or when alone.

        "ALS" is a disease, "als" is Dutch for "if", unless someone looks for that alone. A term of
        several idle words ("without disease") is meant.
        """
        word = window.words[0]
        if len(window.words) > 1 or not words.is_listed(word):
            return True
        typed = self.typed(window)
        return (typed.isupper() and len(typed) > 1) or len(self.words) == 1

    def may_be(self, term: Term, window: _Window) -> bool:
        """Whether a term may be meant: an acronym is not made of several words or of errors."""
        if not is_spelled(term):
            return True
        typed = self.typed(window)
        is_capital = typed[:1].isupper() and typed[1:].islower()  # German writes nouns so: Tag
        return (
            window.surest == Method.EXACT
            and " " not in typed
            and (not is_capital or len(self.words) == 1)
        )

    def closest(self, window: _Window, terms: list[Term]) -> Method:
        """How a run of words with the same letters as terms matches them."""
        typed = " ".join(self.typed(window).casefold().split())
        is_exact = any(term.text.casefold() == typed for term in terms)
        return max(Method.EXACT if is_exact else Method.FOLDED, window.surest, key=METHODS.index)

    def typed(self, window: _Window) -> str:
        """The words as they stood in the question."""
        return self.question[self.words[window.first].start : self.words[window.last].end]

    def concept(self, window: _Window, method: Method, terms: list[Term]) -> Concept:
        """What terms of the same words stand for: the likeliest sense, and the others."""
        senses: dict[tuple[str, ...], Sense] = {}
        typed = self.typed(window).casefold()
        for term in sorted(terms, key=lambda term: self.likelihood(term, typed)):
            senses.setdefault(tuple(term.targets), Sense(tuple(term.targets), term))
        first, *others = self.merged(list(senses.values()))
        start, end = self.words[window.first].start, self.words[window.last].end
        return Concept(first, start, end, self.question[start:end], method, tuple(others))

    def likelihood(self, term: Term, typed: str) -> tuple[object, ...]:
        """What orders senses: source, same letters, page's language, kind, the broader code."""
        return (
            SOURCES.index(TermSource(term.source)),
            term.text.casefold() != typed,
            term.language not in {self.language, ""},
            KINDS.index(TermKind(term.kind)),
            max(len(target) for target in term.targets),
            len(term.targets),
            term.targets,
        )

    def merged(self, senses: list[Sense]) -> list[Sense]:
        """Senses of which those that belong to the first have become a part of it.

        They are a disease within it, such as an Orphanet term with the name of its ICD-10 term, or
        a code of another kind: "metabolic disorders" are a theme and a block of diseases. Two
        diseases with one name stay two; of two biobanks of one hospital both are meant.
        """
        if len(senses) == 1:
            return senses
        pairs = self.lexicon.within({target for sense in senses for target in sense.targets})
        first, *others = senses
        left = []
        for other in others:
            is_within = all(
                target in first.targets or any((target, wide) in pairs for wide in first.targets)
                for target in other.targets
            )
            if is_within or is_other_kind(first, other) or are_entries_alike(first, other):
                targets = tuple(dict.fromkeys([*first.targets, *other.targets]))
                first = replace(first, targets=targets)
            else:
                left.append(other)
        return [first, *left]


def is_idle(word: str) -> bool:
    """Whether a word says nothing that could be a term with another ending."""
    return words.is_function_word(word) or words.is_general_word(word) or words.is_plain_word(word)


def is_other_kind(some: Sense, other: Sense) -> bool:
    """Whether two senses are of different kinds, neither of them an entry of the catalogue."""
    kinds = [
        {target.partition(":")[0].replace("orpha", "icd10") for target in sense.targets}
        for sense in (some, other)
    ]
    return (
        kinds[0].isdisjoint(kinds[1]) and kinds[0].isdisjoint(NAMED) and kinds[1].isdisjoint(NAMED)
    )


def are_entries_alike(some: Sense, other: Sense) -> bool:
    """Whether two senses are entries of the catalogue, of one kind."""
    kinds = {target.partition(":")[0] for sense in (some, other) for target in sense.targets}
    return len(kinds) == 1 and kinds <= NAMED


def is_spelled(term: Term) -> bool:
    """Whether a term is an acronym so short that only its own letters may stand for it."""
    return term.kind == TermKind.ACRONYM and len(term.squashed) <= LONGEST_SPELLED


def are_of_two_kinds(some: list[Term], others: list[Term]) -> bool:
    """Whether two parts of a word are terms, of different kinds."""
    kinds = [{term.targets[0].partition(":")[0] for term in part} for part in (some, others)]
    return all(kinds) and kinds[0].isdisjoint(kinds[1])
