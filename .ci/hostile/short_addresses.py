"""Hooks of schemathesis: what it draws stays within the addresses that gunicorn reads.

Longer ones are gunicorn's to refuse (414), before there is any document.
"""

from typing import Any
from urllib.parse import urlencode

import schemathesis

LONGEST = 7_000  # bytes of 8,190


@schemathesis.hook
def filter_query(context: Any, query: dict[str, Any] | None) -> bool:
    """Keep a question that fits."""
    return len(urlencode(query or {}, doseq=True, errors="replace")) < LONGEST
