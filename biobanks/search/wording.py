"""What a question was understood as, in the reader's words."""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from bbmri_be.languages import readers_language
from biobanks.enums import TermKind
from biobanks.models import Term
from biobanks.search.address import Asked
from biobanks.search.facets import CHAPTERS
from biobanks.search.index import Index
from biobanks.search.matching import Found, Reason, kind_of, reasons
from biobanks.search.reading import QUOTE, Concept, Method, Sense, Unread
from biobanks.terms import CODE_LISTS

MOST_NAMED = 3  # codes that are written out; a longer list is counted
MOST_NARROWER = 8
KINDS: dict[str, str | Promise] = {
    "disease": gettext_lazy("Diagnosis"),
    "material": gettext_lazy("Material"),
    "data_category": gettext_lazy("Kind of data"),
    "collection_type": gettext_lazy("Type of collection"),
    "category": gettext_lazy("Theme"),
    "sex": gettext_lazy("Sex of the donors"),
    "age": gettext_lazy("Age of the donors"),
    "quality": gettext_lazy("Quality mark"),
    "access": gettext_lazy("Access"),
    "place": gettext_lazy("Place"),
    "biobank": gettext_lazy("Biobank"),
    "network": gettext_lazy("Network"),
    "collection": gettext_lazy("Collection"),
    "text": gettext_lazy("Text"),
}
METHODS: dict[Method, str | Promise] = {
    Method.COMPOUND: gettext_lazy("read from a part of the word"),
    Method.TYPO: gettext_lazy("with the spelling corrected"),
}


def code_of(target: str) -> str:
    """The code as people write it: J45, ORPHA:586, SERUM."""
    kind, _colon, code = target.partition(":")
    return f"ORPHA:{code}" if kind == "orpha" else code


class Labels:
    """Names of targets in a language; asks the database once, for diseases that no entry has."""

    def __init__(
        self,
        index: Index,
        senses: Iterable[Sense],
        language: str | None = None,
        names: Mapping[str, Mapping[str, str]] | None = None,
    ) -> None:
        """Learn the names of what is going to be asked for; `names` are known already."""
        self.index = index
        self.names = names or {}
        self.language = language or readers_language()
        self.preferred: dict[tuple[str, ...], str] = {}
        groups = {sense.targets for sense in senses}
        groups |= {tuple(sense.term.targets) for sense in senses if sense.term}
        singles = {(target,) for group in groups if len(group) <= MOST_NAMED for target in group}
        for group in groups | singles:
            if name := self.own_name(group):
                self.preferred[group] = name
        unknown = [
            [target]
            for (target,) in singles - self.preferred.keys()
            if kind_of(target) in {"disease", "place"}
            and not index.labels.get(target)
            and not self.names.get(target)
        ]
        if unknown:
            self.ask(unknown)

    def own_name(self, group: tuple[str, ...]) -> str:
        """What our own table or staff call some targets, in the reader's language or English."""
        names = self.index.preferred.get(group, {})
        return next((names[code] for code in (self.language, "en", "") if code in names), "")

    def ask(self, groups: list[list[str]]) -> None:
        """Learn the official names of diseases that no entry has."""
        rows = Term.objects.filter(
            Q(language__in={self.language, "en", ""}),
            kind=TermKind.PREFERRED,
            targets__in=groups,
        ).values_list("targets", "language", "text")
        # The reader's language first, of its names the shortest.
        for targets, _language, text in sorted(
            rows, key=lambda row: (row[1] != self.language, len(row[2]), row[2])
        ):
            self.preferred.setdefault(tuple(targets), text[:1].upper() + text[1:])

    def __getitem__(self, target: str) -> str:
        """The name of a code."""
        kind, _colon, code = target.partition(":")
        if code in CODE_LISTS.get(kind, ()):
            return str(CODE_LISTS[kind][code])
        if label := self.index.label(target, self.language) or self.preferred.get((target,)):
            return label
        names = self.names.get(target, {})
        return names.get(self.language) or names.get("en") or code

    def of_sense(self, sense: Sense) -> str:
        """Name and codes of a concept: "Bowel cancer (C18, C19, C20)"."""
        targets = sense.targets
        diseases = [code_of(target) for target in targets if kind_of(target) == "disease"]
        codes = (
            ", ".join(diseases)
            if len(diseases) <= MOST_NAMED
            else _("%(number)d codes") % {"number": len(diseases)}
        )
        name = self.name_of_sense(sense)
        return f"{name} ({codes})" if diseases and name != codes else name

    def name_of_sense(self, sense: Sense) -> str:
        """The name of a concept, without its codes."""
        targets = sense.targets
        if len(targets) == 1:
            return self[targets[0]]
        if targets in self.preferred:
            return self.preferred[targets]
        if sense.term is not None and kind_of(targets[0]) == "disease":
            first = self.preferred.get(tuple(sense.term.targets))
            return first or sense.term.text[:1].upper() + sense.term.text[1:]
        names = list(dict.fromkeys(self[target] for target in targets[:MOST_NAMED]))
        if len(targets) > MOST_NAMED:
            return (
                ", ".join(
                    code_of(target) if kind_of(target) == "disease" else self[target]
                    for target in targets[:MOST_NAMED]
                )
                + " …"
            )
        return ", ".join(names)


@dataclass(frozen=True)
class Link:
    """Where one can go from a reading."""

    label: str
    href: str
    count: int | None = None


@dataclass(frozen=True)
class Understood:
    """A part of a question as it was read, and what a reader can do about it."""

    kind: str
    label: str
    matched_text: str
    note: str  # how it was read, where that is not plain; codes below
    off: Link  # the question without it
    as_text: Link | None  # its words looked for as text
    others: Sequence[Link] = field(default_factory=list)
    wider: Sequence[Link] = field(default_factory=list)
    narrower: Sequence[Link] = field(default_factory=list)

    @property
    def quoted(self) -> str:
        """The words that were read, in quotation marks."""
        return _("“%s”") % self.matched_text


def understood(found: Found, asked: Asked, labels: Labels) -> list[Understood]:
    """What each part of the text was understood as."""
    said = []
    for concept in found.concepts:
        kind = kind_of(concept.targets[0])
        disease = concept.targets[0] if kind == "disease" else ""
        said.append(
            Understood(
                kind=str(KINDS[kind]),
                label=labels.of_sense(concept.sense),
                matched_text=concept.matched_text,
                note=note(concept, found.index),
                off=Link(concept.matched_text, replaced(asked, concept, "").query),
                as_text=None
                if concept.method == Method.CODE
                else Link(
                    concept.matched_text,
                    replaced(asked, concept, as_text(concept.matched_text)).query,
                ),
                others=[
                    Link(
                        labels.of_sense(other),
                        replaced(asked, concept, written(other.targets)).query,
                    )
                    for other in concept.others[:MOST_NARROWER]
                ],
                wider=[
                    Link(
                        f"{labels[above]} ({code_of(above)})",
                        replaced(asked, concept, written([above])).query,
                    )
                    for above in sorted(found.index.parents.get(disease, ()))
                ],
                narrower=list(narrower(found, asked, concept, labels)),
            )
        )
    for rest in found.question.reading.unread:
        said.append(
            Understood(
                kind=str(KINDS["text"]),
                label=_("“%s”") % rest.text,
                matched_text=rest.text,
                note=_("the words as they are"),
                off=Link(rest.text, replaced(asked, rest, "").query),
                as_text=None,
            )
        )
    return said


def note(concept: Concept, index: Index) -> str:
    """How words were read, and how many codes lie below a disease."""
    notes = []
    if concept.method in METHODS:
        notes.append(str(METHODS[concept.method]))
    below = sum(index.below.get(target, 0) for target in concept.targets)
    if below:
        codes = ngettext("and %(number)d code below it", "and %(number)d codes below it", below)
        notes.append(codes % {"number": below})
    return ", ".join(notes)


def narrower(found: Found, asked: Asked, concept: Concept, labels: Labels) -> Iterable[Link]:
    """The terms one step down that have results."""
    index = found.index
    for target in concept.targets[:MOST_NAMED]:
        base = found.but_for(part=concept)
        for below in sorted(index.children.get(target, ()))[:MOST_NARROWER]:
            if count := index.number(below, base):
                yield Link(
                    f"{labels[below]} ({code_of(below)})",
                    replaced(asked, concept, written([below])).query,
                    count,
                )


def replaced(asked: Asked, part: Concept | Unread, text: str) -> Asked:
    """The same address with other words in the place of a part."""
    return asked.with_text(f"{asked.text[: part.start]} {text} {asked.text[part.end :]}")


def as_text(words: str) -> str:
    """Words as a question that is not read: looked for as they are."""
    return 'text:"' + re.sub(f"[{QUOTE}]", " ", words) + '"'


def written(targets: Sequence[str]) -> str:
    """Targets as they can be typed: codes of diseases, and kind:code."""
    return ", ".join(
        code_of(target)
        if kind_of(target) == "disease" and code_of(target) not in CHAPTERS
        else target.replace(" ", "_")
        for target in targets
    )


@dataclass(frozen=True)
class Why:
    """Why an entry answers: its field, and what stands there."""

    field: str
    values: str


def why(found: Found, position: int, labels: Labels) -> list[Why]:
    """Why an entry answers, in words."""
    return [
        Why(str(KINDS[reason.kind]), ", ".join(value_texts(reason, labels)))
        for reason in reasons(found, position)
    ]


def value_texts(reason: Reason, labels: Labels) -> Collection[str]:
    """The values of a reason; diseases with their codes, a long list cut."""
    if reason.kind == "text":
        return reason.values
    texts = [
        f"{labels[value]} ({code_of(value)})" if reason.kind == "disease" else labels[value]
        for value in reason.values[:MOST_NAMED]
    ]
    return [*texts, "…"] if len(reason.values) > MOST_NAMED else texts
