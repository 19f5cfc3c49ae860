"""Entries to describe: some of which everything is known, some of which nothing is."""

import datetime

import pytest

from biobanks.enums import ImagingList
from tests.biobanks.factories import (
    BiobankFactory,
    CollectionFactory,
    ContactFactory,
    DiseaseFactory,
    ExternalReferenceFactory,
    ImagingTermFactory,
    NetworkFactory,
    OrganisationFactory,
    OrphaFactory,
    PersonFactory,
    QualityMarkFactory,
    ServiceFactory,
    StudyFactory,
)

SITE = "https://www.bbmri.be"


@pytest.fixture(autouse=True)
def _address(settings):
    settings.SITE_URL = SITE


@pytest.fixture
def network(db):
    return NetworkFactory(
        slug="net",
        identifier="bbmri-eric:networkID:BE_net",
        name="Net",
        website="https://net.example.be",
        contact=ContactFactory(email="net@example.be"),
        shared_elements=["charter"],
        joined_year=2013,
    )


@pytest.fixture
def bank(network):
    biobank = BiobankFactory(
        slug="bank",
        identifier="bbmri-eric:ID:BE_bank",
        name="Bank",
        acronym="BNK",
        description_en="Samples <and> data",
        description_nl="Stalen en gegevens",
        website="https://bank.example.be/a|b",
        contact=ContactFactory(
            email="bank@example.be", first_name="An", last_name="Peeters", role="Office"
        ),
        head=PersonFactory(last_name="Secret"),
        street="Kaai 1",
        postcode="2000",
        city="Antwerpen",
        province="BE-VAN",
        latitude="51.22000",
        longitude="4.40000",
        joined_year=2013,
        famhp_number="BB190001",
        access_steps_en="Write to us.",
        collaboration_commercial=True,
        networks=[network],
        organisation=OrganisationFactory(
            name="Hospital",
            website="https://hospital.example.be",
            ror="https://ror.org/05a1b2c34",
        ),
    )
    ServiceFactory(
        biobank=biobank,
        identifier="bbmri-eric:serviceID:BE_store",
        name="Store",
        types=["sample-storage", "sequencing"],
    )
    QualityMarkFactory(biobank=biobank)
    return biobank


@pytest.fixture
def collection(bank, network):
    """A collection of which everything is known."""
    collection = CollectionFactory(
        biobank=bank,
        slug="lungs",
        identifier="bbmri-eric:ID:BE_bank:collection:lungs",
        name="Lungs",
        description_en='Lungs <of> "people"',
        description_nl="Longen",
        website="https://bank.example.be/lungs",
        networks=[network],
        head=PersonFactory(last_name="Secret"),
        contact=PersonFactory(last_name="Secret"),
        materials=["SERUM", "DNA"],
        types=["COHORT", "HOSPITAL"],
        data_categories=["MEDICAL_RECORDS", "PHYSIOLOGICAL_BIOCHEMICAL_MEASUREMENTS"],
        storage_temperatures=["temperature-60to-85", "temperatureLN"],
        sex=["FEMALE", "NASK"],
        size=1200,
        order_of_magnitude=3,
        number_of_donors=400,
        order_of_magnitude_donors=2,
        size_as_of=datetime.datetime(2026, 4, 1, 10, 0, tzinfo=datetime.UTC),
        age_low=18,
        age_high=90,
        age_unit="YEAR",
        procedures=["sample_storage_sop"],
        collaboration_commercial=True,
        access_joint_project=["samples"],
        access_fee=["samples"],
        data_use=["DUO_0000007", "DUO_0000018"],
        access_description="Ask the committee.",
        access_url="https://bank.example.be/access",
        confirmed_on=datetime.date(2026, 5, 1),
        diagnoses=[
            DiseaseFactory(code="J45", name_en="Asthma", name_fr="Asthme"),
            OrphaFactory(code="ORPHA:586", name_en="Cystic fibrosis"),
        ],
    )
    collection.external_references.add(ExternalReferenceFactory(pid="hdl:1/2"))
    collection.body_parts.add(ImagingTermFactory(list=ImagingList.BODY_PART, code="T-1"))
    collection.studies.add(StudyFactory())
    return collection


@pytest.fixture
def part(collection):
    """A part of it, of which nothing is known."""
    return CollectionFactory(
        biobank=collection.biobank,
        parent=collection,
        slug="part",
        identifier="bbmri-eric:ID:BE_bank:collection:lungs:part",
        name="Part",
        origin="",
    )


@pytest.fixture
def bare(db):
    """A biobank of which nothing is known."""
    return BiobankFactory(
        slug="bare",
        identifier="bbmri-be:ID:BE_bare",
        name="Bare",
        country="",
        organisation=None,
        origin="",
    )
