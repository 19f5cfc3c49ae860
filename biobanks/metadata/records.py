"""The public record of an entry: all that machines may know of it, and nothing else.

Names are those of the site's models and, where it has one, of MIABIS. An unknown is null or an
empty list, never a guess. Contacts stand here only where they may be shown. Labels are in the
language of the request, texts in every language that they exist in. `reading` makes records.
"""

import datetime

from django.conf import settings
from pydantic import BaseModel, ConfigDict, Field

from biobanks.addresses import entry_address
from biobanks.enums import DiseaseSystem

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


AnyRecord = BiobankRecord | CollectionRecord | NetworkRecord


def entry_page(kind: str, slug: str) -> str:
    """The address of an entry that names it for ever: that of its English page."""
    return settings.SITE_URL + entry_address(kind, slug, settings.LANGUAGE_CODE)
