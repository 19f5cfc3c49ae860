"""What the audit says at its end: a table, and what is to be mended."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from audit.places import WIDTHS
from audit.visits import ONCE, Problem, Visit

COLUMNS = [*(f"{width} {scheme}" for width in WIDTHS for scheme in ("light", "dark")), ONCE]
CHECKS = """\
In each width (px) and in light: the rules of axe for WCAG 2.0 to 2.2, A and AA, and for good
practice, with targets of 24 px; headings in order and one of the first level; no id twice; tables
with captions; nothing wider than the window, cut off or overlapping; a name for each control in the
accessibility tree; nothing moves while the page loads; no error, no breach of the policy of
contents, no request to another host. In dark: the rules about colours. Once per language (zoom):
200 % and 400 %, the text spacing of WCAG 1.4.12, at most 60 kB at a first visit but for images (kB:
of the heaviest language), valid HTML, links that lead somewhere. What can be opened is opened. For
all pages together: no rule of a public style sheet without use."""
SHOWN = 12  # places of a problem that are named


def table(visits: Sequence[Visit], languages: Sequence[str]) -> Iterator[str]:
    """Rows in Markdown: page types, with `ok` or the number of problems."""
    heads = [f"{language} {column}" for language in languages for column in COLUMNS]
    yield " | ".join(["| page", "kB", *heads]) + " |"
    yield "|".join(["|---", "--:", *["---"] * len(heads)]) + "|"
    by_page: dict[str, dict[str, Visit]] = defaultdict(dict)
    for visit in visits:
        by_page[visit.page][visit.language] = visit
    for page, of_language in by_page.items():
        heaviest = max(visit.bytes for visit in of_language.values())
        cells = [
            cell(of_language[language], column) for language in languages for column in COLUMNS
        ]
        yield " | ".join([f"| {page}", f"{heaviest / 1000:.0f}", *cells]) + " |"


def cell(visit: Visit, column: str) -> str:
    """How many problems there are."""
    number = sum(problem.column == column for problem in visit.problems)
    return str(number) if number else "ok"


def grid(visits: Sequence[Visit], languages: Sequence[str]) -> Iterator[str]:
    """The same for a terminal, as narrow as it can be."""
    names = ["390 ", "dark", "1440", "dark", "zoom"]
    yield " " * 40 + "kB  " + "  ".join(f"{language:<24}" for language in languages)
    yield " " * 40 + "    " + "  ".join(" ".join(names) for _ in languages)
    for line in list(table(visits, languages))[2:]:
        page, size, *cells = [part.strip() for part in line.strip("|").split(" | ")]
        groups = [cells[at : at + 5] for at in range(0, len(cells), 5)]
        shown = "  ".join(" ".join(f"{one.strip(' |'):<4}" for one in group) for group in groups)
        yield f"{page:<38}{size:>4}  {shown}"


def to_mend(problems: Iterable[Problem]) -> Iterator[str]:
    """Problems, the same one of several pages and places together."""
    same: dict[tuple[str, str], list[Problem]] = defaultdict(list)
    for problem in sorted(problems):
        same[problem.check, without_numbers(problem.says)].append(problem)
    for (check, _says), ones in sorted(same.items()):
        pages = first(f"{one.page} [{one.language}, {one.column}]" for one in ones)
        places = first(" ".join(one.place.split()) for one in ones if one.place)
        yield f"- **{check}** ({len(ones)}): {ones[0].says}"
        yield f"  - {pages}"
        if places:
            yield f"  - {places}"


def first(texts: Iterable[str]) -> str:
    """The first of them, each once, and how many there are more."""
    named = list(dict.fromkeys(texts))
    more = f" … and {len(named) - SHOWN} more" if len(named) > SHOWN else ""
    return "; ".join(named[:SHOWN]) + more


def without_numbers(text: str) -> str:
    """What a sentence says, whatever it measured."""
    return re.sub(r"#[0-9a-f]{6}|\d+(?:\.\d+)?", "0", text)
