"""Reads our own style sheets: their tokens, in light and in dark, and the classes they dress."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from django.conf import settings

COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
PIECE = re.compile(r"""[{};]|"[^"]*"|'[^']*'|[^{};"']+""")
CLASS = re.compile(r"\.([a-zA-Z][\w-]*)")
BOTH = re.compile(r"light-dark\(([^,]+),([^)]+)\)")
DARK = "prefers-color-scheme: dark"


@dataclass(frozen=True)
class Rule:
    """A rule: the blocks it stands in, its selector, and what it says."""

    within: tuple[str, ...]
    selector: str
    declarations: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Token:
    """A custom property of the root; in dark it may be the same."""

    name: str
    light: str
    dark: str

    @property
    def is_colour(self) -> bool:
        """Whether it is written as one."""
        return self.light.startswith("#")


@cache
def source(name: str) -> str:
    """A style sheet of ours."""
    return (settings.BASE_DIR / "static" / "css" / name).read_text(encoding="utf-8")


def rules(css: str) -> Iterator[Rule]:
    """All rules in the order in which they end; a block of rules gives none itself."""
    open_blocks: list[tuple[str, list[tuple[str, str]]]] = []
    text = ""
    for piece in PIECE.findall(COMMENT.sub("", css)):
        if piece == "{":
            open_blocks.append((" ".join(text.split()), []))
            text = ""
        elif piece in "};":
            name, colon, value = text.partition(":")
            if colon and open_blocks:
                open_blocks[-1][1].append((name.strip(), " ".join(value.split())))
            text = ""
            if piece == "}":
                selector, declarations = open_blocks.pop()
                if declarations:
                    within = tuple(name for name, _none in open_blocks)
                    yield Rule(within, selector, tuple(declarations))
        else:
            text += piece


def tokens(css: str) -> dict[str, Token]:
    """The tokens of a style sheet, by name without dashes."""
    light: dict[str, str] = {}
    dark: dict[str, str] = {}
    for rule in rules(css):
        if not rule.selector.endswith(":root") or "@layer print" in rule.within:
            continue
        values = dark if any(DARK in block for block in rule.within) else light
        for name, value in rule.declarations:
            if name.startswith("--"):
                values[name[2:]] = value
    return {name: token(name, value, dark.get(name, value)) for name, value in light.items()}


def token(name: str, light: str, dark: str) -> Token:
    """A token; `light-dark()` says both at once."""
    if both := BOTH.fullmatch(light):
        light, dark = both[1].strip(), both[2].strip()
    return Token(name, light, dark)


def classes(css: str, layer: str) -> set[str]:
    """The classes that the rules of a layer dress."""
    selectors = [rule.selector for rule in rules(css) if f"@layer {layer}" in rule.within]
    return {name for selector in selectors for name in CLASS.findall(selector)}


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours, as WCAG 2.2 defines it: from 1 to 21."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour: str) -> float:
    """The relative luminance of a colour (#rgb or #rrggbb)."""
    digits = colour.removeprefix("#")
    if len(digits) == 3:
        digits = "".join(digit * 2 for digit in digits)
    red, green, blue = (linear(int(digits[at : at + 2], 16) / 255) for at in (0, 2, 4))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def linear(share: float) -> float:
    """A channel of sRGB without its gamma."""
    return share / 12.92 if share <= 0.04045 else float(((share + 0.055) / 1.055) ** 2.4)
