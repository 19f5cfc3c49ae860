"""Forms as they stand in pages, and what is sent in their place."""

import html
import random
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from functools import partial
from html.parser import HTMLParser
from urllib.parse import urlencode, urljoin, urlsplit

from django.core.signing import Signer

from hostile.asking import Request, Visitor
from hostile.values import MARK, SHORT_VALUES, VALUES
from membership import stamp
from tests.databases import SECRET_KEY

FORM = re.compile(r"<form\b.*?</form>", re.DOTALL | re.IGNORECASE)
LANGUAGE = re.compile(r"^/(?:nl|fr|de)/")
NAME = re.compile(r"""\bname=["']?([^"'\s>]+)""")
TOKEN = "csrfmiddlewaretoken"  # noqa: S105 - the name of a field
BOUNDARY = f"----{MARK}"
URLENCODED = "application/x-www-form-urlencoded"
# What a person would write, by the kind of a field or a part of its name.
SENSIBLE = {
    "email": "person@example.be",
    "url": "https://www.example.be/",
    "number": "1",
    "date": "2026-01-02",
    "postcode": "9000",
    "slug": "a-name",
}
TYPED = ("text", "textarea", "email", "url", "number", "search", "tel", "date", "password")

MOST_VALUES = 12  # that a field gets by itself

Pair = tuple[str, str]
File = tuple[str, str, str, bytes]  # field, name, type, content


@dataclass
class Field:
    """A field of a form: what it holds, and what may be chosen."""

    name: str
    kind: str
    values: list[str] = field(default_factory=list)
    options: list[str] = field(default_factory=list)

    def sensible(self) -> list[str]:
        """What stands there, or what a person would answer."""
        if self.values or self.kind in ("checkbox", "file"):
            return self.values
        if self.options:
            return [next((one for one in self.options if one), "")]
        fitting = (text for part, text in SENSIBLE.items() if part in (self.kind, self.name))
        return [next(fitting, "A text")] if self.kind in TYPED else []


@dataclass(frozen=True)
class Form:
    """A form of a page; a `button` is what it may be sent with."""

    page: str
    method: str
    action: str
    fields: Sequence[Field]
    buttons: Sequence[Pair] = ()
    is_multipart: bool = False

    @property
    def key(self) -> tuple[str, str, frozenset[str]]:
        """The same in each language, for the forms of all rows, whatever was asked before."""
        action = LANGUAGE.sub("/", self.action.partition("?")[0])
        shown = (one.name for one in self.fields if one.kind != "hidden")
        names = frozenset(re.sub(r"\d+", "0", name) for name in shown)
        return self.method, re.sub(r"/\d+/", "/0/", action), names

    @property
    def sensible(self) -> list[Pair]:
        """All of it as a person would send it."""
        return [(one.name, value) for one in self.fields for value in one.sensible()]

    def request(
        self, pairs: Sequence[Pair], files: Sequence[File] = (), *, multipart: bool | None = None
    ) -> Request:
        """The form, sent."""
        if self.method == "GET":
            return Request("GET", f"{self.action.partition('?')[0]}?{encoded(pairs)}")
        if self.is_multipart if multipart is None else multipart:
            headers = {"Content-Type": f"multipart/form-data; boundary={BOUNDARY}"}
            return Request("POST", self.action, in_parts(pairs, files), headers)
        return Request("POST", self.action, encoded(pairs).encode(), {"Content-Type": URLENCODED})


def encoded(pairs: Sequence[Pair]) -> str:
    """As it stands in an address; what UTF-8 has no bytes for gets them all the same."""
    return urlencode(pairs, errors="surrogatepass")


def in_parts(pairs: Sequence[Pair], files: Sequence[File] = ()) -> bytes:
    """As forms with files are sent."""
    parts = [
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode(
            errors="surrogatepass"
        )
        for name, value in pairs
    ]
    for name, file, kind, content in files:
        head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"; filename="{file}"'
        head += f"\r\nContent-Type: {kind}\r\n\r\n"
        parts.append(head.encode(errors="surrogatepass") + content + b"\r\n")
    return b"".join([*parts, f"--{BOUNDARY}--\r\n".encode()])


# Read


def forms_of(page: str, address: str, known: set[tuple] | None = None) -> Iterator[Form]:
    """The forms of a page; of those that look `known` none is read anew."""
    for text in FORM.findall(page):
        looks_like = (address.partition("?")[0], frozenset(NAME.findall(text)))
        if known is not None:
            if looks_like in known:
                continue
            known.add(looks_like)
        reader = Reader(address)
        reader.feed(text)
        yield reader.form


class Reader(HTMLParser):
    """Reads one form."""

    def __init__(self, address: str) -> None:
        """`address` is that of its page."""
        super().__init__()
        self.form = Form(address, "GET", address, [])
        self.fields: dict[str, Field] = {}
        self.inside: Field | None = None  # the select or textarea that is open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take a part of the form."""
        given = {name: value or "" for name, value in attrs}
        name = given.get("name", "")
        if tag == "form":
            target = urlsplit(urljoin(self.form.page, given.get("action", "") or self.form.page))
            self.form = replace(
                self.form,
                method=given.get("method", "get").upper(),
                action=target.path + (f"?{target.query}" if target.query else ""),
                fields=[],
                is_multipart="multipart" in given.get("enctype", ""),
            )
        elif tag == "option" and self.inside:
            self.inside.options.append(given.get("value", ""))
            self.inside.values += [given.get("value", "")] if "selected" in given else []
        elif tag == "button" or (tag == "input" and given.get("type") in ("submit", "image")):
            if name:
                self.form = replace(
                    self.form, buttons=[*self.form.buttons, (name, given.get("value", ""))]
                )
        elif name and "__prefix__" not in name and tag in ("input", "select", "textarea"):
            self.take(tag, name, given)

    def take(self, tag: str, name: str, given: dict[str, str]) -> None:
        """Take a field, or one more box of it."""
        kind = given.get("type", "text") if tag == "input" else tag
        if name not in self.fields:
            self.fields[name] = Field(name, kind)
            self.form.fields.append(self.fields[name])
        one = self.fields[name]
        if tag != "input":
            self.inside = one
        elif kind in ("checkbox", "radio"):
            one.options.append(given.get("value", "on"))
            one.values += [given.get("value", "on")] if "checked" in given else []
        elif kind != "file" and (given.get("value") or kind == "hidden"):
            one.values.append(given.get("value", ""))

    def handle_data(self, data: str) -> None:
        """What a text area holds."""
        if self.inside and self.inside.kind == "textarea" and (text := html.unescape(data).strip()):
            self.inside.values.append(text)

    def handle_endtag(self, tag: str) -> None:
        """A select or a text area ends."""
        if tag in ("select", "textarea"):
            self.inside = None


# Sent


class Siege:
    """All attacks on one form, one after the other, in an order made by chance."""

    def __init__(self, visitor: Visitor, form: Form, kind: str, dice: random.Random) -> None:
        """`kind` is where they are counted."""
        self.visitor, self.form, self.kind, self.dice = visitor, form, kind, dice
        self.steps = self.plan()

    def plan(self) -> Iterator[Callable[[], Request]]:
        """First as it stands, with each button; then the rest."""
        yield from (partial(self.sent, {}, button) for button in self.form.buttons or [None])
        rest = [partial(shape, self) for shape in SHAPES]
        rest += [partial(self.sent, dict.fromkeys(self.typed, text)) for text in VALUES.values()]
        for one in self.form.fields:
            if one.name != TOKEN:  # it is looked at by itself
                values = [*SHORT_VALUES.values(), *one.options]
                some = self.dice.sample(values, min(len(values), MOST_VALUES))
                rest += [partial(self.sent, {one.name: text}) for text in some]
        self.dice.shuffle(rest)
        yield from rest

    @property
    def typed(self) -> list[str]:
        """Fields that one writes into."""
        return [one.name for one in self.form.fields if one.kind in TYPED[:2]]

    @property
    def filled(self) -> list[Pair]:
        """As a person would send it who has read the page a minute ago."""
        own = {TOKEN: self.visitor.cookies.get("csrftoken", ""), "stamp": older_stamp()}
        return [(name, own.get(name, value)) for name, value in self.form.sensible]

    def sent(self, values: dict[str, str], button: Pair | None = None) -> Request:
        """A request with other values; empty boxes get them, too."""
        if button is None and self.form.buttons:
            button = self.dice.choice(self.form.buttons)
        kept = [pair for pair in self.filled if pair[0] not in values]
        return self.form.request([*kept, *values.items(), *([button] if button else [])])

    def begin(self) -> None:
        """Read the page, for its cookie and what it holds now."""
        answer = self.visitor.get(self.kind, self.form.page)
        for form in forms_of(answer.text, self.form.page):
            if form.key == self.form.key:
                self.form = form

    def go_on(self) -> bool:
        """The next attack; False where there is none left."""
        step = next(self.steps, None)
        if step is None:
            return False
        answer = self.visitor.ask(self.kind, step())
        if 300 <= answer.status < 400:
            self.begin()  # the row is another now
        return True


def older_stamp() -> str:
    """What the interest form says when its page was opened a minute ago."""
    now = stamp.new_stamp()
    made_at = (now.made_at - timedelta(minutes=1)).timestamp()
    return Signer(key=SECRET_KEY, salt=stamp.SALT).sign_object([now.token.hex, made_at])


# Shapes that no browser gives a form


def nothing(siege: Siege) -> Request:
    """The token alone."""
    return siege.form.request([pair for pair in siege.filled if pair[0] == TOKEN])


def everything_twice(siege: Siege) -> Request:
    """Each field with two answers."""
    return siege.form.request([*siege.filled, *siege.filled])


def one_repeated(siege: Siege) -> Request:
    """One field 1,500 times."""
    name = siege.dice.choice(siege.form.fields).name if siege.form.fields else "x"
    return siege.form.request([*siege.filled, *[(name, "1")] * 1_500])


def many_fields(siege: Siege) -> Request:
    """5,000 fields that nobody asked for."""
    more = [(f"{MARK}{number}", "1") for number in range(5_000)]
    return short_of_an_address(siege, more)


def a_megabyte(siege: Siege) -> Request:
    """One field of a megabyte."""
    name = siege.dice.choice(siege.typed) if siege.typed else "x"
    return short_of_an_address(siege, [(name, "é" * 500_000)])


def short_of_an_address(siege: Siege, more: list[Pair]) -> Request:
    """With so much more that no address has room for it: where it is one, its beginning."""
    request = siege.form.request([*siege.filled, *more])
    return replace(request, path=request.path[:8_000])


def other_type(siege: Siege) -> Request:
    """The same with a type of content that forms do not have."""
    kind = siege.dice.choice(
        [
            "application/json",
            "text/plain",
            f"{URLENCODED}; charset=utf-7",
            f"{URLENCODED}; charset={MARK}",
            "multipart/form-data",
            f"multipart/form-data; boundary={'x' * 300}",
            f"multipart/form-data; boundary={BOUNDARY}; charset=utf-7",
            f"{URLENCODED}; charset=utf-16",
        ]
    )
    request = siege.form.request(siege.filled)
    return replace(request, headers={"Content-Type": kind})


def the_other_way(siege: Siege) -> Request:
    """In parts instead of an address, or the other way round."""
    return siege.form.request(siege.filled, multipart=not siege.form.is_multipart)


def packed(siege: Siege) -> Request:
    """A body that says it is packed, and is not."""
    request = siege.form.request(siege.filled)
    return replace(request, headers=request.headers | {"Content-Encoding": "gzip"})


SHAPES: list[Callable[[Siege], Request]] = [
    nothing,
    everything_twice,
    one_repeated,
    many_fields,
    a_megabyte,
    other_type,
    the_other_way,
    packed,
]
