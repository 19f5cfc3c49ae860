"""The pages' starting content: files in `data/`, and how they become rows (`data/README.md`)."""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from django.db import transaction
from django.db.models import Model

from pages.models import (
    GovernanceBody,
    Milestone,
    NewsItem,
    OfficeHolder,
    Page,
    Question,
    QuestionGroup,
    Section,
)

FOLDER = Path(__file__).parent / "data"

# Columns that name another row by its key.
PARENTS: dict[str, Any] = {"page": Page, "body": GovernanceBody, "group": QuestionGroup}

# A line break inside a paragraph or a list item: the next line is neither empty nor a new item.
WRAP = re.compile(r"(?<!\n)\n[ ]*(?![ \n]|[*#-]|[0-9]+\.)")


class StartingRow(NamedTuple):
    """A row as the files describe it."""

    model: type[Model]
    slug: str
    values: dict[str, Any]


@transaction.atomic
def load(*, dry_run: bool = False) -> list[StartingRow]:
    """Create the rows that never existed, and return them; with `dry_run`, change nothing.

    A row that exists is left as it is, and one that staff deleted stays deleted. Raises
    `ValidationError` where a file describes a row that the models refuse.
    """
    created = [row for row in starting_rows() if create(row)]
    if dry_run:
        transaction.set_rollback(True)
    return created


def starting_rows() -> Iterator[StartingRow]:
    """All rows of the files, parents before children."""
    for file in sorted((FOLDER / "pages").glob("*.toml")):
        values = read(file)
        sections = values.pop("sections", {})
        yield StartingRow(Page, file.stem, values)
        yield from ordered(Section, sections, page=file.stem)
    governance = read(FOLDER / "governance.toml")
    yield from ordered(GovernanceBody, governance["bodies"])
    yield from ordered(OfficeHolder, governance["office_holders"])
    questions = read(FOLDER / "questions.toml")
    yield from ordered(QuestionGroup, questions["groups"])
    yield from ordered(Question, questions["questions"])
    for model, name in [(Milestone, "milestones.toml"), (NewsItem, "news.toml")]:
        for slug, values in read(FOLDER / name).items():
            yield StartingRow(model, slug, values)


def read(file: Path) -> dict[str, Any]:
    """The tables of a file."""
    return tomllib.loads(file.read_text(encoding="utf-8"))


def ordered(
    model: type[Model], table: dict[str, dict[str, Any]], **shared: Any
) -> Iterator[StartingRow]:
    """Rows whose order on the page is the order in the file, with room in between."""
    for position, (slug, values) in enumerate(table.items(), start=1):
        yield StartingRow(model, slug, {"order": 10 * position, **shared, **values})


def unwrapped(text: str) -> str:
    """The text with each paragraph on one line, as people type in a browser."""
    return WRAP.sub(" ", text.strip())


def create(row: StartingRow) -> bool:
    """Create the row, unless there is or was one with its key, or its parent is gone."""
    model: Any = row.model
    if model.objects.filter(slug=row.slug).exists() or model.history.filter(slug=row.slug).exists():
        return False
    columns: dict[str, Any] = {}
    for name, value in row.values.items():
        if isinstance(value, dict):  # A text in several languages.
            columns |= {f"{name}_{code}": unwrapped(text) for code, text in value.items()}
        elif name in PARENTS:
            columns[name] = PARENTS[name].objects.filter(slug=value).first()
            if columns[name] is None:
                return False
        else:
            columns[name] = value.strip() if isinstance(value, str) else value
    if model is not NewsItem:  # News is published by its date.
        columns.setdefault("is_published", True)
    instance = model(slug=row.slug, **columns)
    instance.full_clean()
    instance._change_reason = "Starting content"
    instance.save()
    return True
