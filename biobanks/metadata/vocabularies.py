"""Addresses of codes in the vocabularies of others.

Materials have the terms that the BBMRI-ERIC Directory gives them (molgenis-emx2,
`data/biobank-directory/ontologies`, commit 3400450c of 2026-08-21); a code that it gives none has
none here. Lists of the European Union are those of its Publications Office.
"""

import re

from biobanks.codes import Material
from biobanks.enums import DiseaseSystem

OBO = "http://purl.obolibrary.org/obo/"
EU = "http://publications.europa.eu/resource/authority/"

ICD10 = re.compile(r"[A-Z][0-9]{2}(\.[0-9]{1,2})?")
MATERIALS = {
    Material.FECES: f"{OBO}OBI_0002503",
    Material.PLASMA: f"{OBO}OBI_0100016",
    Material.SALIVA: f"{OBO}OBI_0002507",
    Material.SERUM: f"{OBO}OBI_0100017",
    Material.TISSUE_FROZEN: f"{OBO}OBI_0000922",
    Material.WHOLE_BLOOD: f"{OBO}OBI_0000655",
}
LANGUAGES = {"en": "ENG", "nl": "NLD", "fr": "FRA", "de": "DEU"}  # in the EU's list


def disease(code: str) -> str | None:
    """A disease: an ORPHA code in ORDO, an ICD-10 code in BioPortal.

    Chapters and blocks have none: BioPortal does not call them as the Directory does.
    """
    orpha = code.removeprefix(f"{DiseaseSystem.ORPHA.label}:")
    if orpha != code:
        return f"http://www.orpha.net/ORDO/Orphanet_{orpha}"
    return f"http://purl.bioontology.org/ontology/ICD10/{code}" if ICD10.fullmatch(code) else None


def data_use(code: str) -> str:
    """A condition of use: a term of the Data Use Ontology."""
    return f"{OBO}{code}"


def language(code: str) -> str:
    """A language, in the EU's list."""
    return f"{EU}language/{LANGUAGES[code]}"
