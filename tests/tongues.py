"""In which language a text is, and in which the markup around it says it is."""

import re
from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from html.parser import HTMLParser

from py3langid.langid import MODEL_FILE, LanguageIdentifier

LANGUAGES = ["en", "nl", "fr", "de"]

# Shorter texts are names and labels: their few letters do not tell the language.
LETTERS, WORDS = 40, 6
SHORTEST_NAME = 5  # letters
# How likely a text must at least be in the language that it says it is in. test_tongues.py holds
# this to all translations of the site.
FLOOR = 0.1

VOID = {
    *("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source"),
    *("track", "wbr"),
}
INLINE = {
    *("a", "abbr", "b", "bdi", "bdo", "br", "cite", "code", "data", "del", "dfn", "em", "i", "img"),
    *("ins", "kbd", "label", "mark", "q", "s", "samp", "small", "span", "strong", "sub", "sup"),
    *("time", "u", "var", "wbr"),
}
NO_WORDS = {"script", "style", "code", "pre", "samp", "kbd", "var"}
SPOKEN = {"alt", "title", "aria-label", "placeholder", "label", "data-hint", "data-close"}
DESCRIPTIONS = {"description", "og:description", "og:title", "og:image:alt"}


@dataclass(frozen=True)
class Text:
    """A text and the language that it says it is in; "" where it says that this is not known."""

    said: str
    words: str


@dataclass(frozen=True)
class Element:
    """An open element; a silent one has code or a name, which are in no language."""

    tag: str
    language: str = ""
    is_silent: bool = False


class Speech(HTMLParser):
    """The texts of a page, a block at a time; a part in another language is a text of its own.

    What nobody shall translate is a name, also where no markup can stand: in a title, say.
    """

    def __init__(self, html):
        super().__init__()
        self.texts = []
        self.names = set()
        self.open = [Element("")]
        self.block = defaultdict(str)  # by language
        self.feed(html)
        self.close()
        self.end_block()

    def handle_starttag(self, tag, attrs):
        attributes = {name: value or "" for name, value in attrs}
        element = self.element(tag, attributes)
        if tag not in INLINE:
            self.end_block()
        if not element.is_silent:
            spoken = [attributes[name] for name in SPOKEN & attributes.keys()]
            if {attributes.get("name"), attributes.get("property")} & DESCRIPTIONS:
                spoken.append(attributes.get("content", ""))
            self.texts += [Text(element.language, words) for words in spoken]
        if tag not in VOID:
            self.open.append(element)

    def element(self, tag, attributes):
        parent = self.open[-1]
        translate = attributes.get("translate", "no" if parent.is_silent else "yes")
        is_silent = tag in NO_WORDS or translate == "no"
        return Element(tag, attributes.get("lang", parent.language), is_silent)

    def handle_endtag(self, tag):
        if tag not in INLINE:
            self.end_block()
        if tag in {element.tag for element in self.open}:
            while self.open.pop().tag != tag:
                pass

    def handle_data(self, data):
        element = self.open[-1]
        if not element.is_silent:
            self.block[element.language] += f" {data}"
        elif len(data.strip()) >= SHORTEST_NAME and element.tag not in NO_WORDS:
            self.names.add(data.strip())

    def end_block(self):
        self.texts += [Text(language, words) for language, words in self.block.items()]
        self.block.clear()


@cache
def identifier():
    """What knows the site's four languages and no other."""
    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages(LANGUAGES)
    return identifier


@cache
def heard(words):
    """How likely each language is; nothing where a text is too short to tell.

    Addresses and identifiers are no words.
    """
    words = " ".join(re.sub(r"\S*(?:://|[@_:/])\S*", " ", words).split())
    if sum(map(str.isalpha, words)) < LETTERS or len(re.findall(r"[^\W\d_]{2,}", words)) < WORDS:
        return {}
    return {language: float(likely) for language, likely in identifier().rank(words)}


def lies(html):
    """The texts of a page that are in another language than they say: said, heard, text."""
    speech = Speech(html)
    names = sorted(speech.names, key=len, reverse=True)
    for text in speech.texts:
        words = text.words
        for name in names:
            words = words.replace(name, " ")
        likely = heard(words)
        if likely and text.said and likely.get(text.said, 0) < FLOOR:
            yield text.said, max(likely, key=likely.get), " ".join(words.split())
