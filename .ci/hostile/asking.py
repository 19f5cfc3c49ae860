"""Somebody who asks the site, and what they get."""

import http.client
import socket
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cached_property
from http.cookies import SimpleCookie
from urllib.parse import urlsplit

PATIENCE = 40  # seconds; gunicorn ends a process that is silent for thirty


@dataclass(frozen=True)
class Request:
    """What is asked."""

    method: str
    path: str
    body: bytes | None = None
    headers: dict[str, str] = field(default_factory=dict)
    raw: bytes = b""  # all of it as it goes over the line, where a library would not send it
    may_be_dropped: bool = False  # what no browser sends needs no answer

    def __str__(self) -> str:
        """Shown in the report."""
        if self.raw:
            return repr(self.raw[:160])
        sent = f" {self.headers} {self.body[:300]!r}" if self.body else ""
        return f"{self.method} {self.path[:300]}{sent}"


@dataclass(frozen=True)
class Answer:
    """What came back; status 0 is nothing."""

    status: int
    headers: Sequence[tuple[str, str]] = ()
    body: bytes = b""
    seconds: float = 0.0

    def header(self, name: str) -> str:
        """The value of a header, "" without one."""
        return next((value for key, value in self.headers if key.lower() == name.lower()), "")

    @cached_property
    def text(self) -> str:
        """The body as text."""
        return self.body.decode(errors="replace")

    @property
    def kind(self) -> str:
        """What it says that it is: `text/html`, say."""
        return self.header("Content-Type").partition(";")[0]

    @property
    def is_html(self) -> bool:
        """Whether a browser shows it as a page."""
        return self.kind == "text/html"


class Visitor:
    """Somebody with cookies of their own, who asks one thing after the other."""

    def __init__(
        self,
        url: str,
        name: str,
        note: Callable[[str, "Visitor", Request, Answer], None],
        sign_in: Callable[[], str] | None = None,
    ) -> None:
        """`note` hears of each answer; `sign_in` gives staff the key of a session."""
        self.url, self.name, self.note, self.sign_in = url, name, note, sign_in
        self.cookies: dict[str, str] = {}
        self.line: http.client.HTTPConnection | None = None
        self.come_in()

    def come_in(self) -> None:
        """Begin a session, as staff do."""
        if self.sign_in:
            self.cookies["sessionid"] = self.sign_in()

    def get(self, kind: str, path: str, **headers: str) -> Answer:
        """Ask for a page."""
        return self.ask(kind, Request("GET", path, headers=headers))

    def ask(self, kind: str, request: Request) -> Answer:
        """Ask, keep the cookies, have the answer looked at. Who was thrown out comes in again."""
        answer = self.answer(request)
        self.keep_cookies(answer)
        self.note(kind, self, request, answer)
        if self.sign_in and "/admin/login/" in answer.header("Location"):
            self.come_in()
        return answer

    def answer(self, request: Request) -> Answer:
        """Ask; once more where a line had been closed meanwhile."""
        begun = time.perf_counter()
        if request.raw:
            return self.answer_to_bytes(request.raw)
        is_old = self.line is not None
        try:
            status, headers, body = self.sent(request)
        except (OSError, http.client.HTTPException) as error:
            self.hang_up()
            if is_old:
                return self.answer(request)
            return Answer(0, body=repr(error).encode(), seconds=time.perf_counter() - begun)
        return Answer(status, headers, body, time.perf_counter() - begun)

    def sent(self, request: Request) -> tuple[int, list[tuple[str, str]], bytes]:
        """Status, headers and body."""
        if self.line is None:
            self.line = http.client.HTTPConnection(urlsplit(self.url).netloc, timeout=PATIENCE)
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        headers = ({"Cookie": cookies} if cookies else {}) | request.headers
        with suppress(BrokenPipeError):  # refused before all was sent: the answer is there
            self.line.request(request.method, request.path, body=request.body, headers=headers)
        response = self.line.getresponse()
        found = response.status, response.getheaders(), response.read()
        if response.will_close:
            self.hang_up()
        return found

    def answer_to_bytes(self, raw: bytes) -> Answer:
        """What the server says to bytes that no library would send."""
        begun = time.perf_counter()
        parts = urlsplit(self.url)
        try:
            with socket.create_connection((parts.hostname, parts.port), timeout=PATIENCE) as line:
                line.sendall(raw)
                line.shutdown(socket.SHUT_WR)
                response = http.client.HTTPResponse(line)
                response.begin()
                found = response.status, response.getheaders(), response.read()
        except (OSError, http.client.HTTPException) as error:
            return Answer(0, body=repr(error).encode(), seconds=time.perf_counter() - begun)
        return Answer(*found, time.perf_counter() - begun)

    def keep_cookies(self, answer: Answer) -> None:
        """As a browser does."""
        for name, value in answer.headers:
            if name.lower() == "set-cookie":
                for key, morsel in SimpleCookie(value).items():
                    self.cookies[key] = morsel.value

    def hang_up(self) -> None:
        """Begin anew with the next request."""
        if self.line is not None:
            self.line.close()
            self.line = None
