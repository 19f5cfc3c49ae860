"""Configuration of the app."""

from django.apps import AppConfig


class RateLimitsConfig(AppConfig):
    """How often somebody may do something."""

    name = "bbmri_be.rate_limits"
