"""Follows links, as far as they lead to other pages of the site."""

import html
import re
import time
from collections import Counter, deque
from collections.abc import Iterable
from urllib.parse import parse_qsl, urldefrag, urljoin, urlsplit

from hostile.asking import Answer, Visitor
from hostile.forms import LANGUAGE, Form, forms_of

LINK = re.compile(
    r"""<[^>]*?\s(?:href|src|action|data)=(?:"([^"]*)"|'([^']*)'|([^\s>"']+))""", re.IGNORECASE
)
ENTRY = re.compile(r"/(biobanks|collections|networks|applies)/[^/.]+")
FILES = ("text/csv", "application/vnd.openxmlformats")
MOST_OF_A_KIND = 3  # where lists lead to hundreds: rows of the admin, questions, formats
MOST_COMBINED = 12


class Crawl:
    """The pages that somebody gets to, the forms on them, what their addresses ask."""

    def __init__(self, visitor: Visitor, kind: str) -> None:
        """`kind` is where the requests are counted. Staff stay in the admin."""
        self.visitor, self.kind = visitor, kind
        self.within = "/admin/" if visitor.sign_in else "/"
        self.forms: dict[tuple, Form] = {}
        self.questions: dict[str, set[str]] = {}  # names in addresses, by page
        self.paths: dict[str, str] = {}  # an address of each kind
        self.files: list[str] = []
        self.known: set[tuple] = set()
        self.left = 0  # addresses for which there was no time

    def go(self, start: Iterable[str], until: float) -> None:
        """Follow every link from some pages on, as long as there is time."""
        waiting, met, numbers = deque(start), set(start), Counter()
        while waiting and time.monotonic() < until:
            path = waiting.popleft()
            answer = self.visitor.get(self.kind, path)
            self.take(path, answer)
            for link in self.links(path, answer):
                kind, most = kind_and_most(link)
                if link not in met and numbers[kind] < most:
                    met.add(link)
                    numbers[kind] += 1
                    waiting.append(link)
        self.left = len(waiting)

    def take(self, path: str, answer: Answer) -> None:
        """Keep what can be attacked."""
        if answer.header("Content-Type").startswith(FILES):
            self.files.append(path)
        if answer.status != 200 or not answer.is_html:
            return
        page, _, question = path.partition("?")
        self.paths.setdefault(kind_of(page), page)
        names = self.questions.setdefault(page, set())
        names.update(name for name, _value in parse_qsl(question, keep_blank_values=True))
        for form in forms_of(answer.text, path, self.known):
            self.forms.setdefault(form.key, form)
            if form.method == "GET":
                asked = self.questions.setdefault(form.action.partition("?")[0], set())
                asked.update(one.name for one in form.fields)

    def links(self, path: str, answer: Answer) -> Iterable[str]:
        """The addresses of the site that a page names."""
        if answer.header("Location"):
            found = [answer.header("Location")]
        elif answer.is_html:
            found = [html.unescape("".join(groups)) for groups in LINK.findall(answer.text)]
        else:
            found = []
        for link in dict.fromkeys(found):
            target = urlsplit(urljoin(self.visitor.url + path, urldefrag(link).url))
            is_ours = f"{target.scheme}://{target.netloc}" == self.visitor.url
            if is_ours and self.within in target.path:
                yield target.path + (f"?{target.query}" if target.query else "")


def kind_of(page: str) -> str:
    """The same for the pages of all rows of a table, and of all entries of the catalogue."""
    page = re.sub(r"/\d+(?=/)", "/0", page)
    return page if "/admin/" in page else ENTRY.sub(r"/\1/x", page)


def kind_and_most(path: str) -> tuple[tuple[str, ...], int]:
    """What an address is like, and how many such are asked for: of public pages each."""
    page, _, question = path.partition("?")
    if not question and "/admin/" not in page and "." not in page:
        return (page,), 1
    names = sorted({name for name, _value in parse_qsl(question, keep_blank_values=True)})
    if len(names) > 1:  # filters that can all be combined
        return (kind_of(LANGUAGE.sub("/", page)), str(len(names))), MOST_COMBINED
    return (kind_of(LANGUAGE.sub("/", page)), *names), MOST_OF_A_KIND
