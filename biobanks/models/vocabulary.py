"""Terms too many for an enumeration: diseases and imaging."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from bbmri_be.languages import translated
from biobanks.enums import DiseaseSystem, ImagingList, MappingKind


class Disease(models.Model):
    """A term of ICD-10 (WHO, 2019) or of ORPHA, as the BBMRI-ERIC Directory lists them.

    `code` is what people write (C18, ORPHA:586), `identifier` what the Directory stores
    (urn:miriam:icd:C18, ORPHA:586). Names beyond English exist for most ORPHA terms only.
    """

    code = models.CharField(_("code"), max_length=20, unique=True)
    identifier = models.CharField(_("identifier"), max_length=50, unique=True)
    system = models.CharField(_("code system"), max_length=5, choices=DiseaseSystem.choices)
    name = translated(models.CharField(_("name"), max_length=500, blank=True))
    parents = models.ManyToManyField(
        "self",
        symmetrical=False,
        blank=True,
        related_name="children",
        verbose_name=_("broader terms"),
    )

    class Meta:
        ordering = ["code"]
        verbose_name = _("disease")
        verbose_name_plural = _("diseases")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(system__in=DiseaseSystem.values), name="biobanks_disease_system"
            )
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.code})"


class DiseaseMapping(models.Model):
    """An ORPHA term and the ICD-10 term it corresponds to."""

    orpha = models.ForeignKey(
        Disease,
        on_delete=models.CASCADE,
        related_name="icd10_mappings",
        verbose_name=_("ORPHA term"),
    )
    icd10 = models.ForeignKey(
        Disease,
        on_delete=models.CASCADE,
        related_name="orpha_mappings",
        verbose_name=_("ICD-10 term"),
    )
    kind = models.CharField(_("kind of mapping"), max_length=10, choices=MappingKind.choices)

    class Meta:
        ordering = ["orpha__code", "icd10__code"]
        verbose_name = _("mapping of diseases")
        verbose_name_plural = _("mappings of diseases")
        constraints = [
            models.UniqueConstraint(
                fields=["orpha", "icd10", "kind"], name="biobanks_diseasemapping_once"
            ),
            models.CheckConstraint(
                condition=models.Q(kind__in=MappingKind.values), name="biobanks_diseasemapping_kind"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.orpha_id} {self.kind} {self.icd10_id}"


class DiseaseWithin(models.Model):
    """A disease lies within a broader one: itself, by the tree, or by a mapping.

    What follows from the trees and the mappings, worked out once (`biobanks.vocabulary`), so that
    "asthma and everything below it" is one look at an index.
    """

    # Half a million checks of keys that were read a moment before would take half a minute.
    disease = models.ForeignKey(
        Disease,
        on_delete=models.CASCADE,
        related_name="within_links",
        db_constraint=False,
        verbose_name=_("disease"),
    )
    within = models.ForeignKey(
        Disease,
        on_delete=models.CASCADE,
        related_name="below_links",
        db_constraint=False,
        verbose_name=_("broader disease"),
    )

    class Meta:
        verbose_name = _("disease within a broader one")
        verbose_name_plural = _("diseases within broader ones")
        constraints = [
            models.UniqueConstraint(
                fields=["disease", "within"], name="biobanks_diseasewithin_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.disease_id} within {self.within_id}"


class ImagingTerm(models.Model):
    """A body part, an imaging modality or an image dataset type (DICOM, SNOMED CT codes)."""

    list = models.CharField(_("list"), max_length=15, choices=ImagingList.choices)
    code = models.CharField(_("code"), max_length=100)
    name = models.CharField(_("name"), max_length=255)

    class Meta:
        ordering = ["name"]
        verbose_name = _("imaging term")
        verbose_name_plural = _("imaging terms")
        constraints = [
            models.UniqueConstraint(fields=["list", "code"], name="biobanks_imagingterm_code"),
            models.CheckConstraint(
                condition=models.Q(list__in=ImagingList.values), name="biobanks_imagingterm_list"
            ),
        ]

    def __str__(self) -> str:
        return self.name
