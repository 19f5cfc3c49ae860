"""`docs/security.md`: what its tables name exists, and no requirement is left out or told twice."""

import ast
import re
from collections import Counter
from functools import cache

import pytest
from django.conf import settings
from django.core.management import get_commands

PAGE = settings.BASE_DIR / "docs" / "security.md"
LINES = PAGE.read_text(encoding="utf-8").splitlines()
ROWS = [
    [cell.strip() for cell in line.strip("|").split("|")]
    for line in LINES
    if re.match(r"\| \d+\.\d+\.\d+ ", line)
]
# OWASP ASVS 5.0.0, levels 1 and 2, without chapters 9, 10 and 17: how many there are in a chapter.
REQUIREMENTS = {
    1: 27, 2: 11, 3: 19, 4: 10, 5: 9, 6: 35, 7: 18, 8: 7, 11: 14, 12: 9, 13: 13, 14: 9, 15: 13,
    16: 16,
}  # fmt: skip
NOTHING = "–"


def number_of(row):
    """The number of a requirement, as numbers."""
    return tuple(int(part) for part in row[0].split("."))


def proofs_of(row):
    """The tests, files and commands that a row names."""
    return re.findall(r"`([^`]+)`", row[3])


@cache
def functions_of(path):
    """The names of the functions of a module, which is read and not run."""
    tree = ast.parse((settings.BASE_DIR / path).read_text(encoding="utf-8"))
    return {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}


def exists(proof):
    """Whether there is a test, a command or a file of this name."""
    if proof.startswith("make "):
        makefile = (settings.BASE_DIR / "Makefile").read_text(encoding="utf-8")
        return re.search(rf"^{re.escape(proof[5:])}:", makefile, re.MULTILINE) is not None
    if proof.startswith("manage.py "):
        return proof.split()[1] in get_commands()
    path, _colons, name = proof.partition("::")
    if not (settings.BASE_DIR / path).exists():
        return False
    return name in functions_of(path) if name else True


def test_every_requirement_stands_once_and_in_order():
    numbers = [number_of(row) for row in ROWS]

    assert numbers == sorted(set(numbers))
    assert Counter(chapter for chapter, _section, _number in numbers) == REQUIREMENTS


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[0])
def test_row_is_whole_and_what_it_names_exists(row):
    assert [bool(cell) for cell in row] == [True] * 4

    _number, _asks, how, proof = row
    named = proofs_of(row)
    needs_none = how.startswith(("Not met: ", "Does not apply: "))
    assert named or (proof == NOTHING and needs_none)
    assert [name for name in named if not exists(name)] == []


def test_documents_and_places_that_the_page_leads_to_exist():
    text = "\n".join(LINES)
    headings = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    anchors = {re.sub(r"[^\w -]", "", heading).lower().replace(" ", "-") for heading in headings}

    links = re.findall(r"\]\(([^)#]*)(?:#([\w-]+))?\)", text)
    named = re.findall(r"`(docs/[^`]+)`", text)

    assert {path for path, _place in links if path} | set(named)
    for path, place in links:
        assert (PAGE.parent / path).exists()
        assert path or place in anchors
    for path in named:
        assert (settings.BASE_DIR / path).exists()
