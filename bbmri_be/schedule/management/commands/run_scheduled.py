"""The process beside the web server: sends mails, and does regular work."""

import logging
import os
import signal
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import InterfaceError, OperationalError, connection

from bbmri_be.outbox.delivery import deliver_due
from bbmri_be.schedule.actions import be_gone
from bbmri_be.schedule.worker import Schedule

logger = logging.getLogger(__name__)

PAUSE_SECONDS = 2  # with nothing to send, or no database
ONCE_PAUSE_SECONDS = 0.1


@contextmanager
def on_signals(stop: Callable[..., None]) -> Iterator[None]:
    """Let SIGTERM and SIGINT ask the loop to end, as long as it lasts."""
    before = {number: signal.signal(number, stop) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


class Command(BaseCommand):
    """Until SIGTERM or SIGINT; the mail in hand is finished first, the job in hand begins anew.

    Several may run at once, on several hosts: no mail and no job is taken twice.
    """

    help = "Send mails and do regular work (docs/operations.md); runs until it is stopped."

    stopping = False

    def add_arguments(self, parser: CommandParser) -> None:
        """`--once` where a platform has its own clock."""
        parser.add_argument("--once", action="store_true", help="do what is due, then end")

    def handle(self, *args: Any, once: bool, **options: Any) -> None:
        """Do what is due; go on where it is not for once."""
        host = socket.gethostname()
        schedule = Schedule()
        with on_signals(self.stop):
            if once:
                # It counts as a worker until the platform's clock calls it again.
                self.do_what_is_due(schedule, host)
                schedule.let_go()
            else:
                name = f"{host}:{os.getpid()}"
                self.go_on(schedule, name)
                schedule.let_go()
                be_gone(name)

    def do_what_is_due(self, schedule: Schedule, name: str) -> None:
        """Mails, then jobs one after the other."""
        deliver_due()
        while schedule.tend(name) and not self.stopping:
            time.sleep(ONCE_PAUSE_SECONDS)

    def go_on(self, schedule: Schedule, name: str) -> None:
        """Until the signal; a database that goes away is waited for."""
        while not self.stopping:
            try:
                schedule.tend(name)
                if not deliver_due(limit=1):
                    self.rest()
            except (OperationalError, InterfaceError) as error:
                logger.warning("The database does not answer (%s)", type(error).__name__)
                connection.close()
                self.rest()

    def stop(self, *_: object) -> None:
        """Ask the loop to end."""
        self.stopping = True

    def rest(self) -> None:
        """Sleep, in steps short enough to stop soon: a signal does not end `time.sleep`."""
        for _ in range(PAUSE_SECONDS * 4):
            if self.stopping:
                return
            time.sleep(0.25)
