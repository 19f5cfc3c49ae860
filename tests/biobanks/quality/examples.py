"""For each check an entry that passes it, and the one change with which it does not.

`change` is what differs: fields, or a function that does something to the entry. `given` makes the
entry that passes, where a good one does not show it.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.utils import timezone
from django.utils.timezone import localdate

from biobanks.enums import ImagingList, MappingKind, Origin
from biobanks.models import (
    Biobank,
    Collection,
    Contact,
    DiseaseMapping,
    Network,
    Organisation,
    Service,
)
from tests.biobanks.factories import (
    BiobankFactory,
    CollectionFactFactory,
    CollectionFactory,
    DiseaseFactory,
    DiseaseMappingFactory,
    ImagingTermFactory,
    NetworkFactory,
    QualityMarkFactory,
    ServiceFactory,
)
from tests.biobanks.quality.good import diagnose, good_contact, other_hospital


@dataclass
class Example:
    """What passes a check, and what does not."""

    model: type
    code: str
    change: dict[str, Any] | Callable[[Any], None]
    given: dict[str, Any] = field(default_factory=dict)
    before: Callable[[Any], None] | None = None  # done to the entry that passes
    detail: str = ""

    def __str__(self):
        return f"{self.model.__name__} {self.code}"


def biobank(code, change, **more):
    return Example(Biobank, code, change, **more)


def collection(code, change, **more):
    return Example(Collection, code, change, **more)


def network(code, change, **more):
    return Example(Network, code, change, **more)


def of_all(code, change, **more):
    return [Example(model, code, change, **more) for model in (Biobank, Collection, Network)]


def contact(**fields):
    """Change the contact."""
    return lambda entry: Contact.objects.filter(pk=entry.contact_id).update(**fields)


def with_contact(entry):
    entry.contact = good_contact(email="own@biobank.be")
    entry.save()


def of_biobank(**fields):
    """Change the biobank of a collection."""
    return lambda entry: Biobank.objects.filter(pk=entry.biobank_id).update(**fields)


def without(relation):
    """Delete all of a relation."""
    return lambda entry: getattr(entry, relation).all().delete()


def fact(**fields):
    """Add a row to the fact table."""
    return lambda entry: CollectionFactFactory(collection=entry, **fields)


def row_for_all(**fields):
    """Add the row for all donors and samples, and one for a single dimension."""

    def add(entry):
        everything = DiseaseFactory(code="*", identifier="*", system="any")
        dimensions = {"sex": "*", "age_range": "*", "material": "*", "disease": everything}
        numbers = {"number_of_donors": 600, "number_of_samples": 1200}
        CollectionFactFactory(collection=entry, **dimensions | numbers | fields)
        CollectionFactFactory(
            collection=entry, **dimensions | {"sex": "FEMALE", "number_of_donors": 300}
        )

    return add


def service(**fields):
    """Add a service that has all but `fields`."""
    whole = {
        "types": ["sequencing"],
        "description_en": "Reads genomes.",
        "access_description": "Ask.",
        "name": "Sequencing",
    }
    return lambda entry: ServiceFactory(biobank=entry, **whole | fields)


def change_service(**fields):
    return lambda entry: Service.objects.filter(biobank=entry).update(**fields)


def mark(**fields):
    """Add a quality mark."""

    def add(entry):
        owner = {"biobank": None} | {entry._meta.model_name: entry}
        QualityMarkFactory(**owner | {"certificate_number": "7"} | fields)

    return add


def change_mark(**fields):
    return lambda entry: entry.quality_marks.update(**fields)


def images(*, modality=True, dataset=True, body_part=True):
    """Say that there are images, by terms."""

    def add(entry):
        if modality:
            entry.imaging_modalities.add(ImagingTermFactory(list=ImagingList.MODALITY))
        if dataset:
            entry.image_dataset_types.add(ImagingTermFactory(list=ImagingList.DATASET_TYPE))
        if body_part:
            entry.body_parts.add(ImagingTermFactory())

    return add


def clear(relation):
    return lambda entry: getattr(entry, relation).clear()


def part(**fields):
    """Add a published part."""
    return lambda entry: CollectionFactory(
        biobank=entry.biobank, parent=entry, name="Part", slug="part", **fields
    )


def change_part(**fields):
    return lambda entry: entry.parts.update(**fields)


def whole(**fields):
    """Put the collection into a larger one."""

    def add(entry):
        entry.parent = CollectionFactory(
            **{"biobank": entry.biobank, "slug": "whole", "name": "Whole"} | fields
        )
        entry.save()

    return add


def change_whole(**fields):
    return lambda entry: Collection.objects.filter(pk=entry.parent_id).update(**fields)


def orpha(entry):
    diagnose(entry, "ORPHA:586")


def mapping(*, orpha_first):
    """Give one code of a pair that means the same."""

    def add(entry):
        first, second = ("ORPHA:586", "E84") if orpha_first else ("E84", "ORPHA:586")
        disease = diagnose(entry, first)
        other = DiseaseFactory(code=second, system="icd10" if orpha_first else "orpha")
        pair = (disease, other) if orpha_first else (other, disease)
        DiseaseMappingFactory(orpha=pair[0], icd10=pair[1], kind=MappingKind.NARROWER)

    return add


def make_exact(entry):
    DiseaseMapping.objects.update(kind=MappingKind.EXACT)


LONG_AGO = timezone.now() - timedelta(days=4 * 365)
IMAGES = {
    "types": ["DISEASE_SPECIFIC", "IMAGE"],
    "data_categories": ["BIOLOGICAL_SAMPLES", "MEDICAL_RECORDS", "IMAGING_DATA"],
}
DUO = ["DUO_0000042", "DUO_0000021", "DUO_0000007", "DUO_0000029"]
RARE = {"types": ["DISEASE_SPECIFIC", "RD"]}

EXAMPLES = [
    # access
    biobank("AP:BBAvailNone", {"collaboration_non_profit": False},
            given={"collaboration_commercial": False}),
    collection("BE:CollAvailNone", {"collaboration_non_profit": False},
               given={"collaboration_commercial": False}),
    collection("AP:AccessMissing", {"access_description": ""}),
    collection("AP:CollDuoConflict", {"data_use": [*DUO, "DUO_0000018"]}),
    collection("AP:BBAttrDuoConflict", of_biobank(collaboration_commercial=True),
               given={"collaboration_commercial": None, "data_use": [*DUO, "DUO_0000018"]}),
    collection("AP:DuoMissing", {"data_use": []}),
    collection("AP:GenericDuoMissing", {"data_use": DUO[1:]}),
    collection("AP:JointDuo", {"access_joint_project": ["data"]}),
    collection("AP:BioDuoMissing", {"data_use": [DUO[0], *DUO[2:]]}),
    collection("AP:DiseaseDuoMissing", {"data_use": [*DUO[:2], DUO[3]]}),
    collection("AP:DataRetDuo", {"data_use": DUO[:3]}),
    collection("AP:CollDuoMissing", {"collaboration_commercial": False}),
    collection("AP:BBDuoMissing", of_biobank(collaboration_commercial=False),
               given={"collaboration_commercial": None}),
    collection("BE:ObsoleteDuo", {"data_use": [*DUO, "DUO_0000003"]}, detail="DUO_0000003"),
    collection("BE:ImageAccess", {"access_fee": ["images"]}),
    collection("BE:SampleAccess", {"materials": []}, given={"access_fee": ["samples"]}),
    biobank("BE:AccessStepsMissing", {"access_steps_en": ""}),
    # biobanks
    biobank("BBF:JuridicalMissing", {"organisation": None}),
    biobank("BBF:JuridicalInvalid",
            lambda entry: Organisation.objects.update(name="n/a"), detail="n/a"),
    biobank("BE:OrganisationKindMissing",
            lambda entry: Organisation.objects.update(kind="")),
    biobank("BG:BBCoordsMissing", {"latitude": None, "longitude": None}),
    biobank("BG:BBOutsideCountry", {"latitude": 3.7, "longitude": 51.05}),
    collection("BG:CollOutsideCountry", {"latitude": 3.7, "longitude": 51.05}),
    biobank("BE:TownMissing", {"city": ""}),
    biobank("BE:ProvinceMismatch", {"province": "BE-VAN"}, detail="BE-VOV"),
    biobank("BE:PostcodeForm", {"postcode": "B-9000"}, detail="B-9000"),
    biobank("URL:BBMissing", {"website": ""}),
    *of_all("URL:Invalid", {"website": "https://été.be/"}, detail="https://été.be/",
            given={"website": "https://example.brussels/é"}),
    collection("URL:CollAccessInvalid", {"access_url": "https://localhost/"},
               given={"access_url": "https://ab.be/,"}, detail="https://localhost/"),
    biobank("BE:WebsiteNotSecure", {"website": "http://good.be/"}),
    network("BE:WebsiteNotSecure", {"website": "http://good.be/"}),
    biobank("BE:AcronymMissing", {"acronym": ""}),
    biobank("BE:FamhpMissing", {"famhp_number": ""}),
    biobank("BE:JoinedMissing", {"joined_year": None}),
    biobank("CEX:NoCollections", without("collections")),
    biobank("BE:NoPublicCollection",
            lambda entry: entry.collections.update(publication="draft", published_at=None)),
    biobank("BE:ConfirmationOld", {"confirmed_on": localdate() - timedelta(days=366)}),
    collection("BE:ConfirmationOld", {"confirmed_on": None}),
    *(
        example
        for of_one in (biobank, collection)
        for example in (
            of_one("BE:MarkExpired", change_mark(valid_until=localdate() - timedelta(days=1)),
                   before=mark(valid_until=localdate()), detail="ISO 20387:2018"),
            of_one("BE:MarkWithoutEvidence", change_mark(certificate_number=""), before=mark(),
                   detail="ISO 20387:2018"),
        )
    ),
    biobank("BE:ServiceTypesMissing", change_service(types=[]), before=service(),
            detail="Sequencing"),
    biobank("BE:ServiceDescMissing", change_service(description_en=""), before=service(),
            detail="Sequencing"),
    biobank("BE:ServiceAccessMissing", change_service(access_description=""), before=service(),
            detail="Sequencing"),
    network("BE:NetNoMembers", clear("biobanks")),
    biobank("BE:Future", {"joined_year": localdate().year + 1}),
    network("BE:Future", {"joined_year": localdate().year + 1}),
    # texts
    biobank("SE:BBDescMissing", {"description_en": " "}),
    biobank("SE:BBDescShort", {"description_en": "Many samples"}, detail="Many samples"),
    biobank("SE:BBDescPlaceholder", {"description_en": "N/A"}, detail="N/A"),
    collection("SE:CollDescMissing", {"description_en": ""}),
    collection("SE:CollDescShort", {"description_en": "Colon"}, detail="Colon"),
    collection("SE:CollDescPlaceholder", {"description_en": "To be completed"},
               detail="To be completed"),
    network("BE:NetDescMissing", {"description_en": ""}),
    network("BE:NetDescShort", {"description_en": "A network"}, detail="A network"),
    network("BE:NetDescPlaceholder", {"description_en": "..."}, detail="..."),
    *of_all("BE:DescTooLong", {"description_fr": "x " * 1001}, detail="2002"),
    *of_all("BE:DescIsName", {"description_en": "The name of it"},
            given={"name": "The Name of It"}),
    biobank("BE:DescLanguages", {"description_nl": ""}, detail="nl"),
    network("BE:DescLanguages", {"description_fr": ""}, detail="fr"),
    *of_all("BE:NamePlaceholder", {"name": "test"}, detail="test"),
    *of_all("BE:NameShouts", {"name": "THE WHOLE NAME"}),
    collection("BE:NameProvisional", {"name_is_provisional": True}),
    collection("TXT:AgeRange", {"description_nl": "Stalen van kinderen met leukemie."}),
    collection("TXT:StudyType", {"description_en": "A longitudinal series of samples."},
               detail="LONGITUDINAL"),
    collection("TXT:FFPEMaterial", {"description_en": "FFPE blocks of colon cancer."}),
    collection("TXT:CovidDiag", {"name": "COVID-19 patients"}),
    # contacts
    biobank("BBF:ContactMissing", {"contact": None}),
    network("BE:NetContactMissing", {"contact": None}),
    biobank("BE:ContactNotPublic", contact(is_public=False)),
    network("BE:ContactNotPublic", contact(is_public=False)),
    *of_all("CTF:EmailPlaceholder", contact(email="a@mail.example.be"), before=with_contact),
    *of_all("CTF:EmailCountrySuffix", contact(email="a@umc.nl"), before=with_contact),
    *of_all("CTF:FirstNameMissing", contact(last_name="Peeters"), before=with_contact),
    *of_all("CTF:LastNameMissing", contact(role=""), before=with_contact),
    biobank("CTF:PhoneMissing", contact(phone="")),
    network("CTF:PhoneMissing", contact(phone="")),
    *of_all("CTF:PhoneInvalid", contact(phone="09 332 12 34"), before=with_contact),
    biobank(
        "CTA:CrossBiobankInstitutionContact",
        lambda entry: BiobankFactory(
            contact=entry.contact, organisation=other_hospital(), name="Another", slug="another"
        ),
        before=lambda entry: BiobankFactory(
            contact=entry.contact, organisation=entry.organisation, slug="sister"
        ),
        detail="Another",
    ),
    collection("CTR:CrossBiobankReuse",
               lambda entry: CollectionFactory(contact=entry.contact, slug="foreign"),
               before=with_contact),
    # what is held
    collection("CC:TypeMissing", {"types": []}),
    collection("BE:DataMissing", {"data_categories": []}),
    collection("BE:MagnitudeMissing", {"order_of_magnitude": None}, given={"size": None}),
    collection("CC:MaterialsMissing", {"materials": []}),
    collection("CC:SampleCatMismatch", {"data_categories": ["MEDICAL_RECORDS"]}),
    collection("BE:MaterialNav", {"materials": ["NAV", "DNA"]}),
    collection("BE:SexNav", {"sex": ["NAV", "MALE"]}),
    collection("BE:DataNav", {"data_categories": ["NAV", "BIOLOGICAL_SAMPLES", "MEDICAL_RECORDS"]}),
    collection("BE:AnyCode", {"sex": ["*"]}),
    collection("BE:StorageMissing", {"storage_temperatures": []}),
    collection("BE:StorageWarm", {"storage_temperatures": ["temperatureRoom"]},
               given={"materials": ["TISSUE_FROZEN"]}),
    collection("BE:ProceduresMissing", {"procedures": []}),
    collection("BE:SexMissing", {"sex": []}),
    collection("BE:AgesMissing", {"age_low": None, "age_high": None}),
    collection("CC:AgeRangePoint", {"age_low": 90}),
    collection("BE:AgesZero", {"age_low": 0, "age_high": 0}),
    collection("CC:AgeHighAboveMax", {"age_high": 121}),
    collection("BE:BirthCohortAge", {"age_low": 1},
               given={"types": ["BIRTH_COHORT", "DISEASE_SPECIFIC"], "age_low": 0}),
    collection("BE:DonorsAboveSamples", {"number_of_donors": 1201}),
    collection("BE:SizeUndated", {"size_as_of": None}),
    collection("BE:SizeOld", {"size_as_of": LONG_AGO}),
    collection("CC:LargeNoSubcoll", {"size": 100_001},
               given={"size": 100_000, "order_of_magnitude": 5}),
    collection("CC:LargeOoMOnly", {"size": None},
               given={"size": 1_000_000, "order_of_magnitude": 6}),
    # diagnoses
    collection("CC:DiagMissingDisease", without("diagnosis_links")),
    collection("CC:DiagRange", lambda entry: diagnose(entry, "C00-C97"), detail="C00-C97"),
    collection("CC:MedRecDiagGap", without("diagnosis_links"),
               given={"types": ["SAMPLE"]}),
    collection("CC:DiagCatMismatch", {"data_categories": ["BIOLOGICAL_SAMPLES"]}),
    collection("CC:DiagTypeMismatch", {"types": ["SAMPLE"]}),
    collection("BE:DiagOnlyOurs",
               lambda entry: entry.diagnosis_links.update(origin=Origin.NODE)),
    collection("CC:OrphaNeedsRDType", orpha),
    collection("CC:RDOrphaMissing", RARE),
    collection("CC:OrphaNeedsIcd", orpha, given={**RARE, "diagnoses": []}),
    collection("CC:RDOrphaSuggest", make_exact, given=RARE, before=mapping(orpha_first=False),
               detail="ORPHA:586"),
    collection("CC:OrphaIcdSuggest", make_exact, before=mapping(orpha_first=True), detail="E84"),
    # images
    collection("CC:ImgModMissing", clear("imaging_modalities"), given=IMAGES, before=images()),
    collection("CC:ImageCatMissing",
               {"data_categories": ["BIOLOGICAL_SAMPLES", "MEDICAL_RECORDS"]},
               given=IMAGES, before=images()),
    collection("CC:ImageTypeMissing", {"types": ["DISEASE_SPECIFIC"]}, given=IMAGES,
               before=images()),
    collection("CC:ImgDataMissing", clear("image_dataset_types"), given=IMAGES, before=images()),
    collection("BE:BodyPartMissing", clear("body_parts"), given=IMAGES, before=images()),
    # parts and wholes
    collection("BE:ParentOtherBiobank",
               lambda entry: change_whole(biobank=BiobankFactory(slug="foreign"))(entry),
               before=whole()),
    collection("BE:ParentNotPublic", change_whole(publication="draft", published_at=None),
               before=whole()),
    collection("BE:BiobankNotPublic", of_biobank(publication="draft", published_at=None)),
    collection(
        "SNM:SubcollNetMissing",
        lambda entry: entry.parent.networks.add(NetworkFactory(name="Net", slug="net")),
        before=whole(),
        detail="Net",
    ),
    collection("CP:SizeOver", change_part(size=1201), before=part(size=1200)),
    collection("CP:DonorOver", change_part(number_of_donors=601),
               before=part(number_of_donors=600)),
    collection("CP:SizeUnknown", change_part(size=None), before=part(size=1), detail="Part"),
    collection("CP:DonorUnknown", change_part(number_of_donors=None),
               before=part(number_of_donors=1), detail="Part"),
    # facts
    collection("FT:KAnonViolation", fact(number_of_donors=9), before=fact(number_of_donors=10),
               detail="1 (1–9)"),
    collection("FT:DonorsZero", fact(number_of_donors=0), before=fact(number_of_donors=10),
               detail="1"),
    collection("FT:AllStarMissing", fact(sex="FEMALE")),
    collection("FT:OneStarMissing", lambda entry: entry.facts.filter(sex="FEMALE").update(sex="*"),
               before=row_for_all()),
    collection("FT:AllStarDonorGap", {"number_of_donors": 599}, before=row_for_all(),
               detail="599 ≠ 600"),
    collection("FT:AllStarSizeGap", {"size": 1201}, before=row_for_all(), detail="1201 ≠ 1200"),
    collection("FT:SizeMissing", {"size": None}, before=row_for_all()),
    collection("FT:CollFactsMismatch", fact(material="SERUM", sex="NAV"),
               before=fact(material="DNA", sex="FEMALE"), detail="SERUM"),
    collection("FT:FactsStale",
               lambda entry: entry.facts.update(last_update=localdate() - timedelta(days=200)),
               before=fact(last_update=localdate())),
    # identifiers
    biobank("BE:NotInDirectory", {"identifier": "bbmri-be:ID:BE_good"}),
    collection("BE:NotInDirectory", {"identifier": "bbmri-be:ID:BE_good:collection:x"}),
    network("BE:NotInDirectory", {"identifier": "bbmri-be:networkID:BE_good"}),
    biobank("VID:BBPrefix", {"identifier": "bbmri-eric:ID:EXT_good"}, detail="EXT"),
    collection("VID:CollNoBBPrefix", {"identifier": "bbmri-eric:ID:BE_other:collection:x"}),
    network("VID:NetCountry", {"identifier": "bbmri-eric:networkID:NL_good"}, detail="NL",
            given={"identifier": "bbmri-eric:networkID:EU_good"}),
    biobank("MAC:IsoStageMismatch", {"country": "NL"}),
    collection("MAC:IsoStageMismatch", {"country": "NL"}),
]  # fmt: skip
