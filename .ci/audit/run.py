"""Audits the site: every page type and state, in each language, width and colour scheme.

    python .ci/audit/run.py [--only PART_OF_A_NAME ...] [--language CODE ...]

Prints a table and what is to be mended, writes both to var/audit.md, and fails on any problem.
"""

import argparse
import os
import re
import sys
import time
from collections.abc import Sequence
from contextlib import suppress
from multiprocessing import get_context
from pathlib import Path
from queue import Empty
from typing import Any
from urllib.parse import urlsplit

BASE = Path(__file__).resolve().parent.parent.parent
sys.path[:1] = [str(BASE), str(BASE / ".ci")]  # not this folder: its names are common ones
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bbmri_be.settings")

import django

django.setup()

from django.urls import Resolver404, get_resolver, resolve
from playwright.sync_api import sync_playwright

from audit import documents, ground, links, report, styles
from audit.ground import Ground
from audit.places import LANGUAGES, PAGES, At, Page
from audit.visits import ONCE, Problem, Visit, Visitor
from tests import chromium
from tests.site.conftest import CHROMIUM_FLAGS

SPACES = ["pages", "biobanks", "membership"]
# Files and feeds, and what answers with another page.
NO_PAGE = re.compile(r"-(as|feed|csv|xlsx)$|:(hand-over|file|come-back)$|membership:confirm$")
OUT = BASE / "var" / "audit.md"
WORKERS = 2  # as many as a machine of ours has cores
PATIENCE = 120  # seconds for one page


def main() -> int:
    """Audit; returns the exit code."""
    begun = time.monotonic()
    options = arguments()
    pages = [
        page for page in PAGES if not options.only or any(one in page.name for one in options.only)
    ]
    languages = options.language or LANGUAGES
    if chromium.IS_MISSING:
        raise SystemExit(chromium.MISSING)
    with ground.running() as site:
        say(f"site ready after {time.monotonic() - begun:.0f} s")
        visits = visited(site, pages, languages)
        say(f"{len(visits)} visits after {time.monotonic() - begun:.0f} s")
        note_links(site, visits)
        say(f"links after {time.monotonic() - begun:.0f} s")
        sheets = {address for visit in visits for address in visit.sheets}
        weights = styles.weights(sheets)
    note_documents(visits)
    say(f"documents after {time.monotonic() - begun:.0f} s")
    problems = [problem for visit in visits for problem in visit.problems]
    if not (options.only or options.language):
        problems += [*unused(visits), *unlisted(site)]
    problems += too_heavy(weights)
    tell(visits, languages, problems, weights, time.monotonic() - begun)
    return 1 if problems else 0


def arguments() -> argparse.Namespace:
    """What the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--only", action="append", help="pages whose name has this part")
    parser.add_argument("--language", action="append", choices=LANGUAGES)
    return parser.parse_args()


def say(text: str) -> None:
    """Tell whoever waits."""
    sys.stderr.write(f"{text}\n")


# Visits, in several processes


def visited(site: Ground, pages: Sequence[Page], languages: Sequence[str]) -> list[Visit]:
    """Visit each page in each language; in the order of the pages."""
    order = [(page.name, language) for page in pages for language in languages]
    processes = get_context("spawn")
    tasks, results = processes.Queue(), processes.Queue()
    for task in order:
        tasks.put(task)
    workers = [processes.Process(target=work, args=(site, tasks, results)) for _ in range(WORKERS)]
    for worker in workers:
        tasks.put(None)
        worker.start()
    found: dict[tuple[str, str], Visit] = {}
    try:
        while len(found) < len(order):
            visit = results.get(timeout=PATIENCE)
            found[visit.page, visit.language] = visit
    except Empty:
        missing = [task for task in order if task not in found]
        raise SystemExit(f"no answer in {PATIENCE} s; not visited: {missing}") from None
    finally:
        for worker in workers:
            worker.terminate() if len(found) < len(order) else worker.join()
    return [found[task] for task in order]


def work(site: Ground, tasks: Any, results: Any) -> None:
    """Visit what there is to visit, in a browser of its own."""
    pages = {page.name: page for page in PAGES}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium.PATH, args=CHROMIUM_FLAGS)
        visitor = Visitor(browser, site)
        while (task := tasks.get()) is not None:
            name, language = task
            results.put(visitor.visit(pages[name], language))
        browser.close()


# What is asked of all pages together


def note_links(site: Ground, visits: Sequence[Visit]) -> None:
    """Note links that lead nowhere at the first page that has them."""
    first = {address: visit for visit in reversed(visits) for address in visit.links}
    for address, says in links.broken(site, first):
        first[address].note(ONCE, "leads somewhere", [f"{address.removeprefix(site.url)} {says}"])


def note_documents(visits: Sequence[Visit]) -> None:
    """Note what is not valid."""
    by_name = {f"{visit.page} {visit.language}": visit for visit in visits}
    texts = {name: visit.html for name, visit in by_name.items()}
    for name, says, place in documents.invalid(texts):
        visit = by_name[name]
        problem = Problem(visit.page, visit.language, ONCE, "valid", says, place)
        visit.problems.append(problem)


def unused(visits: Sequence[Visit]) -> list[Problem]:
    """Rules of the public style sheets that choose nothing anywhere."""
    chosen = {selector for visit in visits for selector in visit.chosen}
    sheets = {address: rules for visit in visits for address, rules in visit.sheets.items()}
    return [
        Problem(f"{styles.name_of(address)}.css", "", "", "used", selector)
        for address, selectors in sheets.items()
        if styles.name_of(address) not in styles.OF_THE_DESK
        for selector in dict.fromkeys(selectors)
        if selector not in styles.FOR_STAFFS_TEXTS and styles.in_any_state(selector) not in chosen
    ]


def unlisted(site: Ground) -> list[Problem]:
    """Addresses of public pages that no page of the list opens."""
    opened = set()
    for page in PAGES:
        with suppress(Resolver404):  # the page of an address that is none
            path = urlsplit(At(site, "en", 0).address(page.path)).path
            opened.add(resolve(path).view_name)
    spaces = {name: get_resolver().namespace_dict[name][1].reverse_dict for name in SPACES}
    named = {f"{space}:{name}" for space, names in spaces.items() for name in names}
    return [
        Problem(name, "", "", "listed", "no page of PAGES opens it")
        for name in sorted(named - opened)
        if ":<" not in name and not NO_PAGE.search(name)
    ]


def too_heavy(weights: dict[str, int]) -> list[Problem]:
    """Whether the style sheets weigh too much."""
    total = sum(weights.values())
    if total <= styles.MOST_BYTES:
        return []
    says = f"{total} bytes of style sheets, at most {styles.MOST_BYTES}"
    return [Problem("all pages", "", "", "is light", says)]


def tell(
    visits: Sequence[Visit],
    languages: Sequence[str],
    problems: Sequence[Problem],
    weights: dict[str, int],
    seconds: float,
) -> None:
    """Print what was found, and write it down."""
    sizes = ", ".join(f"{name}.css {size} bytes" for name, size in weights.items())
    last = f"{len(visits)} visits, {len(problems)} problems, {seconds:.0f} s; {sizes}"
    mend = list(report.to_mend(problems))
    OUT.parent.mkdir(exist_ok=True)
    lines = [
        "# Audit",
        "",
        report.CHECKS,
        "",
        *report.table(visits, languages),
        "",
        *mend,
        "",
        last,
    ]
    OUT.write_text("\n".join(lines) + "\n")
    sys.stdout.write("\n".join([*report.grid(visits, languages), "", *mend, "", last]) + "\n")


if __name__ == "__main__":
    sys.exit(main())
