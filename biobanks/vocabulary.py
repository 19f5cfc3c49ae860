"""Loads the terms too many for an enumeration from `biobanks/data/` into the database.

Rows keep their primary keys, so a second load changes only what the files changed. A term that
left the files stays: collections may name it.
"""

import csv
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
from pathlib import Path
from typing import Any

from django.db import models, transaction

from biobanks import bulk
from biobanks.bulk import Loaded
from biobanks.enums import DiseaseSystem, ImagingList, MappingKind
from biobanks.models import Disease, DiseaseMapping, DiseaseWithin, ImagingTerm

DATA = Path(__file__).parent / "data"
BATCH = 2_000  # rows a statement
STEPS = 5

ICD10_PREFIX = "urn:miriam:icd:"
ICD10_GM_PREFIX = "ICD-10-GM-2026:"  # one term of the German edition, U51
ORPHA_PREFIX = "ORPHA:"

# Which relation each column of an ORPHA term states. "btnt" is "broader term to narrower term":
# the row's own term is the broader one. The Directory's list proves the direction by its mirror
# image: ORPHA:586 (cystic fibrosis) has E84.0 under btnt, and E84.0 has ORPHA:586 under ntbt.
MAPPING_COLUMNS = {
    "exact_mapping": MappingKind.EXACT,
    "btnt_mapping": MappingKind.BROADER,
    "ntbt_mapping": MappingKind.NARROWER,
}
IMAGING_FILES = {
    "body-parts.csv": ImagingList.BODY_PART,
    "imaging-modalities.csv": ImagingList.MODALITY,
    "image-dataset-types.csv": ImagingList.DATASET_TYPE,
}


def load(
    folder: Path = DATA, *, progress: Callable[[int], object] = lambda done: None
) -> dict[str, Loaded]:
    """Bring the database in line with the files, in one transaction.

    `progress` is called after each of the `STEPS`.
    """
    terms = read(folder / "diseases.csv")
    names = {row["orpha_code"]: row for row in read(folder / "orpha-names.csv")}
    with transaction.atomic():
        diseases = synchronise(
            Disease.objects.all(),
            key=["identifier"],
            rows=[disease_row(term, names) for term in terms],
        )
        ids = dict(Disease.objects.values_list("identifier", "pk"))
        progress(1)
        parents = synchronise(
            Disease.parents.through.objects.filter(
                from_disease__identifier__in=[term["name"] for term in terms]
            ),
            key=["from_disease_id", "to_disease_id"],
            rows=[
                {"from_disease_id": ids[term["name"]], "to_disease_id": ids[parent]}
                for term in terms
                for parent in listed(term["parent"])
            ],
            remove_others=True,
        )
        progress(1)
        mappings = synchronise(
            DiseaseMapping.objects.filter(orpha__identifier__in=[term["name"] for term in terms]),
            key=["orpha_id", "icd10_id", "kind"],
            rows=[
                {"orpha_id": ids[term["name"]], "icd10_id": ids[target], "kind": kind}
                for term in terms
                for column, kind in MAPPING_COLUMNS.items()
                for target in listed(term[column])
            ],
            remove_others=True,
        )
        progress(1)
        within = write_within(within_pairs())
        progress(1)
        imaging = synchronise(
            ImagingTerm.objects.all(),
            key=["list", "code"],
            rows=[
                {"list": kind, "code": row["name"], "name": row["label"]}
                for file, kind in IMAGING_FILES.items()
                for row in read(folder / file)
            ],
        )
        progress(1)
    bulk.analyse(Disease, Disease.parents.through, DiseaseMapping, DiseaseWithin)
    return {
        "diseases": diseases,
        "parents of diseases": parents,
        "mappings between ORPHA and ICD-10": mappings,
        "diseases within broader ones": within,
        "imaging terms": imaging,
    }


def read(path: Path) -> list[dict[str, str]]:
    """The rows of a file, by column name."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def listed(cell: str) -> list[str]:
    """The identifiers in a cell; none of them holds a comma."""
    return cell.split(",") if cell else []


def disease_row(term: dict[str, str], names: dict[str, dict[str, str]]) -> dict[str, Any]:
    """The columns of a `Disease`.

    Orphanet's own English name wins over the Directory's, which is older, so that the four
    languages are of one edition.
    """
    identifier = term["name"]
    name = names.get(identifier.removeprefix(ORPHA_PREFIX), {})
    if identifier.startswith(ORPHA_PREFIX):
        code, system = identifier, DiseaseSystem.ORPHA
    elif identifier.startswith(ICD10_GM_PREFIX):
        code, system = identifier.removeprefix(ICD10_GM_PREFIX), DiseaseSystem.ICD10
    elif identifier.startswith(ICD10_PREFIX):
        code, system = identifier.removeprefix(ICD10_PREFIX), DiseaseSystem.ICD10
    else:
        code, system = identifier, DiseaseSystem.ANY
    return {
        "identifier": identifier,
        "code": code,
        "system": system,
        "name_en": name.get("en") or term["label"],
        "name_nl": name.get("nl", ""),
        "name_fr": name.get("fr", ""),
        "name_de": name.get("de", ""),
    }


def within_pairs() -> set[tuple[int, int]]:
    """Which diseases lie within which others: themselves, by their tree, by one mapping.

    An ORPHA term that is equal to an ICD-10 term, or narrower, lies within it; an ICD-10 term
    within the ORPHA terms that are equal or broader. An ORPHA term that is broader than several
    ICD-10 terms is what they have in common: it lies within each term that holds them all
    (ORPHA:586, cystic fibrosis, is broader than E84.0 and E84.1, so it lies within E84). What
    holds the counterpart holds the disease; a second mapping is not followed, for each is less
    than exact.
    """
    parents: dict[int, set[int]] = defaultdict(set)
    for child, parent in Disease.parents.through.objects.values_list(
        "from_disease_id", "to_disease_id"
    ):
        parents[child].add(parent)
    above: dict[int, frozenset[int]] = {}

    def ancestors(disease: int) -> frozenset[int]:
        """The disease and everything above it in its own tree."""
        if disease not in above:
            above[disease] = frozenset({disease})  # ends a circle, should there be one
            above[disease] = frozenset({disease}).union(
                *(ancestors(parent) for parent in parents.get(disease, ()))
            )
        return above[disease]

    counterparts: dict[int, set[int]] = defaultdict(set)
    narrower_than: dict[int, set[int]] = defaultdict(set)  # ORPHA: the ICD-10 terms it holds
    for orpha, icd10, kind in DiseaseMapping.objects.values_list("orpha_id", "icd10_id", "kind"):
        if kind in {MappingKind.EXACT, MappingKind.NARROWER}:
            counterparts[orpha].add(icd10)
        if kind in {MappingKind.EXACT, MappingKind.BROADER}:
            counterparts[icd10].add(orpha)
        if kind == MappingKind.BROADER:
            narrower_than[orpha].add(icd10)

    codes = dict(Disease.objects.filter(system=DiseaseSystem.ICD10).values_list("code", "pk"))
    for code, block in codes.items():
        first, _, last = code.partition("-")
        if first == last and first in codes:  # A block of one category is that category.
            counterparts[block].add(codes[first])

    pairs = set()
    for disease in Disease.objects.exclude(system=DiseaseSystem.ANY).values_list("pk", flat=True):
        for own in ancestors(disease):
            pairs.add((disease, own))
            for counterpart in counterparts.get(own, ()):
                pairs.update((disease, broader) for broader in ancestors(counterpart))
            if held := narrower_than.get(own):
                common = frozenset.intersection(*(ancestors(icd10) for icd10 in held))
                # Of a single one, only what lies above it: the ORPHA term is broader.
                pairs.update((disease, broader) for broader in common - held)
    # A collection coded by a counterpart that is broader may well hold the ORPHA term: whoever
    # looks for Duchenne's disease wants to see G71.0, of which most is just that.
    pairs.update(
        (icd10, orpha)
        for orpha, icd10 in DiseaseMapping.objects.filter(kind=MappingKind.NARROWER).values_list(
            "orpha_id", "icd10_id"
        )
    )
    return pairs


def write_within(wanted: set[tuple[int, int]]) -> Loaded:
    """Make `DiseaseWithin` hold these pairs; many, so only what differs is touched."""
    existing = {
        (disease, within): pk
        for pk, disease, within in DiseaseWithin.objects.values_list(
            "pk", "disease_id", "within_id"
        )
    }
    new = wanted - existing.keys()
    bulk.copy(DiseaseWithin, ["disease_id", "within_id"], new)
    obsolete = [existing[pair] for pair in existing.keys() - wanted]
    DiseaseWithin.objects.filter(pk__in=obsolete).delete()
    return Loaded(added=len(new), removed=len(obsolete), unchanged=len(wanted) - len(new))


def synchronise(
    queryset: models.QuerySet,
    *,
    key: Collection[str],
    rows: Iterable[dict[str, Any]],
    remove_others: bool = False,
) -> Loaded:
    """Make the rows of `queryset` equal to `rows`, which `key` tells apart."""
    manager = queryset.model._default_manager
    existing = {tuple(row[name] for name in key): row for row in queryset.values()}
    wanted = {tuple(row[name] for name in key): row for row in rows}
    loaded = Loaded()

    new = [row for identity, row in wanted.items() if identity not in existing]
    if new:
        bulk.copy(queryset.model, list(new[0]), (list(row.values()) for row in new))
    loaded.added = len(new)

    changed = [
        {"id": existing[identity]["id"], **row}
        for identity, row in wanted.items()
        if identity in existing and row != {name: existing[identity][name] for name in row}
    ]
    if changed:
        manager.bulk_create(
            (queryset.model(**row) for row in changed),
            batch_size=BATCH,
            update_conflicts=True,
            unique_fields=["id"],
            update_fields=[name for name in changed[0] if name != "id"],
        )
    loaded.changed = len(changed)

    if remove_others:
        obsolete = [row["id"] for identity, row in existing.items() if identity not in wanted]
        loaded.removed = manager.filter(pk__in=obsolete).delete()[0]
    loaded.unchanged = len(wanted) - loaded.added - loaded.changed
    return loaded
