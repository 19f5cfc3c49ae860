"""What a cell may hold, and the value it means.

Each kind of cell turns the text of a cell into a value of the model's field, and back; an empty
cell gives the field's empty value. What cannot be read raises `CellError` with a sentence for
people. What was written reads back as it was, and is written the same again.
"""

import csv
import datetime
import decimal
import difflib
import io
import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any
from urllib.parse import quote, urlsplit, urlunsplit

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import models
from django.utils.timezone import is_naive, localtime, make_aware

# What may stand in an address as it is (`directory/contract.py` has the whole pattern).
READ_BY_DIRECTORY = "%/-._+~#&=@:"
SHOWN = 60  # characters of a wrong cell that a report repeats


class CellError(Exception):
    """A cell that cannot be read; the message says why."""


def shown(text: str) -> str:
    """A cell's text for a message, cut to a readable length."""
    return repr(text if len(text) <= SHOWN else text[:SHOWN] + "…")


def split_list(text: str) -> list[str]:
    """The elements of a list cell: joined by commas, those with a comma inside quoted.

    Spaces around elements, empty elements and repetitions are dropped.
    """
    if '"' in text:
        try:
            parts = next(
                csv.reader(io.StringIO(text, newline=""), strict=True, skipinitialspace=True)
            )
        except csv.Error as error:
            raise CellError(f"the list {shown(text)} cannot be read: {error}") from error
    else:
        parts = text.split(",")
    return list(dict.fromkeys(part.strip() for part in parts if part.strip()))


def join_list(elements: Iterable[str]) -> str:
    """The list cell that `split_list` reads back."""
    cell = io.StringIO()
    csv.writer(cell, lineterminator="\r\n").writerow(elements)
    return cell.getvalue().removesuffix("\r\n")


def nearest(text: str, known: Iterable[str]) -> str:
    """A hint at the code that was probably meant, or nothing."""
    by_fold = {code.casefold(): code for code in known}
    close = difflib.get_close_matches(text.casefold(), by_fold, n=1, cutoff=0.75)
    return f"; did you mean {by_fold[close[0]]}?" if close else ""


@cache
def values(choices: type[models.Choices]) -> frozenset[Any]:
    """The codes of a list."""
    return frozenset(choices.values)


class Cell:
    """A kind of cell. The base takes any text."""

    def read(self, text: str) -> Any:
        """The value that `text`, which is stripped and perhaps empty, means."""
        return text

    def write(self, value: Any) -> str:
        """The text that `read` takes for `value`."""
        return "" if value is None else str(value).strip()


@dataclass(frozen=True)
class Text(Cell):
    """Text of at most `limit` characters."""

    limit: int | None = None

    def read(self, text: str) -> str:
        """The text itself."""
        if self.limit is not None and len(text) > self.limit:
            raise CellError(f"{len(text)} characters, {self.limit} are allowed")
        return text


@dataclass(frozen=True)
class Address(Text):
    """A web address."""

    limit: int | None = 500

    def read(self, text: str) -> str:
        """The address, which must be one of the web: nothing else may become a link."""
        if text and not re.fullmatch(r"https?://[^\s<>\"\\/?#][^\s<>\"\\]*", text, re.IGNORECASE):
            raise CellError(
                f"{shown(text)} is not a web address; it begins with https:// or http://"
            )
        return super().read(text)

    def write(self, value: str) -> str:
        """The address, with what the Directory's pattern knows no sign for as `%` and digits."""
        try:
            parts = urlsplit(value.strip())
        except ValueError:  # a host such as "[": kept, so that somebody sees and mends it
            return value.strip()
        return urlunsplit(
            (
                *parts[:2],
                quote(parts.path, safe=READ_BY_DIRECTORY),
                *(quote(part, safe=f"{READ_BY_DIRECTORY}?") for part in parts[3:]),
            )
        )


@dataclass(frozen=True)
class Email(Text):
    """An e-mail address."""

    limit: int | None = 254

    def read(self, text: str) -> str:
        """The address."""
        if text:
            try:
                validate_email(text)
            except ValidationError as error:
                raise CellError(f"{shown(text)} is not an e-mail address") from error
        return super().read(text)


@dataclass(frozen=True)
class Whole(Cell):
    """A whole number, zero or more; the limit is that of PostgreSQL's integer."""

    limit: int = 2_147_483_647

    def read(self, text: str) -> int | None:
        """The number."""
        if not text:
            return None
        if not re.fullmatch(r"[0-9]{1,18}", text):
            raise CellError(f"{shown(text)} is not a whole number; write digits only")
        if int(text) > self.limit:
            raise CellError(f"{text} is too large; {self.limit} is the most that can be kept")
        return int(text)


@dataclass(frozen=True)
class Degrees(Cell):
    """Latitude or longitude in decimal degrees, kept to a metre (five decimals)."""

    limit: int

    def read(self, text: str) -> decimal.Decimal | None:
        """The number."""
        if not text:
            return None
        if not re.fullmatch(r"-?[0-9]{1,3}(\.[0-9]{1,20})?", text):
            raise CellError(f"{shown(text)} is not a number; write degrees with a decimal point")
        value = decimal.Decimal(text).quantize(decimal.Decimal("0.00001"))
        if abs(value) > self.limit:
            raise CellError(f"{text} lies outside -{self.limit} to {self.limit} degrees")
        return value

    def write(self, value: decimal.Decimal | None) -> str:
        """The number, without noughts at its end."""
        return "" if value is None else f"{value.normalize():f}"


@dataclass(frozen=True)
class YesNo(Cell):
    """`true` or `false`; `empty` where nothing is said."""

    empty: bool | None = None

    def read(self, text: str) -> bool | None:
        """The truth value."""
        if not text:
            return self.empty
        if text.lower() not in {"true", "false"}:
            raise CellError(f"{shown(text)} is neither true nor false")
        return text.lower() == "true"

    def write(self, value: bool | None) -> str:
        """The word."""
        return "" if value is None else str(value).lower()


class Date(Cell):
    """A day, as 2026-03-02."""

    def read(self, text: str) -> datetime.date | None:
        """The day."""
        if not text:
            return None
        try:
            if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
                return datetime.date.fromisoformat(text)
        except ValueError:
            pass
        raise CellError(f"{shown(text)} is not a date; write year-month-day, as 2026-03-02")


class Moment(Cell):
    """A date, with or without a time; without a zone it is Belgian time."""

    def read(self, text: str) -> datetime.datetime | None:
        """The moment."""
        if not text:
            return None
        try:
            moment = datetime.datetime.fromisoformat(text)
            return make_aware(moment) if is_naive(moment) else moment
        except (ValueError, OverflowError) as error:
            raise CellError(
                f"{shown(text)} is not a date; write it as 2026-03-02 or 2026-03-02T14:30:00"
            ) from error

    def write(self, value: datetime.datetime | None) -> str:
        """The moment in Belgian time, to the second."""
        if value is None:
            return ""
        return localtime(value).replace(tzinfo=None).isoformat(timespec="seconds")


@dataclass(frozen=True)
class Code(Cell):
    """One code of a list."""

    choices: type[models.TextChoices]
    empty: str = ""

    def read(self, text: str) -> str:
        """The code."""
        if not text:
            return self.empty
        if text not in values(self.choices):
            raise CellError(f"unknown code {shown(text)}{nearest(text, values(self.choices))}")
        return text


@dataclass(frozen=True)
class NumberCode(Cell):
    """One code of a list whose codes are numbers."""

    choices: type[models.IntegerChoices]

    def read(self, text: str) -> int | None:
        """The code."""
        if not text:
            return None
        known = values(self.choices)
        if not re.fullmatch(r"[0-9]{1,3}", text) or int(text) not in known:
            raise CellError(f"unknown code {shown(text)}; write {min(known)} to {max(known)}")
        return int(text)


@dataclass(frozen=True)
class Codes(Cell):
    """Several codes of a list."""

    choices: type[models.TextChoices]

    def read(self, text: str) -> list[str]:
        """The codes, in the order of the file."""
        codes = split_list(text)
        for code in codes:
            if code not in values(self.choices):
                raise CellError(f"unknown code {shown(code)}{nearest(code, values(self.choices))}")
        return codes

    def write(self, value: Collection[str]) -> str:
        """The codes, in the order of their list."""
        return join_list(code for code in self.choices.values if code in value)


@dataclass(frozen=True)
class Link(Cell):
    """Names rows of `model`; `imaging_list` narrows imaging terms to one list."""

    model: type[models.Model]
    imaging_list: str = ""


class Reference(Link):
    """The identifier of one row, still to be looked up."""


class References(Link):
    """Identifiers of rows, still to be looked up."""

    def read(self, text: str) -> list[str]:
        """The identifiers."""
        return split_list(text)

    def write(self, value: Iterable[str]) -> str:
        """The identifiers, in order."""
        return join_list(sorted(value))
