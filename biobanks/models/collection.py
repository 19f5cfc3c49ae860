"""Collections of samples and data, their fact tables and the studies they come from."""

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Power
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from simple_history.models import HistoricalRecords

from biobanks.addresses import entry_address
from biobanks.codes import (
    AccessType,
    AgeRange,
    AgeUnit,
    CollectionType,
    Country,
    DataCategory,
    DataUse,
    Material,
    OrderOfMagnitude,
    Sex,
    StandardProcedure,
    StorageTemperature,
)
from biobanks.enums import ImagingList, Origin, Publication
from biobanks.models.biobank import Biobank
from biobanks.models.entry import Entry, entry_constraints
from biobanks.models.fields import (
    Place,
    age_constraints,
    code_constraint,
    code_list,
    code_list_constraint,
    coordinate_constraints,
    identifier_constraint,
    identifier_field,
)
from biobanks.models.network import Network
from biobanks.models.organisation import Contact, ExternalReference
from biobanks.models.vocabulary import Disease, ImagingTerm
from biobanks.querysets import CollectionQuerySet


def magnitude_constraints(number: str, magnitude: str) -> list[models.CheckConstraint]:
    """A number lies within its order of magnitude n: 10^n to 10^(n+1), or 0 to 10 for n = 0."""
    lower = Q(**{f"{magnitude}": 0}) | Q(**{f"{number}__gte": Power(10, F(magnitude))})
    upper = Q(**{f"{number}__lte": Power(10, F(magnitude) + 1)})
    unknown = Q(**{f"{number}__isnull": True}) | Q(**{f"{magnitude}__isnull": True})
    return [
        models.CheckConstraint(
            condition=Q(**{f"{magnitude}__isnull": True})
            | Q(**{f"{magnitude}__in": OrderOfMagnitude.values}),
            name=f"%(app_label)s_%(class)s_{magnitude}",
        ),
        models.CheckConstraint(
            condition=unknown | (lower & upper),
            name=f"%(app_label)s_%(class)s_{number}_in_magnitude",
            violation_error_message=_("The number lies outside its order of magnitude."),
        ),
    ]


class Study(models.Model):
    """A study that collections come from."""

    identifier = identifier_field()
    title = models.CharField(_("title"), max_length=500)
    description = models.TextField(_("description"), blank=True)
    type = models.CharField(_("type of study"), max_length=255, blank=True)
    sex = code_list(Sex, verbose_name=_("sex of the participants"))
    age_low = models.PositiveSmallIntegerField(_("lowest age"), null=True, blank=True)
    age_high = models.PositiveSmallIntegerField(_("highest age"), null=True, blank=True)
    age_unit = models.CharField(
        _("unit of the ages"), max_length=10, choices=AgeUnit.choices, blank=True
    )
    number_of_subjects = models.PositiveIntegerField(
        _("number of participants"), null=True, blank=True
    )
    external_references = models.ManyToManyField(
        ExternalReference, blank=True, verbose_name=_("references in other systems")
    )

    class Meta:
        ordering = ["title"]
        verbose_name = _("study")
        verbose_name_plural = _("studies")
        constraints = [
            identifier_constraint("studyID"),
            code_list_constraint("sex", Sex),
            code_constraint("age_unit", AgeUnit),
            *age_constraints(),
        ]

    def __str__(self) -> str:
        return self.title


class Collection(Entry, Place):
    """A collection of samples, data or images of a biobank; may be part of a larger one."""

    biobank = models.ForeignKey(
        Biobank,
        on_delete=models.PROTECT,
        related_name="collections",
        verbose_name=pgettext_lazy("an entry", "biobank"),
    )
    parent = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="parts",
        verbose_name=_("part of"),
    )
    name_is_provisional = models.BooleanField(
        _("the name was read from the identifier"),
        default=False,
        help_text=_("Ticked until the biobank tells the collection's own name; the page says so."),
    )
    country = models.CharField(
        _("country"), max_length=4, choices=Country.choices, default=Country.BE
    )
    head = models.ForeignKey(
        Contact,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="collection_head",
        verbose_name=_("led by"),
    )
    networks = models.ManyToManyField(
        Network, blank=True, related_name="collections", verbose_name=_("networks")
    )
    studies = models.ManyToManyField(
        Study, blank=True, related_name="collections", verbose_name=_("studies")
    )

    types = code_list(CollectionType, verbose_name=_("types of collection"))
    data_categories = code_list(DataCategory, verbose_name=_("kinds of data"))
    size = models.PositiveIntegerField(
        _("number of samples"), null=True, blank=True, help_text=_("Empty when not known.")
    )
    order_of_magnitude = models.PositiveSmallIntegerField(
        _("order of magnitude of samples"), null=True, blank=True, choices=OrderOfMagnitude.choices
    )
    size_as_of = models.DateTimeField(
        _("counted on"), null=True, blank=True, help_text=_("When the numbers were counted.")
    )
    number_of_donors = models.PositiveIntegerField(_("number of donors"), null=True, blank=True)
    order_of_magnitude_donors = models.PositiveSmallIntegerField(
        _("order of magnitude of donors"), null=True, blank=True, choices=OrderOfMagnitude.choices
    )
    sex = code_list(Sex, verbose_name=_("sex of the donors"))
    age_low = models.PositiveSmallIntegerField(_("lowest age"), null=True, blank=True)
    age_high = models.PositiveSmallIntegerField(_("highest age"), null=True, blank=True)
    age_unit = models.CharField(
        _("unit of the ages"), max_length=10, choices=AgeUnit.choices, blank=True
    )
    diagnoses = models.ManyToManyField(
        Disease,
        through="CollectionDiagnosis",
        blank=True,
        related_name="collections",
        verbose_name=_("diagnoses"),
    )
    materials = code_list(Material, verbose_name=_("materials"))
    storage_temperatures = code_list(StorageTemperature, verbose_name=_("storage temperatures"))
    body_parts = models.ManyToManyField(
        ImagingTerm,
        blank=True,
        related_name="+",
        limit_choices_to={"list": ImagingList.BODY_PART},
        verbose_name=_("body parts in images"),
    )
    imaging_modalities = models.ManyToManyField(
        ImagingTerm,
        blank=True,
        related_name="+",
        limit_choices_to={"list": ImagingList.MODALITY},
        verbose_name=_("kinds of imaging"),
    )
    image_dataset_types = models.ManyToManyField(
        ImagingTerm,
        blank=True,
        related_name="+",
        limit_choices_to={"list": ImagingList.DATASET_TYPE},
        verbose_name=_("kinds of image sets"),
    )

    collaboration_commercial = models.BooleanField(_("works with companies"), null=True, blank=True)
    collaboration_non_profit = models.BooleanField(
        _("works with non-profit partners"), null=True, blank=True
    )
    data_use = code_list(DataUse, verbose_name=_("conditions of use"))
    data_use_profile_url = models.URLField(
        _("web address of the conditions"),
        max_length=500,
        blank=True,
        help_text=_("The Directory's DUC profile."),
    )
    access_fee = code_list(AccessType, verbose_name=_("a fee is asked for"))
    access_joint_project = code_list(AccessType, verbose_name=_("a joint project is asked for"))
    access_description = models.TextField(_("how access works"), blank=True)
    access_url = models.URLField(_("where to ask for access"), max_length=500, blank=True)
    procedures = code_list(StandardProcedure, verbose_name=_("written procedures"))

    objects = CollectionQuerySet.as_manager()
    history = HistoricalRecords(excluded_fields=["search_text"])

    class Meta:
        ordering = ["name", "identifier"]
        verbose_name = pgettext_lazy("an entry", "collection")
        verbose_name_plural = _("collections")
        indexes = [GinIndex(fields=["search_text"], name="biobanks_collection_text")]
        constraints = [
            *entry_constraints(),
            *coordinate_constraints(),
            *age_constraints(),
            *magnitude_constraints("size", "order_of_magnitude"),
            *magnitude_constraints("number_of_donors", "order_of_magnitude_donors"),
            identifier_constraint("ID", "[A-Za-z0-9_-]+:collection(:[A-Za-z0-9_-]+)+"),
            code_constraint("country", Country),
            code_constraint("age_unit", AgeUnit),
            code_list_constraint("types", CollectionType),
            code_list_constraint("data_categories", DataCategory),
            code_list_constraint("sex", Sex),
            code_list_constraint("materials", Material),
            code_list_constraint("storage_temperatures", StorageTemperature),
            code_list_constraint("data_use", DataUse),
            code_list_constraint("access_fee", AccessType),
            code_list_constraint("access_joint_project", AccessType),
            code_list_constraint("procedures", StandardProcedure),
            models.CheckConstraint(
                condition=Q(parent=None) | ~Q(parent=F("pk")),
                name="biobanks_collection_not_its_own_parent",
                violation_error_message=_("A collection cannot be a part of itself."),
            ),
        ]

    def get_absolute_url(self) -> str:
        """Public page."""
        return entry_address("collection", self.slug)

    @property
    def public_parent(self) -> "Collection | None":
        """The collection that this one is a part of, where the public sees it."""
        parent = self.parent
        # A parent in another biobank, which may be a draft, is an error that a check names.
        is_public = (
            parent is not None
            and parent.publication == Publication.PUBLISHED
            and parent.biobank_id == self.biobank_id
        )
        return parent if is_public else None


class CollectionDiagnosis(models.Model):
    """A disease whose samples a collection holds, and who says so."""

    collection = models.ForeignKey(
        Collection,
        on_delete=models.CASCADE,
        related_name="diagnosis_links",
        verbose_name=pgettext_lazy("an entry", "collection"),
    )
    disease = models.ForeignKey(
        Disease,
        on_delete=models.PROTECT,
        related_name="collection_links",
        verbose_name=_("disease"),
    )
    origin = models.CharField(
        _("who says so"), max_length=20, choices=Origin.choices, default=Origin.DIRECTORY
    )

    class Meta:
        ordering = ["disease__code"]
        verbose_name = _("diagnosis")
        verbose_name_plural = _("diagnoses")
        constraints = [
            models.UniqueConstraint(
                fields=["collection", "disease"], name="biobanks_collectiondiagnosis_once"
            ),
            models.CheckConstraint(
                condition=Q(origin__in=Origin.values), name="biobanks_collectiondiagnosis_origin"
            ),
        ]

    def __str__(self) -> str:
        return str(self.disease)

    @property
    def is_own_reading(self) -> bool:
        """Whether the node, not the biobank, chose the code."""
        return bool(self.origin == Origin.NODE)

    @property
    def is_from_public_page(self) -> bool:
        """Whether the node found the code in public, not with the biobank or the Directory."""
        return bool(self.origin == Origin.PUBLIC_PAGE)


class CollectionFact(models.Model):
    """A row of a collection's fact table: how many samples and donors of one kind.

    A dimension that is empty was not stated; the code `*` (or the disease of system "any") stands
    for all values of it.
    """

    identifier = identifier_field()
    collection = models.ForeignKey(
        Collection,
        on_delete=models.CASCADE,
        related_name="facts",
        verbose_name=pgettext_lazy("an entry", "collection"),
    )
    sex = models.CharField(_("sex"), max_length=20, choices=Sex.choices, blank=True)
    age_range = models.CharField(_("ages"), max_length=30, choices=AgeRange.choices, blank=True)
    material = models.CharField(_("material"), max_length=30, choices=Material.choices, blank=True)
    disease = models.ForeignKey(
        Disease,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="facts",
        verbose_name=_("disease"),
    )
    number_of_samples = models.PositiveIntegerField(_("number of samples"), null=True, blank=True)
    number_of_donors = models.PositiveIntegerField(_("number of donors"), null=True, blank=True)
    last_update = models.DateField(_("last changed"))

    class Meta:
        ordering = ["identifier"]
        verbose_name = _("fact")
        verbose_name_plural = _("facts")
        # Pages of a long fact table.
        indexes = [
            models.Index(fields=["collection", "identifier"], name="biobanks_fact_of_collection")
        ]
        constraints = [
            identifier_constraint("factID"),
            code_constraint("sex", Sex),
            code_constraint("age_range", AgeRange),
            code_constraint("material", Material),
        ]

    def __str__(self) -> str:
        return self.identifier
