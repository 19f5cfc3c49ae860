"""The Directory's tables, column by column, and what each is in our models.

The columns of a staging table stand in the Directory's own order; after them come ours, marked
`ours=True`, which the Directory does not know. Columns without a field are read by `rules`.
docs/directory-format.md tells the format in words.

Source: molgenis-emx2, `data/biobank-directory`, commit 3400450c of 2026-08-21.
"""

from dataclasses import dataclass

from django.db import models

from biobanks import codes, enums
from biobanks.directory.cells import (
    Address,
    Cell,
    Code,
    Codes,
    Date,
    Degrees,
    Email,
    Moment,
    NumberCode,
    Reference,
    References,
    Text,
    Whole,
    YesNo,
)
from biobanks.models import (
    Biobank,
    Collection,
    CollectionFact,
    Contact,
    Disease,
    ExternalReference,
    ImagingTerm,
    Network,
    QualityMark,
    Service,
    Study,
)

SMALL = 32_767  # the most that ages and years may be: PostgreSQL's smallint


@dataclass(frozen=True)
class Column:
    """A column of a file: its header, what its cells hold, and the field of the model.

    `required` is what we need to keep a row, `demanded` what the Directory needs beyond that.
    """

    name: str
    cell: Cell
    field: str | None
    required: bool = False
    ours: bool = False
    demanded: bool = False


@dataclass(frozen=True)
class Table:
    """A file and the model of its rows; `key` names the columns that tell rows apart."""

    name: str
    model: type[models.Model]
    columns: tuple[Column, ...]
    key: tuple[str, ...] = ("id",)
    # Columns that a download of the published Directory adds; they are read past.
    left_aside: frozenset[str] = frozenset()

    @property
    def staging_columns(self) -> tuple[Column, ...]:
        """The columns that the Directory knows, in its order."""
        return tuple(column for column in self.columns if not column.ours)


def own(name: str, cell: Cell, field: str | None) -> Column:
    """A column that only we have."""
    return Column(name, cell, field, ours=True)


def translations(name: str, field: str) -> tuple[Column, ...]:
    """A text in the languages that the Directory has no column for."""
    return tuple(
        own(f"{name}_{language}", Text(), f"{field}_{language}") for language in ("nl", "fr", "de")
    )


IDENTIFIER = Column("id", Text(255), "identifier", required=True)
PROVENANCE = (
    own("origin", Code(enums.Origin), "origin"),
    own("sources", Text(), "sources"),
    own("confirmed_on", Date(), "confirmed_on"),
)
# What staff's own entries have beside the Directory's columns.
ENTRY = (
    own("slug", Text(255), None),
    own("publication", Code(enums.Publication), None),
    *translations("description", "description"),
    own("street", Text(255), "street"),
    own("postcode", Text(20), "postcode"),
    *PROVENANCE,
)

PERSONS = Table(
    "Persons",
    Contact,
    (
        IDENTIFIER,
        Column("title_before_name", Text(100), "title_before_name"),
        Column("first_name", Text(255), "first_name"),
        Column("last_name", Text(255), "last_name"),
        Column("title_after_name", Text(100), "title_after_name"),
        Column("email", Email(), "email", required=True),
        Column("phone", Text(50), "phone"),
        Column("address", Text(), "address"),
        Column("zip", Text(20), "postcode"),
        Column("city", Text(255), "city"),
        Column("country", Code(codes.Country, empty=codes.Country.BE), "country", demanded=True),
        Column("role", Text(500), "role"),
        own("is_public", YesNo(empty=False), "is_public"),
    ),
    left_aside=frozenset({"full_name", "biobanks", "collections", "networks", "national_node"}),
)

ALSO_KNOWN_IN = Table(
    "AlsoKnownIn",
    ExternalReference,
    (
        IDENTIFIER,
        Column("name_system", Text(255), "system", required=True),
        Column("pid", Text(255), "pid"),
        Column("url", Address(), "url", required=True),
    ),
    left_aside=frozenset({"label", "national_node"}),
)

NETWORKS = Table(
    "Networks",
    Network,
    (
        IDENTIFIER,
        Column("name", Text(255), "name", required=True),
        Column("acronym", Text(50), "acronym"),
        Column("description", Text(), "description_en", demanded=True),
        Column("location", Text(255), "city"),
        Column("latitude", Degrees(90), "latitude"),
        Column("longitude", Degrees(180), "longitude"),
        Column("also_known", References(ExternalReference), "external_references"),
        Column("url", Address(), "website"),
        Column("juridical_person", Text(255), None),
        Column("contact", Reference(Contact), "contact", demanded=True),
        Column("common_network_elements", Codes(codes.NetworkElement), "shared_elements"),
        Column("withdrawn", YesNo(), None, demanded=True),
        own("organisation_kind", Code(enums.OrganisationKind), None),
        own("joined_year", Whole(SMALL), "joined_year"),
        *ENTRY,
    ),
    left_aside=frozenset({"national_node"}),
)

BIOBANKS = Table(
    "Biobanks",
    Biobank,
    (
        IDENTIFIER,
        Column("name", Text(255), "name", required=True),
        Column("acronym", Text(50), "acronym"),
        Column("description", Text(), "description_en", demanded=True),
        Column("url", Address(), "website"),
        Column("location", Text(255), "city"),
        Column("country", Code(codes.Country, empty=codes.Country.BE), "country", demanded=True),
        Column("latitude", Degrees(90), "latitude"),
        Column("longitude", Degrees(180), "longitude"),
        Column("head", Reference(Contact), "head"),
        Column("contact", Reference(Contact), "contact", demanded=True),
        Column("juridical_person", Text(255), None, demanded=True),
        Column("network", References(Network), "networks"),
        Column("also_known", References(ExternalReference), "external_references"),
        Column("collaboration_commercial", YesNo(), "collaboration_commercial"),
        Column("collaboration_non_for_profit", YesNo(), "collaboration_non_profit"),
        Column("withdrawn", YesNo(), None, demanded=True),
        own("organisation_kind", Code(enums.OrganisationKind), None),
        own("joined_year", Whole(SMALL), "joined_year"),
        own("famhp_number", Text(), None),
        own("province", Code(enums.Province), "province"),
        own("access_steps", Text(), "access_steps_en"),
        *translations("access_steps", "access_steps"),
        *ENTRY,
    ),
    left_aside=frozenset({"pid", "collections", "services", "quality", "national_node"}),
)

SERVICES = Table(
    "Services",
    Service,
    (
        IDENTIFIER,
        Column("name", Text(255), "name", required=True),
        Column("serviceTypes", Codes(codes.ServiceType), "types", demanded=True),
        Column("acronym", Text(50), "acronym"),
        Column("description", Text(), "description_en", demanded=True),
        Column("descriptionUrl", Address(), "description_url"),
        Column("device", Text(255), "device"),
        Column("deviceSystem", Text(255), "device_system"),
        Column("tRL", Code(codes.TechnologyReadiness), "technology_readiness"),
        Column("accessDescriptionUrl", Address(), "access_url"),
        Column("unitOfAccess", Text(255), "unit_of_access"),
        Column("accessDescription", Text(), "access_description", demanded=True),
        Column("unitCost", Text(255), "unit_cost"),
        Column("contactInformation", Reference(Contact), "contact"),
        Column("biobank", Reference(Biobank), "biobank", required=True),
        *translations("description", "description"),
    ),
    left_aside=frozenset({"qualityStandards", "national_node"}),
)

STUDIES = Table(
    "Studies",
    Study,
    (
        IDENTIFIER,
        Column("title", Text(500), "title", required=True),
        Column("description", Text(), "description"),
        Column("type", Text(255), "type"),
        Column("sex", Codes(codes.Sex), "sex"),
        Column("age_low", Whole(SMALL), "age_low"),
        Column("age_high", Whole(SMALL), "age_high"),
        Column("age_unit", Code(codes.AgeUnit), "age_unit"),
        Column("number_of_subjects", Whole(), "number_of_subjects"),
        Column("also_known", References(ExternalReference), "external_references"),
    ),
    left_aside=frozenset({"collections", "national_node"}),
)

COLLECTIONS = Table(
    "Collections",
    Collection,
    (
        IDENTIFIER,
        Column("name", Text(255), "name", required=True),
        Column("acronym", Text(50), "acronym"),
        Column("description", Text(), "description_en", demanded=True),
        Column("url", Address(), "website"),
        Column("location", Text(255), "city"),
        Column("country", Code(codes.Country, empty=codes.Country.BE), "country", demanded=True),
        Column("latitude", Degrees(90), "latitude"),
        Column("longitude", Degrees(180), "longitude"),
        Column("head", Reference(Contact), "head"),
        Column("contact", Reference(Contact), "contact", demanded=True),
        Column("withdrawn", YesNo(), None, demanded=True),
        Column("parent_collection", Reference(Collection), "parent"),
        Column("biobank", Reference(Biobank), "biobank", required=True),
        Column("network", References(Network), "networks"),
        Column("also_known", References(ExternalReference), "external_references"),
        Column("studies", References(Study), "studies"),
        Column("type", Codes(codes.CollectionType), "types", demanded=True),
        Column("data_categories", Codes(codes.DataCategory), "data_categories", demanded=True),
        Column(
            "order_of_magnitude",
            NumberCode(codes.OrderOfMagnitude),
            "order_of_magnitude",
            demanded=True,
        ),
        Column("size", Whole(), "size"),
        Column("timestamp", Moment(), "size_as_of"),
        Column("number_of_donors", Whole(), "number_of_donors"),
        Column(
            "order_of_magnitude_donors",
            NumberCode(codes.OrderOfMagnitude),
            "order_of_magnitude_donors",
        ),
        Column("sex", Codes(codes.Sex), "sex"),
        Column("diagnosis_available", References(Disease), None),
        Column("age_low", Whole(SMALL), "age_low"),
        Column("age_high", Whole(SMALL), "age_high"),
        Column("age_unit", Code(codes.AgeUnit), "age_unit"),
        Column("materials", Codes(codes.Material), "materials"),
        Column("storage_temperatures", Codes(codes.StorageTemperature), "storage_temperatures"),
        Column(
            "body_part_examined",
            References(ImagingTerm, enums.ImagingList.BODY_PART),
            "body_parts",
        ),
        Column(
            "imaging_modality",
            References(ImagingTerm, enums.ImagingList.MODALITY),
            "imaging_modalities",
        ),
        Column(
            "image_dataset_type",
            References(ImagingTerm, enums.ImagingList.DATASET_TYPE),
            "image_dataset_types",
        ),
        Column("collaboration_commercial", YesNo(), "collaboration_commercial"),
        Column("collaboration_non_for_profit", YesNo(), "collaboration_non_profit"),
        Column("data_use", Codes(codes.DataUse), "data_use"),
        Column("duc_profile", Address(), "data_use_profile_url"),
        Column("access_fee", Codes(codes.AccessType), "access_fee"),
        Column("access_joint_project", Codes(codes.AccessType), "access_joint_project"),
        Column("access_description", Text(), "access_description"),
        Column("access_uri", Address(), "access_url"),
        Column("sop", Codes(codes.StandardProcedure), "procedures"),
        own("name_is_provisional", YesNo(empty=False), "name_is_provisional"),
        own("diagnosis_origin", Code(enums.Origin), None),
        own("diagnosis_from_biobank", References(Disease), None),
        own("diagnosis_from_directory", References(Disease), None),
        own("diagnosis_from_public_page", References(Disease), None),
        own("diagnosis_suggested", References(Disease), None),
        *ENTRY,
    ),
    left_aside=frozenset(
        {
            "national_node",
            "biobank_label",
            "sub_collections",
            "categories",
            "quality",
            "combined_quality",
            "facts",
            "commercial_use",
            "catalog",
            "license",
            "publisher",
            "language",
            "keywords",
            "EJP_RD_personalData",
            "EJP_RD_vpConnection",
            "issued",
            "modified",
        }
    ),
)

COLLECTION_FACTS = Table(
    "CollectionFacts",
    CollectionFact,
    (
        IDENTIFIER,
        Column("collection", Reference(Collection), "collection", required=True),
        Column("sex", Code(codes.Sex), "sex"),
        Column("age_range", Code(codes.AgeRange), "age_range"),
        Column("sample_type", Code(codes.Material), "material"),
        Column("disease", Reference(Disease), "disease"),
        Column("number_of_samples", Whole(), "number_of_samples"),
        Column("number_of_donors", Whole(), "number_of_donors"),
        Column("last_update", Date(), "last_update", required=True),
    ),
    left_aside=frozenset({"national_node"}),
)

MARK = (
    own("valid_until", Date(), "valid_until"),
    own("sources", Text(), "sources"),
)
QUALITY_INFO_BIOBANKS = Table(
    "QualityInfoBiobanks",
    QualityMark,
    (
        Column("biobank", Reference(Biobank), "biobank", required=True),
        Column("quality_standard", Code(codes.QualityStandard), "standard", required=True),
        Column("assess_level_bio", Code(codes.AssessmentLevel), "level", required=True),
        Column("certification_number", Text(255), "certificate_number"),
        Column("certification_report", Address(), "certificate_url"),
        Column("certification_image_link", Address(), "certificate_image_url"),
        *MARK,
    ),
    key=("biobank", "quality_standard"),
    left_aside=frozenset({"id"}),  # the Directory's server numbers these rows
)
QUALITY_INFO_COLLECTIONS = Table(
    "QualityInfoCollections",
    QualityMark,
    (
        Column("collection", Reference(Collection), "collection", required=True),
        Column("quality_standard", Code(codes.QualityStandard), "standard", required=True),
        Column("assess_level_col", Code(codes.AssessmentLevel), "level", required=True),
        Column("certification_number", Text(255), "certificate_number"),
        Column("certification_report", Address(), "certificate_url"),
        Column("certification_image_link", Address(), "certificate_image_url"),
        *MARK,
    ),
    key=("collection", "quality_standard"),
    left_aside=frozenset({"id"}),
)
QUALITY_INFO_SERVICES = Table(
    "QualityInfoServices",
    QualityMark,
    (
        Column("service", Reference(Service), "service", required=True),
        Column("qualityStandard", Code(codes.QualityStandard), "standard", required=True),
        Column("assessmentLevel", Code(codes.AssessmentLevel), "level", required=True),
        Column("certificationNumber", Text(255), "certificate_number"),
        Column("certificationReport", Address(), "certificate_url"),
        Column("certificationImageLink", Address(), "certificate_image_url"),
        *MARK,
    ),
    key=("service", "qualityStandard"),
    left_aside=frozenset({"id", "national_node"}),
)

# In the order in which rows refer to one another; the first eight are the staging tables.
STAGING_TABLES = (
    PERSONS,
    ALSO_KNOWN_IN,
    NETWORKS,
    BIOBANKS,
    SERVICES,
    STUDIES,
    COLLECTIONS,
    COLLECTION_FACTS,
)
TABLES = (
    *STAGING_TABLES,
    QUALITY_INFO_BIOBANKS,
    QUALITY_INFO_COLLECTIONS,
    QUALITY_INFO_SERVICES,
)

# Tables of a full download that say nothing about biobanks; they are read past.
LEFT_ASIDE = frozenset(
    {
        "Address",
        "Catalogs",
        "ContactPersonsNationalNodes",
        "DataServices",
        "Endpoints",
        "NationalNodes",
        "Organisations",
        "Publishers",
        "molgenis",
        "molgenis_members",
        "molgenis_settings",
    }
)
