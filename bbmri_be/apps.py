"""Configuration of the project as an app: what the apps have in common."""

from django.apps import AppConfig, apps
from django.conf import settings
from django.db.models.signals import post_migrate


class SiteConfig(AppConfig):
    """Commands, template tags, roles."""

    name = "bbmri_be"

    def ready(self) -> None:
        """Set the roles of staff once the tables are there."""
        from bbmri_be import checks  # noqa: F401 - registers itself
        from bbmri_be.roles import set_roles

        if settings.SENTRY_DSN:
            from bbmri_be import errors  # dear to import

            errors.tell(settings.SENTRY_DSN)
        # Django tells only apps that have models; which one does not matter.
        post_migrate.connect(set_roles, sender=apps.get_app_config("membership"))
