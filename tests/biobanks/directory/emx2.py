"""A published Directory for tests: answers as MOLGENIS EMX2 does, on this computer.

The shapes are those of molgenis-emx2 `docs/molgenis/dev_graphql.md` and of a CSV download of the
published schema: more columns than the staging area has, references by key.
"""

import csv
import io
import json
import re
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from urllib.parse import parse_qs, unquote, urlsplit

# Columns that the published schema adds.
PUBLISHED = {"national_node": "BE", "mg_draft": "", "mg_updatedOn": "2026-11-01T02:00:00"}
ARRAYS = {
    "network", "also_known", "studies", "type", "data_categories", "sex", "diagnosis_available",
    "materials", "storage_temperatures", "body_part_examined", "imaging_modality",
    "image_dataset_type", "data_use", "access_fee", "access_joint_project", "sop", "serviceTypes",
    "common_network_elements",
}  # fmt: skip
NUMBERS = {"size", "number_of_donors", "number_of_samples", "age_low", "age_high"}


class Emx2:
    """`tables` are rows of the staging columns, as text; `failures` comes before each answer."""

    def __init__(self, tables):
        self.tables = tables
        self.asked = []
        self.failures = []  # statuses, or "hang"
        self.count_more = 0
        self.ended = Event()
        directory = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                address = urlsplit(self.path)
                directory.asked.append(unquote(self.path))
                filter_ = json.loads(parse_qs(address.query)["filter"][0])
                assert filter_ == {"national_node": {"id": {"equals": "BE"}}}
                name = address.path.removeprefix("/ERIC/api/csv/")
                self.answer("text/csv", directory.as_csv(name))

            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                query = json.loads(body)["query"]
                directory.asked.append(query)
                self.answer("application/json", json.dumps(directory.as_graphql(query)))

            def answer(self, kind, text):
                failure = directory.failures.pop(0) if directory.failures else None
                if failure == "hang":
                    directory.ended.wait()
                    return
                content = failure if isinstance(failure, bytes) else text.encode()
                self.send_response(failure if isinstance(failure, int) else 200)
                self.send_header("Location", self.path)
                self.send_header("Content-Type", kind)
                self.end_headers()
                with suppress(BrokenPipeError, ConnectionResetError):
                    self.wfile.write(content)

            def log_message(self, *_arguments):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/ERIC"

    def as_csv(self, name):
        rows = [row | PUBLISHED for row in self.tables[name]]
        text = io.StringIO()
        writer = csv.DictWriter(text, rows[0] if rows else ["id", "name", *PUBLISHED])
        writer.writeheader()
        writer.writerows(rows)
        return text.getvalue()

    def as_graphql(self, query):
        name = re.match(r"\{(\w+)\(filter:\{national_node:\{id:\{equals:\"BE\"\}\}\}", query)[1]
        if name.endswith("_agg"):
            count = len(self.tables[name.removesuffix("_agg")]) + self.count_more
            return {"data": {name: {"count": count}}}
        limit, offset = (int(re.search(rf"{word}:(\d+)", query)[1]) for word in ("limit", "offset"))
        fields = re.search(r"orderby:\{id:ASC\}\)\{(.*)\}\}$", query)[1]
        rows = sorted(self.tables[name], key=lambda row: row["id"])[offset : offset + limit]
        return {"data": {name: [self.as_object(row, fields) for row in rows]} if rows else {}}

    def as_object(self, row, fields):
        """A row as GraphQL gives it: keys of references as objects, nothing for empty cells."""
        found = {}
        for name, key in re.findall(r"(\w+)(?:\{(\w+)\})?", fields):
            if not (text := row[name]):
                continue
            if name in ARRAYS:
                found[name] = [{key: value} for value in next(csv.reader([text]))]
            elif key:
                found[name] = {key: text}
            elif name in NUMBERS:
                found[name] = int(text)
            else:
                found[name] = {"true": True, "false": False}.get(text, text)
        return found


@contextmanager
def running(tables):
    """A Directory that listens until the end of the block."""
    directory = Emx2(tables)
    thread = Thread(target=directory.server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield directory
    finally:
        directory.ended.set()
        directory.server.shutdown()
        directory.server.server_close()
        thread.join()
