"""Models of the catalogue, one subject a file."""

from biobanks.models.biobank import Biobank, QualityMark, Service
from biobanks.models.collection import Collection, CollectionDiagnosis, CollectionFact, Study
from biobanks.models.network import Network
from biobanks.models.organisation import Contact, ExternalReference, Organisation
from biobanks.models.vocabulary import Disease, DiseaseMapping, ImagingTerm

__all__ = [
    "Biobank",
    "Collection",
    "CollectionDiagnosis",
    "CollectionFact",
    "Contact",
    "Disease",
    "DiseaseMapping",
    "ExternalReference",
    "ImagingTerm",
    "Network",
    "Organisation",
    "QualityMark",
    "Service",
    "Study",
]
