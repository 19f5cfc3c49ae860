"""Biobanks, their services and their quality marks."""

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from simple_history.models import HistoricalRecords

from bbmri_be.languages import translated
from biobanks.addresses import entry_address
from biobanks.codes import (
    AssessmentLevel,
    Country,
    QualityStandard,
    ServiceType,
    TechnologyReadiness,
)
from biobanks.enums import Province
from biobanks.models.entry import Entry, entry_constraints
from biobanks.models.fields import (
    Place,
    code_constraint,
    code_list,
    code_list_constraint,
    coordinate_constraints,
    identifier_constraint,
    identifier_field,
)
from biobanks.models.network import Network
from biobanks.models.organisation import Contact, Organisation
from biobanks.querysets import EntryQuerySet
from biobanks.validators import FAMHP_NUMBER, famhp_number


class Biobank(Entry, Place):
    """A member of the network: a structure that keeps human body material for research."""

    organisation = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="biobanks",
        verbose_name=_("organisation"),
    )
    province = models.CharField(_("province"), max_length=6, choices=Province.choices, blank=True)
    country = models.CharField(
        _("country"), max_length=4, choices=Country.choices, default=Country.BE
    )
    head = models.ForeignKey(
        Contact,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="biobank_head",
        verbose_name=_("led by"),
    )
    networks = models.ManyToManyField(
        Network, blank=True, related_name="biobanks", verbose_name=_("networks")
    )
    famhp_number = models.CharField(
        _("FAMHP notification number"), max_length=8, blank=True, validators=[famhp_number]
    )
    joined_year = models.PositiveSmallIntegerField(
        _("member since"), null=True, blank=True, help_text=_("Year in which it joined BBMRI.be.")
    )
    silent_since = models.DateField(
        _("silent since"),
        null=True,
        blank=True,
        editable=False,
        help_text=_("When it was asked whether the entry is right, and has not answered since."),
    )
    access_steps = translated(
        models.TextField(
            _("how to ask for samples"),
            blank=True,
            help_text=_("How to ask for samples, in Markdown."),
        )
    )
    collaboration_commercial = models.BooleanField(_("works with companies"), null=True, blank=True)
    collaboration_non_profit = models.BooleanField(
        _("works with non-profit partners"), null=True, blank=True
    )

    objects = EntryQuerySet.as_manager()
    history = HistoricalRecords(excluded_fields=["search_text"])

    class Meta:
        ordering = ["name"]
        verbose_name = pgettext_lazy("an entry", "biobank")
        verbose_name_plural = _("biobanks")
        indexes = [GinIndex(fields=["search_text"], name="biobanks_biobank_text")]
        constraints = [
            *entry_constraints(),
            *coordinate_constraints(),
            identifier_constraint("ID", "[A-Za-z0-9_-]+"),
            code_constraint("province", Province),
            code_constraint("country", Country),
            models.CheckConstraint(
                condition=Q(famhp_number="") | Q(famhp_number__regex=FAMHP_NUMBER),
                name="biobanks_biobank_famhp_number",
            ),
            models.UniqueConstraint(
                fields=["famhp_number"],
                condition=~Q(famhp_number=""),
                name="biobanks_biobank_famhp_number_unique",
                violation_error_message=_("Another biobank has this FAMHP number."),
            ),
        ]

    def get_absolute_url(self) -> str:
        """Public page."""
        return entry_address("biobank", self.slug)


class Service(models.Model):
    """Something a biobank does for others."""

    identifier = identifier_field()
    biobank = models.ForeignKey(
        Biobank,
        on_delete=models.CASCADE,
        related_name="services",
        verbose_name=pgettext_lazy("an entry", "biobank"),
    )
    name = models.CharField(_("name"), max_length=255)
    acronym = models.CharField(_("acronym"), max_length=50, blank=True)
    types = code_list(ServiceType, verbose_name=_("kinds of service"))
    description = translated(models.TextField(_("description"), blank=True))
    description_url = models.URLField(_("web page about it"), max_length=500, blank=True)
    device = models.CharField(_("device"), max_length=255, blank=True)
    device_system = models.CharField(_("device system"), max_length=255, blank=True)
    technology_readiness = models.CharField(
        _("technology readiness level"),
        max_length=5,
        choices=TechnologyReadiness.choices,
        blank=True,
    )
    access_description = models.TextField(_("how access works"), blank=True)
    access_url = models.URLField(_("where to ask for access"), max_length=500, blank=True)
    unit_of_access = models.CharField(_("unit of access"), max_length=255, blank=True)
    unit_cost = models.CharField(_("cost of a unit"), max_length=255, blank=True)
    contact = models.ForeignKey(
        Contact,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="services",
        verbose_name=_("contact"),
    )

    class Meta:
        ordering = ["name"]
        verbose_name = _("service")
        verbose_name_plural = _("services")
        constraints = [
            identifier_constraint("serviceID"),
            code_list_constraint("types", ServiceType),
            code_constraint("technology_readiness", TechnologyReadiness),
            # The Directory's second key of a service is its name alone; ours need not clash
            # between biobanks, but within one it would confuse.
            models.UniqueConstraint(
                fields=["biobank", "name"], name="biobanks_service_name_in_biobank"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class QualityMark(models.Model):
    """A standard that a biobank, a collection or a service meets, and who says so."""

    biobank = models.ForeignKey(
        Biobank,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="quality_marks",
        verbose_name=pgettext_lazy("an entry", "biobank"),
    )
    collection = models.ForeignKey(
        "biobanks.Collection",
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="quality_marks",
        verbose_name=pgettext_lazy("an entry", "collection"),
    )
    service = models.ForeignKey(
        Service,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="quality_marks",
        verbose_name=_("service"),
    )
    standard = models.CharField(_("standard"), max_length=30, choices=QualityStandard.choices)
    level = models.CharField(
        _("level of assessment"), max_length=12, choices=AssessmentLevel.choices
    )
    certificate_number = models.CharField(_("certificate number"), max_length=255, blank=True)
    certificate_url = models.URLField(
        _("web address of the certificate"), max_length=500, blank=True
    )
    certificate_image_url = models.URLField(
        _("web address of a picture of the certificate"), max_length=500, blank=True
    )
    valid_until = models.DateField(_("valid until"), null=True, blank=True)
    sources = models.TextField(
        _("sources"), blank=True, help_text=_("Where this is said: one address a line. Staff only.")
    )

    class Meta:
        ordering = ["standard"]
        verbose_name = _("quality mark")
        verbose_name_plural = _("quality marks")
        constraints = [
            models.CheckConstraint(
                condition=Q(biobank__isnull=False, collection=None, service=None)
                | Q(biobank=None, collection__isnull=False, service=None)
                | Q(biobank=None, collection=None, service__isnull=False),
                name="biobanks_qualitymark_one_owner",
                violation_error_message=_(
                    "A quality mark belongs to a biobank, a collection or a service."
                ),
            ),
            models.CheckConstraint(
                condition=Q(standard__in=QualityStandard.values),
                name="biobanks_qualitymark_standard",
            ),
            models.CheckConstraint(
                condition=Q(level__in=AssessmentLevel.values), name="biobanks_qualitymark_level"
            ),
            models.UniqueConstraint(
                fields=["biobank", "collection", "service", "standard"],
                nulls_distinct=False,
                name="biobanks_qualitymark_once",
            ),
        ]

    def __str__(self) -> str:
        return str(self.get_standard_display())
