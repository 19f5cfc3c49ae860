"""The search for programs: `/api/v1/search` and, for the search box, `/api/v1/suggest`."""

from itertools import islice
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import translation
from django.views.decorators.http import require_safe

from bbmri_be.languages import readers_language
from biobanks.enums import TermKind, TermSource
from biobanks.models import Term
from biobanks.search import keeping, words
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
LANGUAGES = [code for code, _ in settings.LANGUAGES]
CODED_AS_TARGET = {"icd10", "orpha"}  # kinds whose code is written with its system


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """How a question is read, and what answers it.

    Parameters: `q`, the question; `lang`, the language of labels and the one that is preferred in
    reading (en, nl, fr, de); `limit`, the number of results (100, at most 1,000).
    """
    language = request.GET.get("lang", "")
    with translation.override(language if language in LANGUAGES else settings.LANGUAGE_CODE):
        return JsonResponse(answer(cleaned(request.GET.get("q", "")), limit_of(request)))


def limit_of(request: HttpRequest) -> int:
    """How many results are asked for; what is no number is not minded."""
    text = request.GET.get("limit", "")
    is_number = text.isascii() and text.isdecimal() and len(text) < 6
    return min(int(text), MOST_RESULTS) if is_number else RESULTS


def answer(text: str, limit: int) -> dict[str, Any]:
    """The JSON of an answer."""
    language = readers_language()
    index = keeping.current()
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
                "name": row.name,
                "biobank": biobank.name,
                "why": [f"{reason.field}: {reason.values}" for reason in why(found, at, labels)],
            }
        )
    return answer


@require_safe
def suggest(request: HttpRequest) -> HttpResponse:
    """Terms that complete the last words of a question, for the search box.

    Parameters: `q` and `lang` as for the search. Answers with whole questions.
    """
    language = request.GET.get("lang", "")
    language = language if language in LANGUAGES else settings.LANGUAGE_CODE
    text = cleaned(request.GET.get("q", ""))[:200]
    return JsonResponse({"suggestions": suggestions(text, language)})


def suggestions(text: str, language: str) -> list[dict[str, str]]:
    """What the last words of a text may become; the longest run of words that begins a term."""
    typed = words.words_of(text)
    for first in range(max(0, len(typed) - 5), len(typed)):
        beginning = "".join(word.text for word in typed[first:])
        if len(beginning) < SHORTEST_SUGGESTED or words.is_function_word(typed[first].text):
            continue
        terms = Term.objects.filter(
            squashed__startswith=beginning, language__in=[language, ""]
        ).exclude(source=TermSource.ICD10, text__contains=",")[:MOST_COMPLETIONS]
        index = keeping.current()
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
