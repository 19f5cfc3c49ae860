"""Addresses of codes in the vocabularies of others.

Materials and sexes have the terms that the BBMRI-ERIC Directory gives them (molgenis-emx2,
`data/biobank-directory/ontologies`, commit 3400450c of 2026-08-21); a code that it gives none has
none here. Lists of the European Union are those of its Publications Office.
"""

from biobanks.codes import Material, Sex
from biobanks.enums import DiseaseSystem

OBO = "http://purl.obolibrary.org/obo/"
EU = "http://publications.europa.eu/resource/authority/"

MATERIALS = {
    Material.FECES: f"{OBO}OBI_0002503",
    Material.PLASMA: f"{OBO}OBI_0100016",
    Material.SALIVA: f"{OBO}OBI_0002507",
    Material.SERUM: f"{OBO}OBI_0100017",
    Material.TISSUE_FROZEN: f"{OBO}OBI_0000922",
    Material.WHOLE_BLOOD: f"{OBO}OBI_0000655",
}
SEXES = {
    Sex.FEMALE: f"{OBO}PATO_0000383",
    Sex.MALE: f"{OBO}PATO_0000384",
    Sex.UNDIFFERENTIAL: f"{OBO}PATO_0001340",
}
LANGUAGES = {"en": "ENG", "nl": "NLD", "fr": "FRA", "de": "DEU"}  # in the EU's list


def disease(code: str) -> str:
    """A disease: an ORPHA code in ORDO, an ICD-10 code in BioPortal."""
    orpha = code.removeprefix(f"{DiseaseSystem.ORPHA.label}:")
    if orpha != code:
        return f"http://www.orpha.net/ORDO/Orphanet_{orpha}"
    return f"http://purl.bioontology.org/ontology/ICD10/{code}"


def data_use(code: str) -> str:
    """A condition of use: a term of the Data Use Ontology."""
    return f"{OBO}{code}"


def language(code: str) -> str:
    """A language, in the EU's list."""
    return f"{EU}language/{LANGUAGES[code]}"
