"""The project's own table of everyday words, and the questions that the search is measured by."""

import csv
import re
from collections import Counter, defaultdict

import pytest

from biobanks import vocabulary
from biobanks.search.words import LEXICON, STEMMERS
from biobanks.terms import BETWEEN_TERMS, CODE_LISTS, QUESTIONS

HEADER = ["target", "language", "names", "lay", "acronyms"]
FILES = sorted(LEXICON.glob("*.csv"))
ROWS = {path: vocabulary.read(path) for path in FILES}
LISTS = {"word:function", "word:general", "word:plain"}
DISEASE = ("icd10:", "orpha:")
SIGNS = re.compile(r"[,;()\[\]]")


def identifier_targets(table, kind):
    rows = vocabulary.read(vocabulary.DATA / "belgium" / table)
    return {f"{kind}:{row['id']}" for row in rows}


@pytest.fixture(scope="module")
def diseases():
    """The targets of all diseases."""
    systems = {
        vocabulary.ICD10_PREFIX: "icd10",
        vocabulary.ICD10_GM_PREFIX: "icd10",
        vocabulary.ORPHA_PREFIX: "orpha",
    }
    return {
        f"{system}:{row['name'].removeprefix(prefix)}"
        for row in vocabulary.read(vocabulary.DATA / "diseases.csv")
        for prefix, system in systems.items()
        if row["name"].startswith(prefix)
    }


@pytest.fixture(scope="module")
def known(diseases):
    """Every target that there is; towns are known by their rows."""
    listed = {f"{kind}:{code}" for kind, codes in CODE_LISTS.items() for code in codes}
    towns = {
        spaced(target)
        for row in ROWS[LEXICON / "places.csv"]
        for target in row["target"].split()
        if not target.startswith("place:BE-")
    }
    return (
        diseases
        | listed
        | towns
        | identifier_targets("Biobanks.csv", "biobank")
        | identifier_targets("Networks.csv", "network")
    )


def spaced(target):
    """A target with the spaces that the files cannot have."""
    return target.replace("_", " ") if target.startswith(("age:", "place:")) else target


def cells(row):
    return [
        cell for column in HEADER[2:] for cell in row[column].split(BETWEEN_TERMS) if row[column]
    ]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_file_has_its_columns_and_languages(path):
    with path.open(encoding="utf-8", newline="") as file:
        lines = list(csv.reader(file))

    assert lines[0] == HEADER
    assert {len(line) for line in lines} == {len(HEADER)}
    assert {row["language"] for row in ROWS[path]} <= STEMMERS.keys()


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_code_exists(path, known):
    targets = {target for row in ROWS[path] for target in row["target"].split()}

    assert {spaced(target) for target in targets} - known - LISTS == set()


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_target_has_each_language_once(path):
    rows = Counter((row["target"], row["language"]) for row in ROWS[path])

    # What an institution is called needs no translation.
    wanted = {
        (target, language)
        for target, _ in rows
        for language in STEMMERS
        if not target.startswith("biobank:")
    }
    assert [key for key, number in rows.items() if number > 1] == []
    assert wanted - rows.keys() == set()


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_terms_are_written_as_people_type_them(path):
    terms = [(row["target"], term) for row in ROWS[path] for term in cells(row)]

    assert [row for row in ROWS[path] if not cells(row)] == []
    assert [pair for pair in terms if pair[1] != " ".join(pair[1].split()) or not pair[1]] == []
    assert [pair for pair in terms if SIGNS.search(pair[1])] == []


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_term_stands_once_in_its_row(path):
    doubled = [
        (row["target"], row["language"], term)
        for row in ROWS[path]
        for term, number in Counter(term.casefold() for term in cells(row)).items()
        if number > 1 and row["target"] not in LISTS
    ]

    assert doubled == []


def test_four_hundred_diseases_have_names():
    named = {
        row["target"] for rows in ROWS.values() for row in rows if row["target"].startswith(DISEASE)
    }

    assert len(named) >= 400


def test_every_chapter_and_block_has_names_in_each_language(diseases):
    """Chapters have Roman numbers, blocks two ends."""
    wanted = {
        target for target in diseases if re.fullmatch(r"icd10:([IVX]+|[A-Z]\d\d-[A-Z]\d\d)", target)
    }
    languages = defaultdict(set)
    for rows in ROWS.values():
        for row in rows:
            languages[row["target"]].add(row["language"])

    assert len(wanted) > 250
    assert {target for target in wanted if languages[target] != STEMMERS.keys()} == set()


def test_questions_expect_codes_that_exist(known):
    questions = vocabulary.read(QUESTIONS)

    expected = {
        code
        for row in questions
        for codes in row["expected"].split()
        for code in codes.split(BETWEEN_TERMS)
    }
    assert {spaced(code) for code in expected} - known == set()
    assert list(questions[0]) == ["question", "language", "expected", "kind"]
    assert all(row["question"] == row["question"].strip() != "" for row in questions)
    assert all(row["kind"] for row in questions)


def test_there_are_enough_questions_in_each_language():
    questions = vocabulary.read(QUESTIONS)

    languages = Counter(row["language"] for row in questions)
    assert len({(row["question"], row["language"]) for row in questions}) == len(questions)
    assert len(questions) >= 120
    assert languages.keys() == STEMMERS.keys()
    assert min(languages.values()) >= 30
    # Questions that mean nothing here must stay unread.
    assert {row["language"] for row in questions if not row["expected"]} == STEMMERS.keys()
