"""What a filter means, as the database tells it.

Each is a function of a biobank and, for the entries that are collections, a collection.
"""

import datetime

from django.utils import timezone

from biobanks.models import Biobank, Collection, DiseaseWithin, QualityMark


def has_disease(biobank, collection, code):
    return (
        collection is not None
        and DiseaseWithin.objects.filter(
            within__code=code, disease__collection_links__collection=collection
        ).exists()
    )


def is_aged(biobank, collection, band):
    """Completed months of life that the donors and a band have in common."""
    if collection is None or (collection.age_low is None and collection.age_high is None):
        return False
    months = 12 if collection.age_unit == "YEAR" else 1
    first = (collection.age_low or 0) * months
    last = 9_999 if collection.age_high is None else (collection.age_high + 1) * months - 1
    bounds = {"Newborn": (0, 1), "Infant": (2, 23)} | {
        name: (low * 12, high * 12 + 11)
        for name, low, high in [
            *[("Child", 2, 12), ("Adolescent", 13, 17), ("Young Adult", 18, 24)],
            *[("Adult", 25, 44), ("Middle-aged", 45, 64), ("Aged (65-79 years)", 65, 79)],
            ("Aged (>80 years)", 80, 800),
        ]
    }
    return first <= bounds[band][1] and last >= bounds[band][0]


def is_about(biobank, collection, theme):
    if collection is None:
        return False
    types, high = set(collection.types), collection.age_high
    if theme == "paediatrics":
        years = None if high is None else high + 1 if collection.age_unit == "YEAR" else high / 12
        return "BIRTH_COHORT" in types or (years is not None and years <= 18)
    if theme == "population":
        return "CASE_CONTROL" in types
    if theme == "rare_disease":
        return "RD" in types or has_disease(biobank, collection, "ORPHA:586")
    chapter = {"oncology": "II", "metabolic": "IV"}[theme]
    return has_disease(biobank, collection, chapter)


def has_size(biobank, collection, power):
    if collection is None or collection.size is None:
        return False
    lowest = 0 if power == "0" else 10 ** int(power)
    return lowest <= collection.size < 10 ** (int(power) + 1)


def gives_access(biobank, collection, condition):
    columns = {
        "collaboration_commercial": "collaboration_commercial",
        "collaboration_non_for_profit": "collaboration_non_profit",
    }
    if condition in columns:
        said = {getattr(entry, columns[condition]) for entry in (biobank, collection) if entry}
        return True in said and False not in said
    if collection is None:
        return False
    if condition in {"access_fee", "access_joint_project"}:
        return bool(getattr(collection, condition))
    return condition in collection.data_use


def is_confirmed(biobank, collection, _value):
    day = (collection and collection.confirmed_on) or biobank.confirmed_on
    return day is not None and day >= timezone.localdate() - datetime.timedelta(days=365)


def has_mark(biobank, collection, standard):
    marks = QualityMark.objects.filter(standard=standard)
    return bool(
        marks.filter(biobank=biobank).exists()
        or (collection and marks.filter(collection=collection).exists())
    )


def is_in_network(biobank, collection, slug):
    return any(
        entry.networks.filter(slug=slug).exists() for entry in (biobank, collection) if entry
    )


def listed(column):
    return lambda biobank, collection, code: (
        collection is not None and code in getattr(collection, column)
    )


MEANINGS = {
    "diagnosis": has_disease,
    "theme": is_about,
    "material": listed("materials"),
    "data": listed("data_categories"),
    "type": listed("types"),
    "sex": listed("sex"),
    "age": is_aged,
    "size": has_size,
    "temperature": listed("storage_temperatures"),
    "province": lambda biobank, _collection, code: biobank.province == code,
    "biobank": lambda biobank, _collection, slug: biobank.slug == slug,
    "network": is_in_network,
    "institution": lambda biobank, _collection, kind: bool(
        biobank.organisation and biobank.organisation.kind == kind
    ),
    "quality": has_mark,
    "access": gives_access,
    "confirmed": is_confirmed,
}


def public_entries():
    """All entries that anybody may see."""
    collections = list(Collection.objects.published().select_related("biobank__organisation"))
    with_some = {collection.biobank_id for collection in collections}
    lone = Biobank.objects.published().exclude(pk__in=with_some).select_related("organisation")
    return [
        *((collection.biobank, collection) for collection in collections),
        *((biobank, None) for biobank in lone),
    ]


def key_of(biobank, collection):
    return (biobank.pk, collection and collection.pk)
