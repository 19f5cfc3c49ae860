"""How many applications, messages and requests for a link are taken in an hour."""

from bbmri_be.rate_limits.actions import take
from bbmri_be.rate_limits.visitors import network_of

HOUR = 3600  # seconds
PER_MAILBOX = 6  # nobody shall flood it through us, nor use up what a whole network has
PER_ADDRESS = 10  # an office behind one address has room
IN_TOTAL = 300
MESSAGES_PER_ADDRESS = 30
LINKS_PER_ADDRESS = 10
LINKS_PER_MAILBOX = 3


def seconds_to_wait(address: str, email: str) -> int:
    """Count one application from a network address, for a mailbox; 0 when it is allowed.

    Call it inside the transaction that stores the application: rolled back, it counts nothing.
    """
    return (
        take("join for one mailbox", email.lower(), capacity=PER_MAILBOX, per_seconds=HOUR)
        or take(
            "join from one network", network_of(address), capacity=PER_ADDRESS, per_seconds=HOUR
        )
        or take("join in total", "", capacity=IN_TOTAL, per_seconds=HOUR)
    )


def seconds_to_wait_for_message(address: str) -> int:
    """Count one message to the secretariat from a network address; 0 when it is allowed."""
    return take(
        "message from one network",
        network_of(address),
        capacity=MESSAGES_PER_ADDRESS,
        per_seconds=HOUR,
    )


def seconds_to_wait_for_link(address: str, email: str) -> int:
    """Count one request for a new link, whether or not the address is known; 0 when allowed."""
    return take(
        "link from one network", network_of(address), capacity=LINKS_PER_ADDRESS, per_seconds=HOUR
    ) or take("link to one mailbox", email.lower(), capacity=LINKS_PER_MAILBOX, per_seconds=HOUR)
