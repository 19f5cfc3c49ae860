"""A row on its way from a file into the database."""

from dataclasses import dataclass, field
from typing import Any

from django.db import models

from biobanks.directory.reader import Record
from biobanks.models import Organisation


@dataclass
class Row:
    """A row of a file and what becomes of it.

    `values` is what the file says, by column; `fields` what is written, by model attribute;
    `links` the keys of linked rows, by many-to-many field; `additions` and `removals` the rows of
    link tables that follow from them; `organisation` one to be saved before the row; `changed`
    names the columns that differ. A row that `waits` names a parent that is not in the database
    yet.
    """

    record: Record
    key: tuple[str, ...]
    values: dict[str, Any]
    fields: dict[str, Any] = field(default_factory=dict)
    links: dict[str, set[int]] = field(default_factory=dict)
    organisation: Organisation | None = None
    instance: Any = None
    is_new: bool = True
    waits: bool = False
    is_withdrawn_now: bool = False
    changed: list[str] = field(default_factory=list)
    changed_fields: list[str] = field(default_factory=list)
    additions: list[tuple[type[models.Model], dict[str, Any]]] = field(default_factory=list)
    removals: list[tuple[type[models.Model], int]] = field(default_factory=list)
    failures: list[tuple[str, str]] = field(default_factory=list)
    notices: list[tuple[str, str]] = field(default_factory=list)

    @property
    def has_key(self) -> bool:
        """Whether the file says which row this is."""
        return bool(self.key) and all(self.key)

    @property
    def name(self) -> str:
        """What tells the row apart, for reports."""
        return " ".join(self.key)

    def fail(self, column: str, reason: str) -> None:
        """This row cannot be taken."""
        self.failures.append((column, reason))
