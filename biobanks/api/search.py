"""The search, and what the search box suggests."""

from itertools import islice
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Query, Router
from pydantic import Field

from bbmri_be.languages import readers_language
from biobanks.caching import index_for
from biobanks.enums import TermKind, TermSource
from biobanks.metadata.records import Record, entry_page
from biobanks.models import Term
from biobanks.search import words
from biobanks.search.address import Asked, cleaned
from biobanks.search.index import Index
from biobanks.search.lexicon import CatalogueLexicon, counterparts
from biobanks.search.matching import Found, kind_of
from biobanks.search.panel import find
from biobanks.search.reading import Concept, Reading, Sense, read
from biobanks.search.wording import Labels, code_of, why

RESULTS = 100  # where no number is asked for
MOST_RESULTS = 1_000
SUGGESTIONS = 8
MOST_COMPLETIONS = 300  # terms among which the suggestions are chosen
SHORTEST_SUGGESTED = 2  # letters
CODED_AS_TARGET = {"icd10", "orpha"}  # kinds whose code is written with its system


router = Router(tags=["Search"])


class Target(Record):
    """What a part of a question was read as."""

    kind: str = Field(description="disease, material, place, text and so on.")
    code: str
    label: str


class ReadAs(Target):
    """A part of a question, and how it was read."""

    matched_text: str
    method: str = Field(description="exact, synonym, typing error, mapping, text and so on.")
    alternatives: list[Target] | None = Field(
        None, description="What it may mean, too; left out where nothing."
    )


class Result(Record):
    """An entry that answers."""

    id: str = Field(description="Its identifier.")
    name: str
    url: str = Field(description="Its page.")
    biobank: str
    why: list[str]


class Answer(Record):
    """How a question was read, and what answers it."""

    query: str
    readings: list[ReadAs]
    unread: str
    count: int
    results: list[Result]


class Suggestion(Record):
    """A question that begins as the reader has typed."""

    question: str
    term: str
    code: str


class Suggestions(Record):
    """Some questions."""

    suggestions: list[Suggestion]


@router.get("/search", response=Answer, exclude_none=True, summary="Search")
def search(
    request: HttpRequest,
    q: Annotated[str, Query(description="A question, in words or codes.")] = "",
    limit: Annotated[
        int, Query(ge=0, description=f"Results; {MOST_RESULTS} at most are given.")
    ] = RESULTS,
) -> Any:
    """How a question is read, and what answers it."""
    return answer(cleaned(q), min(limit, MOST_RESULTS), index_for(request))


def answer(text: str, limit: int, index: Index) -> dict[str, Any]:
    """What `Answer` holds."""
    language = readers_language()
    lexicon = CatalogueLexicon(index)
    reading = read(text, lexicon, language)
    found = find(Asked(text), reading, index)
    mapped = {
        concept: counterparts(concept.targets)
        for concept in reading.concepts
        if all(target.startswith("orpha:") for target in concept.targets)
    }
    senses = [
        sense
        for concept in reading.concepts
        for sense in (concept.sense, *concept.others, Sense(tuple(mapped.get(concept, ()))))
    ]
    labels = Labels(index, senses, names=lexicon.names)
    return {
        "query": text,
        "readings": [
            *(
                row
                for concept in reading.concepts
                for row in reading_rows(concept, mapped.get(concept, []), labels)
            ),
            *text_rows(found, reading),
        ],
        "unread": reading.unread_text,
        "count": found.number,
        "results": list(results(found, labels, limit)),
    }


def reading_rows(concept: Concept, mapped: list[str], labels: Labels) -> list[dict[str, Any]]:
    """A row for each code that a concept stands for, and for its counterparts in ICD-10."""
    rows: list[dict[str, Any]] = [
        {
            **target_row(target, labels),
            "matched_text": concept.matched_text,
            "method": str(concept.method),
        }
        for target in concept.targets
    ]
    rows += [
        {
            **target_row(target, labels),
            "matched_text": concept.matched_text,
            "method": "mapping",
        }
        for target in mapped
    ]
    if concept.others:
        rows[0]["alternatives"] = [
            target_row(target, labels) for other in concept.others for target in other.targets
        ]
    return rows


def target_row(target: str, labels: Labels) -> dict[str, str]:
    """A target: its kind, its code in the Directory, its name."""
    kind, _colon, code = target.partition(":")
    return {
        "kind": kind_of(target),
        "code": target if kind in CODED_AS_TARGET else code,
        "label": labels[target],
    }


def text_rows(found: Found, reading: Reading) -> list[dict[str, Any]]:
    """The words that were looked for as text, and stand somewhere."""
    return [
        {
            "kind": "text",
            "code": rest.text,
            "label": rest.text,
            "matched_text": rest.text,
            "method": "text",
        }
        for rest, bits in zip(reading.unread, found.of_words, strict=True)
        if bits
    ]


def results(found: Found, labels: Labels, limit: int) -> list[dict[str, Any]]:
    """The first entries that answer, most relevant first."""
    index = found.index
    order = found.ordered("relevance" if found.question.reading.question else "name")
    places = list(islice(order, limit))
    answer = []
    for at in places:
        row = index.rows[at]
        biobank = index.members[row.biobank]
        answer.append(
            {
                "id": row.identifier or biobank.identifier,
                "url": entry_page("collection", row.slug)
                if row.identifier
                else entry_page("biobank", biobank.slug),
                "name": row.name,
                "biobank": biobank.name,
                "why": [f"{reason.field}: {reason.values}" for reason in why(found, at, labels)],
            }
        )
    return answer


@router.get("/suggest", response=Suggestions, summary="Suggestions")
def suggest(
    request: HttpRequest,
    q: Annotated[str, Query(description="The beginning of a question.")] = "",
) -> Any:
    """Terms that complete the last words of a question, as whole questions."""
    return {"suggestions": suggestions(cleaned(q)[:200], readers_language(), index_for(request))}


def suggestions(text: str, language: str, index: Index) -> list[dict[str, str]]:
    """What the last words of a text may become; the longest run of words that begins a term."""
    typed = words.words_of(text)
    for first in range(max(0, len(typed) - 5), len(typed)):
        beginning = "".join(word.text for word in typed[first:])
        if len(beginning) < SHORTEST_SUGGESTED or words.is_function_word(typed[first].text):
            continue
        terms = Term.objects.filter(
            squashed__startswith=beginning, language__in=[language, ""]
        ).exclude(source=TermSource.ICD10, text__contains=",")[:MOST_COMPLETIONS]
        shown: dict[str, dict[str, str]] = {}
        for term in sorted(terms, key=lambda term: likelihood(term, index)):
            shown.setdefault(
                term.squashed,
                {
                    "question": text[: typed[first].start] + term.text,
                    "term": term.text,
                    "code": ", ".join(code_of(target) for target in term.targets[:3])
                    if kind_of(term.targets[0]) == "disease"
                    else "",
                },
            )
        if shown:
            return list(shown.values())[:SUGGESTIONS]
    return []


def likelihood(term: Term, index: Index) -> tuple[object, ...]:
    """What orders suggestions: what the catalogue has, preferred names, short ones."""
    has_results = any(map(index.has, term.targets))
    return not has_results, term.kind != TermKind.PREFERRED, len(term.text), term.text
