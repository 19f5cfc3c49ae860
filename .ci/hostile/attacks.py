"""The attacks, in their order: each is a function of the ground that it is fought on."""

import json
import random
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import partial
from types import SimpleNamespace
from typing import Any
from urllib.parse import urlsplit

from hostile import addresses, leaks, uploads, wire
from hostile.asking import Visitor
from hostile.crawler import FILES, Crawl
from hostile.forms import TOKEN, Form, Siege, encoded
from hostile.promises import Promises
from hostile.report import Log
from hostile.staff import MEMBERS, SUPERUSER
from tests.biobanks.negotiators import running_negotiator
from tests.site.sites import DIRECTORY_SECRET, prepared_ground, running_site

RUN = """
import sys
sys.path.insert(0, ".ci")
from {module} import {name}
{name}(*{arguments!r})
"""
LANGUAGES = ("", "/nl", "/fr", "/de")
# For programs and watchers; nothing links to them.
UNLINKED = (
    *("/robots.txt", "/sitemap.xml", "/.well-known/security.txt", "/api/v1/", "/fdp/", "/healthz/"),
    *("/catalogue.csv", "/catalogue.xlsx", "/catalogue.json", "/catalogue.atom", "/metrics/"),
    *("/request.csv?c=antwerp-tumour-bank", "/request.xlsx?c=antwerp-tumour-bank", "/news.atom"),
    f"/directory/{DIRECTORY_SECRET}/Biobanks.csv",
)
# Whoever sends these is somebody else afterwards, or nobody; the accounts of the attack among them.
LEAVES = ("/logout/", "/password_change/", "/second-factor/")
IN_A_ROW = 5  # attacks on a form, before the next form
PUBLIC, DESK = "links, visitor", "links, staff"


@dataclass
class Ground:
    """The attacked site, who attacks it, and what they have found so far."""

    site: SimpleNamespace
    links: dict[str, Any]
    log: Log
    dice: random.Random
    visitor: Visitor
    crawls: dict[str, Crawl] = field(default_factory=dict)
    staff: dict[str, Visitor] = field(default_factory=dict)

    def made(self, module: str, name: str, *arguments: str) -> Any:
        """What a function makes in a process of the site; its last argument is a file."""
        file = self.site.folder.parent.parent / "made.json"
        code = RUN.format(module=module, name=name, arguments=[*arguments, str(file)])
        self.site.manage("shell", "--command", code)
        return json.loads(file.read_text())

    def forget_limits(self) -> None:
        """All come from one address, which may do little in an hour."""
        self.site.rows("DELETE FROM rate_limits_bucket RETURNING key")


@contextmanager
def running(seed: int) -> Iterator[Ground]:
    """The site, and everybody signed in."""
    with (
        prepared_ground() as below,
        running_site(below, "hostile", ["load_starting_data"]) as site,
        running_negotiator(site.negotiator_port) as there,
    ):
        there.answer = (201, {"redirectUrl": f"{there.url}/requests/1"})
        log = Log()
        visitor = Visitor(site.url, "visitor", log.note)
        policy = visitor.get("", "/").header("Content-Security-Policy")
        if "default-src 'none'" not in policy:
            raise SystemExit("The home page has no strict policy of contents.")
        log.rows.clear()
        log.promises = Promises(site.url, policy, {urlsplit(there.url).netloc})
        ground = Ground(site, {}, log, random.Random(seed), visitor)  # noqa: S311 - no secret
        ground.links = ground.made("audit.rows", "make")
        for name in MEMBERS:
            sign_in = partial(ground.made, "hostile.staff", "sign_in", name)
            ground.staff[name] = Visitor(site.url, name, log.note, sign_in)
        yield ground


# Links


def links_of_visitors(ground: Ground, until: float) -> None:
    """Every page that a visitor gets to, in four languages, and by the links of mails."""
    by_mail = [
        link for link in ground.links.values() if isinstance(link, str) and link.startswith("/")
    ]
    start = [f"{language}/" for language in LANGUAGES]
    crawl_as(ground, ground.visitor, PUBLIC, [*start, *by_mail, *UNLINKED], until)


def links_of_staff(ground: Ground, until: float) -> None:
    """Every page of the admin that a role gets to."""
    share = (until - time.monotonic()) / len(ground.staff)
    for visitor in ground.staff.values():
        crawl_as(ground, visitor, DESK, ["/admin/"], time.monotonic() + share)


def crawl_as(
    ground: Ground, visitor: Visitor, kind: str, start: Iterable[str], until: float
) -> None:
    """Crawl, and say how far it went."""
    crawl = ground.crawls[visitor.name] = Crawl(visitor, kind)
    crawl.go(list(start), until)
    note = f"{visitor.name}: {len(crawl.questions)} pages, {len(crawl.forms)} forms"
    ground.log.remarks.append(f"{note}, {crawl.left} links were left")


# Addresses


def addresses_of_visitors(ground: Ground, until: float) -> None:
    """Hostile names and values in what visitors ask."""
    ask_in_turn(ground, [ground.visitor], until)


def addresses_of_staff(ground: Ground, until: float) -> None:
    """The same in the admin, as each role."""
    ask_in_turn(ground, list(ground.staff.values()), until)


def ask_in_turn(ground: Ground, visitors: list[Visitor], until: float) -> None:
    """One request of each visitor after the other."""
    kind = "addresses, staff" if visitors[0].sign_in else "addresses, visitor"
    asking = [
        (visitor, addresses.requests(ground.crawls[visitor.name], ground.dice))
        for visitor in visitors
    ]
    while time.monotonic() < until:
        for visitor, requests in asking:
            visitor.ask(kind, next(requests))


def what_no_browser_sends(ground: Ground, until: float) -> None:
    """Bytes on the line, addresses to go on to."""
    for request in wire.requests(urlsplit(ground.site.url).netloc):
        if time.monotonic() < until:
            ground.visitor.ask("wire", request)


def sign_in_and_go_on(ground: Ground, until: float) -> None:
    """Sign in with both factors by a link that leads to another site afterwards."""
    kind = "sign-in"
    name, password, codes = ground.made("hostile.staff", "newcomer")
    for target, code in zip(wire.NEXT, codes, strict=False):
        ground.forget_limits()
        somebody = Visitor(ground.site.url, "newcomer", ground.log.note)
        steps = [
            ("/admin/login/", {"username": name, "password": password, "next": target}),
            ("/admin/second-factor/", {"number": code}),
        ]
        for path, answers in steps:
            address = f"{path}?{encoded([('next', target)])}"
            somebody.get(kind, address)
            form = Form(address, "POST", address, [])
            pairs = [(TOKEN, somebody.cookies["csrftoken"]), *answers.items()]
            answer = somebody.ask(kind, form.request(pairs))
            if answer.status != 302:
                ground.log.find(kind, f"answers {answer.status}, nobody came in", path, target)


# Forms


def sieges(ground: Ground, kind: str, visitors: Iterable[Visitor]) -> list[Siege]:
    """A siege of each form, by the first who has found it; deletions last."""
    found: dict[tuple, Siege] = {}
    for visitor in visitors:
        for key, form in ground.crawls[visitor.name].forms.items():
            if not any(part in form.action for part in LEAVES):
                found.setdefault(key, Siege(visitor, form, kind, ground.dice))
    chosen = list(found.values())
    ground.dice.shuffle(chosen)
    return sorted(chosen, key=lambda siege: "/delete/" in siege.form.action)


def forms_of_visitors(ground: Ground, until: float) -> None:
    """Hostile answers to each form of the public pages."""
    besiege(ground, sieges(ground, "forms, visitor", [ground.visitor]), until)


def forms_of_staff(ground: Ground, until: float) -> None:
    """The same in the admin."""
    besiege(ground, sieges(ground, "forms, staff", ground.staff.values()), until)


def besiege(ground: Ground, waiting: list[Siege], until: float) -> None:
    """A few attacks on one form after the other, as long as there is time or anything to do."""
    ongoing = deque(waiting)
    while ongoing and time.monotonic() < until:
        siege = ongoing.popleft()
        siege.begin()
        for _ in range(IN_A_ROW):
            ground.forget_limits()
            if not siege.go_on():
                break
        else:
            ongoing.append(siege)


def files_of_all(ground: Ground, until: float) -> None:
    """Files that nobody should send, in each form that takes files."""
    for siege in sieges(ground, "uploads", [ground.visitor, ground.staff[SUPERUSER]]):
        if not any(one.kind == "file" for one in siege.form.fields):
            continue
        siege.begin()
        for request in uploads.attacks(siege):
            if time.monotonic() > until:
                return
            ground.forget_limits()
            siege.visitor.ask("uploads", request)


def forms_without_a_token(ground: Ground, until: float) -> None:
    """Each form without its token, with another's, without the cookie: nothing may be stored."""
    kind = "without a token"
    before = leaks.fingerprints(ground.site)
    everybody = [ground.visitor, ground.staff[SUPERUSER]]
    for siege in sieges(ground, kind, everybody):
        if siege.form.method != "POST" or time.monotonic() > until:
            continue
        filled = siege.filled
        bare = [pair for pair in filled if pair[0] != TOKEN]
        siege.visitor.ask(kind, siege.form.request(bare))
        others = ground.staff["Curators"].cookies.get("csrftoken", "x" * 32)
        siege.visitor.ask(kind, siege.form.request([*bare, (TOKEN, others)]))
        request = siege.form.request(filled)
        session = siege.visitor.cookies.get("sessionid", "")
        without = {"Cookie": f"sessionid={session}"}
        siege.visitor.ask(kind, replace(request, headers=request.headers | without))
    after = leaks.fingerprints(ground.site)
    for table in before:
        if before[table] != after[table]:
            ground.log.find(kind, "was written to", table, f"{before[table]} {after[table]}")


# What was stored comes out again


def stored_texts(ground: Ground, until: float) -> None:
    """Plant hostile texts into rows, then look at every page again."""
    kind = "stored texts"
    planted = ground.made("hostile.staff", "plant")
    ground.log.remarks.append(f"hostile texts planted into {planted} cells")
    middle = (time.monotonic() + until) / 2
    for visitor, start, end in (
        (ground.staff[SUPERUSER], ["/admin/"], middle),
        (ground.visitor, ["/", *UNLINKED], until),
    ):
        old = ground.crawls[visitor.name]
        crawl_as(ground, visitor, kind, [*start, *old.paths.values()], end)


def stored_in_files(ground: Ground, until: float) -> None:
    """Lists as files: no cell may run."""
    kind = "files of lists"
    found = [(crawl.visitor, path) for crawl in ground.crawls.values() for path in crawl.files]
    for visitor, path in dict.fromkeys(found):
        answer = visitor.get(kind, path)
        # The Directory's tables are read by a program, letter by letter.
        if answer.header("Content-Type").startswith(FILES) and "/directory/" not in path:
            for cell in set(leaks.cells_that_run(answer)):
                ground.log.find(kind, "has a cell that runs", path, repr(cell))


def stored_in_mails(ground: Ground, until: float) -> None:
    """Mails: to nobody else, with no header of a visitor's."""
    kind = "mails"
    ground.site.manage("run_scheduled", "--once")
    sent = leaks.mails(ground.site)
    ground.log.remarks.append(f"{len(sent)} mails sent")
    for mail in sent:
        for says in leaks.wrong_in(mail):
            ground.log.find(kind, says, "mail", str(mail)[:600])
    for row in ground.site.rows('SELECT "to", subject FROM outbox_mail'):
        if any(not text.isprintable() for text in row):
            ground.log.find(kind, "has a recipient or subject of several lines", "mail", str(row))


Attack = Callable[[Ground, float], None]
# Share of the time, in hundredths. Each stands on those before it.
ATTACKS: dict[str, tuple[int, Attack]] = {
    "links": (11, links_of_visitors),
    "staff-links": (17, links_of_staff),
    "wire": (6, what_no_browser_sends),
    "sign-in": (2, sign_in_and_go_on),
    "addresses": (8, addresses_of_visitors),
    "staff-addresses": (6, addresses_of_staff),
    "token": (5, forms_without_a_token),
    "forms": (10, forms_of_visitors),
    "staff-forms": (15, forms_of_staff),
    "uploads": (5, files_of_all),
    "stored": (12, stored_texts),
    "files": (1, stored_in_files),
    "mails": (2, stored_in_mails),
}
