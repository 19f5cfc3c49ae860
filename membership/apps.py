"""Configuration of the app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MembershipConfig(AppConfig):
    """The interest form and its review."""

    name = "membership"
    verbose_name = _("Membership")
