"""Records in the words of MIABIS Core 3.0.

Attributes and their values are those of https://github.com/BBMRI-ERIC/miabis (`Core/V3`, commit
0aff785b of 2025-08-19), which has no format of its own for files; names of attributes are written
here in lower case with underscores. The Directory's codes are cut otherwise than MIABIS' values: a
code that MIABIS has no value for is "Other", one that it divides further is left out, and what
nobody has told stays null or empty.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from django.conf import settings
from django.utils.timezone import localdate

from biobanks.codes import (
    AgeUnit,
    AssessmentLevel,
    CollectionType,
    DataCategory,
    DataUse,
    Material,
    NetworkElement,
    QualityStandard,
    ServiceType,
    Sex,
    StorageTemperature,
)
from biobanks.enums import DiseaseSystem, Origin
from biobanks.metadata.records import (
    AnyRecord,
    BiobankRecord,
    Code,
    CollectionRecord,
    Diagnosis,
    Institution,
    Mark,
    NetworkRecord,
    Texts,
)

VERSION = "3.0"
OTHER = "Other"
OWN_READING = "Chosen by BBMRI.be from name and description; the biobank has not confirmed it."

# What is not named in a table is "Other"; an empty value says nothing that MIABIS has a word for.
SEXES = {
    Sex.FEMALE: "Female",
    Sex.MALE: "Male",
    Sex.NEUTERED_FEMALE: "Female",
    Sex.NEUTERED_MALE: "Male",
    Sex.UNDIFFERENTIAL: "Undifferentiated",
    Sex.UNKNOWN: "Unknown",
    Sex.NOT_ASKED: "Unknown",
    Sex.NOT_AVAILABLE: "Unknown",
    Sex.ANY: "",
}
AGE_UNITS = {
    AgeUnit.DAY: "Days",
    AgeUnit.WEEK: "Weeks",
    AgeUnit.MONTH: "Months",
    AgeUnit.YEAR: "Years",
}
SAMPLE_TYPES = {
    Material.WHOLE_BLOOD: "Blood",
    Material.ANY: "",
    Material.BUFFY_COAT: "Buffy coat",
    Material.CELL_LINES: "",
    Material.DNA: "DNA",
    Material.FECES: "Faeces",
    Material.MICRO_RNA: "RNA",
    Material.NASAL_SWAB: "Swab",
    Material.NOT_AVAILABLE: "",
    Material.PATHOGEN: "Isolated microbes",
    Material.PLASMA: "Plasma",
    Material.RNA: "RNA",
    Material.SALIVA: "Saliva",
    Material.SERUM: "Serum",
    Material.THROAT_SWAB: "Swab",
    Material.TISSUE_FROZEN: "Tissue (Frozen)",
    Material.TISSUE_PARAFFIN_EMBEDDED: "Tissue (FFPE)",
    Material.TISSUE_STAINED: "",
    Material.URINE: "Urine",
}
DATASET_TYPES = {
    DataCategory.ANTIBODIES: "Biochemical dataset",
    DataCategory.BIOLOGICAL_SAMPLES: "",
    DataCategory.BLOOD_COUNT: "Biochemical dataset",
    DataCategory.CLINICAL_SYMPTOMS: "Clinical dataset",
    DataCategory.CT_IMAGING: "Body (Radiological) image",
    DataCategory.DISEASE_DURATION: "Clinical dataset",
    DataCategory.GENEALOGICAL_RECORDS: "Genealogical records",
    DataCategory.IMAGING_DATA: "",
    DataCategory.MEDICAL_RECORDS: "Clinical dataset",
    DataCategory.NOT_AVAILABLE: "",
    DataCategory.SURVEY_DATA: "",
    DataCategory.TREATMENT_PROTOCOL: "Clinical dataset",
}
TEMPERATURES = {
    StorageTemperature.ROOM: "RT (Room temperature)",
    StorageTemperature.PLUS_2_TO_PLUS_10: "2 °C to 10°C",
    StorageTemperature.MINUS_18_TO_MINUS_35: "-18 °C to -35 °C",
    StorageTemperature.MINUS_60_TO_MINUS_85: "-60 °C to -85 °C",
    StorageTemperature.LIQUID_NITROGEN: "",
}
DESIGNS = {
    CollectionType.BIRTH_COHORT: "Birth cohort",
    CollectionType.CASE_CONTROL: "Case-control",
    CollectionType.COHORT: "Longitudinal cohort",
    CollectionType.CROSS_SECTIONAL: "Cross-sectional",
    CollectionType.DISEASE_SPECIFIC: "Disease-specific cohort",
    CollectionType.HOSPITAL: "",
    CollectionType.IMAGE: "",
    CollectionType.LONGITUDINAL: "Longitudinal cohort",
    CollectionType.NON_HUMAN: "",
    CollectionType.POPULATION_BASED: "Population-based cohort",
    CollectionType.QUALITY_CONTROL: "Quality control study",
    CollectionType.RARE_DISEASE: "Rare disease collection",
    CollectionType.SAMPLE: "",
    CollectionType.TWIN_STUDY: "Twin-study",
}
CONDITIONS = {
    DataUse.DUO_0000007: "Specific research use",
    DataUse.DUO_0000012: "Specific research use",
    DataUse.DUO_0000016: "Genetic data use",
    DataUse.DUO_0000020: "Collaboration",
    DataUse.DUO_0000038: "Genetic data use",
    DataUse.DUO_0000040: "Specific research use",
}
INFRASTRUCTURE = {
    ServiceType.SAMPLE_DATA_MANAGEMENT: "Data storage",
    ServiceType.SAMPLE_STORAGE: "Sample storage",
}
ANALYSES = {
    ServiceType.CELL_LINE_DEVELOPMENT: "Cell-lines processing",
    ServiceType.CLINICAL_CHEMISTRY_SERVICES: "Biochemical analyses",
    ServiceType.GENOMICS_ANALYSIS: "Genomics",
    ServiceType.HISTOLOGY_TISSUE_ANALYSIS: "Histology",
    ServiceType.METABOLOMICS_ANALYSIS: "Metabolomics",
    ServiceType.NUCLEIC_ACID_EXTRACTION: "Nucleic acid extraction",
    ServiceType.PROTEOMICS_ANALYSIS: "Proteomics",
    ServiceType.SAMPLE_PROCESSING: "Sample processing",
    ServiceType.SAMPLE_QUALITY_CONTROL: "Sample quality control services",
    ServiceType.SEQUENCING: "Genomics",
}
STANDARDS = {
    QualityStandard.ISO_20387_2018: "ISO 20387",
    QualityStandard.ISO_9001: "ISO 9001",
}
TOPICS = {
    NetworkElement.CHARTER: "Common charter",
    NetworkElement.DATA_ACCESS_POLICY: "Common data access policy",
    NetworkElement.IMAGE_ACCESS_POLICY: "Common image access policy",
    NetworkElement.IMAGE_MTA: "Common image MTA",
    NetworkElement.MTA: "Common MTA",
    NetworkElement.REPRESENTATION: "Common representation",
    NetworkElement.SAMPLE_ACCESS_POLICY: "Common sample access policy",
    NetworkElement.SOPS: "Common SOPs",
    NetworkElement.URL: "Common URL",
}


def document(record: AnyRecord) -> dict[str, Any]:
    """A record in MIABIS' words."""
    if isinstance(record, BiobankRecord):
        return biobank(record)
    return collection(record) if isinstance(record, CollectionRecord) else network(record)


def biobank(record: BiobankRecord) -> dict[str, Any]:
    """MIABIS-BIOBANK-01 to 12."""
    services = [kind for service in record.services for kind in service.types]
    return {
        **beginning("Biobank", record),
        "juristic_person": record.organisation.name if record.organisation else None,
        "country": country(record),
        "contact_information": contact(record, record.organisation),
        "description": english(record.description),
        "infrastructural_capabilities": only(services, INFRASTRUCTURE),
        "organisational_capabilities": [],
        "bioprocessing_and_analytical_capabilities": only(services, ANALYSES),
        "quality_management_standard": values(
            (mark.standard for mark in record.quality_marks if is_certified(mark)), STANDARDS
        ),
    }


def collection(record: CollectionRecord) -> dict[str, Any]:
    """MIABIS-COLLECTION-01 to 23."""
    unit = record.age_unit and AGE_UNITS[AgeUnit(record.age_unit.code)]
    return {
        **beginning("Collection", record),
        "biobank_id": record.biobank.identifier,
        "contact_information": contact(record, record.biobank.organisation),
        "description": english(record.description),
        "sample_source": None,
        "sex": values(record.sex, SEXES),
        "age_low": record.age_low,
        "age_high": record.age_high,
        "age_low_unit": unit if record.age_low is not None else None,
        "age_high_unit": unit if record.age_high is not None else None,
        "dataset_type": dataset_types(record.data_categories),
        "sample_type": values(record.materials, SAMPLE_TYPES),
        "storage_temperature": values(record.storage_temperatures, TEMPERATURES),
        "disease": [disease(row) for row in record.diagnoses],
        "sample_collection_setting": [],
        "collection_design": values(record.types, DESIGNS),
        "use_and_access_conditions": conditions(record),
        "collection_status": None,
        "total_number_of_subjects": record.number_of_donors,
        "inclusion_criteria": [],
        "publications": [],
    }


def network(record: NetworkRecord) -> dict[str, Any]:
    """MIABIS-NETWORK-01 to 11."""
    return {
        **beginning("Network", record),
        "juristic_person": record.organisation.name if record.organisation else None,
        "country": [],
        "contact_information": contact(record, record.organisation),
        "description": english(record.description),
        "network_status": None,
        "network_members": [member.name for member in record.members],
        "common_collaboration_topics": values(record.shared_elements, TOPICS),
    }


def beginning(entity: str, record: AnyRecord) -> dict[str, Any]:
    """What every document begins with."""
    return {
        "miabis_core_version": VERSION,
        "entity": entity,
        "id": record.identifier,
        "acronym": record.acronym or None,
        "name": record.name,
        "url": record.website or record.url,
        "license": settings.CATALOGUE_LICENSE,
    }


def english(texts: Texts) -> str | None:
    """The English text, as MIABIS wants it, or the first other one."""
    return texts.get("en") or next(iter(texts.values()), None)


def country(record: AnyRecord) -> str | None:
    """ISO 3166-1; the Directory writes UK for the United Kingdom."""
    code = record.location.country
    return "GB" if code == "UK" else code or None


def contact(record: AnyRecord, organisation: Institution | None) -> dict[str, Any] | None:
    """Structured contact information, where a contact may be shown."""
    if record.contact is None:
        return None
    return {
        "first_name": record.contact.first_name or None,
        "last_name": record.contact.last_name or None,
        "phone": record.contact.phone or None,
        "email": record.contact.email,
        "address": record.location.street or None,
        "zip": record.location.postcode or None,
        "city": record.location.city or None,
        "country": country(record),
        "juristic_person": organisation.name if organisation else None,
        "department": None,
        "orcid": None,
    }


def is_certified(mark: Mark) -> bool:
    """Whether an accredited body says so, still."""
    has_ended = mark.valid_until is not None and mark.valid_until < localdate()
    return mark.level.code == AssessmentLevel.ACCREDITED and not has_ended


def disease(row: Diagnosis) -> dict[str, Any]:
    """Structured disease; a code that the node has chosen says so."""
    icd = row.system == DiseaseSystem.ICD10
    is_own_reading = row.origin.code == Origin.NODE
    return {
        "disease_ontology": "ICD" if icd else "ORPHA",
        "disease_ontology_version": "ICD-10" if icd else None,
        "disease_ontology_code": row.code,
        "disease_ontology_description": english(row.names),
        "disease_free_text": OWN_READING if is_own_reading else None,
    }


def dataset_types(categories: Iterable[Code]) -> list[str]:
    """Types of data; the Directory counts physiological and biochemical data as one."""
    both = DataCategory.PHYSIOLOGICAL_BIOCHEMICAL_MEASUREMENTS
    categories = list(categories)
    found = values((row for row in categories if row.code != both), DATASET_TYPES)
    if any(row.code == both for row in categories):
        found += ["Physiological dataset", "Biochemical dataset"]
    return list(dict.fromkeys(found))


def conditions(record: CollectionRecord) -> list[str]:
    """Conditions of use and access."""
    joint_project = ["Collaboration"] if record.access_joint_project else []
    return list(dict.fromkeys([*values(record.data_use, CONDITIONS), *joint_project]))


def values(codes: Iterable[Code], table: Mapping[Any, str]) -> list[str]:
    """MIABIS' values for codes, each once, in the order of the codes."""
    found = (table.get(row.code, OTHER) for row in codes)
    return list(dict.fromkeys(value for value in found if value))


def only(codes: Iterable[Code], table: Mapping[Any, str]) -> list[str]:
    """The same for a list of which the codes say only a part: others mean nothing here."""
    return values((row for row in codes if row.code in table), table)
