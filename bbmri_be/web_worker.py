"""The process that answers requests: gunicorn's, but for how it ends."""

import os
from typing import Any

from gunicorn.workers.gthread import ThreadWorker


class WebWorker(ThreadWorker):
    """Lets in who waits at the door when it ends, and closes the door.

    Gunicorn answers those who are inside, and keeps the door as long as that takes: who came
    meanwhile was never let in, and found the connection broken in the end. One that is refused can
    be told from one that is not answered; proxies ask again.
    """

    sockets: list[Any]

    def set_accept_enabled(self, enabled: bool) -> None:
        """Begin to let people in; or cease to, for now or for good."""
        super().set_accept_enabled(enabled)
        if not enabled and self.is_ending:
            doors, self.sockets = self.sockets, []
            for door in doors:
                self.let_all_in(door)
                door.close()

    @property
    def is_ending(self) -> bool:
        """Whether it was told to stop, or is left alone."""
        return not self.alive or self.ppid != os.getppid()

    def let_all_in(self, door: Any) -> None:
        """Those who wait; there is no other way to know them than to try."""
        inside = -1
        while inside != self.nr_conns:
            inside = self.nr_conns
            self.accept(door)
