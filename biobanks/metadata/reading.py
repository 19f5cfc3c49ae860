"""Makes records of entries, reading some hundred at a time. Here is decided what is public."""

from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import Any, TypeVar

from django.conf import settings
from django.db.models import QuerySet, TextChoices

from bbmri_be.languages import labels_in, readers_language
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
from biobanks.gathering import gathered, with_related
from biobanks.metadata.records import (
    LANGUAGES,
    BiobankRecord,
    Code,
    CollectionRecord,
    Diagnosis,
    FactRecord,
    Holder,
    ImagingTermRecord,
    Institution,
    Link,
    Location,
    Mark,
    NetworkRecord,
    OtherSystem,
    PublicContact,
    ServiceRecord,
    StudyRecord,
    Texts,
    entry_page,
)
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

AT_ONCE = 500
Of = TypeVar("Of", BiobankRecord, CollectionRecord, NetworkRecord)
AnyEntry = Biobank | Collection | Network


def biobanks(rows: QuerySet) -> Iterator[BiobankRecord]:
    """The records of biobanks, in their order."""
    whole = with_related(
        rows.select_related("organisation", "contact", "head").defer("search_text")
    )
    for biobank in whole.prefetch_related("services").iterator(AT_ONCE):
        yield biobank_record(biobank, biobank.services.all())


def collections(rows: QuerySet) -> Iterator[CollectionRecord]:
    """The records of collections, in their order."""
    whole = with_related(
        rows.select_related(
            "biobank__organisation", "biobank__contact", "parent", "contact", "head"
        ).defer("search_text", "biobank__search_text", "parent__search_text")
    )
    return map(collection_record, whole.iterator(AT_ONCE))


def networks(rows: QuerySet) -> Iterator[NetworkRecord]:
    """The records of networks, in their order."""
    whole = with_related(rows.select_related("organisation", "contact").defer("search_text"))
    return map(network_record, whole.iterator(AT_ONCE))


def by_keys(
    read: Callable[[QuerySet], Iterable[Of]], entries: QuerySet, keys: Iterable[int]
) -> Iterator[Of]:
    """The records of those of some entries that have some keys, in the order of the keys."""
    remaining = iter(keys)
    while some := list(islice(remaining, AT_ONCE)):
        slugs = dict(entries.filter(pk__in=some).values_list("pk", "slug"))
        records = {row.slug: row for row in read(entries.filter(pk__in=some))}
        yield from (records[slugs[key]] for key in some if slugs.get(key) in records)


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
