"""What biobanks, collections and networks share."""

from datetime import datetime
from typing import Any

from django.contrib.postgres.search import CombinedSearchVector, SearchVector, SearchVectorField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from bbmri_be.languages import translated
from biobanks.enums import Origin, Publication
from biobanks.models.fields import code_constraint, identifier_field
from biobanks.models.organisation import Contact, ExternalReference

DIRECTORY_PREFIX = "bbmri-eric:"
NODE_PREFIX = "bbmri-be:"  # of what the Directory does not know


# Text search configurations, made by migration `search`: Snowball's endings, without accents.
TEXT_CONFIGURATIONS = {"en": "bbmri_en", "nl": "bbmri_nl", "fr": "bbmri_fr", "de": "bbmri_de"}
ANY_LANGUAGE = "bbmri_any"  # words as they are, without accents


def search_vector() -> SearchVector | CombinedSearchVector:
    """The words of an entry: names in every language, descriptions each in its own."""
    vector: Any = SearchVector("name", "acronym", "identifier", config=ANY_LANGUAGE)
    for language, configuration in TEXT_CONFIGURATIONS.items():
        vector += SearchVector("name", f"description_{language}", config=configuration)
    return vector  # type: ignore[no-any-return]


class Entry(models.Model):
    """A public entry of the catalogue, with where its facts come from."""

    identifier = identifier_field()
    slug = models.SlugField(
        _("address on this site"),
        max_length=255,
        unique=True,
        help_text=_("Part of the address; never change it."),
    )
    name = models.CharField(_("name"), max_length=255)
    acronym = models.CharField(_("acronym"), max_length=50, blank=True)
    description = translated(models.TextField(_("description"), blank=True))
    website = models.URLField(_("website"), max_length=500, blank=True)
    contact = models.ForeignKey(
        Contact,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="%(class)s_contact",
        verbose_name=_("contact"),
    )
    external_references = models.ManyToManyField(
        ExternalReference, blank=True, verbose_name=_("references in other systems")
    )

    search_text = models.GeneratedField(
        verbose_name=_("words for the search"),
        expression=search_vector(),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    publication = models.CharField(
        _("publication"), max_length=10, choices=Publication.choices, default=Publication.DRAFT
    )
    published_at = models.DateTimeField(_("first published"), null=True, blank=True)
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True)

    origin = models.CharField(
        _("origin of the facts"), max_length=20, choices=Origin.choices, blank=True
    )
    sources = models.TextField(
        _("sources"),
        blank=True,
        help_text=_("Where the facts come from: one address a line. Staff only."),
    )
    confirmed_on = models.DateField(
        _("last confirmed"),
        null=True,
        blank=True,
        help_text=_("When the biobank last said that the entry is right."),
    )
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    updated_at = models.DateTimeField(_("changed"), auto_now=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name

    @property
    def is_in_directory(self) -> bool:
        """Whether the BBMRI-ERIC Directory gave the identifier."""
        return self.identifier.startswith(DIRECTORY_PREFIX)

    @property
    def is_withdrawn(self) -> bool:
        """Whether the entry only keeps its address."""
        return self.publication == Publication.WITHDRAWN

    def publication_fields(self, state: Publication, at: datetime) -> dict[str, Any]:
        """A state and its dates, when the entry takes it `at` a moment or is in it already.

        The date of the first publication stays for ever, that of a withdrawal until it ends.
        """
        is_published, is_withdrawn = state == Publication.PUBLISHED, state == Publication.WITHDRAWN
        return {
            "publication": state,
            "published_at": self.published_at or (at if is_published else None),
            "withdrawn_at": (self.withdrawn_at or at) if is_withdrawn else None,
        }


def entry_constraints() -> list[models.BaseConstraint]:
    """State and dates of publication agree; codes are known."""
    return [
        code_constraint("publication", Publication),
        code_constraint("origin", Origin),
        models.CheckConstraint(
            condition=Q(publication=Publication.DRAFT, withdrawn_at=None)
            | Q(publication=Publication.PUBLISHED, published_at__isnull=False, withdrawn_at=None)
            | Q(publication=Publication.WITHDRAWN, withdrawn_at__isnull=False),
            name="%(app_label)s_%(class)s_publication_dates",
            violation_error_message=_(
                "A published entry needs its date of publication, a withdrawn one its date of "
                "withdrawal, and no other state has that."
            ),
        ),
    ]
