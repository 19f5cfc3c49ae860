"""The tokens of the site's style sheet, as the page of the design system shows them."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from bbmri_be import stylesheet
from bbmri_be.stylesheet import Token

TEXT, SHAPE = 4.5, 3.0  # the contrast that WCAG 2.2 asks of letters, and of borders and shapes (AA)
BEST = 7.0  # of letters (AAA)
LENGTH = re.compile(r"\d?(\.\d+)?rem")  # up to a few letters wide


class Scheme(StrEnum):
    """The two sets of colours."""

    LIGHT = "light"
    DARK = "dark"


@dataclass(frozen=True)
class Ratio:
    """The contrast of two colours in a scheme, and what it is good for."""

    value: float
    needed: float

    @property
    def text(self) -> str:
        """As WCAG writes it, never rounded up."""
        return f"{int(self.value * 100) / 100:.2f}:1"

    @property
    def is_enough(self) -> bool:
        """Whether it does for what it is used for."""
        return self.value >= self.needed

    @property
    def level(self) -> str:
        """The level of WCAG that it reaches."""
        if not self.is_enough:
            return "too low"
        return "AAA" if self.needed == TEXT and self.value >= BEST else "AA"


@dataclass(frozen=True)
class Pair:
    """Two colours that stand on one another, and where."""

    ink: str
    ground: str
    use: str
    light: Ratio
    dark: Ratio

    @property
    def is_enough(self) -> bool:
        """Whether both schemes do."""
        return self.light.is_enough and self.dark.is_enough


# What stands on what: colour of the letters or the shape, colour below, what is asked, where.
USES = (
    ("ink", "paper", TEXT, "text on the page"),
    ("ink", "surface", TEXT, "text on cards and in fields"),
    ("ink", "accent-soft", TEXT, "text on notices"),
    ("ink", "good-soft", TEXT, "text on a notice that all went well"),
    ("ink", "warn-soft", TEXT, "text on a warning"),
    ("ink", "bad-soft", TEXT, "text on the summary of errors"),
    ("ink-soft", "paper", TEXT, "leads, notes, labels of facts"),
    ("ink-soft", "surface", TEXT, "the same on cards"),
    ("ink-soft", "accent-soft", TEXT, "the same on notices and in the hero"),
    ("accent", "paper", TEXT, "links on the page"),
    ("accent", "surface", TEXT, "links on cards"),
    ("accent", "accent-soft", TEXT, "links on notices"),
    ("accent-strong", "accent-soft", TEXT, "badges"),
    ("on-accent", "accent", TEXT, "buttons"),
    ("on-accent", "accent-strong", TEXT, "buttons under the pointer"),
    ("bad", "surface", TEXT, "what is wrong with a field"),
    ("bad", "bad-soft", TEXT, "links in the summary of errors"),
    ("good", "surface", TEXT, "why an entry answers"),
    ("warn", "warn-soft", TEXT, "badges that warn"),
    ("line-strong", "surface", SHAPE, "borders of fields"),
    ("line-strong", "paper", SHAPE, "borders on the page"),
    ("accent", "paper", SHAPE, "the frame of what has the focus, bars, dots of the map"),
)


@dataclass(frozen=True)
class Measure:
    """A token that is no colour; `length` where it is one that can be drawn."""

    name: str
    value: str

    @property
    def length(self) -> str:
        """In a unit that SVG takes."""
        return self.value if LENGTH.fullmatch(self.value) else ""


def tokens() -> dict[str, Token]:
    """All tokens of the public site."""
    return stylesheet.tokens(stylesheet.source("site.css"))


def colours(all_tokens: Mapping[str, Token]) -> list[Token]:
    """Those that are colours."""
    return [token for token in all_tokens.values() if token.is_colour]


def measures(all_tokens: Mapping[str, Token]) -> list[Measure]:
    """Those that are not: letters, steps of size, gaps."""
    others = (token for token in all_tokens.values() if not token.is_colour)
    return [Measure(token.name, token.light) for token in others]


def pairs(all_tokens: Mapping[str, Token]) -> Iterator[Pair]:
    """The contrast of all that stands on one another, measured."""
    for ink, ground, needed, use in USES:
        light, dark = (
            Ratio(
                stylesheet.contrast(
                    getattr(all_tokens[ink], scheme), getattr(all_tokens[ground], scheme)
                ),
                needed,
            )
            for scheme in Scheme
        )
        yield Pair(ink, ground, use, light, dark)
