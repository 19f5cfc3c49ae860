"""Networks of biobanks."""

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from simple_history.models import HistoricalRecords

from biobanks.addresses import entry_address
from biobanks.codes import NetworkElement
from biobanks.models.entry import Entry, entry_constraints
from biobanks.models.fields import (
    Place,
    code_list,
    code_list_constraint,
    coordinate_constraints,
    identifier_constraint,
)
from biobanks.models.organisation import Organisation
from biobanks.querysets import EntryQuerySet


class Network(Entry, Place):
    """A network that biobanks or collections belong to."""

    organisation = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="networks",
        verbose_name=_("organisation"),
    )
    joined_year = models.PositiveSmallIntegerField(
        _("member since"), null=True, blank=True, help_text=_("Year in which it joined BBMRI.be.")
    )
    shared_elements = code_list(NetworkElement, verbose_name=_("what its members share"))

    objects = EntryQuerySet.as_manager()
    history = HistoricalRecords(excluded_fields=["search_text"])

    class Meta:
        ordering = ["name"]
        verbose_name = pgettext_lazy("an entry", "network")
        verbose_name_plural = _("networks")
        indexes = [GinIndex(fields=["search_text"], name="biobanks_network_text")]
        constraints = [
            *entry_constraints(),
            *coordinate_constraints(),
            identifier_constraint("networkID"),
            code_list_constraint("shared_elements", NetworkElement),
        ]

    def get_absolute_url(self) -> str:
        """Public page."""
        return entry_address("network", self.slug)
