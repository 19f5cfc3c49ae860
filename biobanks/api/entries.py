"""Biobanks, collections, networks and the facts of collections."""

from collections.abc import Callable, Iterable
from typing import Annotated, Any

from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest
from ninja import Path, Query, Router
from ninja.errors import HttpError

from biobanks.api.filters import Filters, found
from biobanks.api.paging import ROWS, After, Limit, Page, keys_after, page_of, rows_after
from biobanks.codes import AgeRange, Material, Sex
from biobanks.metadata import reading
from biobanks.metadata.records import (
    BiobankRecord,
    CollectionRecord,
    FactRecord,
    NetworkRecord,
)
from biobanks.models import Biobank, Collection, CollectionFact, Network
from biobanks.search.index import NONE

KEY = r"^[A-Za-z0-9_:-]{1,255}$"
NAMED = "Its identifier, or the slug in its page's address."
BiobankKey = Annotated[str, Path(pattern=KEY, description=NAMED, examples=["uz-brussel"])]
CollectionKey = Annotated[
    str,
    Path(
        pattern=KEY,
        description=NAMED,
        examples=["bbmri-eric:ID:BE_71014391000:collection:001"],
    ),
]
NetworkKey = Annotated[
    str, Path(pattern=KEY, description=NAMED, examples=["belgian-virtual-tumourbank"])
]
WITHDRAWN = "This entry was withdrawn from the catalogue."

router = Router(tags=["Entries"])


@router.get("/biobanks", response=Page[BiobankRecord], summary="Biobanks")
def biobanks(
    request: HttpRequest, filters: Query[Filters], limit: Limit = ROWS, cursor: After = 0
) -> Any:
    """Those that answer the filters of the catalogue, themselves or by their collections."""
    keys = sorted(found(request).biobanks)
    some, following = keys_after(keys, cursor, limit)
    rows = reading.by_keys(reading.biobanks, Biobank.objects.published(), some)
    return page_of(Page[BiobankRecord], request, rows, following, count=len(keys))


@router.get("/biobanks/{key}", response=BiobankRecord, summary="A biobank")
def biobank(request: HttpRequest, key: BiobankKey) -> Any:
    """All that is public of a biobank."""
    return one(Biobank, reading.biobanks, key)


@router.get("/collections", response=Page[CollectionRecord], summary="Collections")
def collections(
    request: HttpRequest, filters: Query[Filters], limit: Limit = ROWS, cursor: After = 0
) -> Any:
    """Those that answer the filters of the catalogue."""
    answer = found(request)
    own = answer.index.rows.collections
    keys = sorted(own[at] for at in answer.ordered("name") if own[at] != NONE)
    some, following = keys_after(keys, cursor, limit)
    rows = reading.by_keys(reading.collections, Collection.objects.published(), some)
    return page_of(Page[CollectionRecord], request, rows, following, count=len(keys))


@router.get("/collections/{key}", response=CollectionRecord, summary="A collection")
def collection(request: HttpRequest, key: CollectionKey) -> Any:
    """All that is public of a collection, but for its facts."""
    return one(Collection, reading.collections, key)


@router.get("/networks", response=Page[NetworkRecord], summary="Networks")
def networks(request: HttpRequest, limit: Limit = ROWS, cursor: After = 0) -> Any:
    """Networks, with their members."""
    keys = sorted(Network.objects.published().values_list("pk", flat=True))
    some, following = keys_after(keys, cursor, limit)
    rows = reading.by_keys(reading.networks, Network.objects.published(), some)
    return page_of(Page[NetworkRecord], request, rows, following, count=len(keys))


@router.get("/networks/{key}", response=NetworkRecord, summary="A network")
def network(request: HttpRequest, key: NetworkKey) -> Any:
    """All that is public of a network."""
    return one(Network, reading.networks, key)


@router.get("/facts", response=Page[FactRecord], summary="Facts")
def facts(
    request: HttpRequest,
    collection: Annotated[
        str | None, Query(pattern=KEY, description="Its identifier or slug.")
    ] = None,
    sex: Sex | None = None,
    age_range: AgeRange | None = None,
    material: Material | None = None,
    disease: Annotated[
        str | None, Query(pattern=r"^[A-Za-z0-9:.*-]{1,20}$", description="J45.0 or ORPHA:586.")
    ] = None,
    limit: Limit = ROWS,
    cursor: After = 0,
) -> Any:
    """Rows of the fact tables of collections: samples and donors by sex, age, material, disease."""
    owners = Collection.objects.published()
    if collection:
        owners = owners.filter(named(collection))
        if not owners.exists():
            raise Http404
    rows = CollectionFact.objects.filter(collection__in=owners)
    wanted = {"sex": sex, "age_range": age_range, "material": material, "disease__code": disease}
    rows = rows.filter(**{name: value for name, value in wanted.items() if value})
    rows = rows.select_related("collection", "disease").defer("collection__search_text")
    some, following = rows_after(rows, cursor, limit)
    return page_of(Page[FactRecord], request, map(reading.fact_record, some), following)


def named(key: str) -> Q:
    """The entry with an identifier or a slug."""
    return Q(identifier=key) | Q(slug=key)


def one(model: Any, read: Callable[[QuerySet], Iterable[Any]], key: str) -> Any:
    """The record of an entry. Raises `HttpError` 410 where it was withdrawn, `Http404`."""
    record = next(iter(read(model.objects.published().filter(named(key)))), None)
    if record is None and model.objects.with_public_page().filter(named(key)).exists():
        raise HttpError(410, WITHDRAWN)
    if record is None:
        raise Http404
    return record
