"""Which entries of the catalogue answer a question, and why.

All parts of a question must be met: each concept by any of its codes, or by a name of it in the
texts, for not all that biobanks describe is coded; each word that was not read by the texts; each
group of filters by any (or, where asked, all) of its values.
"""

import heapq
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property, reduce
from itertools import chain, islice
from operator import and_, or_

from biobanks.search.columns import Signs
from biobanks.search.index import Index
from biobanks.search.reading import Concept, Reading, Unread
from biobanks.search.texts import saying

NAMED_IN_TEXTS = {"disease", "material", "category"}  # kinds of concepts that texts may name
MOST_NAMES = 24  # of a concept, the shortest first
SHORTEST_NAME = 4  # letters; a shorter one is an acronym, which may be anything in a text


@dataclass(frozen=True)
class Choice:
    """The chosen values of a filter, and whether an entry needs them all."""

    values: tuple[str, ...]
    needs_all: bool = False


@dataclass
class Question:
    """What is looked for: a text as it was read, and the chosen filters by their names.

    The values of the choices are targets: what the index knows (`material:SERUM`).
    """

    reading: Reading = field(default_factory=lambda: Reading(""))
    choices: Mapping[str, Choice] = field(default_factory=dict)


class Found:
    """The answer to a question, in a state of the catalogue."""

    def __init__(self, question: Question, index: Index) -> None:
        """Match; asks the database for what texts say."""
        self.question = question
        self.index = index
        self.coded = [self.having_any(concept.targets) for concept in self.concepts]
        names = [names_of(concept, index) for concept in self.concepts]
        spoken = [
            (name, coded)
            for of_concept, coded in zip(names, self.coded, strict=True)
            for name in of_concept
        ]
        words_first = len(question.reading.unread)
        own, inherited = saying(
            [*question.reading.unread, *(name for name, _coded in spoken)],
            [*[0] * words_first, *(coded for _name, coded in spoken)],
            index,
        )
        self.of_words = list(map(or_, own[:words_first], inherited[:words_first]))
        # What a biobank tells of itself is no news of a collection that states its diagnoses.
        of_names = map(
            or_,
            own[words_first:],
            (bits & ~index.diagnosed for bits in inherited[words_first:]),
        )
        self.of_concepts = [
            reduce(or_, islice(of_names, len(of_concept)), coded)
            for of_concept, coded in zip(names, self.coded, strict=True)
        ]
        self.of_choices = {
            name: self.chosen(choice) for name, choice in question.choices.items() if choice.values
        }

    @property
    def concepts(self) -> list[Concept]:
        """What the text names."""
        return self.question.reading.concepts

    @cached_property
    def bits(self) -> int:
        """The entries that answer."""
        return self.but_for()

    def but_for(self, name: str | None = None, part: Concept | Unread | None = None) -> int:
        """The entries that answer all but one filter, or all but one part of the text."""
        parts = zip(self.question.reading.parts, [*self.of_concepts, *self.of_words], strict=True)
        needed = [bits for owner, bits in parts if owner is not part]
        needed += [bits for group, bits in self.of_choices.items() if group != name]
        return reduce(and_, needed, self.index.everything)

    def having_any(self, values: Iterable[str]) -> int:
        """The entries with any of the values."""
        return reduce(or_, map(self.index.having, values), 0)

    def chosen(self, choice: Choice) -> int:
        """The entries that a filter lets through."""
        if choice.needs_all:
            found = map(self.index.having, choice.values)
            return reduce(and_, found, self.index.everything)
        return self.having_any(choice.values)

    @cached_property
    def number(self) -> int:
        """How many entries answer."""
        index = self.index
        return len(index.rows) if self.bits == index.everything else self.bits.bit_count()

    @cached_property
    def number_of_collections(self) -> int:
        """How many of them are collections."""
        index = self.index
        if self.bits == index.everything:
            return index.number_of_collections
        return (self.bits & index.collections).bit_count()

    @cached_property
    def biobanks(self) -> list[int]:
        """Keys of the biobanks that have entries that answer, by name."""
        return self.index.biobanks_of(self.bits)

    @cached_property
    def samples(self) -> tuple[int, int]:
        """Samples of the collections whose number is known, and how many do not tell theirs."""
        index, bits = self.index, self.bits
        if bits == index.everything:
            return index.samples
        return index.samples_among(bits), (bits & index.collections & ~index.sized).bit_count()

    def ordered(self, sort: str) -> Iterator[int]:
        """Positions of the entries that answer: by relevance, name, size or confirmation.

        Most relevant is who states just what was asked, then who states something within it.
        """
        if sort != "relevance":
            return self.index.ordered(self.bits, sort)
        return chain.from_iterable(self.index.ordered(bits, "name") for bits in self.by_relevance)

    def first_of(self, biobank: int, sort: str, number: int) -> list[int]:
        """The positions of the first so many collections of a biobank, in that order."""
        within = self.index.span_of(biobank)
        if sort == "relevance":
            groups = (signs.positions(within) for signs in self.signs_by_relevance)
            return list(islice(chain.from_iterable(groups), number))
        positions = self.signs.positions(within)  # by name
        if sort == "name":
            return list(islice(positions, number))
        return heapq.nsmallest(number, positions, key=self.index.ranks[sort].__getitem__)

    def number_of(self, biobank: int) -> int:
        """How many collections of a biobank answer."""
        return self.signs.count(self.index.span_of(biobank))

    @cached_property
    def signs(self) -> Signs:
        """The collections that answer."""
        index = self.index
        if self.bits == index.everything:
            return index.collection_signs
        return Signs(self.bits & index.collections, len(index.rows))

    @cached_property
    def signs_by_relevance(self) -> list[Signs]:
        """The collections that answer, by relevance."""
        index = self.index
        return [
            Signs(collections, len(index.rows))
            for bits in self.by_relevance
            if (collections := bits & index.collections)
        ]

    @cached_property
    def by_relevance(self) -> tuple[int, int, int]:
        """The entries that state what was asked, those that state something within it, the rest."""
        stated = (self.having_any(stated_values(concept)) for concept in self.concepts)
        first = self.bits & reduce(and_, filter(None, stated), self.index.everything)
        coded = self.bits & reduce(and_, filter(None, self.coded), self.index.everything)
        return first, coded & ~first, self.bits & ~first & ~coded

    def ordered_biobanks(self, sort: str) -> Iterator[int]:
        """Keys of the biobanks: by name, or by the first of their entries in that order.

        By relevance, biobanks of equal relevance stand by name.
        """
        if sort == "name":
            return iter(self.biobanks)
        if sort == "relevance":
            keys = (pk for bits in self.by_relevance if bits for pk in self.index.biobanks_of(bits))
        else:
            owners = self.index.rows.biobanks
            keys = (owners[position] for position in self.ordered(sort))
        return distinct(keys)


def stated_values(concept: Concept) -> list[str]:
    """Values of entries that state a disease itself, not one below it; others as they are."""
    return [
        f"stated:{target}" if target.startswith(("icd10:", "orpha:")) else target
        for target in concept.targets
    ]


def names_of(concept: Concept, index: Index) -> list[Unread]:
    """The names of a concept in all languages, to be looked for as phrases in texts."""
    if kind_of(concept.targets[0]) not in NAMED_IN_TEXTS:
        return []
    named = tuple(concept.sense.term.targets) if concept.sense.term else concept.targets
    texts = {text.casefold() for text in index.spoken.get(named, ()) if len(text) >= SHORTEST_NAME}
    shortest = sorted(texts, key=lambda text: (len(text), text))[:MOST_NAMES]
    return [Unread(text, 0, 0, is_phrase=not text.isalnum()) for text in shortest]


def distinct(keys: Iterable[int]) -> Iterator[int]:
    """Each key once, where it stands first."""
    seen: set[int] = set()
    for key in keys:
        if key not in seen:
            seen.add(key)
            yield key


@dataclass(frozen=True)
class Reason:
    """Why an entry answers: which of its fields, and what stands there."""

    kind: str  # the kind of the targets, or "text"
    values: tuple[str, ...]  # targets, or words


def reasons(found: Found, position: int) -> list[Reason]:
    """Why an entry answers each part of the text."""
    index = found.index
    said: list[Reason] = []
    for concept in found.concepts:
        by_kind: dict[str, list[str]] = defaultdict(list)
        for target in concept.targets:
            if index.has_at(target, position):
                by_kind[kind_of(target)].append(target)
        if "disease" in by_kind:
            wanted = set(by_kind["disease"])
            by_kind["disease"] = [
                stated for stated in index.stated[position] if index.above[stated] & wanted
            ]
        if not by_kind:
            by_kind["text"] = [concept.matched_text]
        said += [Reason(kind, tuple(values)) for kind, values in by_kind.items()]
    if found.question.reading.unread:
        said.append(Reason("text", tuple(rest.text for rest in found.question.reading.unread)))
    return said


def kind_of(target: str) -> str:
    """The kind of a target: that of a disease is "disease", whatever its code system."""
    kind = target.partition(":")[0]
    return "disease" if kind in {"icd10", "orpha"} else kind
