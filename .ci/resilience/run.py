"""Breaks what the site stands on, piece by piece, while people use it; counts what they notice.

    python .ci/resilience/run.py [--minutes 5] [--only PART_OF_A_NAME ...]

The site runs as in production. Twenty readers turn its pages and five applicants send the interest
form in, and confirm by the mails that come. Faults come one after the other, each followed by a
quiet time; nobody mends anything by hand. In the end the database and the mail server are held to
what people were told. Prints a table, and fails where a promise is broken.
"""

import argparse
import os
import shutil
import signal
import sys
import tempfile
import time
from pathlib import Path

BASE = Path(__file__).resolve().parent.parent.parent
sys.path[:1] = [str(BASE), str(BASE / ".ci")]  # not this folder: its names are common ones
FOLDER = Path(tempfile.mkdtemp(prefix="bbmri-be-resilience-"))
FOLDER.chmod(0o755)  # the account of the database passes
os.environ |= {
    "DJANGO_SETTINGS_MODULE": "bbmri_be.settings",
    "EMBEDDED_POSTGRES_DIR": str(FOLDER / "postgres"),
    "VAR_DIR": str(FOLDER / "own"),
}

import django

django.setup()

from resilience import accounts, ground
from resilience.asking import FINE, Client, Journal
from resilience.faults import FAULTS, Fault, NotTried
from resilience.ground import Ground
from resilience.report import HEADER, LEGEND, Trial, Verdict
from resilience.visitors import LONGEST_RECOVERY, People, at_work

MINUTES = 5.0
SHARE_BROKEN = 0.4  # of the time of a fault; the rest is quiet
WARM_UP = 15  # seconds


def main() -> int:
    """Try what is asked for, and leave nothing behind; returns the exit code."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("stopped"))
    try:
        options = arguments()
        faults = [one for one in FAULTS if any(part in one.name for part in options.only or [""])]
        if not faults:
            sys.exit(f"No such fault. There are: {', '.join(one.name for one in FAULTS)}.")
        return try_out(faults, options.minutes)
    finally:
        shutil.rmtree(FOLDER, ignore_errors=True)


def try_out(faults: list[Fault], minutes: float) -> int:
    """Let one fault happen after the other; returns the exit code."""
    begun = time.monotonic()
    with ground.running(FOLDER) as site:
        wait_for(site)
        say(f"site ready after {time.monotonic() - begun:.0f} s")
        with at_work(site.port, site.mail) as people:
            time.sleep(WARM_UP)
            trials = [tried(fault, minutes * 60 / len(faults), site, people) for fault in faults]
        accounts.wait_for_mails(LONGEST_RECOVERY)
        say(f"over after {time.monotonic() - begun:.0f} s")
        return tell(trials, people, site)


def arguments() -> argparse.Namespace:
    """What the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--minutes", type=float, default=MINUTES, help="for all faults together")
    parser.add_argument("--only", action="append", help="faults whose name has this part")
    return parser.parse_args()


def say(text: str) -> None:
    """Tell whoever waits."""
    sys.stderr.write(f"{text}\n")


def wait_for(site: Ground) -> None:
    """Come back when the site is ready."""
    client = Client(site.port, Journal(), 0)
    give_up_at = time.monotonic() + LONGEST_RECOVERY
    while client.ask("/readyz/").status != 200:
        if time.monotonic() > give_up_at:
            raise SystemExit(f"The site does not get ready:\n{site.said()}")
        time.sleep(0.5)


def tried(fault: Fault, seconds: float, site: Ground, people: People) -> Trial:
    """Let a fault happen for its share of the time, and let the site recover."""
    trial = Trial(fault, begun_at=time.monotonic())
    before, traces = len(site.mail.messages), len(site.traces())
    broken_for = max(fault.at_least, seconds * SHARE_BROKEN) if fault.lasts else 0
    try:
        with fault.happens(site, people):
            trial.broken_at = time.monotonic()
            time.sleep(broken_for)
    except NotTried as reason:
        trial.not_tried = str(reason)
    trial.mended_at = time.monotonic()
    let_recover(site, max(seconds - broken_for, seconds * (1 - SHARE_BROKEN)))
    trial.ended_at = time.monotonic()
    # The last one may be in hand yet: what happens next happens to it.
    trial.mails = range(max(0, before - 1), max(0, len(site.mail.messages) - 1))
    trial.traces = site.traces()[traces:]
    say(f"{trial.ended_at - trial.begun_at:5.0f} s  {fault.name}  {trial.not_tried}")
    return trial


def let_recover(site: Ground, seconds: float) -> None:
    """A quiet time, and longer where the site is not ready or sends no mail yet."""
    mails, begun_at = len(site.mail.messages), time.monotonic()
    client = Client(site.port, Journal(), 0)
    while (passed := time.monotonic() - begun_at) < LONGEST_RECOVERY:
        is_back = len(site.mail.messages) > mails and client.ask("/readyz/").outcome == FINE
        if passed >= seconds and is_back:
            return
        time.sleep(0.5)


def tell(trials: list[Trial], people: People, site: Ground) -> int:
    """Print the table and what is broken; returns the exit code."""
    verdicts = [Verdict(trial, people, site.mail, accounts.stored()) for trial in trials]
    broken = [
        f"{verdict.trial.fault.name}: {what}"
        for verdict in verdicts
        if not verdict.trial.not_tried
        for what in verdict.broken()
    ]
    broken += [f"in the end: {what}" for what in accounts.broken(people, site.mail)]
    sent = people.applications
    confirmed = sum(bool(one.confirmed_at) for one in sent)
    last = (
        f"{len(people.journal.answers)} requests, {len(sent)} applications ({confirmed} confirmed),"
        f" {len(site.mail.messages)} mails, {len(people.letters)} letters with a file;"
        f" promises broken: {len(broken)}"
    )
    lines = [HEADER, *(verdict.line() for verdict in verdicts), LEGEND, *broken, last]
    sys.stdout.write("\n".join(lines) + "\n")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
