"""Questions, and what they are read as."""

from biobanks.search.reading import read

ASTHMA = "icd10:J45"
CANCER = "icd10:C00-C97"
BREAST_CANCER = "icd10:C50"
BOWEL_CANCER = "icd10:C18 icd10:C19 icd10:C20"
DIABETES = "icd10:E10-E14"
ARTHRITIS = "icd10:M05 icd10:M06"
ANAEMIA = "icd10:D46.0 icd10:D46.1"
TISSUE = "material:TISSUE_FROZEN material:TISSUE_PARAFFIN_EMBEDDED"
SERUM = "material:SERUM"
BLOOD = "material:WHOLE_BLOOD"
WOMEN = "sex:FEMALE"
BIOBANK = "biobank:bbmri-eric:ID:BE_CITA1"
NETWORK = "network:bbmri-be:networkID:BE_BVT"


def spoken(question, lexicon, language="en"):
    """What a question is read as: targets, words and method of each concept; the words left."""
    reading = read(question, lexicon, language)
    return (
        [
            (" ".join(concept.targets), concept.matched_text, concept.method.value)
            for concept in reading.concepts
        ],
        [rest.text for rest in reading.unread],
    )


def targets_of(question, lexicon, language="en"):
    """The targets of each concept, and the words left."""
    concepts, unread = spoken(question, lexicon, language)
    return [targets for targets, _, _ in concepts], unread
