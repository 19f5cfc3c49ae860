"""What readers ask for, and how often: kinds of pages with weights, in the site's languages."""

import random
from collections.abc import Iterator
from dataclasses import dataclass

LANGUAGES = {"": 40, "/nl": 30, "/fr": 25, "/de": 5}
# Of a hundred requests. Style sheets and pictures are kept by browsers; they are no pages.
WEIGHTS = {
    "home": 12,
    "node's pages": 10,
    "catalogue": 10,
    "catalogue, filters": 18,
    "catalogue, search": 15,
    "biobank": 8,
    "collection": 15,
    "interest form": 2,
    "API": 10,
}
NODE = ("governance/", "history/", "membership/", "questions/", "news/", "contact/", "figures/")
FILTERS = (
    *("material=SERUM", "material=DNA&material=SERUM", "sex=FEMALE", "province=BE-VBR"),
    *("diagnosis=II&material=SERUM&sex=FEMALE", "view=collections&page=2", "all=material"),
    *("view=collections&sort=size", "diagnosis=C00-C97&sex=MALE", "page=2"),
)
SEARCHES = (
    *("breast+cancer", "serum+of+women+with+diabetes", "gezwel", "tumour", "diabetis", "asthme"),
    *("sang+congel%C3%A9", "Leuven", "strong+river", "Herzinfarkt", "C50", "qwrtzpsdf"),
)
API = (
    *("biobanks?limit=20", "collections?material=SERUM&limit=20", "search?q=breast+cancer"),
    *("suggest?q=diab", "figures", "diseases?q=diabetes"),
)


@dataclass(frozen=True)
class Mix:
    """The readers of one catalogue: its entries are picked as others pick them, some more often."""

    biobanks: list[str]
    collections: list[str]

    def requests(self, dice: random.Random) -> Iterator[tuple[str, str]]:
        """Kind and path of one request after the other, without end."""
        kinds, weights = list(WEIGHTS), list(WEIGHTS.values())
        languages, shares = list(LANGUAGES), list(LANGUAGES.values())
        while True:
            kind = dice.choices(kinds, weights)[0]
            language = dice.choices(languages, shares)[0]
            yield kind, self.path(kind, language, dice)

    def path(self, kind: str, language: str, dice: random.Random) -> str:
        """The address of a page of a kind."""
        if kind == "API":
            code = language.strip("/") or "en"
            path = dice.choice(API)
            return f"/api/v1/{path}{'&' if '?' in path else '?'}lang={code}"
        inside = {
            "home": "",
            "node's pages": dice.choice(NODE),
            "catalogue": "catalogue/",
            "catalogue, filters": f"catalogue/?{dice.choice(FILTERS)}",
            "catalogue, search": f"catalogue/?q={dice.choice(SEARCHES)}",
            "biobank": f"biobanks/{some(self.biobanks, dice)}/",
            "collection": f"collections/{some(self.collections, dice)}/",
            "interest form": "join/",
        }
        return f"{language}/{inside[kind]}"


def some(slugs: list[str], dice: random.Random) -> str:
    """One of them, the first ones more often."""
    return slugs[int(len(slugs) * dice.random() ** 2)]
