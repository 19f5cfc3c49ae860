"""Rows of the catalogue for tests: published, valid, and as empty as a valid row may be."""

import datetime

import factory
from factory.django import DjangoModelFactory

from biobanks.codes import AssessmentLevel, QualityStandard
from biobanks.enums import (
    DiseaseSystem,
    ImagingList,
    MappingKind,
    OrganisationKind,
    Origin,
    Publication,
    Severity,
    SnapshotOutcome,
)
from biobanks.models import (
    Biobank,
    Change,
    ChangeSet,
    Collection,
    CollectionDiagnosis,
    CollectionFact,
    Confirmation,
    Contact,
    DirectorySnapshot,
    Disease,
    DiseaseMapping,
    DiseaseWithin,
    ExternalReference,
    Finding,
    ImagingTerm,
    Network,
    Organisation,
    Proposal,
    QualityMark,
    QualityScore,
    SearchExample,
    Service,
    SnapshotRun,
    SnapshotTable,
    Study,
    Term,
    TermWord,
    ToldEntry,
)
from biobanks.search import words

PUBLISHED_AT = datetime.datetime(2026, 3, 2, 9, 0, tzinfo=datetime.UTC)
WITHDRAWN_AT = datetime.datetime(2026, 9, 1, 9, 0, tzinfo=datetime.UTC)


class OrganisationFactory(DjangoModelFactory):
    """A hospital."""

    class Meta:
        model = Organisation

    name = factory.Sequence(lambda n: f"Hospital {n}")
    kind = OrganisationKind.HOSPITAL


class ContactFactory(DjangoModelFactory):
    """A shared mailbox, which may be shown."""

    class Meta:
        model = Contact

    identifier = factory.Sequence(lambda n: f"bbmri-eric:contactID:BE_contact{n}")
    role = "Biobank office"
    email = factory.Sequence(lambda n: f"biobank{n}@example.be")
    is_public = True


class PersonFactory(ContactFactory):
    """A named person, who did not agree to be shown."""

    role = "Biobank manager"
    first_name = "An"
    last_name = factory.Sequence(lambda n: f"Peeters{n}")
    is_public = False


class ExternalReferenceFactory(DjangoModelFactory):
    """The same entry in another catalogue."""

    class Meta:
        model = ExternalReference

    identifier = factory.Sequence(lambda n: f"bbmri-eric:akiID:BE_reference{n}")
    system = "Another catalogue"
    url = factory.Sequence(lambda n: f"https://catalogue.example.org/{n}")


class _EntryFactory(DjangoModelFactory):
    """What networks, biobanks and collections share."""

    class Meta:
        abstract = True
        skip_postgeneration_save = True

    publication = Publication.PUBLISHED
    published_at = PUBLISHED_AT
    origin = Origin.DIRECTORY

    class Params:
        draft = factory.Trait(publication=Publication.DRAFT, published_at=None)
        withdrawn = factory.Trait(publication=Publication.WITHDRAWN, withdrawn_at=WITHDRAWN_AT)


class NetworkFactory(_EntryFactory):
    """A published network; `draft=True` and `withdrawn=True` give the other states."""

    class Meta:
        model = Network

    identifier = factory.Sequence(lambda n: f"bbmri-eric:networkID:BE_network{n}")
    slug = factory.Sequence(lambda n: f"network-{n}")
    name = factory.Sequence(lambda n: f"Network {n}")


class BiobankFactory(_EntryFactory):
    """A published biobank; `networks=[...]` makes it a member of them."""

    class Meta:
        model = Biobank
        skip_postgeneration_save = True

    identifier = factory.Sequence(lambda n: f"bbmri-eric:ID:BE_biobank{n}")
    slug = factory.Sequence(lambda n: f"biobank-{n}")
    name = factory.Sequence(lambda n: f"Biobank {n}")
    organisation = factory.SubFactory(OrganisationFactory)

    @factory.post_generation
    def networks(self, create, extracted, **_kwargs):
        if create and extracted:
            self.networks.set(extracted)


class CollectionFactory(_EntryFactory):
    """A published collection; `networks=[...]` and `diagnoses=[...]` link it."""

    class Meta:
        model = Collection
        skip_postgeneration_save = True

    biobank = factory.SubFactory(BiobankFactory)
    identifier = factory.LazyAttributeSequence(
        lambda collection, n: f"{collection.biobank.identifier}:collection:part{n}"
    )
    slug = factory.Sequence(lambda n: f"collection-{n}")
    name = factory.Sequence(lambda n: f"Collection {n}")

    @factory.post_generation
    def networks(self, create, extracted, **_kwargs):
        if create and extracted:
            self.networks.set(extracted)

    @factory.post_generation
    def diagnoses(self, create, extracted, **_kwargs):
        if create:
            for disease in extracted or []:
                CollectionDiagnosisFactory(collection=self, disease=disease)


class DiseaseFactory(DjangoModelFactory):
    """An ICD-10 term; `parents=[...]` puts it under them."""

    class Meta:
        model = Disease
        skip_postgeneration_save = True

    code = factory.Sequence(lambda n: f"X{n}")
    identifier = factory.LazyAttribute(lambda disease: f"urn:miriam:icd:{disease.code}")
    system = DiseaseSystem.ICD10
    name_en = factory.Sequence(lambda n: f"Disease {n}")

    @factory.post_generation
    def parents(self, create, extracted, **_kwargs):
        if create and extracted:
            self.parents.set(extracted)


class OrphaFactory(DiseaseFactory):
    """An ORPHA term."""

    code = factory.Sequence(lambda n: f"ORPHA:{n}")
    identifier = factory.LazyAttribute(lambda disease: disease.code)
    system = DiseaseSystem.ORPHA


class DiseaseMappingFactory(DjangoModelFactory):
    """An ORPHA term that equals an ICD-10 term."""

    class Meta:
        model = DiseaseMapping

    orpha = factory.SubFactory(OrphaFactory)
    icd10 = factory.SubFactory(DiseaseFactory)
    kind = MappingKind.EXACT


class DiseaseWithinFactory(DjangoModelFactory):
    """A disease within a broader one."""

    class Meta:
        model = DiseaseWithin

    disease = factory.SubFactory(DiseaseFactory)
    within = factory.SubFactory(DiseaseFactory)


class ImagingTermFactory(DjangoModelFactory):
    """A body part."""

    class Meta:
        model = ImagingTerm

    list = ImagingList.BODY_PART
    code = factory.Sequence(lambda n: f"T-{n}")
    name = factory.Sequence(lambda n: f"Body part {n}")


class CollectionDiagnosisFactory(DjangoModelFactory):
    """A diagnosis of a collection, as the Directory says it."""

    class Meta:
        model = CollectionDiagnosis

    collection = factory.SubFactory(CollectionFactory)
    disease = factory.SubFactory(DiseaseFactory)
    origin = Origin.DIRECTORY


class CollectionFactFactory(DjangoModelFactory):
    """A row of a fact table."""

    class Meta:
        model = CollectionFact

    identifier = factory.Sequence(lambda n: f"bbmri-eric:factID:BE_fact{n}")
    collection = factory.SubFactory(CollectionFactory)
    last_update = datetime.date(2026, 3, 2)


class StudyFactory(DjangoModelFactory):
    """A study."""

    class Meta:
        model = Study

    identifier = factory.Sequence(lambda n: f"bbmri-eric:studyID:BE_study{n}")
    title = factory.Sequence(lambda n: f"Study {n}")


class ServiceFactory(DjangoModelFactory):
    """A service of a biobank."""

    class Meta:
        model = Service

    identifier = factory.Sequence(lambda n: f"bbmri-eric:serviceID:BE_service{n}")
    biobank = factory.SubFactory(BiobankFactory)
    name = factory.Sequence(lambda n: f"Service {n}")


class QualityMarkFactory(DjangoModelFactory):
    """A quality mark of a biobank."""

    class Meta:
        model = QualityMark

    biobank = factory.SubFactory(BiobankFactory)
    standard = QualityStandard.ISO_20387_2018
    level = AssessmentLevel.ACCREDITED


class TermFactory(DjangoModelFactory):
    """A search term of staff, found by its letters only."""

    class Meta:
        model = Term

    text = factory.Sequence(lambda n: f"term {n}")
    language = "en"
    targets = ["icd10:J45"]
    squashed = factory.LazyAttribute(lambda term: words.squashed(term.text))


class TermWordFactory(DjangoModelFactory):
    """A word of the vocabulary."""

    class Meta:
        model = TermWord

    text = factory.Sequence(lambda n: f"word{n}")


class SearchExampleFactory(DjangoModelFactory):
    """A question that staff watch."""

    class Meta:
        model = SearchExample

    question = factory.Sequence(lambda n: f"question {n}")
    language = "en"
    expected = ["icd10:J45"]


class DirectorySnapshotFactory(DjangoModelFactory):
    """A snapshot without its tables."""

    class Meta:
        model = DirectorySnapshot

    checksum = factory.Sequence(lambda n: f"{n:064x}")
    biobanks = 2
    collections = 3


class SnapshotTableFactory(DjangoModelFactory):
    """An empty table of a snapshot."""

    class Meta:
        model = SnapshotTable

    snapshot = factory.SubFactory(DirectorySnapshotFactory)
    name = "Biobanks"
    content = b""
    checksum = "0" * 64
    rows = 0


class SnapshotRunFactory(DjangoModelFactory):
    """A nightly run that published a snapshot."""

    class Meta:
        model = SnapshotRun

    snapshot = factory.SubFactory(DirectorySnapshotFactory)
    outcome = SnapshotOutcome.PUBLISHED


class ToldEntryFactory(DjangoModelFactory):
    """A biobank as it was told."""

    class Meta:
        model = ToldEntry

    kind = "biobank"
    slug = factory.Sequence(lambda n: f"told-{n}")
    identifier = factory.Sequence(lambda n: f"bbmri-eric:ID:BE_told{n}")
    name = "Told"
    fingerprint = "0" * 64
    changed_at = PUBLISHED_AT
    published_at = PUBLISHED_AT


class ChangeSetFactory(DjangoModelFactory):
    """A reading of the Directory."""

    class Meta:
        model = ChangeSet

    source = "https://directory.example/ERIC"
    rows = {"Biobanks": 2, "Collections": 3}


class ChangeFactory(DjangoModelFactory):
    """A cell in which the Directory says something else."""

    class Meta:
        model = Change

    set = factory.SubFactory(ChangeSetFactory)
    table = "Biobanks"
    identifier = "bbmri-eric:ID:BE_a"
    column = "name"
    fingerprint = "0" * 64


class FindingFactory(DjangoModelFactory):
    """A warning about a biobank."""

    class Meta:
        model = Finding

    check_code = "BE:FamhpMissing"
    severity = Severity.WARNING
    biobank = factory.SubFactory(BiobankFactory)


class QualityScoreFactory(DjangoModelFactory):
    """A biobank's score of a day."""

    class Meta:
        model = QualityScore

    biobank = factory.SubFactory(BiobankFactory)
    on = datetime.date(2026, 11, 29)
    score = 90
    errors = 1
    warnings = 2
    hints = 3


class ConfirmationFactory(DjangoModelFactory):
    """A biobank was asked, and has not answered."""

    class Meta:
        model = Confirmation

    biobank = factory.SubFactory(BiobankFactory)


class ProposalFactory(DjangoModelFactory):
    """A biobank wants another name."""

    class Meta:
        model = Proposal

    confirmation = factory.SubFactory(ConfirmationFactory)
    field = "name"
    before = "Biobank"
    after = "Better biobank"


def change_set_of(biobank):
    """What the European Directory says otherwise of a biobank."""
    changes = ChangeSetFactory(source="https://directory.bbmri-eric.eu/ERIC")
    for column, ours, theirs in (
        ("acronym", biobank.acronym, "CBIB"),
        ("url", biobank.website, "https://www.example.be/biobank"),
        ("location", "Brussels", "Jette"),
    ):
        ChangeFactory(
            set=changes,
            identifier=biobank.identifier,
            column=column,
            ours=ours,
            theirs=theirs,
            fingerprint=f"{column:0<64}",
        )
    return changes
