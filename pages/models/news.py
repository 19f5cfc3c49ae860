"""News."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from bbmri_be.languages import translated
from pages.models.base import Sourced, given_constraint, long_text, short_text
from pages.querysets import NewsQuerySet


class NewsItem(Sourced):
    """A piece of news, at an address of its own."""

    slug = models.SlugField(
        _("key"), max_length=100, unique=True, help_text=_("Part of the address; never change it.")
    )
    published_at = models.DateTimeField(
        _("published at"),
        null=True,
        blank=True,
        help_text=_("Empty: seen by staff only. In the future: appears by itself at that time."),
    )
    title = translated(short_text(_("title")))
    summary = translated(long_text(_("summary"), _("Two sentences for the list of news.")))
    body = translated(long_text(_("text")))

    objects = NewsQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        ordering = ["-published_at", "slug"]
        verbose_name = _("news item")
        verbose_name_plural = _("news")
        constraints = [given_constraint("title", _("title"))]
        indexes = [models.Index(fields=["-published_at"], name="pages_newsitem_latest")]

    def __str__(self) -> str:
        return str(self.title)

    def get_absolute_url(self) -> str:
        """Public page."""
        return reverse("pages:news-detail", args=[self.slug])
