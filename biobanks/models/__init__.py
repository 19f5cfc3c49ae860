"""Models of the catalogue, one subject a file."""

from biobanks.models.biobank import Biobank, QualityMark, Service
from biobanks.models.change import CatalogueChange
from biobanks.models.changes import Change, ChangeSet
from biobanks.models.collection import Collection, CollectionDiagnosis, CollectionFact, Study
from biobanks.models.confirmation import Confirmation, Proposal
from biobanks.models.dump import CatalogueDump
from biobanks.models.finding import Finding, QualityScore
from biobanks.models.lexicon import SearchExample, Term, TermWord
from biobanks.models.network import Network
from biobanks.models.organisation import Contact, ExternalReference, Organisation
from biobanks.models.snapshot import (
    DirectoryFetch,
    DirectorySnapshot,
    SnapshotRun,
    SnapshotTable,
)
from biobanks.models.told import ToldEntry
from biobanks.models.vocabulary import Disease, DiseaseMapping, DiseaseWithin, ImagingTerm

__all__ = [
    "Biobank",
    "CatalogueChange",
    "CatalogueDump",
    "Change",
    "ChangeSet",
    "Collection",
    "CollectionDiagnosis",
    "CollectionFact",
    "Confirmation",
    "Contact",
    "DirectoryFetch",
    "DirectorySnapshot",
    "Disease",
    "DiseaseMapping",
    "DiseaseWithin",
    "ExternalReference",
    "Finding",
    "ImagingTerm",
    "Network",
    "Organisation",
    "Proposal",
    "QualityMark",
    "QualityScore",
    "SearchExample",
    "Service",
    "SnapshotRun",
    "SnapshotTable",
    "Study",
    "Term",
    "TermWord",
    "ToldEntry",
]
