"""How visitors ask: one connection a request, each answer noted."""

import http.client
import threading
import time
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from urllib.parse import urlencode

LONGEST_ANSWER = 40  # seconds
TRACE = "Traceback (most recent call last)"
PATIENCE = 1.0  # seconds until a person tries again

# What came of a request.
FINE, POLITE, BROKEN, REFUSED, CUT = "fine", "polite", "broken", "refused", "cut"
POLITE_STATUSES = {429, 503}


@dataclass(frozen=True)
class Answer:
    """What came back, as the visitor sees it. No status: nothing came."""

    asked_at: float
    seconds: float
    path: str
    status: int
    headers: http.client.HTTPMessage
    body: str
    error: str = ""

    @property
    def ended_at(self) -> float:
        """When it was there, or known not to come."""
        return self.asked_at + self.seconds

    @property
    def outcome(self) -> str:
        """Fine, a polite refusal, an error page, a closed door, or a connection that broke."""
        if not self.status:
            return REFUSED if self.error == "ConnectionRefusedError" else CUT
        if self.status in POLITE_STATUSES and self.headers["Retry-After"]:
            return POLITE
        return BROKEN if self.status >= 500 or self.shows_trace else FINE

    @property
    def shows_trace(self) -> bool:
        """Whether it shows the inside of the site."""
        return TRACE in self.body


@dataclass
class Journal:
    """All answers, of all visitors."""

    answers: list[Answer] = field(default_factory=list)

    def between(self, begin: float, end: float) -> list[Answer]:
        """Those that came within a time: what breaks an answer is what happens at its end."""
        return [answer for answer in list(self.answers) if begin <= answer.ended_at < end]


class Client:
    """One visitor's browser: an address of its own, and its cookies."""

    def __init__(self, port: int, journal: Journal, number: int) -> None:
        """`number` makes the address."""
        self.port = port
        self.journal = journal
        self.address = f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"
        self.cookies = SimpleCookie()

    def ask(
        self, path: str, form: dict[str, str] | None = None, body: tuple[str, bytes] | None = None
    ) -> Answer:
        """Send one request, a form where there is one, and note what comes back."""
        if form is not None:
            body = ("application/x-www-form-urlencoded", urlencode(form).encode())
        headers = {"Host": f"127.0.0.1:{self.port}", "X-Forwarded-For": self.address}
        headers |= {"Connection": "close"}  # as proxies ask
        if self.cookies:
            headers["Cookie"] = "; ".join(f"{one.key}={one.value}" for one in self.cookies.values())
        if body:
            headers["Content-Type"] = body[0]
        answer = self.answered(path, "POST" if body else "GET", body and body[1], headers)
        for cookie in answer.headers.get_all("Set-Cookie", []):
            self.cookies.load(cookie)
        self.journal.answers.append(answer)
        return answer

    def answered(
        self, path: str, method: str, body: bytes | None, headers: dict[str, str]
    ) -> Answer:
        """The answer, or what went wrong on the way."""
        asked_at = time.monotonic()
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=LONGEST_ANSWER)
        try:
            connection.request(method, path, body, headers)
            response = connection.getresponse()
            text = response.read().decode("utf-8", "replace")
            status, given, error = response.status, response.headers, ""
        except (OSError, http.client.HTTPException) as problem:
            text, status, given, error = "", 0, http.client.HTTPMessage(), type(problem).__name__
        finally:
            connection.close()
        return Answer(asked_at, time.monotonic() - asked_at, path, status, given, text, error)

    def insist(
        self,
        stop: threading.Event,
        path: str,
        form: dict[str, str] | None = None,
        body: tuple[str, bytes] | None = None,
    ) -> Answer | None:
        """Ask again, as people do, until the site can; None where we must stop before."""
        while not stop.is_set():
            answer = self.ask(path, form, body)
            if answer.outcome == FINE:
                return answer
            stop.wait(PATIENCE)
        return None
