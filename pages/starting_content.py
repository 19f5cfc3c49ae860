"""The pages' starting content: files in `data/`, and how they become rows (`data/README.md`)."""

import re
import tomllib
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from django.db import transaction
from django.db.models import Model

from pages.models import (
    Answer,
    BodyTie,
    GlossaryTerm,
    GovernanceBody,
    Milestone,
    NewsItem,
    OfficeHolder,
    Page,
    Question,
    QuestionGroup,
    Section,
    Step,
)

FOLDER = Path(__file__).parent / "data"

# Columns that name another row by its key.
PARENTS: dict[str, Any] = {
    "page": Page,
    "body": GovernanceBody,
    "group": QuestionGroup,
    "next": Step,
    "target": GovernanceBody,
}
# What a file says that no row holds: words that translators avoid (`.ci/glossary.py`).
NOT_LOADED = {"avoid"}

# A line break inside a paragraph or a list item: the next line is neither empty nor a new item.
WRAP = re.compile(r"(?<!\n)\n[ ]*(?![ \n]|[*#-]|[0-9]+\.)")


# Rows that join a row to others, as the files describe them.
Joined = Iterable[tuple[type[Model], dict[str, Any]]]


class StartingRow(NamedTuple):
    """A row as the files describe it."""

    model: type[Model]
    slug: str
    values: dict[str, Any]
    joined: tuple[tuple[type[Model], dict[str, Any]], ...] = ()  # rows that join it to others


@transaction.atomic
def load(*, dry_run: bool = False) -> list[StartingRow]:
    """Create the rows that never existed, and return them; with `dry_run`, change nothing.

    A row that exists is left as it is, and one that staff deleted stays deleted. Raises
    `ValidationError` where a file describes a row that the models refuse.
    """
    created = [row for row in starting_rows() if create(row)]
    for row in created:  # Each may lead to a row that stands later in its file.
        join(row)
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
    yield from ordered(GovernanceBody, governance["bodies"], joined=ties)
    yield from ordered(OfficeHolder, governance["office_holders"])
    questions = read(FOLDER / "questions.toml")
    yield from ordered(QuestionGroup, questions["groups"])
    yield from ordered(Question, questions["questions"])
    yield from ordered(Step, read(FOLDER / "law.toml")["steps"], joined=answers)
    yield from ordered(GlossaryTerm, read(FOLDER / "glossary.toml")["terms"], numbered=False)
    for model, name in [(Milestone, "milestones.toml"), (NewsItem, "news.toml")]:
        for slug, values in read(FOLDER / name).items():
            yield StartingRow(model, slug, values)


def read(file: Path) -> dict[str, Any]:
    """The tables of a file."""
    return tomllib.loads(file.read_text(encoding="utf-8"))


def ordered(
    model: type[Model],
    table: dict[str, dict[str, Any]],
    *,
    joined: Callable[[dict[str, Any]], Joined] = lambda values: (),
    numbered: bool = True,
    **shared: Any,
) -> Iterator[StartingRow]:
    """Rows whose order on the page is the order in the file, with room in between."""
    for position, (slug, values) in enumerate(table.items(), start=1):
        order = {"order": 10 * position} if numbered else {}
        rows = tuple(joined(values))
        yield StartingRow(model, slug, {**order, **shared, **values}, rows)


def ties(body: dict[str, Any]) -> Joined:
    """What a body does for others, taken out of its table: `ties.appoints = ["board"]`."""
    for kind, slugs in body.pop("ties", {}).items():
        for slug in slugs:
            yield BodyTie, {"kind": kind, "target": slug}


def answers(step: dict[str, Any]) -> Joined:
    """The answers to a question, taken out of its table."""
    for position, answer in enumerate(step.pop("answers", {}).values(), start=1):
        yield Answer, {"order": 10 * position, **answer}


def unwrapped(text: str) -> str:
    """The text with each paragraph on one line, as people type in a browser."""
    return WRAP.sub(" ", text.strip())


def create(row: StartingRow) -> bool:
    """Create the row, unless there is or was one with its key, or its parent is gone."""
    model: Any = row.model
    if model.objects.filter(slug=row.slug).exists() or model.history.filter(slug=row.slug).exists():
        return False
    values = columns_of(row.values)
    if values is None:
        return False
    if model is not NewsItem:  # News is published by its date.
        values.setdefault("is_published", True)
    save(model(slug=row.slug, **values))
    return True


def join(row: StartingRow) -> None:
    """Create the rows that join a new row to others, but those whose other end is gone."""
    model: Any = row.model
    if not row.joined:
        return
    own = {"step" if model is Step else "source": model.objects.get(slug=row.slug)}
    for joining, given in row.joined:
        if (values := columns_of(given)) is not None:
            save(joining(**own, **values))


def columns_of(given: dict[str, Any]) -> dict[str, Any] | None:
    """A table as columns of a row; None where it names a row that is gone."""
    values: dict[str, Any] = {}
    for name, value in given.items():
        if name in NOT_LOADED:
            continue
        if isinstance(value, dict):  # A text in several languages.
            values |= {f"{name}_{code}": unwrapped(text) for code, text in value.items()}
        elif name in PARENTS:
            values[name] = PARENTS[name].objects.filter(slug=value).first()
            if values[name] is None:
                return None
        else:
            values[name] = value.strip() if isinstance(value, str) else value
    return values


def save(row: Any) -> None:
    """Check and save a row; its history says where it came from."""
    row.full_clean()
    row._change_reason = "Starting content"
    row.save()
