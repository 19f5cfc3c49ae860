"""Whom a limit counts: the network a visitor comes from."""

import ipaddress

from django.conf import settings
from django.http import HttpRequest


def address_of(request: HttpRequest) -> str:
    """The visitor's network address, as far as it can be believed.

    Anybody can write X-Forwarded-For. Only where BEHIND_PROXY says that a proxy of ours is in front
    does it count, and then its last entry alone, which that proxy wrote. Without this, all visitors
    would share the proxy's address: gunicorn leaves REMOTE_ADDR as it is.
    """
    address = str(request.META.get("REMOTE_ADDR", ""))  # a program that signs in comes from nowhere
    if settings.BEHIND_PROXY:
        return request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip() or address
    return address


def network_of(address: str) -> str:
    """Whom an address stands for: in IPv6 one visitor has a whole /64."""
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        return address
    if isinstance(ip, ipaddress.IPv6Address) and not ip.ipv4_mapped:
        return str(ipaddress.ip_network((ip, 64), strict=False))
    return address
