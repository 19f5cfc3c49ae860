"""The known pages, and the pieces they have."""

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from bbmri_be.addresses import SITE_PATH, in_readers_language
from bbmri_be.languages import translated
from pages.enums import KnownPage
from pages.models.base import Published, given_constraint, long_text, short_text

ADDRESS = rf"^({SITE_PATH}|https://[^\s\"<>]+)?$"


class Page(Published):
    """The text of one of the known pages."""

    slug = models.SlugField(
        _("page"),
        max_length=30,
        unique=True,
        choices=KnownPage.choices,
        help_text=_("The page whose text this is."),
    )
    title = translated(short_text(_("title"), _("The page's heading and the name of its tab.")))
    description = translated(
        models.CharField(
            _("description"),
            max_length=300,
            blank=True,
            help_text=_("One plain sentence, shown by search engines under the title."),
        )
    )
    lead = translated(long_text(_("opening"), _("The first paragraph, in larger letters.")))
    body = translated(long_text(_("text")))

    history = HistoricalRecords()

    class Meta:
        ordering = ["slug"]
        verbose_name = _("page")
        verbose_name_plural = _("pages")
        constraints = [
            given_constraint("title", _("title")),
            models.CheckConstraint(
                condition=Q(slug__in=KnownPage.values), name="pages_page_slug_known"
            ),
        ]

    def __str__(self) -> str:
        return self.get_slug_display()

    def get_absolute_url(self) -> str:
        """Public page."""
        return reverse(KnownPage(self.slug).url_name)


class Section(Published):
    """A titled piece of a page: a card on the home page, a step on the membership page."""

    slug = models.SlugField(_("key"), unique=True, help_text=_("Part of the address: page#key."))
    page = models.ForeignKey(
        Page, on_delete=models.PROTECT, related_name="sections", verbose_name=_("page")
    )
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    title = translated(short_text(_("title")))
    text = translated(long_text(_("text")))
    link_label = translated(short_text(_("words of the link")))
    address = models.CharField(
        _("address of the link"),
        max_length=500,
        blank=True,
        validators=[
            RegexValidator(ADDRESS, _("Write a path such as /join/, or an https:// address."))
        ],
        help_text=_("A path of this site such as /join/, or an https:// address."),
    )

    history = HistoricalRecords()

    class Meta:
        ordering = ["order", "slug"]
        verbose_name = _("section of a page")
        verbose_name_plural = _("sections of pages")
        constraints = [
            given_constraint("title", _("title")),
            models.CheckConstraint(
                condition=Q(address__regex=ADDRESS), name="pages_section_address"
            ),
        ]

    def __str__(self) -> str:
        return str(self.title)

    def get_absolute_url(self) -> str:
        """Its place on the public page."""
        return f"{self.page.get_absolute_url()}#{self.slug}"

    @property
    def href(self) -> str:
        """The link's address, in the reader's language where it leads into this site."""
        return in_readers_language(self.address) if self.address else ""
