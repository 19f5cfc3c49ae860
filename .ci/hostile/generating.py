"""What is made by chance: schemathesis on the API, hypothesis on questions, forms and tables."""

import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from hostile.report import Log, Row

BASE = Path(__file__).resolve().parent.parent.parent
SCHEMATHESIS = Path(sys.executable).with_name("schemathesis")
EXAMPLES = 60  # of schemathesis, for each operation and phase
PROPERTIES = (
    "tests/biobanks/test_any_question.py",
    "tests/biobanks/test_any_proposal.py",
    "tests/biobanks/directory/test_any_table.py",
    "tests/membership/test_any_answer.py",
)


def ask_the_api(url: str, log: Log, seed: int) -> None:
    """Whatever the API's document allows, and what it does not."""
    document = f"{url}/api/v1/openapi.json"
    options = [f"--max-examples={EXAMPLES}", "--workers=2", f"--seed={seed}", "--no-color"]
    hooks = {"PYTHONPATH": str(BASE / ".ci"), "SCHEMATHESIS_HOOKS": "hostile.short_addresses"}
    with tempfile.TemporaryDirectory() as folder:
        done = run([str(SCHEMATHESIS), "run", document, *options], folder, hooks)
    count(log, "schemathesis", done, r"(\d+) generated")


def make_up_properties(log: Log, seed: int) -> None:
    """The tests that draw by chance, with many more examples than in `make test`."""
    options = ["--hypothesis-profile=long", "--hypothesis-show-statistics", "-p", "no:randomly"]
    options += [f"--hypothesis-seed={seed}", "-p", "no:cacheprovider", "-q"]
    done = run([sys.executable, "-m", "pytest", *options, *PROPERTIES], str(BASE))
    count(log, "hypothesis", done, r"(\d+) passing")


def run(
    command: Sequence[str], folder: str, more: dict[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """Run a program with more variables, and keep what it says."""
    environment = os.environ | (more or {})
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True)


def count(log: Log, kind: str, done: subprocess.CompletedProcess[str], examples: str) -> None:
    """A row of the table; a failure is a finding."""
    row = log.rows.setdefault(kind, Row())
    row.requests += sum(map(int, re.findall(examples, done.stdout)))
    if done.returncode:
        log.find(kind, "fails", kind, (done.stdout + done.stderr)[-6_000:])
