"""Attacks the site as production runs it, and says what did not hold.

    python .ci/hostile/run.py [--minutes 8] [--only KIND ...] [--seed 1]

Follows every link as a visitor and as each role of staff, asks every page and sends every form
with hostile values, plants them into rows, and reads what comes out again: pages, files, mails.
Prints a table by kind of attack and each finding; fails on any. What the site says meanwhile
stands in var/hostile.log.
"""

import argparse
import os
import sys
import time
from pathlib import Path

BASE = Path(__file__).resolve().parent.parent.parent
sys.path[:1] = [str(BASE), str(BASE / ".ci")]  # not this folder: its names are common ones
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bbmri_be.settings")

import django

django.setup()

from hostile import attacks, generating
from hostile.attacks import ATTACKS, Ground
from hostile.report import Log

LOG = BASE / "var" / "hostile.log"  # what the site says meanwhile
GENERATED = ("schemathesis", "hypothesis")
# What an attack must know before it begins.
NEEDED = ("links", "staff-links")


def main() -> int:
    """Attack; returns the exit code."""
    options = arguments()
    begun = time.monotonic()
    LOG.parent.mkdir(exist_ok=True)
    with LOG.open("w") as log:
        os.dup2(log.fileno(), sys.stderr.fileno())
    with attacks.running(options.seed) as ground:
        say(f"site ready after {time.monotonic() - begun:.0f} s")
        attack(ground, options.only, options.minutes * 60)
        if "schemathesis" in options.only:
            generating.ask_the_api(ground.site.url, ground.log, options.seed)
            say("schemathesis done")
        ground.log.look_at_slow_ones_again()
    if "hypothesis" in options.only:
        generating.make_up_properties(ground.log, options.seed)
    tell(ground.log, time.monotonic() - begun)
    return 1 if ground.log.findings else 0


def arguments() -> argparse.Namespace:
    """What the command line asks for."""
    kinds = [*ATTACKS, *GENERATED]
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--minutes", type=float, default=8, help="for all but what hypothesis does")
    parser.add_argument("--only", action="append", choices=kinds, help="this kind of attack")
    parser.add_argument("--seed", type=int, default=1, help="another order, other values")
    options = parser.parse_args()
    options.only = options.only or kinds
    return options


def attack(ground: Ground, only: list[str], seconds: float) -> None:
    """One attack after the other, each with its share of the time."""
    is_asked = {name for name in ATTACKS if name in only}
    needed = set(NEEDED) if is_asked - {"wire", "mails"} else set()
    chosen = {name: row for name, row in ATTACKS.items() if name in is_asked | needed}
    for name, (share, function) in chosen.items():
        begun = time.monotonic()
        function(ground, begun + seconds * share / 100)
        say(f"{name} done after {time.monotonic() - begun:.0f} s")


def tell(log: Log, seconds: float) -> None:
    """Print what was asked and what was found."""
    lines = [*log.table(), "", *log.remarks, "", *log.to_mend()]
    lines.append(f"{len(log.findings)} findings, {seconds:.0f} s")
    sys.stdout.write("\n".join(lines) + "\n")


def say(text: str) -> None:
    """Tell whoever waits."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
