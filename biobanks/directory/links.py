"""Which rows of link tables an import adds and removes."""

from collections import defaultdict
from typing import Any

from biobanks.directory.rows import Row
from biobanks.enums import Origin
from biobanks.models import CollectionDiagnosis

# Columns that list the diagnoses of one origin among those of `diagnosis_available`.
ORIGIN_COLUMNS = {
    "diagnosis_from_biobank": Origin.BIOBANK,
    "diagnosis_from_directory": Origin.DIRECTORY,
    "diagnosis_from_public_page": Origin.PUBLIC_PAGE,
}


def compare_links(rows: list[Row], name: str, column: str) -> None:
    """Many-to-many field `name`: the file's list is the whole list."""
    relation = type(rows[0].instance)._meta.get_field(name)
    through: Any = relation.remote_field.through
    source = f"{relation.m2m_field_name()}_id"
    target = f"{relation.m2m_reverse_field_name()}_id"
    current: dict[int, dict[int, int]] = defaultdict(dict)
    for pk, owner, linked in through.objects.filter(
        **{f"{source}__in": [row.instance.pk for row in rows if not row.is_new]}
    ).values_list("pk", source, target):
        current[owner][linked] = pk
    for row in rows:
        before = current[row.instance.pk] if not row.is_new else {}
        wanted = row.links[name]
        if wanted == before.keys():
            continue
        row.changed.append(column)
        row.removals += [(through, pk) for linked, pk in before.items() if linked not in wanted]
        row.additions += [(through, {target: linked}) for linked in sorted(wanted - before.keys())]


def compare_diagnoses(rows: list[Row]) -> None:
    """Diagnoses of collections and who chose them.

    `diagnosis_available` is the whole list of what the Directory or the biobank says;
    `diagnosis_suggested` the whole list of the node's own reading, which gives way to the former.
    A column that is not in the file leaves its links alone. An origin that is known already stays
    unless the file names another: `diagnosis_origin` for all of a row, `ORIGIN_COLUMNS` for some.
    """
    current: dict[int, dict[int, CollectionDiagnosis]] = defaultdict(dict)
    for link in CollectionDiagnosis.objects.filter(
        collection__in=[row.instance.pk for row in rows if not row.is_new]
    ):
        current[link.collection_id][link.disease_id] = link
    for row in rows:
        before = current[row.instance.pk] if not row.is_new else {}
        wanted = _wanted_diagnoses(row, {pk: link.origin for pk, link in before.items()})
        for column, is_own in (("diagnosis_available", False), ("diagnosis_suggested", True)):
            if column not in row.values:
                continue
            old = {
                (pk, link.origin)
                for pk, link in before.items()
                if (link.origin == Origin.NODE) == is_own
            }
            new = {
                (pk, origin) for pk, origin in wanted.items() if (origin == Origin.NODE) == is_own
            }
            if old != new:
                row.changed.append(column)
        row.removals += [
            (CollectionDiagnosis, link.pk)
            for disease, link in before.items()
            if wanted.get(disease) != link.origin
        ]
        row.additions += [
            (CollectionDiagnosis, {"disease_id": disease, "origin": origin})
            for disease, origin in sorted(wanted.items())
            if disease not in before or before[disease].origin != origin
        ]


def _wanted_diagnoses(row: Row, before: dict[int, str]) -> dict[int, str]:
    """Origin by disease, as it shall be."""
    available: set[int] | None = row.values.get("diagnosis_available")
    suggested: set[int] | None = row.values.get("diagnosis_suggested")
    said = row.values.get("diagnosis_origin")
    if available is None:
        stated = {pk: origin for pk, origin in before.items() if origin != Origin.NODE}
    else:
        stated = {}
        for pk in available:
            known = before.get(pk, Origin.NODE)
            stated[pk] = said or (Origin.DIRECTORY if known == Origin.NODE else known)
    for column, origin in ORIGIN_COLUMNS.items():
        stated |= {pk: origin for pk in row.values.get(column, ()) if pk in stated}
    if suggested is None:
        suggested = {pk for pk, origin in before.items() if origin == Origin.NODE}
    return {**dict.fromkeys(suggested, Origin.NODE), **stated}
