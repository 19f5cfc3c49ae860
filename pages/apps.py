"""Configuration of the app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PagesConfig(AppConfig):
    """The node's own pages."""

    name = "pages"
    verbose_name = _("Pages of the node")
