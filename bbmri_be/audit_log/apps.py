"""Configuration of the app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AuditLogConfig(AppConfig):
    """What staff did."""

    name = "bbmri_be.audit_log"
    verbose_name = _("Audit log")

    def ready(self) -> None:
        """Hear of sign-ins."""
        from bbmri_be.audit_log import signing_in  # noqa: F401 - connects itself
