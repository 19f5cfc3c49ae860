"""Configuration of the app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ScheduleConfig(AppConfig):
    """Regular work."""

    name = "bbmri_be.schedule"
    verbose_name = _("Regular work")
