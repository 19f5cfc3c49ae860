"""Entries in which no check finds anything."""

from datetime import timedelta
from decimal import Decimal

from django.utils import timezone
from django.utils.timezone import localdate

from biobanks.codes import (
    AgeUnit,
    CollectionType,
    DataCategory,
    DataUse,
    Material,
    Sex,
    StandardProcedure,
    StorageTemperature,
)
from biobanks.enums import OrganisationKind, Origin, Publication
from biobanks.models import Biobank, Collection, Disease, Network, Organisation
from biobanks.quality.reading import entries
from biobanks.quality.running import found_in
from tests.biobanks.factories import (
    BiobankFactory,
    CollectionDiagnosisFactory,
    CollectionFactory,
    ContactFactory,
    DiseaseFactory,
    NetworkFactory,
    OrganisationFactory,
)


def good_contact(**changes):
    return ContactFactory(
        **{"email": "office@biobank.be", "phone": "+32 9 332 12 34", "role": "Office"} | changes
    )


def good_biobank(**changes):
    """A biobank with all that is asked for, and a collection."""
    organisation, _ = Organisation.objects.get_or_create(
        name="Ghent Hospital", defaults={"kind": OrganisationKind.HOSPITAL}
    )
    wanted = {
        "identifier": "bbmri-eric:ID:BE_good",
        "name": "Good biobank",
        "acronym": "GB",
        "description_en": "Keeps samples of many people.",
        "description_nl": "Bewaart stalen van veel mensen.",
        "description_fr": "Conserve des échantillons de nombreuses personnes.",
        "website": "https://good.be/",
        "organisation": organisation,
        "street": "Street 1",
        "postcode": "9000",
        "city": "Ghent",
        "province": "BE-VOV",
        "latitude": Decimal("51.05"),
        "longitude": Decimal("3.7"),
        "famhp_number": "BB190001",
        "joined_year": 2014,
        "confirmed_on": localdate() - timedelta(days=30),
        "access_steps_en": "1. Write to us.",
        "collaboration_non_profit": True,
        "contact": None,
    }
    biobank = BiobankFactory(**wanted | changes)
    if "contact" not in changes:
        biobank.contact = good_contact()
        biobank.save()
    return biobank


def good_collection(**changes):
    """A collection with all that is asked for, and one diagnosis."""
    wanted = {
        "name": "Good collection",
        "description_en": "Samples of colon cancer of adults.",
        "types": [CollectionType.DISEASE_SPECIFIC],
        "data_categories": [DataCategory.BIOLOGICAL_SAMPLES, DataCategory.MEDICAL_RECORDS],
        "materials": [Material.DNA],
        "storage_temperatures": [StorageTemperature.LIQUID_NITROGEN],
        "procedures": [StandardProcedure.SAMPLE_STORAGE_SOP],
        "size": 1200,
        "order_of_magnitude": 3,
        "size_as_of": timezone.now() - timedelta(days=100),
        "number_of_donors": 600,
        "sex": [Sex.FEMALE, Sex.MALE],
        "age_low": 18,
        "age_high": 90,
        "age_unit": AgeUnit.YEAR,
        "collaboration_commercial": True,
        "collaboration_non_profit": True,
        "access_description": "Write to the biobank.",
        "data_use": [
            DataUse.DUO_0000042,
            DataUse.DUO_0000021,
            DataUse.DUO_0000007,
            DataUse.DUO_0000029,
        ],
        "confirmed_on": localdate() - timedelta(days=30),
    }
    if "biobank" not in changes:
        wanted["biobank"] = good_biobank()
    diagnoses = changes.pop("diagnoses", ["C18"])
    collection = CollectionFactory(**wanted | changes)
    for code in diagnoses:
        diagnose(collection, code)
    return collection


def diagnose(collection, code, origin=Origin.BIOBANK):
    """Add a diagnosis; a code that begins with ORPHA is of that system."""
    system = "orpha" if code.startswith("ORPHA") else "icd10"
    disease = Disease.objects.filter(code=code).first() or DiseaseFactory(code=code, system=system)
    CollectionDiagnosisFactory(collection=collection, disease=disease, origin=origin)
    return disease


def whole_biobank(**changes):
    """A good biobank that has a good collection."""
    biobank = good_biobank(**changes)
    good_collection(biobank=biobank, slug=f"of-{biobank.slug}")
    return biobank


def good_network(**changes):
    """A network with all that is asked for, and a member."""
    wanted = {
        "identifier": "bbmri-eric:networkID:BE_good",
        "name": "Good network",
        "description_en": "Shares its ways of working.",
        "description_nl": "Deelt zijn werkwijzen.",
        "description_fr": "Partage ses méthodes de travail.",
        "website": "https://network.be/",
        "joined_year": 2014,
    }
    network = NetworkFactory(**wanted | {"contact": good_contact(email="n@network.be")} | changes)
    BiobankFactory(networks=[network], slug="member")
    return network


MAKERS = {Biobank: whole_biobank, Collection: good_collection, Network: good_network}


def codes_found(entry):
    """What the checks find in an entry as the database has it: details by code."""
    [row] = entries(type(entry).objects.filter(pk=entry.pk))
    return {one.check.code: one.detail for one in found_in(row)}


def other_hospital():
    return OrganisationFactory(name="Leuven Hospital")


PUBLISHED = {"publication": Publication.PUBLISHED}
