"""What pages and mails of applications hold, for tests."""

import re
from html import unescape
from html.parser import HTMLParser


class Page(HTMLParser):
    """What a browser would send back from a page with the form, and other things it holds."""

    def __init__(self, response):
        super().__init__()
        self.fields: dict[str, list[str]] = {}
        self.invalid: set[str] = set()
        self.described_by: dict[str, list[str]] = {}
        self.ids: set[str] = set()
        self.focus: list[str] = []
        self.links: list[str] = []
        self.actions: list[str] = []
        self._select = ""
        self._textarea = ""
        self.html = response.content.decode()
        self.feed(self.html)
        self.title = unescape(re.search("<title>(.*?)</title>", self.html, re.DOTALL)[1]).strip()

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        name = attrs.get("name", "")
        if "id" in attrs:
            assert attrs["id"] not in self.ids
            self.ids.add(attrs["id"])
        if "autofocus" in attrs:
            self.focus.append(tag)
        if tag == "a":
            self.links.append(attrs["href"])
        if tag == "form" and attrs.get("method") == "post":
            self.actions.append(attrs["action"])
        if "aria-invalid" in attrs:
            self.invalid.add(name)
        if "aria-describedby" in attrs:
            self.described_by[attrs.get("id", "")] = attrs["aria-describedby"].split()
        if tag == "input" and attrs["type"] not in {"submit", "file"} and "disabled" not in attrs:
            if attrs["type"] not in {"checkbox", "radio"} or "checked" in attrs:
                self.fields.setdefault(name, []).append(attrs.get("value") or "")
        elif tag == "select":
            self._select = name
        elif tag == "option" and "selected" in attrs:
            self.fields.setdefault(self._select, []).append(attrs["value"])
        elif tag == "textarea":
            self._textarea = name
            self.fields[name] = [""]

    def handle_data(self, data):
        if self._textarea:
            self.fields[self._textarea][0] += data.replace("\r\n", "\n")

    def handle_endtag(self, tag):
        if tag == "textarea":
            # The line break after the start tag does not count.
            self.fields[self._textarea][0] = self.fields[self._textarea][0].removeprefix("\n")
            self._textarea = ""

    @property
    def says_error(self) -> bool:
        """Whether the title begins with the word, in the language of the page."""
        return self.title.partition(":")[0].strip() in {"Error", "Fout", "Erreur", "Fehler"}

    def typed(self) -> dict[str, list[str]]:
        """What the visitor had typed, as it would be sent again."""
        hidden = {"csrfmiddlewaretoken", "stamp", "subject"}
        return {name: values for name, values in self.fields.items() if name not in hidden}


def as_lists(posted: dict) -> dict[str, list[str]]:
    """Posted answers as `Page.typed` gives them."""
    return {
        name: answer if isinstance(answer, list) else [answer.replace("\r\n", "\n")]
        for name, answer in posted.items()
    }


def token_in(mail) -> str:
    """The token of the status link that a mail holds, the same in both its parts."""
    [in_text] = re.findall(r"/join/status/([^/]+)/\n", mail.text)
    assert re.findall(r"/join/status/([^/]+)/", mail.html) == [in_text]
    return in_text
