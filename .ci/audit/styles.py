"""Which rules of our style sheets choose nothing on any page, and how heavy the sheets are."""

import re
import urllib.request
from collections.abc import Iterable
from urllib.parse import urlsplit

OURS = re.compile(r"/static/css/([a-z-]+)(\.[0-9a-f]+)?\.css$")
OF_THE_DESK = {"admin", "design"}
FOR_STAFFS_TEXTS = {".prose img"}  # staff may put pictures into texts; the starting ones have none
MOST_BYTES = 12_000  # of all public style sheets together, compressed

# What a visitor does, or what a browser adds, is no matter of the document.
STATE = (
    r":(?:hover|focus-visible|focus-within|focus|active|visited|checked|disabled|invalid|target)"
)
NOT = re.compile(r":not\(([^()]*(?:\([^()]*\)[^()]*)*)\)")
ANY_OF = re.compile(rf"{STATE}(?![\w-])")
ADDED = re.compile(r"::[\w-]+(?:\([^)]*\))?")


def name_of(address: str) -> str | None:
    """The name of a style sheet of ours; None for others."""
    found = OURS.search(urlsplit(address).path)
    return found[1] if found else None


def in_any_state(selector: str) -> str:
    """What a selector chooses, whatever is hovered, focused or added to it."""
    plain = ADDED.sub("", NOT.sub(without_states, selector)).strip()
    plain = ANY_OF.sub(":is(*)", plain)
    return f"{plain}*" if not plain or plain[-1] in " >+~" else plain


def without_states(found: re.Match[str]) -> str:
    """`:not(…)` without what depends on the moment."""
    parts = [part.strip() for part in found[1].split(",")]
    kept = [part for part in parts if not ANY_OF.search(part)]
    return f":not({', '.join(kept)})" if kept else ""


def weights(addresses: Iterable[str]) -> dict[str, int]:
    """Bytes of each public style sheet of ours, as a browser gets it."""
    found = {}
    for address in sorted(set(addresses)):
        name = name_of(address)
        if name and name not in OF_THE_DESK:
            request = urllib.request.Request(address, headers={"Accept-Encoding": "br"})  # noqa: S310
            with urllib.request.urlopen(request, timeout=10) as answer:  # noqa: S310 - our own
                found[name] = len(answer.read())
    return found
