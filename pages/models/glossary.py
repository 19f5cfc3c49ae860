"""The words of the field."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from bbmri_be.languages import reading_order, translated
from pages.models.base import Published, given_constraint, long_text, short_text


class GlossaryTerm(Published):
    """A term of the field and what it means. (The words that the search knows are
    `biobanks.models.Term`.)
    """

    slug = models.SlugField(_("key"), unique=True, help_text=_("Part of the address: page#key."))
    term = translated(short_text(_("term")))
    short = models.CharField(
        _("abbreviations"),
        max_length=60,
        blank=True,
        help_text=_("As they are used in Belgium, of all languages, for example MTA."),
    )
    definition = translated(long_text(_("what it means")))

    history = HistoricalRecords()

    class Meta:
        ordering = ["slug"]
        verbose_name = _("term of the glossary")
        verbose_name_plural = _("glossary")
        constraints = [given_constraint("term", _("term"))]

    def __str__(self) -> str:
        return str(self.term)

    def get_absolute_url(self) -> str:
        """Its place on the public page."""
        return f"{reverse('pages:glossary')}#{self.slug}"

    @property
    def elsewhere(self) -> list[tuple[str, str]]:
        """The term in the other languages: code and words."""
        return [
            (code, words)
            for code in reading_order()
            if code != self.term.language and (words := getattr(self, f"term_{code}"))
        ]
