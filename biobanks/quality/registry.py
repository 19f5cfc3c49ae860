"""What a check is, and all of them by code."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Model

from biobanks.enums import Severity

# What a check finds in an entry: nothing, something, or something with codes and names.
Finder = Callable[[Any], bool | str]


@dataclass(frozen=True)
class Check:
    """A question to an entry, and the words around the answer.

    `field` is the form field that mends it; `says` explains what is wrong, `mend` says what to do.
    """

    code: str
    severity: Severity
    models: tuple[type[Model], ...]
    field: str
    says: Any
    mend: Any
    find: Finder

    @property
    def description(self) -> str:
        """What is wrong, and what to do."""
        return f"{self.says} {self.mend}"


@dataclass(frozen=True)
class Found:
    """What a check found in an entry; `detail` has codes and names, which need no translation."""

    check: Check
    detail: str


CHECKS: dict[str, Check] = {}


def check(
    code: str,
    severity: Severity,
    models: type[Model] | tuple[type[Model], ...],
    field: str,
    says: Any,
    mend: Any,
) -> Callable[[Finder], Finder]:
    """Register a function as a check."""

    def register(find: Finder) -> Finder:
        if code in CHECKS:
            raise ValueError(f"Two checks are called {code}.")
        several = models if isinstance(models, tuple) else (models,)
        CHECKS[code] = Check(code, severity, several, field, says, mend, find)
        return find

    return register


def checks_of(model: type[Model]) -> list[Check]:
    """The checks of a kind of entry."""
    return [check for check in CHECKS.values() if model in check.models]
