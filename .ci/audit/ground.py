"""The site that is audited: as production runs it, with the starting data and `rows.py`."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from tests.site.sites import prepared_ground, running_site

# What starts the rows: the site's own process does not know this folder.
MAKE = """
import sys
sys.path.insert(0, ".ci")
from audit import rows
rows.make({path!r})
"""


@dataclass(frozen=True)
class Ground:
    """A running site: its address, what leads to its pages, where it keeps static files."""

    url: str
    links: dict[str, Any]
    negotiator: str


@contextmanager
def running() -> Iterator[Ground]:
    """The site, as long as it is looked at."""
    with (
        prepared_ground() as ground,
        running_site(ground, "audit", ["load_starting_data"]) as site,
    ):
        file = site.folder.parent.parent / "links.json"
        site.manage("shell", "--command", MAKE.format(path=str(file)))
        links = json.loads(file.read_text())
        yield Ground(site.url, links, f"http://127.0.0.1:{site.negotiator_port}/")
