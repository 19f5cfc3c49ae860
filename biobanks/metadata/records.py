"""The public record of an entry: all that machines may know of it, and nothing else.

Names are those of the site's models and, where it has one, of MIABIS. An unknown is null or an
empty list, never a guess. Contacts stand here only where they may be shown. Labels are in the
language of the request, texts in every language that they exist in.
"""

import datetime
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.db.models import TextChoices
from pydantic import BaseModel, ConfigDict, Field

from bbmri_be.languages import labels_in, readers_language
from biobanks.addresses import entry_address
from biobanks.codes import (
    AccessType,
    AgeRange,
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
    StandardProcedure,
    StorageTemperature,
)
from biobanks.enums import DiseaseSystem, OrganisationKind, Origin, Province
from biobanks.gathering import gathered
from biobanks.models import (
    Biobank,
    Collection,
    CollectionFact,
    Contact,
    Disease,
    Network,
    Organisation,
    QualityMark,
    Service,
)

LANGUAGES = [code for code, _name in settings.LANGUAGES]
Texts = dict[str, str]  # by code of language: en, nl, fr, de
TEXTS = "By language (en, nl, fr, de); only those that exist."


class Record(BaseModel):
    """What all records share."""

    model_config = ConfigDict(frozen=True)


class Code(Record):
    """A code of one of the Directory's lists."""

    code: str
    label: str = Field(description="In the language of the request.")


class Link(Record):
    """Another entry."""

    identifier: str
    name: str
    url: str = Field(description="Its page, which answers in other formats, too.")


class PublicContact(Record):
    """A shared mailbox, or a person who agreed to be named."""

    name: str = Field(description="With titles; empty for a mailbox.")
    first_name: str
    last_name: str
    role: str
    email: str
    phone: str


class Institution(Record):
    """The legal person or host behind an entry."""

    name: str
    kind: Code | None
    website: str
    ror: str = Field(description="Address in the Research Organization Registry.")
    enterprise_number: str = Field(description="Ten digits, Crossroads Bank for Enterprises.")


class Location(Record):
    """Where an entry is."""

    street: str
    postcode: str
    city: str
    province: Code | None = Field(description="ISO 3166-2.")
    country: str = Field(description="The Directory's code: ISO 3166-1, but UK.")
    latitude: float | None = Field(description="Degrees north, WGS 84.")
    longitude: float | None = Field(description="Degrees east, WGS 84.")


class Mark(Record):
    """A standard that an entry meets, and who says so."""

    standard: Code
    level: Code
    certificate_number: str
    certificate_url: str
    valid_until: datetime.date | None


class OtherSystem(Record):
    """The same entry in another system."""

    system: str
    pid: str
    url: str


class Diagnosis(Record):
    """A disease whose samples a collection holds."""

    code: str = Field(description="ICD-10 (J45.0) or ORPHA (ORPHA:586).")
    system: DiseaseSystem
    names: Texts = Field(description=TEXTS)
    origin: Code = Field(description="Who says so.")


class ImagingTermRecord(Record):
    """A term of the Directory's imaging lists (DICOM, SNOMED CT)."""

    code: str
    name: str


class StudyRecord(Record):
    """A study that a collection comes from."""

    identifier: str
    title: str


class ServiceRecord(Record):
    """Something that a biobank does for others."""

    identifier: str
    name: str
    types: list[Code]
    description: Texts = Field(description=TEXTS)
    access_url: str
    description_url: str


class EntryRecord(Record):
    """What biobanks, collections and networks share."""

    identifier: str = Field(
        description="The BBMRI-ERIC Directory's; `bbmri-be:…` until that has given one."
    )
    slug: str = Field(description="Part of the page's address. It never changes.")
    url: str = Field(description="The page, which answers in other formats, too.")
    name: str
    acronym: str
    description: Texts = Field(description=TEXTS)
    website: str
    contact: PublicContact | None
    location: Location
    networks: list[Link]
    quality_marks: list[Mark]
    also_known_in: list[OtherSystem]
    origin: Code | None = Field(description="Who says what stands here.")
    confirmed_on: datetime.date | None = Field(
        description="When the biobank last said that the entry is right."
    )
    published_at: datetime.datetime = Field(description="First publication here.")
    changed_at: datetime.datetime = Field(
        description="When the entry itself was last edited; `/changes` knows all that changed."
    )
    license: str = Field(description="Terms under which this description may be used.")


class Holder(Link):
    """The biobank that a collection belongs to."""

    slug: str
    website: str
    contact: PublicContact | None
    organisation: Institution | None


class BiobankRecord(EntryRecord):
    """A member of the network: a structure that keeps human body material for research."""

    led_by: PublicContact | None
    organisation: Institution | None
    joined_year: int | None = Field(description="Year in which it joined BBMRI.be.")
    famhp_number: str = Field(description="Number of its notification to the FAMHP.")
    access_steps: Texts = Field(description="How to ask for samples, in Markdown. " + TEXTS)
    collaboration_commercial: bool | None
    collaboration_non_profit: bool | None
    services: list[ServiceRecord]


class NetworkRecord(EntryRecord):
    """A network that biobanks or collections belong to."""

    organisation: Institution | None
    joined_year: int | None = Field(description="Year in which it joined BBMRI.be.")
    shared_elements: list[Code] = Field(description="What its members share.")
    members: list[Link] = Field(description="Its biobanks.")


class CollectionRecord(EntryRecord):
    """A collection of samples, data or images of a biobank."""

    led_by: PublicContact | None
    name_is_provisional: bool = Field(description="The name was read from the identifier.")
    biobank: Holder
    part_of: Link | None
    types: list[Code]
    materials: list[Code]
    data_categories: list[Code]
    diagnoses: list[Diagnosis]
    number_of_samples: int | None
    samples_order_of_magnitude: int | None = Field(description="n for 10^n to 10^(n+1).")
    number_of_donors: int | None
    donors_order_of_magnitude: int | None = Field(description="n for 10^n to 10^(n+1).")
    counted_on: datetime.datetime | None
    sex: list[Code]
    age_low: int | None
    age_high: int | None
    age_unit: Code | None
    storage_temperatures: list[Code]
    body_parts: list[ImagingTermRecord]
    imaging_modalities: list[ImagingTermRecord]
    image_dataset_types: list[ImagingTermRecord]
    studies: list[StudyRecord]
    procedures: list[Code]
    collaboration_commercial: bool | None
    collaboration_non_profit: bool | None
    access_fee: list[Code]
    access_joint_project: list[Code]
    data_use: list[Code] = Field(description="Terms of the Data Use Ontology (DUO).")
    data_use_profile_url: str
    access_description: str
    access_url: str


class FactRecord(Record):
    """A row of a collection's fact table: samples and donors of one kind.

    A dimension that is null was not stated; the code `*` stands for all its values.
    """

    identifier: str
    collection: str = Field(description="Identifier of the collection.")
    sex: Code | None
    age_range: Code | None
    material: Code | None
    disease: str | None = Field(description="Code of the disease.")
    number_of_samples: int | None
    number_of_donors: int | None
    last_update: datetime.date


AnyEntry = Biobank | Collection | Network
AnyRecord = BiobankRecord | CollectionRecord | NetworkRecord


def entry_page(kind: str, slug: str) -> str:
    """The address of an entry that names it for ever: that of its English page."""
    return settings.SITE_URL + entry_address(kind, slug, settings.LANGUAGE_CODE)


def biobank_record(biobank: Biobank, services: Iterable[Service] = ()) -> BiobankRecord:
    """The record of a biobank, which was read `gathering.with_related`."""
    return BiobankRecord(
        **entry_fields(biobank, "biobank"),
        networks=network_links(biobank),
        quality_marks=marks(biobank),
        led_by=public_contact(biobank.head),
        organisation=institution(biobank.organisation),
        joined_year=biobank.joined_year,
        famhp_number=biobank.famhp_number,
        access_steps=texts(biobank, "access_steps"),
        collaboration_commercial=biobank.collaboration_commercial,
        collaboration_non_profit=biobank.collaboration_non_profit,
        services=[
            ServiceRecord(
                identifier=service.identifier,
                name=service.name,
                types=codes(service.types, ServiceType),
                description=texts(service, "description"),
                access_url=service.access_url,
                description_url=service.description_url,
            )
            for service in services
        ],
    )


def network_record(network: Network) -> NetworkRecord:
    """The record of a network, which was read `gathering.with_related`."""
    return NetworkRecord(
        **entry_fields(network, "network"),
        networks=[],
        quality_marks=[],
        organisation=institution(network.organisation),
        joined_year=network.joined_year,
        shared_elements=codes(network.shared_elements, NetworkElement),
        members=[link("biobank", biobank) for biobank in gathered(network, "biobanks")],
    )


def collection_record(collection: Collection) -> CollectionRecord:
    """The record of a collection, which was read `gathering.with_related`, with its biobank."""
    biobank, parent = collection.biobank, collection.public_parent
    fields = entry_fields(collection, "collection")
    fields["contact"] = fields["contact"] or public_contact(biobank.contact)
    return CollectionRecord(
        **fields,
        networks=network_links(collection),
        quality_marks=marks(collection),
        led_by=public_contact(collection.head),
        name_is_provisional=collection.name_is_provisional,
        biobank=Holder(
            identifier=biobank.identifier,
            name=biobank.name,
            url=entry_page("biobank", biobank.slug),
            slug=biobank.slug,
            website=biobank.website,
            contact=public_contact(biobank.contact),
            organisation=institution(biobank.organisation),
        ),
        part_of=link("collection", parent) if parent else None,
        types=codes(collection.types, CollectionType),
        materials=codes(collection.materials, Material),
        data_categories=codes(collection.data_categories, DataCategory),
        diagnoses=[
            Diagnosis(
                code=row.disease.code,
                system=row.disease.system,
                names=texts(row.disease, "name"),
                origin=code(row.origin, Origin),
            )
            for row in gathered(collection, "diagnosis_links")
            if row.disease.system != DiseaseSystem.ANY  # no disease
        ],
        number_of_samples=collection.size,
        samples_order_of_magnitude=collection.order_of_magnitude,
        number_of_donors=collection.number_of_donors,
        donors_order_of_magnitude=collection.order_of_magnitude_donors,
        counted_on=collection.size_as_of,
        sex=codes(collection.sex, Sex),
        age_low=collection.age_low,
        age_high=collection.age_high,
        age_unit=code(collection.age_unit, AgeUnit),
        storage_temperatures=codes(collection.storage_temperatures, StorageTemperature),
        body_parts=imaging_terms(collection, "body_parts"),
        imaging_modalities=imaging_terms(collection, "imaging_modalities"),
        image_dataset_types=imaging_terms(collection, "image_dataset_types"),
        studies=[
            StudyRecord(identifier=study.identifier, title=study.title)
            for study in gathered(collection, "studies")
        ],
        procedures=codes(collection.procedures, StandardProcedure),
        collaboration_commercial=collection.collaboration_commercial,
        collaboration_non_profit=collection.collaboration_non_profit,
        access_fee=codes(collection.access_fee, AccessType),
        access_joint_project=codes(collection.access_joint_project, AccessType),
        data_use=codes(collection.data_use, DataUse),
        data_use_profile_url=collection.data_use_profile_url,
        access_description=collection.access_description,
        access_url=collection.access_url,
    )


def fact_record(fact: CollectionFact) -> FactRecord:
    """The record of a fact, which was read with its collection and its disease."""
    return FactRecord(
        identifier=fact.identifier,
        collection=fact.collection.identifier,
        sex=code(fact.sex, Sex),
        age_range=code(fact.age_range, AgeRange),
        material=code(fact.material, Material),
        disease=fact.disease.code if fact.disease else None,
        number_of_samples=fact.number_of_samples,
        number_of_donors=fact.number_of_donors,
        last_update=fact.last_update,
    )


def entry_fields(entry: AnyEntry, kind: str) -> dict[str, Any]:
    """What all entries share."""
    return {
        "identifier": entry.identifier,
        "slug": entry.slug,
        "url": entry_page(kind, entry.slug),
        "name": entry.name,
        "acronym": entry.acronym,
        "description": texts(entry, "description"),
        "website": entry.website,
        "contact": public_contact(entry.contact),
        "location": location(entry),
        "also_known_in": [
            OtherSystem(system=row.system, pid=row.pid, url=row.url)
            for row in gathered(entry, "external_references")
        ],
        "origin": code(entry.origin, Origin),
        "confirmed_on": entry.confirmed_on,
        "published_at": entry.published_at,
        "changed_at": entry.updated_at,
        "license": settings.CATALOGUE_LICENSE,
    }


def link(kind: str, entry: AnyEntry) -> Link:
    """Another entry."""
    return Link(identifier=entry.identifier, name=entry.name, url=entry_page(kind, entry.slug))


def network_links(entry: Biobank | Collection) -> list[Link]:
    """The published networks of an entry."""
    return [link("network", network) for network in gathered(entry, "networks")]


def marks(entry: Biobank | Collection) -> list[Mark]:
    """The quality marks of an entry."""
    return [mark_record(mark) for mark in gathered(entry, "quality_marks")]


def mark_record(mark: QualityMark) -> Mark:
    """A quality mark."""
    return Mark(
        standard=code(mark.standard, QualityStandard),
        level=code(mark.level, AssessmentLevel),
        certificate_number=mark.certificate_number,
        certificate_url=mark.certificate_url,
        valid_until=mark.valid_until,
    )


def imaging_terms(collection: Collection, name: str) -> list[ImagingTermRecord]:
    """The imaging terms of a collection, of one list."""
    return [
        ImagingTermRecord(code=term.code, name=term.name) for term in gathered(collection, name)
    ]


def public_contact(contact: Contact | None) -> PublicContact | None:
    """A contact, where it may be shown."""
    if contact is None or not contact.is_public:
        return None
    return PublicContact(
        name=contact.full_name,
        first_name=contact.first_name,
        last_name=contact.last_name,
        role=contact.role,
        email=contact.email,
        phone=contact.phone,
    )


def institution(organisation: Organisation | None) -> Institution | None:
    """Who stands behind an entry."""
    if organisation is None:
        return None
    return Institution(
        name=organisation.name,
        kind=code(organisation.kind, OrganisationKind),
        website=organisation.website,
        ror=organisation.ror,
        enterprise_number=organisation.enterprise_number,
    )


def location(entry: AnyEntry) -> Location:
    """Where an entry is; a collection that does not say so is where its biobank is."""
    place: Any = entry
    if isinstance(entry, Collection) and not (entry.city or entry.postcode or entry.latitude):
        place = entry.biobank
    biobank = entry.biobank if isinstance(entry, Collection) else entry
    return Location(
        street=place.street,
        postcode=place.postcode,
        city=place.city,
        province=code(getattr(biobank, "province", ""), Province),
        country=getattr(place, "country", ""),
        latitude=place.latitude,
        longitude=place.longitude,
    )


def codes(values: Iterable[str], choices: type[TextChoices]) -> list[Code]:
    """Codes with their labels."""
    labels = labels_in(choices, readers_language())
    return [Code(code=value, label=labels[value]) for value in values]


def code(value: str, choices: type[TextChoices]) -> Any:
    """A code with its label, or None where there is none."""
    return Code(code=value, label=labels_in(choices, readers_language())[value]) if value else None


def texts(row: Biobank | Collection | Network | Service | Disease, name: str) -> Texts:
    """A text in the languages that it exists in."""
    found = {language: getattr(row, f"{name}_{language}") for language in LANGUAGES}
    return {language: text for language, text in found.items() if text}
