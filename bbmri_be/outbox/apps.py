"""Configuration of the app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OutboxConfig(AppConfig):
    """Mails on their way out."""

    name = "bbmri_be.outbox"
    verbose_name = _("Outbox")
