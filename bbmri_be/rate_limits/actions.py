"""What may be done with a rate limit."""

import math
from datetime import timedelta
from typing import Any

from django.db import connection
from django.utils import timezone
from django.utils.crypto import salted_hmac

from bbmri_be.rate_limits.models import Bucket

# One statement, so that two processes cannot take the same token. Of two at once, the second waits
# for the first one's transaction. No row comes back where the bucket has no token left.
TAKE = """
    INSERT INTO rate_limits_bucket AS bucket (key, full_at)
    VALUES (%(key)s, %(now)s + %(refill)s)
    ON CONFLICT (key) DO UPDATE
        SET full_at = greatest(bucket.full_at, %(now)s) + %(refill)s
        WHERE greatest(bucket.full_at, %(now)s) + %(refill)s <= %(now)s + %(whole)s
    RETURNING full_at
"""


def take(kind: str, key: str, *, capacity: int, per_seconds: int) -> int:
    """Take a token, and return 0; or return the seconds to wait until there is one.

    A bucket holds `capacity` tokens and fills up in `per_seconds`. Inside a transaction the token
    is given back when the transaction is rolled back.
    """
    now = timezone.now()
    whole = timedelta(seconds=per_seconds)
    refill = whole / capacity
    digest = _digest(kind, key)
    values: dict[str, Any] = {"key": digest, "now": now, "refill": refill, "whole": whole}
    with connection.cursor() as cursor:
        cursor.execute(TAKE, values)
        if cursor.fetchone():
            return 0
    full_at = Bucket.objects.values_list("full_at", flat=True).get(key=digest)
    return max(1, math.ceil((full_at + refill - whole - now).total_seconds()))


def forget_full() -> int:
    """Delete the buckets that are full again; return how many."""
    deleted, _ = Bucket.objects.filter(full_at__lte=timezone.now()).delete()
    return deleted


def _digest(kind: str, key: str) -> str:
    """Keyed with SECRET_KEY: without it, even a list of all IPv4 addresses tells nothing."""
    return salted_hmac("bbmri_be.rate_limits", f"{kind}:{key}", algorithm="sha256").hexdigest()
