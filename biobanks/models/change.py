"""When the catalogue changed: what pages kept by browsers and indexes in memory are tied to."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class CatalogueChange(models.Model):
    """A statement that changed a table of the catalogue.

    Written by triggers (migration `search`), so that no way of writing escapes. The set of the
    last keys names a state of the catalogue: rows of transactions that end later come into it
    when they do, which a counter or a clock would miss. Nobody waits for a lock here.
    """

    class Meta:
        verbose_name = _("change of the catalogue")
        verbose_name_plural = _("changes of the catalogue")

    def __str__(self) -> str:
        return str(self.pk)
