"""What every answer of the site must keep, whoever asks for whatever."""

import html
import json
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit
from xml.etree import ElementTree

from hostile.asking import Answer, Request
from hostile.values import FOREIGN, MARK, PRODUCT

MOST_SECONDS = 2
MOST_SECONDS_OF_THE_ADMIN = 5
# A whole tag that holds the mark, with whatever stands in its quotes.
TAG = re.compile(r"""<[a-zA-Z/!](?:[^"'<>]|"[^"]*"|'[^']*')*>""")
DATA = re.compile(r"<script[^>]*json[^>]*>(.*?)</script>", re.DOTALL)
URLS = {"href", "src", "action", "formaction", "data", "xlink:href", "poster"}
HARMFUL = re.compile(r"[\s\0-\x20]*(?:javascript|vbscript|data:text/html)", re.IGNORECASE)


class Promises:
    """Those of one site: its address, its policy of contents, whom it may send visitors to."""

    def __init__(self, url: str, policy: str, others: set[str]) -> None:
        """`others` are hosts that the site was told to send visitors to."""
        self.url, self.policy = url, policy
        self.hosts = {urlsplit(url).netloc, *others}

    def broken(self, request: Request, answer: Answer) -> Iterator[str]:
        """The promises that an answer does not keep, in words."""
        if answer.status == 0 and not request.may_be_dropped:
            yield f"no answer: {answer.text}"
        if answer.status >= 500:
            yield f"answers {answer.status}"
        yield from self.wrong_headers(request, answer)
        if MARK.encode() in answer.body:
            yield from unescaped(answer)
        if request.raw and FOREIGN in answer.text:
            yield "names the host that it was asked by"
        yield from unreadable(answer)

    def wrong_headers(self, request: Request, answer: Answer) -> Iterator[str]:
        """Redirects to outside, headers that a visitor wrote, pages without the policy."""
        if any(MARK in name.lower() for name, _value in answer.headers):
            yield "has a header that the request wrote"
        # What a browser takes for a slash.
        target = answer.header("Location").replace("\\", "/").lstrip()
        if target and urlsplit(urljoin(f"{self.url}/", target)).netloc not in self.hosts:
            yield f"redirects to {target[:80]}"
        if FOREIGN in answer.header("Access-Control-Allow-Origin"):
            yield "lets another site read"
        # Without a name gunicorn refused the request, before the site saw it.
        is_ours = answer.header("X-Request-ID") != ""
        if answer.is_html and is_ours and self.policy != answer.header("Content-Security-Policy"):
            yield "is a page without the site's policy of contents"


def is_slow(request: Request, answer: Answer) -> bool:
    """Whether somebody has waited too long."""
    most = MOST_SECONDS_OF_THE_ADMIN if "/admin/" in request.path else MOST_SECONDS
    return answer.seconds > most


def unescaped(answer: Answer) -> Iterator[str]:
    """What an answer makes of a hostile value: markup, or a result of its template."""
    if PRODUCT in answer.text:
        yield "runs a visitor's text as a template"
    if answer.is_html:
        yield from harm(answer.text)
    elif answer.kind.endswith("xml") and f"<{MARK}" in answer.text:
        yield "has a visitor's markup"


def harm(page: str) -> Iterator[str]:
    """Markup in a page that a value has made."""
    if f"<{MARK}" in page or f"<script>{MARK}" in page:
        yield "has a visitor's markup"
    for tag in set(TAG.findall(page)):
        if MARK in tag:
            yield from Attributes.harm_of(tag)


class Attributes(HTMLParser):
    """Reads one tag as a browser does."""

    def __init__(self) -> None:
        """Nothing found yet."""
        super().__init__()
        self.found: list[str] = []

    @classmethod
    def harm_of(cls, tag: str) -> list[str]:
        """What a value has made of a tag."""
        parser = cls()
        parser.feed(tag)
        return parser.found

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Look for attributes that are the value's, and addresses that run."""
        for name, value in attrs:
            if MARK in name or name.startswith("on"):
                self.found.append(f"has a visitor's attribute in <{tag}>")
            elif name in URLS and HARMFUL.match(html.unescape(value or "")):
                self.found.append(f"has an address that runs: <{tag} {name}>")


def unreadable(answer: Answer) -> Iterator[str]:
    """Documents for programs that are none."""
    kind = answer.kind
    if not answer.body or answer.status == 304:
        return
    try:
        if kind.endswith("json"):
            json.loads(answer.body)
        elif kind.endswith("xml"):
            ElementTree.fromstring(answer.body)  # noqa: S314 - the site's own
        elif answer.is_html:
            for text in DATA.findall(answer.text):
                json.loads(text)
    except (ValueError, ElementTree.ParseError) as error:
        yield f"is no {kind}: {error}"
