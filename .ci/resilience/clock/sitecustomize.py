"""Python reads this before anything else, where its folder is in PYTHONPATH: a clock that jumps.

The clock of the machine cannot be moved without harm to all that runs on it. So each process of
the site, web, worker and jobs alike, sees the time as many seconds off as the file CLOCK_FILE
says. PostgreSQL's clock stays right: what is compared with it differs, as between two hosts.
"""

import os
import threading
import time
from contextlib import suppress
from pathlib import Path

import time_machine

FILE = Path(os.environ["CLOCK_FILE"])
SECONDS_BETWEEN_LOOKS = 0.1

traveller = time_machine.travel(time.time(), tick=True).start()
shown = 0.0


def follow() -> None:
    """Jump when the file says another number of seconds."""
    global shown
    while True:
        with suppress(OSError, ValueError):  # it is being written
            wanted = float(FILE.read_text())
            traveller.shift(wanted - shown)
            shown = wanted
        time.sleep(SECONDS_BETWEEN_LOOKS)


def begin() -> None:
    """Follow the file, in a thread; a forked process has none of its parent's."""
    threading.Thread(target=follow, daemon=True).start()


begin()
os.register_at_fork(after_in_child=begin)
