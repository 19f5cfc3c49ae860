"""Entries and the catalogue in other formats: by suffix, or by Accept at the page's own address."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache, wraps
from itertools import islice
from typing import Any

from django.conf import settings
from django.db.models import Max, Min, QuerySet
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseRedirect,
    JsonResponse,
)
from django.shortcuts import get_object_or_404
from django.utils.cache import patch_vary_headers
from rdflib import Graph, URIRef
from rdflib.namespace import DCAT

from bbmri_be.addresses import address
from bbmri_be.problems import problem
from biobanks import exports
from biobanks.caching import kept_until_changed
from biobanks.formats import MEDIA_TYPES, RDFLIB_NAMES, SUFFIXES, TABLES
from biobanks.metadata import dcat, fair_data_point, miabis, reading
from biobanks.models import Biobank, Collection, Network
from biobanks.programs import View, for_scripts, limited, under_terms
from biobanks.views.catalogue import answered, collection_keys, found_json, numbered_page

DATASETS_A_PAGE = 100
PAGE = "text/html"
POINT_FORMATS = ("text/turtle", *(MEDIA_TYPES[suffix] for suffix in RDFLIB_NAMES), PAGE)
# Of a media type in Accept only its quality counts here, not its character set or profile.
PARAMETER = re.compile(r";\s*(?!q=)[^;,]*")


@dataclass(frozen=True)
class Kind:
    """How entries of a kind are read and described, and which collections are theirs."""

    model: Any
    read: Callable[[QuerySet], Iterable[Any]]
    describe: Callable[[Graph, Any], Any]
    owner: str  # of collections, as a lookup of its slug


KINDS = {
    "biobank": Kind(Biobank, reading.biobanks, dcat.add_biobank, "biobank__slug"),
    "collection": Kind(Collection, reading.collections, dcat.add_dataset, "slug"),
    "network": Kind(Network, reading.networks, dcat.add_network, "networks__slug"),
}


def by_accept(page: View, other: View, **fixed: str) -> View:
    """A page that answers in another format where the reader would rather have that."""

    @wraps(page)
    def wrapped(request: HttpRequest, **kwargs: str) -> HttpResponseBase:
        media_type = wanted(request, (PAGE, *SUFFIXES))
        if media_type in (None, PAGE):
            response = page(request, **kwargs)
        else:
            suffix = SUFFIXES[str(media_type)]
            response = other(request, suffix=suffix, **fixed, **kwargs)
            query = request.META.get("QUERY_STRING", "")
            response["Content-Location"] = (
                f"{request.path.removesuffix('/')}.{suffix}{'?' if query else ''}{query}"
            )
        patch_vary_headers(response, ["Accept"])
        return response

    return wrapped


def wanted(request: HttpRequest, offered: tuple[str, ...]) -> str | None:
    """What a reader likes best of the media types offered; None where it likes none."""
    return preferred(request.headers.get("Accept", "*/*"), offered)


@lru_cache(maxsize=1_000)
def preferred(accept: str, offered: tuple[str, ...]) -> str | None:
    """The same for the text of a header: browsers send the same one again and again."""
    asked = HttpRequest()
    asked.META["HTTP_ACCEPT"] = PARAMETER.sub("", accept)
    return asked.get_preferred_type(offered)


@for_scripts
@limited
@kept_until_changed
def entry_as(request: HttpRequest, *, kind: str, slug: str, suffix: str) -> HttpResponseBase:
    """An entry in another format. JSON is the record that the API has of it."""
    of = KINDS[kind]
    if suffix not in MEDIA_TYPES:
        raise Http404
    record = next(iter(of.read(of.model.objects.published().filter(slug=slug))), None)
    if record is None:
        get_object_or_404(of.model.objects.with_public_page(), slug=slug)
        return problem(410, "This entry was withdrawn from the catalogue.")
    if suffix in TABLES:
        rows = Collection.objects.published().filter(**{of.owner: slug})
        response = table(suffix, rows.values_list("pk", flat=True), f"bbmri-be-{kind}-{slug}")
    elif suffix == "json":
        response = HttpResponse(record.model_dump_json(indent=2), content_type=MEDIA_TYPES[suffix])
    elif suffix == "miabis.json":
        response = JsonResponse(
            miabis.document(record), json_dumps_params={"ensure_ascii": False, "indent": 2}
        )
    else:
        graph = dcat.new_graph()
        of.describe(graph, record)
        response = serialised(graph, suffix)
    return under_terms(response, record.url)


@for_scripts
@limited
@kept_until_changed
def catalogue_as(request: HttpRequest, *, suffix: str) -> HttpResponseBase:
    """The catalogue, or what answers a question, in another format."""
    if suffix == "json":
        return under_terms(found_json(answered(request)))
    if suffix in TABLES:
        keys = collection_keys(answered(request))
        return under_terms(table(suffix, keys, "bbmri-be-catalogue"))
    if suffix in RDFLIB_NAMES:
        return under_terms(serialised(catalogue_graph(request, suffix), suffix))
    raise Http404


def catalogue_graph(request: HttpRequest, suffix: str) -> Graph:
    """The catalogue with the collections that are asked for, page by page.

    Pages may be put together: what each says of the catalogue itself is the same.
    """
    asking = answered(request)
    keys = list(collection_keys(asking))
    page = numbered_page(len(keys), DATASETS_A_PAGE, asking.asked.page)
    some = islice(keys, page.start_index() - 1 if keys else 0, page.end_index())
    published = Collection.objects.published()
    graph = dcat.new_graph()
    graph.bind("fdp", fair_data_point.FDP)
    graph.bind("ldp", fair_data_point.LDP)
    datasets = [
        dcat.add_dataset(graph, record)
        for record in reading.by_keys(reading.collections, published, some)
    ]
    issued, modified = dates()
    catalogue = dcat.add_catalogue(graph, issued, modified)
    for dataset in datasets:
        graph.add((catalogue, DCAT.dataset, dataset))
        graph.add((catalogue, DCAT.record, URIRef(f"{dataset}#record")))
    fair_data_point.add_record_fields(graph, catalogue, issued, modified)
    fair_data_point.add_container(graph, catalogue, DCAT.dataset, datasets)

    def address_of(number: int) -> str:
        query = asking.asked.on_page(number).query.removeprefix("?")
        return f"{settings.SITE_URL}/catalogue.{suffix}" + (f"?{query}" if query else "")

    neighbours = {"first": 1, "last": page.paginator.num_pages}
    if page.has_previous():
        neighbours["previous"] = page.previous_page_number()
    if page.has_next():
        neighbours["next"] = page.next_page_number()
    others = {name: address_of(number) for name, number in neighbours.items()}
    dcat.add_page_links(graph, len(keys), address_of(page.number), others)
    return graph


def dates() -> tuple[Any, Any]:
    """When the first collection was described here, and when one last changed."""
    found = Collection.objects.published().aggregate(Min("published_at"), Max("updated_at"))
    return found["published_at__min"], found["updated_at__max"]


@for_scripts
def fair_data_point_root(request: HttpRequest) -> HttpResponseBase:
    """The FAIR Data Point for harvesters; people are sent to the page that explains it."""
    media_type = wanted(request, POINT_FORMATS) or POINT_FORMATS[0]
    if media_type == PAGE:
        response: HttpResponseBase = HttpResponseRedirect(address("biobanks:data"))
    else:
        response = point_as(request, suffix=SUFFIXES[media_type])
    patch_vary_headers(response, ["Accept"])
    return response


@limited
@kept_until_changed
def point_as(request: HttpRequest, *, suffix: str) -> HttpResponseBase:
    """The FAIR Data Point in a format."""
    return under_terms(serialised(fair_data_point.point(*dates()), suffix))


def table(suffix: str, keys: Iterable[int], name: str) -> HttpResponseBase:
    """Collections as a file."""
    write = exports.csv_response if suffix == "csv" else exports.xlsx_response
    return write(keys, name)


def serialised(graph: Graph, suffix: str) -> HttpResponse:
    """A graph in one of the formats of RDF."""
    if suffix == "jsonld":
        text = graph.serialize(format="json-ld", auto_compact=True)
    else:
        text = graph.serialize(format=RDFLIB_NAMES[suffix])
    return HttpResponse(text, content_type=f"{MEDIA_TYPES[suffix]}; charset=utf-8")
