"""The process that sends the mails of the outbox."""

import logging
import signal
import time
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import InterfaceError, OperationalError, connection

from bbmri_be.outbox.actions import forget_old
from bbmri_be.outbox.delivery import deliver_due

logger = logging.getLogger(__name__)

PAUSE_SECONDS = 2  # with nothing to send, or no database
FORGET_EVERY_SECONDS = 3600


class Command(BaseCommand):
    """Send the mails of the outbox, until SIGTERM or SIGINT; the mail in hand is finished first."""

    help = "Send the mails of the outbox; runs until it is stopped."

    stopping = False

    def add_arguments(self, parser: CommandParser) -> None:
        """`--once` for a single round."""
        parser.add_argument("--once", action="store_true", help="send what is due, then end")

    def handle(self, *args: Any, once: bool, **options: Any) -> None:
        """Loop; a database that goes away is waited for."""
        if once:
            deliver_due()
            forget_old()
            return
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self.stop)
        forget_at = 0.0
        while not self.stopping:
            try:
                if time.monotonic() >= forget_at:
                    forget_old()
                    forget_at = time.monotonic() + FORGET_EVERY_SECONDS
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
