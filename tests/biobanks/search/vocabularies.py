"""A small vocabulary for tests of the search: a few diseases, and what people call things."""

from biobanks import vocabulary
from biobanks.enums import DiseaseSystem, MappingKind, TermKind, TermSource
from biobanks.models import Disease, Term
from biobanks.terms import disease_terms, note_words, with_keys
from tests.biobanks.factories import DiseaseFactory, DiseaseMappingFactory, OrphaFactory

# Code, name, code of the broader term.
ICD10 = [
    ("II", "Neoplasms", ""),
    ("C15-C26", "Malignant neoplasms of digestive organs", "II"),
    ("C18", "Malignant neoplasm of colon", "C15-C26"),
    ("C18.0", "Malignant neoplasm of caecum", "C18"),
    ("C19", "Malignant neoplasm of rectosigmoid junction", "C15-C26"),
    ("C20", "Malignant neoplasm of rectum", "C15-C26"),
    ("III", "Diseases of the blood", ""),
    ("D46.4", "Refractory anaemia, unspecified", "III"),
    ("IV", "Endocrine, nutritional and metabolic diseases", ""),
    ("E84", "Cystic fibrosis", "IV"),
    ("E84.0", "Cystic fibrosis with pulmonary manifestations", "E84"),
    ("X", "Diseases of the respiratory system", ""),
    ("J40-J47", "Chronic lower respiratory diseases", "X"),
    ("J44", "Other chronic obstructive pulmonary disease", "J40-J47"),
    ("J45", "Asthma", "J40-J47"),
    ("J45.0", "Predominantly allergic asthma", "J45"),
    ("J45.1", "Nonallergic asthma", "J45"),
    ("J45.8", "Mixed asthma", "J45"),
    ("J45.9", "Asthma, unspecified", "J45"),
    ("XIII", "Diseases of the musculoskeletal system and connective tissue", ""),
    ("M06", "Other rheumatoid arthritis", "XIII"),
]
# Text, language, kind, targets; the first of a language is what a page calls a disease.
TERMS = [
    ("asthma", "en", TermKind.PREFERRED, ["icd10:J45"]),
    ("astma", "nl", TermKind.PREFERRED, ["icd10:J45"]),
    ("asthme", "fr", TermKind.PREFERRED, ["icd10:J45"]),
    ("Asthma", "de", TermKind.PREFERRED, ["icd10:J45"]),
    ("bowel cancer", "en", TermKind.PREFERRED, ["icd10:C18", "icd10:C19", "icd10:C20"]),
    ("darmkanker", "nl", TermKind.PREFERRED, ["icd10:C18", "icd10:C19", "icd10:C20"]),
    ("colon cancer", "en", TermKind.PREFERRED, ["icd10:C18"]),
    ("rheumatoid arthritis", "en", TermKind.PREFERRED, ["icd10:M06"]),
    ("RA", "en", TermKind.ACRONYM, ["icd10:M06"]),
    ("RA", "en", TermKind.ACRONYM, ["icd10:D46.4"]),
    ("COPD", "en", TermKind.ACRONYM, ["icd10:J44"]),
    ("serum", "en", TermKind.PREFERRED, ["material:SERUM"]),
    ("sérum", "fr", TermKind.PREFERRED, ["material:SERUM"]),
    ("urine", "en", TermKind.PREFERRED, ["material:URINE"]),
    ("women", "en", TermKind.SYNONYM, ["sex:FEMALE"]),
    ("femmes", "fr", TermKind.SYNONYM, ["sex:FEMALE"]),
    ("children", "en", TermKind.SYNONYM, ["age:Infant", "age:Child", "age:Adolescent"]),
    ("Antwerp", "en", TermKind.PREFERRED, ["place:BE-VAN"]),
    ("Ghent", "en", TermKind.PREFERRED, ["place:Gent"]),
    ("Gand", "fr", TermKind.PREFERRED, ["place:Gent"]),
    ("cohort", "en", TermKind.PREFERRED, ["collection_type:COHORT"]),
]


def learn(*rows):
    """Write terms of the table of everyday words: text, language, kind, targets."""
    Term.objects.bulk_create(
        with_keys(
            Term(text=text, language=language, kind=kind, targets=targets, source=TermSource.TABLE)
        )
        for text, language, kind, targets in rows
    )
    note_words(text for text, *_ in rows)


def learn_all():
    """Write the diseases above with their trees, ORPHA:586 beside E84, and all terms."""
    diseases = {code: DiseaseFactory.build(code=code, name_en=name) for code, name, _ in ICD10}
    diseases["ORPHA:586"] = OrphaFactory.build(
        code="ORPHA:586",
        name_en="Cystic fibrosis",
        name_fr="Mucoviscidose",
        name_nl="Taaislijmziekte",
        name_de="Mukoviszidose",
    )
    Disease.objects.bulk_create(diseases.values())
    within = Disease.parents.through
    within.objects.bulk_create(
        within(from_disease=diseases[code], to_disease=diseases[parent])
        for code, _name, parent in ICD10
        if parent
    )
    DiseaseMappingFactory(
        orpha=diseases["ORPHA:586"], icd10=diseases["E84"], kind=MappingKind.EXACT
    )
    vocabulary.write_within(vocabulary.within_pairs())
    learn(*TERMS)
    names = [with_keys(term) for term in disease_terms()]
    Term.objects.bulk_create(names)
    note_words(term.text for term in names)


def disease(code):
    """A disease of this vocabulary."""
    return Disease.objects.exclude(system=DiseaseSystem.ANY).get(code=code)
