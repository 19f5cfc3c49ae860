"""Collections: what they hold, and whether its parts agree."""

from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from biobanks.codes import (
    AgeUnit,
    CollectionType,
    DataCategory,
    Material,
    Sex,
    StorageTemperature,
)
from biobanks.enums import DiseaseSystem, MappingKind, Origin, Publication, Severity
from biobanks.models import Collection, Disease
from biobanks.quality.registry import check
from biobanks.quality.texts import YEARS

OF_DISEASES = {
    CollectionType.HOSPITAL,
    CollectionType.DISEASE_SPECIFIC,
    CollectionType.RARE_DISEASE,
}
OLDEST = 120  # years
LARGE = 100_000  # samples
HUGE = 6  # order of magnitude: a million
STALE = timedelta(days=3 * 365)
FROZEN = {
    StorageTemperature.MINUS_18_TO_MINUS_35,
    StorageTemperature.MINUS_60_TO_MINUS_85,
    StorageTemperature.LIQUID_NITROGEN,
    StorageTemperature.OTHER,
}


def diseases_of(collection: Collection) -> list[Disease]:
    """Diagnoses that somebody else than the node stated."""
    return [link.disease for link in collection.diagnosis_links.all() if link.origin != Origin.NODE]


def codes_in(collection: Collection, system: DiseaseSystem) -> list[Disease]:
    """Its diagnoses of one code system."""
    return [disease for disease in diseases_of(collection) if disease.system == system]


def has_images(collection: Collection) -> bool:
    """Whether anything but a type says that there are images."""
    return bool(collection.imaging_modalities.all() or collection.image_dataset_types.all())


# What is held


@check(
    "CC:TypeMissing",
    Severity.ERROR,
    Collection,
    "types",
    _("No type of collection is chosen."),
    _("Choose at least one; the Directory needs it."),
)
def type_missing(collection: Collection) -> bool:
    return not collection.types


@check(
    "BE:DataMissing",
    Severity.ERROR,
    Collection,
    "data_categories",
    _("No kind of data is chosen."),
    _("Choose at least one; the Directory needs it."),
)
def data_missing(collection: Collection) -> bool:
    return not collection.data_categories


@check(
    "BE:MagnitudeMissing",
    Severity.ERROR,
    Collection,
    "order_of_magnitude",
    _("Neither the number of samples nor its order of magnitude is given."),
    _("Give the one or the other; the Directory needs it."),
)
def magnitude_missing(collection: Collection) -> bool:
    return collection.size is None and collection.order_of_magnitude is None


@check(
    "CC:MaterialsMissing",
    Severity.ERROR,
    Collection,
    "materials",
    _("There are biological samples, but no material is chosen."),
    _("Choose the materials."),
)
def materials_missing(collection: Collection) -> bool:
    return (
        DataCategory.BIOLOGICAL_SAMPLES in collection.data_categories and not collection.materials
    )


@check(
    "CC:SampleCatMismatch",
    Severity.ERROR,
    Collection,
    "data_categories",
    _("Materials are chosen, but biological samples are not among the kinds of data."),
    _("Add biological samples to the kinds of data."),
)
def samples_not_among_data(collection: Collection) -> bool:
    held = set(collection.materials) - {Material.NOT_AVAILABLE}
    return bool(held) and DataCategory.BIOLOGICAL_SAMPLES not in collection.data_categories


@check(
    "BE:MaterialNav",
    Severity.WARNING,
    Collection,
    "materials",
    _("“Not available” stands beside other materials."),
    _("Untick it."),
)
def material_not_available_beside_others(collection: Collection) -> bool:
    return Material.NOT_AVAILABLE in collection.materials and len(collection.materials) > 1


@check(
    "BE:SexNav",
    Severity.WARNING,
    Collection,
    "sex",
    _("“Not available” stands beside other values of sex."),
    _("Untick it."),
)
def sex_not_available_beside_others(collection: Collection) -> bool:
    return Sex.NOT_AVAILABLE in collection.sex and len(collection.sex) > 1


@check(
    "BE:DataNav",
    Severity.WARNING,
    Collection,
    "data_categories",
    _("“Not available” stands beside other kinds of data."),
    _("Untick it."),
)
def data_not_available_beside_others(collection: Collection) -> bool:
    return (
        DataCategory.NOT_AVAILABLE in collection.data_categories
        and len(collection.data_categories) > 1
    )


@check(
    "BE:AnyCode",
    Severity.ERROR,
    Collection,
    "materials",
    _("“Any” is chosen, which only fact tables may say."),
    _("Choose what there is."),
)
def any_code(collection: Collection) -> bool:
    return Material.ANY in collection.materials or Sex.ANY in collection.sex


@check(
    "BE:StorageMissing",
    Severity.INFO,
    Collection,
    "storage_temperatures",
    _("It is not said how samples are stored."),
    _("Choose the storage temperatures."),
)
def storage_missing(collection: Collection) -> bool:
    return bool(collection.materials) and not collection.storage_temperatures


@check(
    "BE:StorageWarm",
    Severity.WARNING,
    Collection,
    "storage_temperatures",
    _("There is frozen tissue, but no storage temperature below zero."),
    _("Add the freezer, or correct the materials."),
)
def frozen_tissue_stored_warm(collection: Collection) -> bool:
    return (
        Material.TISSUE_FROZEN in collection.materials
        and bool(collection.storage_temperatures)
        and not FROZEN.intersection(collection.storage_temperatures)
    )


@check(
    "BE:ProceduresMissing",
    Severity.INFO,
    Collection,
    "procedures",
    _("No written procedure is named."),
    _("Tick those that the collection follows."),
)
def procedures_missing(collection: Collection) -> bool:
    return not collection.procedures


# Donors


@check(
    "BE:SexMissing",
    Severity.INFO,
    Collection,
    "sex",
    _("The sex of the donors is not stated."),
    _("Choose what is known; researchers filter by it."),
)
def sex_missing(collection: Collection) -> bool:
    is_human = CollectionType.NON_HUMAN not in collection.types
    return is_human and not collection.sex


@check(
    "BE:AgesMissing",
    Severity.INFO,
    Collection,
    "age_low",
    _("The ages of the donors are not stated."),
    _("Give the lowest and the highest; researchers filter by them."),
)
def ages_missing(collection: Collection) -> bool:
    is_human = CollectionType.NON_HUMAN not in collection.types
    return is_human and collection.age_low is None and collection.age_high is None


@check(
    "CC:AgeRangePoint",
    Severity.INFO,
    Collection,
    "age_high",
    _("The lowest and the highest age are the same."),
    _("Check whether all donors are of one age."),
)
def ages_are_one(collection: Collection) -> bool:
    return collection.age_low is not None and collection.age_low == collection.age_high


@check(
    "BE:AgesZero",
    Severity.WARNING,
    Collection,
    "age_high",
    _("Both ages are nought, which the Directory does not take for an age."),
    _("Give the real ages, or in days or weeks; leave them empty if unknown."),
)
def ages_are_nought(collection: Collection) -> bool:
    return collection.age_low == 0 and collection.age_high == 0


@check(
    "CC:AgeHighAboveMax",
    Severity.WARNING,
    Collection,
    "age_high",
    _("The highest age is beyond a human life."),
    _("Correct it, or its unit."),
)
def age_too_high(collection: Collection) -> bool:
    if collection.age_high is None or not collection.age_unit:
        return False
    return collection.age_high * YEARS[AgeUnit(collection.age_unit)] > OLDEST


@check(
    "BE:BirthCohortAge",
    Severity.WARNING,
    Collection,
    "age_low",
    _("A birth cohort begins at birth, but the lowest age is above nought."),
    _("Correct the age, or the type."),
)
def birth_cohort_without_birth(collection: Collection) -> bool:
    return CollectionType.BIRTH_COHORT in collection.types and bool(collection.age_low)


@check(
    "BE:DonorsAboveSamples",
    Severity.WARNING,
    Collection,
    "number_of_donors",
    _("There are more donors than samples."),
    _("Check both numbers."),
)
def more_donors_than_samples(collection: Collection) -> bool:
    return bool(collection.size) and (collection.number_of_donors or 0) > (collection.size or 0)


# Size


@check(
    "BE:SizeUndated",
    Severity.WARNING,
    Collection,
    "size_as_of",
    _("It is not said when the samples were counted."),
    _("Give the day."),
)
def size_undated(collection: Collection) -> bool:
    return collection.size is not None and collection.size_as_of is None


@check(
    "BE:SizeOld",
    Severity.INFO,
    Collection,
    "size_as_of",
    _("The samples were counted more than three years ago."),
    _("Ask the biobank for a new number."),
)
def size_old(collection: Collection) -> bool:
    return collection.size_as_of is not None and collection.size_as_of < timezone.now() - STALE


@check(
    "CC:LargeNoSubcoll",
    Severity.INFO,
    Collection,
    "size",
    _("The collection is very large and has no parts."),
    _("Consider describing its parts; researchers find them better."),
)
def large_without_parts(collection: Collection) -> bool:
    return (collection.size or 0) > LARGE and not collection.parts.all()


@check(
    "CC:LargeOoMOnly",
    Severity.INFO,
    Collection,
    "size",
    _("There are more than a million samples, but no exact number."),
    _("Give the number."),
)
def huge_without_number(collection: Collection) -> bool:
    return collection.size is None and (collection.order_of_magnitude or 0) >= HUGE


# Diagnoses


@check(
    "CC:DiagMissingDisease",
    Severity.ERROR,
    Collection,
    "",
    _("The type says that it is about diseases, but no diagnosis is given."),
    _("Add the diagnoses."),
)
def diagnoses_missing(collection: Collection) -> bool:
    return bool(OF_DISEASES.intersection(collection.types)) and not diseases_of(collection)


@check(
    "CC:DiagRange",
    Severity.ERROR,
    Collection,
    "",
    _("A diagnosis is a chapter of codes, which says too little."),
    _("Choose the diseases within it."),
)
def diagnosis_is_a_chapter(collection: Collection) -> str:
    return ", ".join(disease.code for disease in diseases_of(collection) if "-" in disease.code)


@check(
    "CC:MedRecDiagGap",
    Severity.WARNING,
    Collection,
    "",
    _("There are medical records, but no diagnosis is given."),
    _("Add the diagnoses."),
)
def records_without_diagnoses(collection: Collection) -> bool:
    return DataCategory.MEDICAL_RECORDS in collection.data_categories and not diseases_of(
        collection
    )


@check(
    "CC:DiagCatMismatch",
    Severity.WARNING,
    Collection,
    "data_categories",
    _("There are diagnoses, but medical records are not among the kinds of data."),
    _("Add medical records where the diagnoses are kept in them."),
)
def diagnoses_without_records(collection: Collection) -> bool:
    return bool(
        diseases_of(collection) and DataCategory.MEDICAL_RECORDS not in collection.data_categories
    )


@check(
    "CC:DiagTypeMismatch",
    Severity.INFO,
    Collection,
    "types",
    _("There are diagnoses, but no type that is about diseases."),
    _("Add hospital, disease-specific or rare disease where it fits."),
)
def diagnoses_without_type(collection: Collection) -> bool:
    return bool(diseases_of(collection)) and not OF_DISEASES.intersection(collection.types)


@check(
    "BE:DiagOnlyOurs",
    Severity.INFO,
    Collection,
    "",
    _("All diagnoses are our own reading."),
    _("Ask the biobank for its own."),
)
def diagnoses_are_only_ours(collection: Collection) -> bool:
    return bool(collection.diagnosis_links.all()) and not diseases_of(collection)


@check(
    "CC:OrphaNeedsRDType",
    Severity.WARNING,
    Collection,
    "types",
    _("There are ORPHA codes, but the type is not rare disease."),
    _("Add the type."),
)
def orpha_without_type(collection: Collection) -> bool:
    has_codes = bool(codes_in(collection, DiseaseSystem.ORPHA))
    return has_codes and CollectionType.RARE_DISEASE not in collection.types


@check(
    "CC:RDOrphaMissing",
    Severity.WARNING,
    Collection,
    "",
    _("The type is rare disease, but there is no ORPHA code."),
    _("Add the ORPHA codes."),
)
def type_without_orpha(collection: Collection) -> bool:
    has_codes = bool(codes_in(collection, DiseaseSystem.ORPHA))
    return CollectionType.RARE_DISEASE in collection.types and not has_codes


@check(
    "CC:OrphaNeedsIcd",
    Severity.WARNING,
    Collection,
    "",
    _("There are ORPHA codes, but no code of ICD-10."),
    _("Add the codes of ICD-10; many search by these."),
)
def orpha_without_icd(collection: Collection) -> bool:
    return bool(codes_in(collection, DiseaseSystem.ORPHA)) and not codes_in(
        collection, DiseaseSystem.ICD10
    )


@check(
    "CC:RDOrphaSuggest",
    Severity.INFO,
    Collection,
    "",
    _("A code of ICD-10 is the same disease as an ORPHA code that is not given."),
    _("Add these ORPHA codes."),
)
def orpha_suggested(collection: Collection) -> str:
    if CollectionType.RARE_DISEASE not in collection.types:
        return ""
    given = {disease.pk for disease in diseases_of(collection)}
    return ", ".join(
        sorted(
            {
                mapping.orpha.code
                for disease in codes_in(collection, DiseaseSystem.ICD10)
                for mapping in disease.orpha_mappings.all()
                if mapping.kind == MappingKind.EXACT and mapping.orpha_id not in given
            }
        )
    )


@check(
    "CC:OrphaIcdSuggest",
    Severity.INFO,
    Collection,
    "",
    _("An ORPHA code is the same disease as a code of ICD-10 that is not given."),
    _("Add these codes of ICD-10."),
)
def icd_suggested(collection: Collection) -> str:
    given = {disease.pk for disease in diseases_of(collection)}
    return ", ".join(
        sorted(
            {
                mapping.icd10.code
                for disease in codes_in(collection, DiseaseSystem.ORPHA)
                for mapping in disease.icd10_mappings.all()
                if mapping.kind == MappingKind.EXACT and mapping.icd10_id not in given
            }
        )
    )


# Images


@check(
    "CC:ImgModMissing",
    Severity.ERROR,
    Collection,
    "imaging_modalities",
    _("There is imaging data, but no modality is chosen."),
    _("Choose how the images were made."),
)
def modality_missing(collection: Collection) -> bool:
    is_imaging = (
        DataCategory.IMAGING_DATA in collection.data_categories
        or CollectionType.IMAGE in collection.types
    )
    return is_imaging and not collection.imaging_modalities.all()


@check(
    "CC:ImageCatMissing",
    Severity.ERROR,
    Collection,
    "data_categories",
    _("Images are described, but imaging data is not among the kinds of data."),
    _("Add imaging data to the kinds of data."),
)
def images_not_among_data(collection: Collection) -> bool:
    return has_images(collection) and DataCategory.IMAGING_DATA not in collection.data_categories


@check(
    "CC:ImageTypeMissing",
    Severity.ERROR,
    Collection,
    "types",
    _("Images are described, but the type is not image collection."),
    _("Add the type."),
)
def images_without_type(collection: Collection) -> bool:
    is_imaging = has_images(collection) or DataCategory.IMAGING_DATA in collection.data_categories
    return is_imaging and CollectionType.IMAGE not in collection.types


@check(
    "CC:ImgDataMissing",
    Severity.WARNING,
    Collection,
    "image_dataset_types",
    _("It is an image collection, but no type of image dataset is chosen."),
    _("Choose the types."),
)
def dataset_type_missing(collection: Collection) -> bool:
    return CollectionType.IMAGE in collection.types and not collection.image_dataset_types.all()


@check(
    "BE:BodyPartMissing",
    Severity.INFO,
    Collection,
    "body_parts",
    _("Images are described, but not of which part of the body."),
    _("Choose the body parts."),
)
def body_part_missing(collection: Collection) -> bool:
    return has_images(collection) and not collection.body_parts.all()


# Parts and wholes


@check(
    "BE:ParentOtherBiobank",
    Severity.ERROR,
    Collection,
    "parent",
    _("It is part of a collection of another biobank."),
    _("Choose a collection of the same biobank, or none."),
)
def parent_of_another_biobank(collection: Collection) -> bool:
    return collection.parent is not None and collection.parent.biobank_id != collection.biobank_id


@check(
    "BE:ParentNotPublic",
    Severity.WARNING,
    Collection,
    "parent",
    _("It is published, but what it is part of is not."),
    _("Publish the whole, or choose none."),
)
def parent_not_public(collection: Collection) -> bool:
    return (
        collection.publication == Publication.PUBLISHED
        and collection.parent is not None
        and collection.parent.publication != Publication.PUBLISHED
    )


@check(
    "BE:BiobankNotPublic",
    Severity.WARNING,
    Collection,
    "biobank",
    _("It is published, but its biobank is not, so nobody sees it."),
    _("Publish the biobank."),
)
def biobank_not_public(collection: Collection) -> bool:
    return (
        collection.publication == Publication.PUBLISHED
        and collection.biobank.publication != Publication.PUBLISHED
    )


@check(
    "SNM:SubcollNetMissing",
    Severity.WARNING,
    Collection,
    "networks",
    _("What it is part of belongs to a network that it does not belong to."),
    _("Choose the network here too, or take it from the whole."),
)
def network_of_the_whole_missing(collection: Collection) -> str:
    if collection.parent is None:
        return ""
    own = set(collection.networks.all())
    return ", ".join(
        network.name for network in collection.parent.networks.all() if network not in own
    )


def sum_of_parts(collection: Collection, field: str) -> int:
    """What the published parts add up to, as far as they say."""
    return sum(getattr(part, field) or 0 for part in published_parts(collection))


def published_parts(collection: Collection) -> list[Collection]:
    """Its parts that are in the public's lists."""
    return [part for part in collection.parts.all() if part.publication == Publication.PUBLISHED]


@check(
    "CP:SizeOver",
    Severity.ERROR,
    Collection,
    "size",
    _("The parts have more samples than the whole."),
    _("Correct the number of the whole, or of a part."),
)
def parts_exceed_size(collection: Collection) -> bool:
    return collection.size is not None and sum_of_parts(collection, "size") > collection.size


@check(
    "CP:DonorOver",
    Severity.WARNING,
    Collection,
    "number_of_donors",
    _("The parts have more donors than the whole."),
    _("This is right only where people gave to more than one part."),
)
def parts_exceed_donors(collection: Collection) -> bool:
    donors = collection.number_of_donors
    return donors is not None and sum_of_parts(collection, "number_of_donors") > donors


@check(
    "CP:SizeUnknown",
    Severity.INFO,
    Collection,
    "size",
    _("A part has no number of samples, so the sum cannot be checked."),
    _("Give the number of each part."),
)
def part_without_size(collection: Collection) -> str:
    return (
        ", ".join(part.name for part in published_parts(collection) if part.size is None)
        if collection.size is not None
        else ""
    )


@check(
    "CP:DonorUnknown",
    Severity.INFO,
    Collection,
    "number_of_donors",
    _("A part has no number of donors, so the sum cannot be checked."),
    _("Give the number of each part."),
)
def part_without_donors(collection: Collection) -> str:
    return (
        ", ".join(
            part.name for part in published_parts(collection) if part.number_of_donors is None
        )
        if collection.number_of_donors is not None
        else ""
    )
