"""A small vocabulary and a catalogue of one biobank, which the search's tests read with."""

import datetime
from pathlib import Path

import pytest

from biobanks import terms, vocabulary
from biobanks.enums import MappingKind
from biobanks.models import Term
from biobanks.search.indexing import Builder
from biobanks.search.lexicon import CatalogueLexicon
from tests.biobanks.factories import (
    BiobankFactory,
    CollectionFactory,
    DiseaseFactory,
    DiseaseMappingFactory,
    NetworkFactory,
    OrganisationFactory,
    OrphaFactory,
)

LEXICON = Path(__file__).parent / "lexicon"
# Code and English name; a code lies within the one before it that holds its letters.
ICD10 = {
    "C18": "Malignant neoplasm of colon",
    "C18.0": "Caecum",
    "C19": "Malignant neoplasm of rectosigmoid junction",
    "C20": "Malignant neoplasm of rectum",
    "C50-C50": "Malignant neoplasm of breast",
    "C50": "Malignant neoplasm of breast",
    "C64": "Malignant neoplasm of kidney, except renal pelvis",
    "C67": "Malignant neoplasm of bladder",
    "C67.9": "Bladder, unspecified",
    "E10-E14": "Diabetes mellitus",
    "E11": "Type 2 diabetes mellitus",
    "E11.9": "Without complications",
    "E70-E90": "Metabolic disorders",
    "E84": "Cystic fibrosis",
    "E84.0": "Cystic fibrosis with pulmonary manifestations",
    "G71.0": "Muscular dystrophy",
    "J45": "Asthma",
    "J45.0": "Predominantly allergic asthma",
    "M05-M14": "Inflammatory polyarthropathies",
    "M05": "Seropositive rheumatoid arthritis",
    "M14": "Arthropathies in other diseases classified elsewhere",
    "Q00": "Anencephaly and similar malformations",
    "Q90": "Twin of a name",
}


@pytest.fixture(scope="module")
def lexicon(kept_rows):
    """The vocabulary that questions are read with; tests only read it."""
    return written_lexicon()


def written_lexicon():
    diseases = {code: DiseaseFactory(code=code, name_en=name) for code, name in ICD10.items()}
    for code, disease in diseases.items():
        if above := diseases.get(code.partition(".")[0] if "." in code else ""):
            disease.parents.add(above)
    mucoviscidosis = OrphaFactory(
        code="ORPHA:586",
        name_en="Cystic fibrosis",
        name_nl="Mucoviscidose",
        name_fr="Mucoviscidose",
        name_de="Mukoviszidose",
    )
    duchenne = OrphaFactory(code="ORPHA:98896", name_en="Duchenne muscular dystrophy")
    OrphaFactory(code="ORPHA:1", name_en="Twin of a name")  # of another disease than Q90
    DiseaseMappingFactory(orpha=mucoviscidosis, icd10=diseases["E84"])
    DiseaseMappingFactory(orpha=duchenne, icd10=diseases["G71.0"], kind=MappingKind.NARROWER)
    vocabulary.write_within(vocabulary.within_pairs())
    written = [
        terms.with_keys(term) for term in [*terms.file_terms(LEXICON), *terms.disease_terms()]
    ]
    Term.objects.bulk_create(written)
    terms.note_words(term.text for term in written)
    network = NetworkFactory(
        identifier="bbmri-be:networkID:BE_BVT", name="Belgian Virtual Tumourbank", acronym="BVT"
    )
    biobank = BiobankFactory(
        identifier="bbmri-eric:ID:BE_CITA1",
        name="Biothèque de la Citadelle",
        acronym="BDLC",
        famhp_number="BB190044",
        organisation=OrganisationFactory(name="Hôpital Sainte-Waudru"),
        networks=[network],
    )
    CollectionFactory(
        biobank=biobank, identifier="bbmri-eric:ID:BE_CITA1:collection:part1", materials=["SERUM"]
    )
    return CatalogueLexicon(Builder(datetime.date(2026, 6, 1)).build())
