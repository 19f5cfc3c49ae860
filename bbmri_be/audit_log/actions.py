"""Writing into the audit log, and forgetting what is due."""

import logging
from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone

from bbmri_be.audit_log.models import Entry, What
from bbmri_be.logs import request_id
from bbmri_be.rate_limits.visitors import address_of, network_of

logger = logging.getLogger("bbmri_be.audit")

MOST_ROWS = 200  # that an entry names: a page of a list has a hundred
MONTH = timedelta(days=30.5)


def note(
    what: What,
    *,
    by: Any = None,
    name: str = "",
    page: str = "",
    rows: Iterable[Any] = (),
    request: HttpRequest | None = None,
) -> Entry:
    """Keep what somebody did, here and as a line of the log; the line names accounts by number."""
    entry = Entry.objects.create(
        what=what,
        by=by,
        name=name or (by.get_username() if by else ""),
        page=page[:100],
        rows=[str(row)[:100] for row in rows][:MOST_ROWS],
        network=network_of(address_of(request)) if request else "",
        request=request_id.get(),
    )
    said = {"what": what.value, "account": entry.by_id, "page": entry.page, "rows": entry.rows}
    logger.info("Account %(account)s: %(what)s %(page)s %(rows)s", said, extra={"fields": said})
    return entry


def forget_old() -> int:
    """Delete what is older than AUDIT_MONTHS; how many."""
    limit = timezone.now() - settings.AUDIT_MONTHS * MONTH
    deleted, _by_model = Entry.objects.filter(at__lt=limit).delete()
    return deleted
