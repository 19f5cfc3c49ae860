"""Whether every link of ours leads somewhere: each address once, with the place in the page."""

import re
import threading
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from urllib.parse import unquote, urlsplit

from audit.ground import Ground
from audit.places import LANGUAGES, PAGES, At

AT_ONCE = 4


def broken(ground: Ground, addresses: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Addresses that do not answer, and what they say instead."""
    expected = {
        At(ground, language, 0).address(page.path)
        for page in PAGES
        for language in LANGUAGES
        if page.status >= 400 and not page.answer
    }
    fragments: dict[str, set[str]] = {}
    for address in sorted(like_no_other(set(addresses))):
        whole, _sign, fragment = address.partition("#")
        if whole not in expected:
            fragments.setdefault(whole, set()).add(unquote(fragment))
    asker = Asker(ground)
    with ThreadPoolExecutor(AT_ONCE) as threads:
        answers = threads.map(asker.ask, *zip(*sorted(fragments.items()), strict=True))
        for wrong in answers:
            yield from wrong


def like_no_other(addresses: Iterable[str]) -> Iterable[str]:
    """Of the desk's pages about rows, one of each kind: its lists lead to hundreds."""
    kinds = {
        re.sub(r"/\d+/", "/0/", one) if "/admin/" in one else one: one for one in sorted(addresses)
    }
    return kinds.values()


class Asker:
    """Asks as a curator does, each thread on a line of its own."""

    def __init__(self, ground: Ground) -> None:
        """Take the site."""
        self.ground = ground
        self.of_thread = threading.local()

    def ask(self, address: str, fragments: set[str]) -> list[tuple[str, str]]:
        """What is wrong with an address, and with the places in it that links lead to."""
        parts = urlsplit(address)
        path = f"{parts.path}?{parts.query}" if parts.query else parts.path
        named = {one for one in fragments if one}
        status, body = self.answer("GET" if named else "HEAD", path)
        if status >= 400:
            return [(address, f"answers {status}")]
        ids = set(re.findall(r"\bid=[\"']?([^\"'\s>]+)", body)) if named else set()
        return [(f"{address}#{one}", "is no place of the page") for one in named - ids]

    def answer(self, method: str, path: str) -> tuple[int, str]:
        """Status and text."""
        if not hasattr(self.of_thread, "line"):
            self.of_thread.line = HTTPConnection(urlsplit(self.ground.url).netloc, timeout=30)
        line: HTTPConnection = self.of_thread.line
        is_of_desk = "/admin/" in path and "/admin/login/" not in path
        key = self.ground.links["curator"] if is_of_desk else ""
        line.request(method, path, headers={"Cookie": f"sessionid={key}"} if key else {})
        response = line.getresponse()
        return response.status, response.read().decode(errors="replace")
