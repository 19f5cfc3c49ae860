"""What may be done with a rate limit."""

import math
from datetime import timedelta
from typing import Any, NamedTuple

from django.db import connection
from django.utils import timezone
from django.utils.crypto import salted_hmac

from bbmri_be.rate_limits.models import Bucket

# By how much the clocks of those who ask at once may differ: of processes, which wait for one
# another, and of hosts.
CLOCKS_DIFFER = timedelta(minutes=1)
# When a bucket is full. One that is emptier than empty by more than that is of a clock that was put
# back since: it counts as full.
FULL_AT = """
    CASE WHEN bucket.full_at > %(now)s + %(whole)s + %(differ)s THEN %(now)s
    ELSE greatest(bucket.full_at, %(now)s) END
"""
# One statement, so that two processes cannot take the same token. Of two at once, the second waits
# for the first one's transaction. No row comes back where the bucket has no token left.
TAKE = f"""
    INSERT INTO rate_limits_bucket AS bucket (key, full_at)
    VALUES (%(key)s, %(now)s + %(refill)s)
    ON CONFLICT (key) DO UPDATE
        SET full_at = {FULL_AT} + %(refill)s
        WHERE {FULL_AT} + %(refill)s <= %(now)s + %(whole)s
    RETURNING full_at
"""  # noqa: S608 - a constant


class Allowance(NamedTuple):
    """What came of asking for a token, and what is left."""

    wait: int  # seconds until there is a token again; 0: it was given
    remaining: int  # tokens
    full_in: int  # seconds until all are there again


def take(kind: str, key: str, *, capacity: int, per_seconds: int) -> int:
    """Take a token, and return 0; or return the seconds to wait until there is one."""
    return spend(kind, key, capacity=capacity, per_seconds=per_seconds).wait


def spend(kind: str, key: str, *, capacity: int, per_seconds: int) -> Allowance:
    """Take a token where there is one.

    A bucket holds `capacity` tokens and fills up in `per_seconds`. Inside a transaction the token
    is given back when the transaction is rolled back.
    """
    now = timezone.now()
    whole = timedelta(seconds=per_seconds)
    refill = whole / capacity
    digest = _digest(kind, key)
    spans = {"refill": refill, "whole": whole, "differ": CLOCKS_DIFFER}
    values: dict[str, Any] = {"key": digest, "now": now, **spans}
    with connection.cursor() as cursor:
        cursor.execute(TAKE, values)
        if row := cursor.fetchone():
            full_in = row[0] - now
            return Allowance(0, (whole - full_in) // refill, seconds(full_in))
    full_in = Bucket.objects.values_list("full_at", flat=True).get(key=digest) - now
    return Allowance(max(1, seconds(full_in + refill - whole)), 0, seconds(full_in))


def seconds(span: timedelta) -> int:
    """A span of time in seconds, rounded up."""
    return math.ceil(span.total_seconds())


def forget_full() -> int:
    """Delete the buckets that are full again; return how many."""
    deleted, _ = Bucket.objects.filter(full_at__lte=timezone.now()).delete()
    return deleted


def _digest(kind: str, key: str) -> str:
    """Keyed with SECRET_KEY: without it, even a list of all IPv4 addresses tells nothing."""
    return salted_hmac("bbmri_be.rate_limits", f"{kind}:{key}", algorithm="sha256").hexdigest()
