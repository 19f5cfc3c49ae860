"""The diseases by which collections are described."""

from typing import Annotated, Any

from django.db.models import Q
from django.http import Http404, HttpRequest
from ninja import Path, Query, Router
from pydantic import Field

from bbmri_be.languages import columns
from biobanks.api.paging import ROWS, After, Limit, Page, page_of, rows_after
from biobanks.caching import index_for
from biobanks.enums import DiseaseSystem
from biobanks.metadata import vocabularies
from biobanks.metadata.reading import texts
from biobanks.metadata.records import TEXTS, Record, Texts
from biobanks.models import Disease
from biobanks.search.address import cleaned
from biobanks.search.index import Index

router = Router(tags=["Diseases"])


class DiseaseRecord(Record):
    """A term of ICD-10 (WHO, 2019) or of ORPHA."""

    code: str = Field(description="J45.0 or ORPHA:586.")
    system: DiseaseSystem
    directory_code: str = Field(description="As the BBMRI-ERIC Directory writes it.")
    url: str | None = Field(
        description="The term in BioPortal's ICD10 or in ORDO; null for chapters and blocks."
    )
    names: Texts = Field(description=TEXTS)
    entries: int = Field(
        description="Entries of the catalogue that have it, or a disease that lies within it."
    )


class RelatedDisease(Record):
    """Another term."""

    code: str
    names: Texts = Field(description=TEXTS)


class Mapping(RelatedDisease):
    """A term of the other list that means the same, or more, or less."""

    kind: str = Field(description="exact, or broader/narrower: what the ORPHA term is.")


class WholeDisease(DiseaseRecord):
    """A term with those around it."""

    broader: list[RelatedDisease]
    narrower: list[RelatedDisease]
    mappings: list[Mapping]


@router.get("/diseases", response=Page[DiseaseRecord], summary="Diseases")
def diseases(
    request: HttpRequest,
    q: Annotated[
        str, Query(max_length=200, description="Beginning of a code, or part of a name.")
    ] = "",
    system: DiseaseSystem | None = None,
    limit: Limit = ROWS,
    cursor: After = 0,
) -> Any:
    """Terms of ICD-10 and ORPHA, with how many entries have them.

    Names of ORPHA terms: Orphadata, free access data from Orphanet, © INSERM 1999, CC BY 4.0. Names
    of ICD-10: World Health Organization, 2019, under its own terms.
    """
    rows = Disease.objects.exclude(system=DiseaseSystem.ANY)
    if system:
        rows = rows.filter(system=system)
    if text := cleaned(q):
        named = Q(code__istartswith=text)
        for column in columns("name"):
            named |= Q(**{f"{column}__icontains": text})
        rows = rows.filter(named)
    some, following = rows_after(rows, cursor, limit)
    index = index_for(request)
    records = (DiseaseRecord(**fields(row, index)) for row in some)
    return page_of(Page[DiseaseRecord], request, records, following, count=rows.count())


@router.get("/diseases/{code}", response=WholeDisease, summary="A disease")
def disease(
    request: HttpRequest,
    code: Annotated[
        str,
        Path(
            pattern=r"^[A-Za-z0-9:.-]{1,20}$", description="J45.0 or ORPHA:586.", examples=["C18"]
        ),
    ],
) -> Any:
    """A term, the terms around it, and those of the other list that it corresponds to."""
    row = (
        Disease.objects.exclude(system=DiseaseSystem.ANY)
        .filter(code=code)
        .prefetch_related("parents", "children", "icd10_mappings__icd10", "orpha_mappings__orpha")
        .first()
    )
    if row is None:
        raise Http404
    mappings = [
        *((mapping.kind, mapping.icd10) for mapping in row.icd10_mappings.all()),
        *((mapping.kind, mapping.orpha) for mapping in row.orpha_mappings.all()),
    ]
    return WholeDisease(
        **fields(row, index_for(request)),
        broader=[related(other) for other in row.parents.all()],
        narrower=[related(other) for other in row.children.all()],
        mappings=[
            Mapping(code=other.code, names=texts(other, "name"), kind=kind)
            for kind, other in mappings
        ],
    )


def fields(row: Disease, index: Index) -> dict[str, Any]:
    """What stands in a record."""
    target = f"{row.system}:{row.code.removeprefix('ORPHA:')}"
    return {
        "code": row.code,
        "system": row.system,
        "directory_code": row.identifier,
        "url": vocabularies.disease(row.code),
        "names": texts(row, "name"),
        "entries": index.number(target, index.everything),
    }


def related(row: Disease) -> RelatedDisease:
    """Another term."""
    return RelatedDisease(code=row.code, names=texts(row, "name"))
