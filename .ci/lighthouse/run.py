"""What Lighthouse says of the main pages on a telephone: it should give each 100, four times.

    make lighthouse                                      (needs Node.js and Chromium)
    make lighthouse ARGS="--rounds 5 --only home --only figures"

Runs the site as production does, gunicorn with compressed and named static files, and the starting
data. Each page is measured in turns, and the run in the middle, by its performance, is the page's;
it is written to var/lighthouse/, for https://googlechrome.github.io/lighthouse/viewer/ or who reads
JSON. Lighthouse reckons the time on a slow telephone from the time on this computer: where
`machine`, its own measure of the computer, is much lower than usual, something else was running.

Ends with 1 when a score is below 100, and names the audits that took something off. It asks
127.0.0.1, so it says nothing of HTTPS: which production has, with HSTS (bbmri_be/settings.py).
"""

import argparse
import json
import os
import shlex
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
BASE = HERE.parent.parent
sys.path.insert(0, str(BASE))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bbmri_be.settings")

import django

django.setup()

from tests import chromium
from tests.site.conftest import CHROMIUM_FLAGS
from tests.site.sites import prepared_ground, running_site

CATEGORIES = ["performance", "accessibility", "best-practices", "seo"]
LIGHTHOUSE = HERE / "node_modules" / "lighthouse" / "cli" / "index.js"
OUT = BASE / "var" / "lighthouse"
LONGEST = 300  # seconds of a run
TRIES = 3
PAGES = {
    "home": "/",
    "catalogue": "/catalogue/",
    "search": "/catalogue/?q=cancer",
    "biobank": "/biobanks/uz-brussel/",
    "collection": "/collections/uz-brussel-tumour-bank/",
    "join": "/join/",
    "governance": "/governance/",
    "patients": "/patients/",
    "law": "/law/applies/human/",
    "figures": "/figures/",
}
# Answers to a search are kept from search engines on purpose: bbmri_be/robots.py says why.
SKIPPED = {"search": ["is-crawlable"]}

Report = dict[str, Any]  # what Lighthouse writes


@dataclass
class Page:
    """A page, and what Lighthouse said of it, round by round."""

    name: str
    reports: list[Report] = field(default_factory=list)

    def measure(self, site: str) -> None:
        """One run, in a browser of its own that has seen nothing yet."""
        flags = shlex.join(["--headless=new", *CHROMIUM_FLAGS])
        command = ["node", str(LIGHTHOUSE), site + PAGES[self.name]]
        command += ["--quiet", "--output=json", "--no-enable-error-reporting"]
        command += [f"--only-categories={','.join(CATEGORIES)}", f"--chrome-flags={flags}"]
        command += [f"--skip-audits={audit}" for audit in SKIPPED.get(self.name, [])]
        self.reports.append(json.loads(answer(command)))

    @property
    def report(self) -> Report:
        """The one in the middle."""
        reports = sorted(self.reports, key=lambda report: score(report, "performance"))
        return reports[(len(reports) - 1) // 2]

    @property
    def below(self) -> list[str]:
        """Categories in which it has less than 100."""
        return [category for category in CATEGORIES if score(self.report, category) < 100]

    def line(self) -> str:
        """Its line of the table."""
        scores = "".join(f"{score(self.report, category):>16}" for category in CATEGORIES)
        spread = "-".join(
            str(end(score(report, "performance") for report in self.reports)) for end in (min, max)
        )
        machine = self.report["environment"]["benchmarkIndex"]
        return f"{self.name:<12}{scores}{spread:>10}{machine:>9.0f}"


HEADER = f"{'page':<12}{''.join(f'{name:>16}' for name in CATEGORIES)}{'spread':>10}{'machine':>9}"


def answer(command: list[str]) -> str:
    """What Lighthouse writes. On a busy computer it sometimes loses the browser, and asks for a
    further try.
    """
    for _ in range(TRIES):
        run = subprocess.run(
            command,
            env={**os.environ, "CHROME_PATH": chromium.PATH},
            capture_output=True,
            text=True,
            timeout=LONGEST,
        )
        if not run.returncode:
            return run.stdout
    raise SystemExit(f"{shlex.join(command)}\n{run.stderr}")


def score(report: Report, category: str) -> int:
    """0 to 100. An audit that could not be made leaves a category without a score."""
    return round((report["categories"][category]["score"] or 0) * 100)


def failed(report: Report, category: str) -> list[str]:
    """Audits that took something off, a line each; of performance also those that say why."""
    lines = []
    for reference in report["categories"][category]["auditRefs"]:
        audit = report["audits"][reference["id"]]
        counts = reference["weight"] or category == "performance"
        if counts and audit["score"] is not None and audit["score"] < 1:
            value = audit.get("displayValue", "").replace("\N{NO-BREAK SPACE}", " ")
            lines.append(
                f"  {audit['id']} ({audit['score']:.2f}): {audit['title']} {value}".rstrip()
            )
        elif audit["scoreDisplayMode"] == "error":
            lines.append(f"  {audit['id']}: {audit.get('errorMessage', 'could not be made')}")
    return lines


def say(line: str) -> None:
    """A line of the report, at once."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def arguments() -> argparse.Namespace:
    """How often, and which pages."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--only", action="append", choices=PAGES)
    return parser.parse_args()


def main() -> int:
    """Measure, and say what came of it."""
    options = arguments()
    if chromium.IS_MISSING:
        raise SystemExit(chromium.MISSING)
    pages = [Page(name) for name in options.only or PAGES]
    start = time.monotonic()
    with (
        prepared_ground() as ground,
        running_site(ground, "lighthouse", ["load_starting_data"]) as site,
    ):
        for _ in range(options.rounds):
            for page in pages:
                page.measure(site.url)
    say(f"{options.rounds} rounds in {time.monotonic() - start:.0f} s\n\n{HEADER}")
    OUT.mkdir(parents=True, exist_ok=True)
    for page in pages:
        (OUT / f"{page.name}.json").write_text(json.dumps(page.report))
        say(page.line())
    for page in pages:
        for category in page.below:
            say("\n".join([f"\n{page.name}, {category}:", *failed(page.report, category)]))
    return 1 if any(page.below for page in pages) else 0


if __name__ == "__main__":
    sys.exit(main())
