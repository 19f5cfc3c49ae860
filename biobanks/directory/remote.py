"""Reads what the BBMRI-ERIC Directory publishes about our country, over HTTP.

A MOLGENIS EMX2 server gives each table in two ways: `api/csv/<Table>`, the whole of it, and
`graphql`, page by page. Both know a filter on the national node; `<Table>_agg` counts what there
is, so that a list cut short is noticed. Sources: molgenis-emx2 `docs/molgenis/dev_graphql.md`,
directory client 1.6.1 `directory_client.py`.
"""

import csv
import io
import json
import time
from collections.abc import Iterator, Mapping
from http.client import HTTPException
from typing import Any
from urllib.error import HTTPError
from urllib.parse import quote
from urllib.request import Request

from bbmri_be.outgoing import open_address
from biobanks.directory.cells import Code, Codes, Link, NumberCode, join_list
from biobanks.directory.contract import NODE
from biobanks.directory.tables import STAGING_TABLES, Column, Table
from biobanks.models import Disease, ImagingTerm

SECONDS = 20  # without an answer, or between two parts of one
ATTEMPTS = 3
PAUSE = 2.0  # seconds before the second attempt; doubles
MOST_BYTES = 50_000_000  # of an answer
PAGE = 200  # rows of a GraphQL answer
OURS = {"national_node": {"id": {"equals": NODE}}}

Row = Mapping[str, str]


class NotReadable(Exception):
    """The Directory does not answer, or not with what was asked for. The message is for people."""


class Directory:
    """A published schema of an EMX2 server, such as https://directory.bbmri-eric.eu/ERIC."""

    def __init__(self, address: str) -> None:
        """Take the address of the schema."""
        self.address = address.rstrip("/")

    def tables(self, *, by_graphql: bool = False) -> dict[str, list[Row]]:
        """Our country's rows of the eight tables, in the Directory's columns.

        Raises `NotReadable`, also where fewer rows come than there are.
        """
        read = self.pages if by_graphql else self.csv
        found = {}
        for table in STAGING_TABLES:
            rows = list(read(table))
            count = self.count(table)
            if len(rows) != count:
                raise NotReadable(
                    f"{table.name}: {len(rows)} rows came, but the Directory counts {count}. "
                    "Try again later."
                )
            found[table.name] = rows
        return found

    def csv(self, table: Table) -> Iterator[Row]:
        """The rows of a table from its CSV file."""
        filter_ = quote(json.dumps(OURS, separators=(",", ":")))
        text = self.ask(f"api/csv/{table.name}?filter={filter_}")
        reader = csv.DictReader(io.StringIO(text, newline=""))
        names = reader.fieldnames or []
        if missing := [c.name for c in table.columns if c.required and c.name not in names]:
            raise NotReadable(f"{table.name} has no column {', '.join(missing)}: no such table?")
        for row in reader:
            if None in row or None in row.values():
                raise NotReadable(f"{table.name}: a row has not as many cells as columns.")
            yield row

    def pages(self, table: Table) -> Iterator[Row]:
        """The rows of a table, some at a time."""
        fields = " ".join(selection(column) for column in table.staging_columns)
        for number in range(0, MOST_BYTES, PAGE):
            rows = self.query(
                f"{{{table.name}(filter:{graphql(OURS)},limit:{PAGE},offset:{number},"
                f"orderby:{{id:ASC}}){{{fields}}}}}",
                table.name,
            )
            for row in rows or []:
                yield {
                    column.name: text_of(row.get(column.name)) for column in table.staging_columns
                }
            if len(rows or []) < PAGE:
                return

    def count(self, table: Table) -> int:
        """How many rows our country has in a table."""
        name = f"{table.name}_agg"
        answer = self.query(f"{{{name}(filter:{graphql(OURS)}){{count}}}}", name)
        try:
            return int(answer["count"])
        except (KeyError, TypeError, ValueError) as error:
            raise NotReadable(f"{table.name}: the Directory does not count its rows.") from error

    def query(self, query: str, name: str) -> Any:
        """What a GraphQL query has under a name."""
        text = self.ask("graphql", json.dumps({"query": query}).encode())
        try:
            answer = json.loads(text)
            if errors := answer.get("errors"):
                raise NotReadable(f"The Directory refuses the query: {errors[0].get('message')}")
            return answer["data"].get(name)
        except (ValueError, KeyError, AttributeError, IndexError, RecursionError) as error:
            raise NotReadable("The Directory's answer is not that of a GraphQL server.") from error

    def ask(self, path: str, body: bytes | None = None) -> str:
        """The text of an answer; tried again where the server has a problem or does not answer."""
        request = Request(  # noqa: S310 - the command takes http and https only
            f"{self.address}/{path}",
            data=body,
            headers={"Content-Type": "application/json"} if body else {},
        )
        for attempt in range(ATTEMPTS):
            if attempt:
                time.sleep(PAUSE * 2 ** (attempt - 1))
            try:
                with open_address(request, timeout=SECONDS) as answer:
                    content: bytes = answer.read(MOST_BYTES + 1)
                if len(content) > MOST_BYTES:
                    raise NotReadable(f"{path}: the answer is larger than any country's.")
                return content.decode()
            except HTTPError as error:
                with error:
                    reason = f"status {error.code}"
                if error.code < 500:
                    break
            except (HTTPException, OSError) as error:
                reason = type(error).__name__
            except UnicodeDecodeError as error:
                raise NotReadable(f"{path}: the answer is not UTF-8.") from error
        raise NotReadable(f"{self.address} does not answer ({reason}). Try again later.")


def selection(column: Column) -> str:
    """What a GraphQL query asks of a column: of terms the name, of rows the identifier."""
    cell = column.cell
    if isinstance(cell, Code | Codes | NumberCode):
        return f"{column.name}{{name}}"
    if isinstance(cell, Link):
        return f"{column.name}{{{'name' if cell.model in {Disease, ImagingTerm} else 'id'}}}"
    return column.name


def graphql(value: Any) -> str:
    """A value as GraphQL writes it: as JSON, but for the quotes around names."""
    if isinstance(value, dict):
        return "{" + ",".join(f"{name}:{graphql(inner)}" for name, inner in value.items()) + "}"
    return json.dumps(value)


def text_of(value: Any) -> str:
    """A value of a GraphQL answer as the text of a cell."""
    match value:
        case None:
            return ""
        case bool():
            return str(value).lower()
        case dict():
            return text_of(value.get("name", value.get("id")))
        case list():
            return join_list(text_of(inner) for inner in value)
        case _:
            return str(value)
