"""Fills the search's vocabulary: everyday words, code lists, names of diseases.

The everyday words are ours: `data/lexicon/*.csv`, one row a target and language, several terms in
a cell with `|` between them. A target that needs a space writes `_`.
"""

import csv
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import translation

from biobanks import bulk
from biobanks.bulk import Loaded
from biobanks.codes import (
    AccessCondition,
    AgeRange,
    CollectionType,
    DataCategory,
    DataUse,
    Material,
    QualityStandard,
    Sex,
    Theme,
)
from biobanks.enums import DiseaseSystem, Province, Region, TermKind, TermSource
from biobanks.models import Biobank, Disease, Network, SearchExample, Term, TermWord
from biobanks.search import words

BETWEEN_TERMS = "|"
KINDS_OF_COLUMNS = {
    "names": TermKind.SYNONYM,  # the first of them is the preferred one
    "lay": TermKind.LAY,
    "acronyms": TermKind.ACRONYM,
}
SPACED = {"age", "place"}  # kinds whose codes have spaces
NOT_TARGETS = {"word"}  # what `words.csv` lists is read by `search/words.py`
# Codes and labels, by the kind of their targets.
CODE_LISTS: dict[str, dict[str, Any]] = {
    "material": dict(Material.choices),
    "data_category": dict(DataCategory.choices),
    "collection_type": dict(CollectionType.choices),
    "category": dict(Theme.choices),
    "sex": dict(Sex.choices),
    "age": dict(AgeRange.choices),
    "quality": dict(QualityStandard.choices),
    "access": dict([*AccessCondition.choices, *DataUse.choices]),
    "place": dict([*Province.choices, *Region.choices]),
}
# Codes that say that something is not known, or all of it: nobody looks for them.
NOT_SEARCHED = {"*", "NAV", "NASK", "UNKNOWN", "Unknown", "Undefined", "OTHER", "others"}
# Questions with what they should be read as; `.ci/bench_search.py` measures by them too.
QUESTIONS = Path(__file__).parent / "data" / "search-questions.csv"
COMPARED = ["kind", "source", "squashed", "stems", "core"]
LONGEST = 500  # characters of a term and of its keys


def with_keys(term: Term) -> Term:
    """The term with the keys that questions are compared with."""
    language = term.language or "en"
    texts = words.texts_of(term.text)
    term.squashed = "".join(texts)[:LONGEST]
    term.stems = words.stems(texts, language)[:LONGEST]
    # A disease's official name is too long a sentence to be found by what is left of it.
    is_everyday = term.source not in {TermSource.ICD10, TermSource.ORPHANET}
    core = words.core_stems(texts, language)[:LONGEST] if is_everyday else ""
    term.core = "" if core == term.stems else core
    return term


def codes_of(targets: Iterable[str]) -> list[str]:
    """The codes of those targets that are diseases, as the table of diseases has them."""
    return [
        f"ORPHA:{code}" if system == "orpha" else code
        for system, _, code in (target.partition(":") for target in targets)
        if system in {"icd10", "orpha"}
    ]


def file_terms(folder: Path) -> Iterator[Term]:
    """The terms of the table of everyday words."""
    for path in sorted(folder.glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                targets = [decoded(target) for target in row["target"].split()]
                if targets[0].partition(":")[0] in NOT_TARGETS:
                    continue
                is_first = True
                for column, kind in KINDS_OF_COLUMNS.items():
                    for text in filter(None, row[column].split(BETWEEN_TERMS)):
                        yield Term(
                            text=text,
                            language=row["language"],
                            kind=TermKind.PREFERRED if is_first else kind,
                            targets=targets,
                            source=TermSource.TABLE,
                        )
                        is_first = False


def decoded(target: str) -> str:
    """A target of the files, with the spaces of ages and towns.

    A block of one category (C50-C50) is that category (C50), which people know.
    """
    kind, _, code = target.partition(":")
    first, _, last = code.partition("-")
    if kind == "icd10" and first == last:
        return f"{kind}:{first}"
    return target.replace("_", " ") if kind in SPACED else target


def code_list_terms() -> Iterator[Term]:
    """The labels of the code lists, in each language."""
    for language in words.STEMMERS:
        with translation.override(language):
            for kind, labels in CODE_LISTS.items():
                for code, label in labels.items():
                    if code not in NOT_SEARCHED:
                        yield Term(
                            text=str(label),
                            language=language,
                            kind=TermKind.PREFERRED,
                            targets=[f"{kind}:{code}"],
                            source=TermSource.CODE_LIST,
                        )


def disease_terms() -> Iterator[Term]:
    """The names of diseases: ICD-10 in English, Orphanet in four languages."""
    sources = {
        DiseaseSystem.ICD10: TermSource.ICD10,
        DiseaseSystem.ORPHA: TermSource.ORPHANET,
    }
    for disease in Disease.objects.exclude(system=DiseaseSystem.ANY).iterator():
        for language in words.STEMMERS:
            if name := getattr(disease, f"name_{language}"):
                yield Term(
                    text=name,
                    language=language,
                    kind=TermKind.PREFERRED,
                    targets=[disease_target(disease)],
                    source=sources[DiseaseSystem(disease.system)],
                )


def disease_target(disease: Disease) -> str:
    """What the search calls a disease: icd10:J45, orpha:586."""
    return f"{disease.system}:{disease.code.removeprefix('ORPHA:')}"


def unknown_targets(targets: Iterable[str]) -> list[str]:
    """Those targets whose codes do not exist. A town or an access wish is known by its terms."""
    diseases = {target for target in targets if target.startswith(("icd10:", "orpha:"))}
    codes = [target.partition(":")[2] for target in diseases]
    found = {
        disease_target(disease)
        for disease in Disease.objects.filter(
            code__in=[*codes, *(f"ORPHA:{code}" for code in codes)]
        )
    }
    unknown = []
    for target in targets:
        kind, _, code = target.partition(":")
        is_known = target in found or code in CODE_LISTS.get(kind, ())
        if not is_known and (target in diseases or not known_by_entry(kind, code, target)):
            unknown.append(target)
    return unknown


def known_by_entry(kind: str, code: str, target: str) -> bool:
    """Whether an entry or another term has the target."""
    models_of = {"biobank": Biobank, "network": Network}
    if kind in models_of:
        return models_of[kind]._default_manager.filter(identifier=code).exists()
    return Term.objects.filter(targets__contains=[target]).exists()


def wanted_terms(folder: Path) -> dict[tuple[str, str, tuple[str, ...]], Term]:
    """The terms of all sources but staff, the more trusted source first where two say the same."""
    found: dict[tuple[str, str, tuple[str, ...]], Term] = {}
    for source in (file_terms(folder), code_list_terms(), disease_terms()):
        for term in source:
            key = (term.text, term.language, tuple(term.targets))
            if key not in found:
                found[key] = with_keys(term)
            elif term.source == found[key].source and term.kind == TermKind.PREFERRED:
                found[key].kind = TermKind.PREFERRED  # by another file, which knows it better
    return found


@transaction.atomic
def load(folder: Path = words.LEXICON, questions: Path = QUESTIONS) -> dict[str, Loaded]:
    """Bring the vocabulary in line with its sources.

    Terms of staff stay as they are, and win over a source that says the same; so do the test
    questions, once there are any.
    """
    words.forget()
    wanted = wanted_terms(folder)
    existing = {
        (term.text, term.language, tuple(term.targets)): term for term in Term.objects.all()
    }
    of_staff = {key for key, term in existing.items() if term.source == TermSource.STAFF}
    new = [term for key, term in wanted.items() if key not in existing]
    changed = [
        term
        for key, term in wanted.items()
        if key in existing and key not in of_staff and compared(term) != compared(existing[key])
    ]
    for term in changed:
        term.pk = existing[term.text, term.language, tuple(term.targets)].pk
    obsolete = [
        term.pk for key, term in existing.items() if key not in wanted and key not in of_staff
    ]
    Term.objects.filter(pk__in=obsolete).delete()
    columns = ["text", "language", "targets", *COMPARED]
    bulk.copy(Term, columns, ([getattr(term, name) for name in columns] for term in new))
    Term.objects.bulk_update(changed, COMPARED, batch_size=500)
    note_words(Term.objects.values_list("text", flat=True).iterator())
    bulk.analyse(Term, TermWord)
    return {
        "search terms": Loaded(
            added=len(new),
            changed=len(changed),
            removed=len(obsolete),
            unchanged=len(wanted) - len(new) - len(changed),
        ),
        "test questions": load_questions(questions),
    }


def compared(term: Term) -> list[str]:
    """What may differ between a term and its source."""
    return [getattr(term, name) for name in COMPARED]


def load_questions(path: Path) -> Loaded:
    """The questions that staff watch; only where there are none yet."""
    if SearchExample.objects.exists():
        return Loaded(unchanged=SearchExample.objects.count())
    with path.open(encoding="utf-8", newline="") as file:
        rows = [
            SearchExample(
                question=row["question"],
                language=row["language"],
                # Of several codes that are as right, staff see the first.
                expected=[decoded(codes.split("|")[0]) for codes in row["expected"].split()],
            )
            for row in csv.DictReader(file)
        ]
    SearchExample.objects.bulk_create(rows)
    return Loaded(added=len(rows))


def note_words(texts: Iterable[str]) -> None:
    """Remember the words of terms, so that typing errors can be put right."""
    found = {
        word
        for text in texts
        for word in words.texts_of(text)
        if len(word) <= words.LONGEST_WORD and not word.isdigit()
    }
    new = found - set(TermWord.objects.values_list("text", flat=True))
    bulk.copy(TermWord, ["text"], ([text] for text in sorted(new)))
