"""People who use the site meanwhile: readers, applicants, and a watcher."""

import html
import random
import re
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import EmailMessage
from itertools import count

from membership.stamp import QUICKEST
from resilience.asking import Answer, Client, Journal
from tests.mail_server import Sink
from tests.site.applications import ANSWERS, CHOICES, link_in

READERS, APPLICANTS = 20, 5
PAGES = (
    *("/", "/nl/", "/catalogue/", "/catalogue/?q=breast+cancer", "/fr/catalogue/?material=SERUM"),
    *("/biobanks/", "/biobanks/uz-brussel/", "/figures/", "/membership/", "/de/questions/"),
    *("/news/", "/catalogue/?q=diabetis", "/api/v1/biobanks", "/contact/"),
)
READS = (0.4, 1.2)  # seconds on a page
BETWEEN_APPLICATIONS = 3  # seconds; three hundred an hour are all that the site takes in
BETWEEN_LOOKS = 0.25
LONGEST_RECOVERY = 120  # seconds, without anybody's hand
NAMES = count(1)
HIDDEN = re.compile(r'<input type="hidden" name="(\w+)" value="([^"]*)">')
REFERENCE = re.compile(r"/join/received/([^/]+)/")
TAIL = "abcdefghijklmnopqrstuvwxyz"


@dataclass
class Application:
    """What an applicant knows of one application."""

    name: str
    email: str
    sent_at: float
    reference: str = ""  # once the site said that it is stored
    confirmed_at: float = 0.0
    status_page: str = ""

    @property
    def is_acknowledged(self) -> bool:
        """Whether the site said that it has it."""
        return bool(self.reference)


class Reader:
    """Turns pages."""

    def __init__(self, client: Client) -> None:
        """`client` is the reader's browser."""
        self.client = client

    def live(self, stop: threading.Event) -> None:
        """Read, until it is over."""
        while not stop.is_set():
            self.client.ask(random.choice(PAGES))  # noqa: S311 - no secret
            stop.wait(random.uniform(*READS))  # noqa: S311


class Applicant:
    """Sends the interest form in, again and again, and confirms what the mails ask for."""

    def __init__(self, new_client: Callable[[], Client], sink: Sink) -> None:
        """Each application comes from an address of its own."""
        self.new_client = new_client
        self.sink = sink
        self.applications: list[Application] = []

    def live(self, closing: threading.Event, stop: threading.Event) -> None:
        """Apply and confirm until it closes; then confirm what is left."""
        while not closing.is_set():
            self.apply(stop)
            self.confirm_all(stop)
            closing.wait(BETWEEN_APPLICATIONS)
        while not stop.is_set() and not self.is_done:
            self.confirm_all(stop)
            stop.wait(BETWEEN_LOOKS)

    @property
    def is_done(self) -> bool:
        """Whether all is confirmed."""
        return all(one.confirmed_at for one in self.applications)

    def apply(self, stop: threading.Event) -> None:
        """Open the form, fill it in, send it until the site says that it is stored."""
        client = self.new_client()
        page = client.insist(stop, "/join/")
        if page is None:
            return
        name = f"Biobank {''.join(random.choices(TAIL, k=12))}"  # noqa: S311
        application = Application(name, f"applicant-{next(NAMES)}@example.be", time.monotonic())
        self.applications.append(application)
        answers = ANSWERS | CHOICES | {"materials": "SERUM", "language": "en"}
        answers |= {"name": name, "contact_email": application.email}
        while page and page.status != 302:
            stop.wait(QUICKEST.total_seconds() + 0.2)
            page = client.insist(stop, "/join/", answers | hidden(page))
        if page and client.insist(stop, page.headers["Location"]):
            application.reference = REFERENCE.search(page.headers["Location"])[1]

    def confirm_all(self, stop: threading.Event) -> None:
        """Follow the links of the mails that came, and press the button."""
        for application in self.applications:
            if application.is_acknowledged and not application.confirmed_at:
                mail = self.mail_to(application.email)
                if mail:
                    self.confirm(application, link_in(mail), stop)

    def confirm(self, application: Application, link: str, stop: threading.Event) -> None:
        """Press the button of the page that a mail leads to."""
        client = self.new_client()
        page = client.insist(stop, link)
        pressed = page and client.insist(stop, f"{link}confirm/", hidden(page))
        if pressed and pressed.status == 302 and client.insist(stop, link):
            application.confirmed_at = time.monotonic()
            application.status_page = link

    def mail_to(self, address: str) -> EmailMessage | None:
        """The first mail that came to an address."""
        return next((mail for mail in list(self.sink.messages) if mail["To"] == address), None)


def hidden(page: Answer) -> dict[str, str]:
    """What a page sends back unseen."""
    return {name: html.unescape(value) for name, value in HIDDEN.findall(page.body)}


@dataclass(frozen=True)
class Look:
    """What the site told its watcher."""

    seconds_to_live: float  # until it said that it lives
    is_alive: bool
    is_ready: bool
    told_at: float


class Watcher:
    """Asks the site whether it lives and whether it works."""

    def __init__(self, client: Client) -> None:
        """Its requests stand in a journal of its own: 503 is an answer here."""
        self.client = client
        self.looks: list[Look] = []

    def live(self, stop: threading.Event) -> None:
        """Look, until it is over."""
        while not stop.is_set():
            alive, ready = self.client.ask("/healthz/"), self.client.ask("/readyz/")
            is_alive, is_ready = alive.status == 200, ready.status == 200
            self.looks.append(Look(alive.seconds, is_alive, is_ready, time.monotonic()))
            stop.wait(BETWEEN_LOOKS)


@dataclass
class People:
    """All who use the site, and what they noticed."""

    journal: Journal
    applicants: list[Applicant]
    watcher: Watcher
    new_client: Callable[[], Client]
    letters: list[str] = field(default_factory=list)  # that the site said it has

    @property
    def applications(self) -> list[Application]:
        """All that was sent in, or tried to be."""
        return [one for applicant in self.applicants for one in list(applicant.applications)]


@contextmanager
def at_work(port: int, sink: Sink) -> Iterator[People]:
    """People who use the site; in the end they are waited for, as long as the site may take."""
    journal, numbers = Journal(), count(1)
    closing, stop = threading.Event(), threading.Event()

    def new_client() -> Client:
        return Client(port, journal, next(numbers))

    applicants = [Applicant(new_client, sink) for _ in range(APPLICANTS)]
    watcher = Watcher(Client(port, Journal(), 0))
    lives = [*(Reader(new_client()).live for _ in range(READERS)), watcher.live]
    threads = [threading.Thread(target=live, args=(stop,)) for live in lives]
    last = [threading.Thread(target=one.live, args=(closing, stop)) for one in applicants]
    for thread in [*threads, *last]:
        thread.start()
    try:
        yield People(journal, applicants, watcher, new_client)
        closing.set()
        give_up_at = time.monotonic() + LONGEST_RECOVERY
        for thread in last:
            thread.join(max(0, give_up_at - time.monotonic()))
    finally:
        closing.set()
        stop.set()
        for thread in [*threads, *last]:
            thread.join()
