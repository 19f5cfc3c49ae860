"""Configuration of the app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class BiobanksConfig(AppConfig):
    """The catalogue of biobanks, collections and networks."""

    name = "biobanks"
    verbose_name = _("Catalogue")
