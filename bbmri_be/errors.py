"""Tells a Sentry of errors, where SENTRY_DSN names one: which, and where in the code.

Nothing else goes there: what an error says may quote what somebody typed, an address what somebody
searched for. The name of the request leads to its lines in our own log.
"""

from typing import Any

import sentry_sdk
from sentry_sdk.integrations.django import DjangoIntegration

from bbmri_be import __version__
from bbmri_be.logs import request_id

# What an event says besides that no Sentry needs.
LEFT_OUT = ("request", "user", "breadcrumbs", "server_name", "extra", "logentry", "modules")


def tell(dsn: str) -> None:
    """Begin to tell this Sentry."""
    sentry_sdk.init(
        dsn,
        release=__version__,
        default_integrations=True,
        integrations=[DjangoIntegration(middleware_spans=False, signals_spans=False)],
        include_local_variables=False,
        max_request_body_size="never",
        max_breadcrumbs=0,
        before_send=bare,
    )


def bare(event: Any, _hint: Any) -> Any:
    """The event without what somebody typed or is."""
    for name in LEFT_OUT:
        event.pop(name, None)
    for error in event.get("exception", {}).get("values", []):
        error["value"] = ""
    event["tags"] = {"request": request_id.get()}
    return event
