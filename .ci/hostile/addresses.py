"""Addresses with hostile parts: each name in them, and each piece of their path."""

import random
from collections.abc import Iterator
from urllib.parse import quote

from hostile.asking import Request
from hostile.crawler import Crawl
from hostile.forms import encoded
from hostile.values import VALUES

EVERYWHERE = ("q", "page", "lang", "next", "done", "format", "c", "facts", "way", "reply", "sort")
OF_LISTS = (
    *("o", "p", "q", "all", "e", "_popup", "_to_field", "_changelist_filters", "_facets", "id"),
    *("id__in", "pk__gt", "id__isnull", "name__regex", "user__password__startswith", "date__year"),
)
LONGEST = 7_900  # of an address that gunicorn still reads


def requests(crawl: Crawl, dice: random.Random) -> Iterator[Request]:
    """Without end, by chance."""
    pages = sorted(crawl.questions)
    paths = sorted(crawl.paths.values())
    while True:
        if dice.random() < 0.25:
            yield Request("GET", with_a_hostile_piece(dice.choice(paths), dice))
        else:
            page = dice.choice(pages)
            yield Request("GET", f"{page}?{question(crawl.questions[page], page, dice)}"[:LONGEST])


def question(known: set[str], page: str, dice: random.Random) -> str:
    """One name, several, or one 1,500 times."""
    names = [*sorted(known), *(OF_LISTS if "/admin/" in page else EVERYWHERE)]
    values = list(VALUES.values())
    shape = dice.random()
    if shape < 0.05:
        return f"{quote(dice.choice(names))}=1&" * 1_500
    if shape < 0.1:
        return encoded([(text, text) for text in dice.sample(values, 5)])
    return encoded(
        [(dice.choice(names), dice.choice(values)) for _ in range(1 if shape < 0.7 else 6)]
    )


def with_a_hostile_piece(path: str, dice: random.Random) -> str:
    """Another text between two slashes, or at the end of a name."""
    pieces = path.split("/")
    at = dice.randrange(1, len(pieces))
    text = quote(dice.choice(list(VALUES.values())), safe="", errors="surrogatepass")
    pieces[at] = text if dice.random() < 0.7 else f"{pieces[at]}.{text}"
    return "/".join(pieces)[:LONGEST]
