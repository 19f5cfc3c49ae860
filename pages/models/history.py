"""The node's history."""

from urllib.parse import urlsplit

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from bbmri_be.languages import translated
from pages.models.base import Published, given_constraint, long_text, short_text


class Milestone(Published):
    """An event of the node's history."""

    slug = models.SlugField(_("key"), unique=True, help_text=_("Part of the address: page#key."))
    sort_date = models.DateField(
        _("day"), help_text=_("For the order only; an unknown day or month is the first.")
    )
    date_text = translated(
        short_text(_("when"), _("As the reader sees it, for example March 2008."))
    )
    title = translated(short_text(_("title")))
    text = translated(long_text(_("text")))
    source_url = models.URLField(
        _("public source"), max_length=500, blank=True, help_text=_("Shown as a link.")
    )

    history = HistoricalRecords()

    class Meta:
        ordering = ["sort_date", "slug"]
        verbose_name = _("milestone")
        verbose_name_plural = _("milestones")
        constraints = [
            given_constraint("title", _("title")),
            given_constraint("date_text", _("date")),
        ]

    def __str__(self) -> str:
        return str(self.title)

    def get_absolute_url(self) -> str:
        """Its place on the public page."""
        return f"{reverse('pages:history')}#{self.slug}"

    @property
    def source_host(self) -> str:
        """Who says it: the public source's host name."""
        return (urlsplit(self.source_url).hostname or "").removeprefix("www.")
