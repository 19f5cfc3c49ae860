"""A small catalogue that has all that the Directory asks for."""

import datetime
from decimal import Decimal

from biobanks.codes import (
    AccessType,
    AgeRange,
    AgeUnit,
    CollectionType,
    DataCategory,
    DataUse,
    Material,
    NetworkElement,
    ServiceType,
    Sex,
    StandardProcedure,
    StorageTemperature,
    TechnologyReadiness,
)
from biobanks.enums import ImagingList, Origin
from biobanks.models import Contact
from tests.biobanks.factories import (
    BiobankFactory,
    CollectionDiagnosisFactory,
    CollectionFactFactory,
    CollectionFactory,
    ContactFactory,
    DiseaseFactory,
    ExternalReferenceFactory,
    ImagingTermFactory,
    NetworkFactory,
    PersonFactory,
    QualityMarkFactory,
    ServiceFactory,
    StudyFactory,
)

BIOBANK = "bbmri-eric:ID:BE_a"
COLLECTION = f"{BIOBANK}:collection:one"


def whole_collection(biobank):
    """Fields of a collection that has what the Directory asks for, and no more."""
    return {
        "biobank": biobank,
        "description_en": "Samples of many people.",
        "contact": biobank.contact,
        "types": [CollectionType.SAMPLE],
        "data_categories": [DataCategory.BIOLOGICAL_SAMPLES],
        "materials": [Material.SERUM],
        "order_of_magnitude": 2,
        "access_description": "Write to the biobank.",
    }


def add_member(name, **fields):
    """A biobank with a collection, as little as the Directory asks for; the contact is there."""
    biobank = BiobankFactory(
        **{
            "identifier": f"bbmri-eric:ID:BE_{name}",
            "slug": f"biobank-{name}",
            "name": f"Biobank {name.upper()}",
            "description_en": "Keeps other samples.",
            "contact": Contact.objects.get(email="office@biobank-a.be"),
        }
        | fields
    )
    CollectionFactory(
        identifier=f"{biobank.identifier}:collection:all",
        slug=f"all-{name}",
        **whole_collection(biobank),
    )
    return biobank


def make_catalogue():
    """Two biobanks, a withdrawn collection, one within another, and a row in each table.

    Beside them what the Directory does not get: a draft, an entry of our own numbering, a person
    who did not agree, a fact of few donors, a diagnosis that is our own reading.
    """
    office = ContactFactory(
        identifier="bbmri-be:contactID:BE_office",
        email="office@biobank-a.be",
        phone="+32 9 123 45 67",
    )
    person = PersonFactory(identifier="bbmri-eric:contactID:BE_person", email="an@example.be")
    reference = ExternalReferenceFactory(identifier="bbmri-eric:akiID:BE_k", pid="21.T1/x")
    network = NetworkFactory(
        identifier="bbmri-eric:networkID:EU_n",
        slug="n",
        name="Network N",
        description_en="Shares its ways of working.",
        contact=office,
        shared_elements=[NetworkElement.SOPS, NetworkElement.CHARTER],
        joined_year=2013,
    )
    own_network = NetworkFactory(identifier="bbmri-be:networkID:BE_own", slug="own")
    biobank = BiobankFactory(
        identifier=BIOBANK,
        slug="biobank-a",
        name='Biobank "A", of Ghent',
        acronym="A",
        description_en="Keeps samples.\r\n\r\nSecond paragraph, with “signs” and 🧬.  ",
        description_nl="Bewaart stalen.",
        website="https://a.example.be/été?q=a,b;c#d'e",
        street="Street 1",
        postcode="9000",
        city="Ghent",
        province="BE-VOV",
        latitude=Decimal("51.05000"),
        longitude=Decimal("3.70000"),
        contact=office,
        head=person,
        networks=[network, own_network],
        famhp_number="BB190001",
        joined_year=2014,
        collaboration_commercial=False,
        collaboration_non_profit=True,
        sources="https://example.be/one\nhttps://example.be/two",
        confirmed_on=datetime.date(2026, 2, 28),
        access_steps_en="1. Write.",
    )
    biobank.external_references.set([reference])
    add_member("b", origin=Origin.PUBLIC_PAGE)
    known, other, suggested = (DiseaseFactory(code=code) for code in ("C18", "E10", "A00"))
    study = StudyFactory(
        identifier="bbmri-eric:studyID:BE_s",
        sex=[Sex.MALE, Sex.FEMALE],
        age_low=18,
        age_unit=AgeUnit.YEAR,
        number_of_subjects=120,
    )
    study.external_references.set([reference])
    collection = CollectionFactory(
        identifier=COLLECTION,
        slug="one",
        name="Collection one",
        biobank=biobank,
        description_en="Samples of colon cancer.",
        contact=office,
        types=[
            CollectionType.DISEASE_SPECIFIC,
            CollectionType.CASE_CONTROL,
            CollectionType.IMAGE,
        ],
        data_categories=[DataCategory.BIOLOGICAL_SAMPLES, DataCategory.IMAGING_DATA],
        size=1234,
        size_as_of=datetime.datetime(2026, 7, 1, 8, 30, tzinfo=datetime.UTC),
        number_of_donors=600,
        order_of_magnitude_donors=2,
        sex=[Sex.FEMALE, Sex.MALE],
        age_low=18,
        age_high=90,
        age_unit=AgeUnit.YEAR,
        materials=[Material.DNA, Material.SERUM],
        storage_temperatures=[StorageTemperature.LIQUID_NITROGEN],
        collaboration_commercial=True,
        data_use=[DataUse.DUO_0000042],
        access_fee=[AccessType.SAMPLES],
        access_joint_project=[AccessType.DATA],
        access_description="Write to the office.",
        access_url="https://a.example.be/access",
        procedures=[StandardProcedure.SAMPLE_STORAGE_SOP],
        networks=[network],
    )
    collection.studies.set([study])
    collection.external_references.set([reference])
    collection.body_parts.set([ImagingTermFactory(code="T-04000")])
    collection.imaging_modalities.set([ImagingTermFactory(code="CR", list=ImagingList.MODALITY)])
    CollectionDiagnosisFactory(collection=collection, disease=known, origin=Origin.BIOBANK)
    CollectionDiagnosisFactory(collection=collection, disease=other, origin=Origin.DIRECTORY)
    CollectionDiagnosisFactory(collection=collection, disease=suggested, origin=Origin.NODE)
    whole = whole_collection(biobank)
    # Stands before its parent in the order of identifiers.
    CollectionFactory(
        identifier=f"{BIOBANK}:collection:0-part", slug="part", parent=collection, **whole
    )
    CollectionFactory(identifier=f"{BIOBANK}:collection:old", slug="old", withdrawn=True, **whole)
    CollectionFactory(
        identifier=f"{BIOBANK}:collection:draft", slug="draft", draft=True, parent=collection,
        biobank=biobank, name_is_provisional=True,
    )  # fmt: skip
    BiobankFactory(identifier="bbmri-be:ID:BE_own", slug="own-biobank", contact=person)
    service = ServiceFactory(
        identifier="bbmri-eric:serviceID:BE_service",
        biobank=biobank,
        types=[ServiceType.SEQUENCING],
        description_en="Reads genomes.",
        description_fr="Lit des génomes.",
        access_description="Ask for an offer.",
        technology_readiness=TechnologyReadiness.TRL_9,
        contact=office,
    )
    fact = {"collection": collection, "disease": known, "sex": Sex.FEMALE}
    CollectionFactFactory(
        identifier="bbmri-eric:factID:BE_f1",
        age_range=AgeRange.ADULT,
        material=Material.DNA,
        number_of_samples=40,
        number_of_donors=20,
        **fact,
    )
    CollectionFactFactory(identifier="bbmri-eric:factID:BE_f2", number_of_donors=9, **fact)
    CollectionFactFactory(identifier="bbmri-eric:factID:BE_f3", number_of_samples=3, **fact)
    QualityMarkFactory(biobank=biobank, valid_until=datetime.date(2027, 1, 31))
    QualityMarkFactory(biobank=None, collection=collection, certificate_number="7")
    QualityMarkFactory(biobank=None, service=service)
    return collection
