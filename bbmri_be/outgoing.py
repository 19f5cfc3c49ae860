"""Asking other servers: at the address that a person chose, and nowhere else."""

from typing import Any
from urllib.request import HTTPRedirectHandler, build_opener


class NoFurther(HTTPRedirectHandler):
    """Takes an answer that leads elsewhere for a refusal (`HTTPError` with its status).

    Whoever answers could send us to addresses inside our own network.
    """

    def redirect_request(self, *_answer: Any) -> None:
        """Ask nobody."""


# As `urllib.request.urlopen`.
open_address = build_opener(NoFurther).open
