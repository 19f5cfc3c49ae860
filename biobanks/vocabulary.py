"""Loads the terms too many for an enumeration from `biobanks/data/` into the database.

Rows keep their primary keys, so a second load changes only what the files changed. A term that
left the files stays: collections may name it.
"""

import csv
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import connection, models, transaction

from biobanks.enums import DiseaseSystem, ImagingList, MappingKind
from biobanks.models import Disease, DiseaseMapping, ImagingTerm

DATA = Path(__file__).parent / "data"
BATCH = 2_000  # rows a statement
STEPS = 4

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


@dataclass
class Loaded:
    """What a load did to one kind of row."""

    added: int = 0
    changed: int = 0
    removed: int = 0
    unchanged: int = 0


def load(
    folder: Path = DATA, *, progress: Callable[[int], object] = lambda done: None
) -> dict[str, Loaded]:
    """Bring the database in line with the files, in one transaction.

    `progress` is called after each of the four `STEPS`.
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
    analyse()
    return {
        "diseases": diseases,
        "parents of diseases": parents,
        "mappings between ORPHA and ICD-10": mappings,
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
    manager.bulk_create((queryset.model(**row) for row in new), batch_size=BATCH)
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


def analyse() -> None:
    """Tell PostgreSQL's planner about the new rows: the first search must not be slow."""
    with connection.cursor() as cursor:
        for model in (Disease, Disease.parents.through, DiseaseMapping):
            cursor.execute(f"ANALYZE {connection.ops.quote_name(model._meta.db_table)}")
