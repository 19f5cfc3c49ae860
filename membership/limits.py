"""How many applications are taken in an hour."""

from bbmri_be.rate_limits.actions import take
from bbmri_be.rate_limits.visitors import network_of

HOUR = 3600  # seconds
PER_ADDRESS = 10  # an office behind one address has room
IN_TOTAL = 300


def seconds_to_wait(address: str) -> int:
    """Count one application from a network address; 0 when it is allowed.

    Call it inside the transaction that stores the application: rolled back, it counts nothing.
    """
    return take(
        "join from one network", network_of(address), capacity=PER_ADDRESS, per_seconds=HOUR
    ) or take("join in total", "", capacity=IN_TOTAL, per_seconds=HOUR)
