"""The desk opens from some networks alone, where ADMIN_NETWORKS names them."""

import ipaddress
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest
from django.utils.deprecation import MiddlewareMixin

from bbmri_be.admin import is_for_staff
from bbmri_be.rate_limits.visitors import address_of


class AdminNetworksMiddleware(MiddlewareMixin):
    """Everybody else gets the page of an address that does not exist."""

    def process_view(self, request: HttpRequest, *_view: Any) -> None:
        """Let pass, or not. Raises `Http404`."""
        if settings.ADMIN_NETWORKS and is_for_staff(request) and not is_inside(request):
            raise Http404


def is_inside(request: HttpRequest) -> bool:
    """Whether a visitor comes from one of the networks."""
    try:
        address = ipaddress.ip_address(address_of(request))
    except ValueError:
        return False
    address = getattr(address, "ipv4_mapped", None) or address
    return any(address in network for network in settings.ADMIN_NETWORKS)
