"""The pages of biobanks, collections and networks."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from itertools import groupby, islice
from operator import itemgetter
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.core.paginator import Page, Paginator
from django.db.models import Count, Model, OuterRef, Q
from django.db.models.expressions import RawSQL
from django.db.models.functions import JSONArray
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from bbmri_be.addresses import address
from bbmri_be.languages import gettext as _
from biobanks import entry_pages
from biobanks.caching import entry_kept_until_changed, index_for, kept_until_changed
from biobanks.enums import Province, Publication
from biobanks.gathering import KeptQuery, gathered, with_related
from biobanks.html.lines import diagnoses, lines, section, tags
from biobanks.html.machines import for_machines
from biobanks.html.tables import collection_rows, fact_rows
from biobanks.map import Map, belgium_map
from biobanks.metadata import reading, schema_org
from biobanks.models import Biobank, Collection, CollectionFact, Network, Service
from biobanks.search.address import Asked
from biobanks.search.index import Index, Row
from biobanks.search.indexing import FACTS_A_PAGE
from biobanks.search.keeping import STATE
from biobanks.search.matching import Choice
from biobanks.selection import query_of
from biobanks.views.lists import collection_row, numbered, page_links

COLLECTIONS_A_PAGE = 50
SIBLINGS = 10
NO_KEY = -1
NO_SLUG = "\0"  # no text in PostgreSQL can hold it
LOCATION = ("street", "postcode", "city", "province", "country", "latitude", "longitude")
# What a collection's page needs of its biobank, to show it or to tell machines.
OF_BIOBANK = (
    "identifier",
    "name",
    "slug",
    "publication",
    "withdrawn_at",
    "website",
    "contact",
    "organisation",
    *LOCATION,
)


def all_but(model: type[Model], path: str, *fields: str) -> list[str]:
    """The fields of a related row that a page does not need, to be left where they are."""
    kept = {*fields, "id"}
    return [
        f"{path}__{field.name}" for field in model._meta.concrete_fields if field.name not in kept
    ]


def entry(entries: Any, slug: str) -> Any:
    """An entry with all that its page needs, and the state of the catalogue that it is of."""
    whole = with_related(entries.filter(slug=slug).defer("search_text"))
    return whole.annotate(catalogue_state=RawSQL(STATE, [])).order_by()  # noqa: S611 - a constant


FACT_FIELDS = (
    "disease__code",
    "disease__name_en",
    "material",
    "sex",
    "age_range",
    "number_of_samples",
    "number_of_donors",
    "last_update",
)
FIRST_FACTS = CollectionFact.objects.filter(collection=OuterRef("pk")).values(
    row=JSONArray(*FACT_FIELDS)
)[:FACTS_A_PAGE]
BIOBANKS = KeptQuery(
    lambda slug: entry(
        Biobank.objects.with_public_page().select_related("organisation", "contact", "head"), slug
    ),
    NO_SLUG,
)
COLLECTIONS = KeptQuery(
    lambda slug: entry(
        Collection.objects.with_public_page()
        .select_related("biobank__contact", "biobank__organisation", "parent", "contact", "head")
        .annotate(first_facts=ArraySubquery(FIRST_FACTS))
        .defer(
            *all_but(Biobank, "biobank", *OF_BIOBANK),
            *all_but(Collection, "parent", "identifier", "name", "slug", "publication", "biobank"),
        ),
        slug,
    ),
    NO_SLUG,
)
NETWORKS = KeptQuery(
    lambda slug: entry(
        Network.objects.with_public_page().select_related("organisation", "contact"), slug
    ),
    NO_SLUG,
)
SERVICES = KeptQuery(
    lambda biobank: with_related(
        Service.objects.filter(biobank_id=biobank).select_related("contact")
    ),
    NO_KEY,
)
FACTS = KeptQuery(
    lambda collection, first: CollectionFact.objects.filter(
        collection_id=collection, identifier__gte=first
    ).values_list(*FACT_FIELDS),
    NO_KEY,
    NO_SLUG,
)


@require_safe
@kept_until_changed
def biobank_list(request: HttpRequest) -> HttpResponse:
    """The members of the network, on the map and by province."""
    biobanks = (
        Biobank.objects.published()
        .annotate(
            number_of_collections=Count(
                "collections", filter=Q(collections__publication=Publication.PUBLISHED)
            )
        )
        .order_by("province", "name")
    )
    provinces = {
        code: list(members) for code, members in groupby(biobanks, key=lambda row: row.province)
    }
    networks = (
        Network.objects.published()
        .annotate(
            number_of_biobanks=Count(
                "biobanks", filter=Q(biobanks__publication=Publication.PUBLISHED)
            )
        )
        .order_by("name")
    )
    return render(
        request,
        "biobanks/biobank_list.html",
        {
            "map": belgium_map(member for members in provinces.values() for member in members),
            "provinces": sorted(
                (
                    {"label": str(Province(code).label), "biobanks": members}
                    for code, members in provinces.items()
                    if code
                ),
                key=itemgetter("label"),
            ),
            "elsewhere": provinces.get("", []),
            "networks": networks,
            "number_of_biobanks": sum(len(members) for members in provinces.values()),
        },
    )


@require_safe
@entry_kept_until_changed(BIOBANKS)
def biobank_detail(request: HttpRequest, biobank: Biobank) -> HttpResponse:
    """A biobank and its collections."""
    if biobank.is_withdrawn:
        return withdrawn(request, biobank, since=biobank.withdrawn_at)
    index = index_for(request)
    places = index.collections_of(biobank.pk)
    page, collections = page_of_collections(index, places, len(places), request.GET.get("page"))
    quality_marks = entry_pages.quality_rows(gathered(biobank, "quality_marks"))
    services = SERVICES.rows(biobank.pk)
    sections = entry_pages.biobank_sections(biobank)
    summary = entry_pages.summary(
        biobank, _("%(name)s, a biobank of BBMRI.be.") % {"name": biobank.name}
    )
    thing = schema_org.biobank(reading.biobank_record(biobank, services), summary, collections)
    return render(
        request,
        "biobanks/biobank_detail.html",
        {
            "biobank": biobank,
            "summary": summary,
            "for_machines": for_machines(biobank.get_absolute_url(), thing),
            "sections": [section(of_page) for of_page in sections],
            "unknown": unknown_tags(
                {
                    _("Description"): biobank.description,
                    _("Collections"): page.paginator.count,
                    _("How to ask for samples"): biobank.access_steps,
                    _("Quality marks"): quality_marks,
                },
                sections,
            ),
            "quality_marks": quality_marks,
            "services": [
                {"service": service, "lines": lines(entry_pages.service_section(service).known)}
                for service in services
            ],
            "collections": collections_table(collections),
            "number_of_collections": page.paginator.count,
            "pages": page_links(page, numbered("page")),
            "map": entry_map(index, [biobank.pk]),
            "citation": entry_pages.citation(biobank),
            "search_href": filtered("biobank", biobank.slug),
        },
    )


@require_safe
@entry_kept_until_changed(COLLECTIONS)
def collection_detail(request: HttpRequest, collection: Collection) -> HttpResponse:
    """A collection, with its fact table in pages."""
    biobank = collection.biobank
    if collection.is_withdrawn or biobank.is_withdrawn:
        since = collection.withdrawn_at or biobank.withdrawn_at
        return withdrawn(request, collection, since=since, biobank=biobank)
    index = index_for(request)
    links = gathered(collection, "diagnosis_links")
    quality_marks = entry_pages.quality_rows(gathered(collection, "quality_marks"))
    sections = entry_pages.collection_sections(collection)
    parts, siblings = relatives(collection, index)
    summary = entry_pages.summary(
        collection,
        _("%(name)s, a collection of %(biobank)s.")
        % {"name": collection.name, "biobank": biobank.name},
    )
    thing = schema_org.collection(reading.collection_record(collection), summary)
    return render(
        request,
        "biobanks/collection_detail.html",
        {
            "collection": collection,
            "biobank": biobank,
            "summary": summary,
            "for_machines": for_machines(collection.get_absolute_url(), thing),
            "sections": [section(of_page) for of_page in sections],
            "unknown": unknown_tags(
                {
                    _("Description"): collection.description,
                    _("Diagnoses"): links,
                    _("Quality marks"): quality_marks,
                },
                sections,
            ),
            "diagnoses": diagnoses(links, index),
            "has_own_readings": any(link.is_own_reading for link in links),
            "quality_marks": quality_marks,
            "parts": collections_table(parts),
            "siblings": collections_table(siblings),
            "facts": facts_table(collection, index, request.GET.get("facts")),
            "map": entry_map(index, [biobank.pk]),
            "citation": entry_pages.citation(collection),
            "pick_href": address("biobanks:request") + query_of([collection.slug]),
            "search_href": filtered("biobank", biobank.slug),
        },
    )


def unknown_tags(
    others: Mapping[str, object], sections: Iterable[entry_pages.Section]
) -> SafeString:
    """What the page cannot tell, as list items."""
    return tags(entry_pages.unknown(others, sections))


def relatives(collection: Collection, index: Index) -> tuple[list[Row], list[Row]]:
    """The first parts of a collection, and the first others of its biobank, by name."""
    parts = index.parts.get(collection.pk, [])
    own = set(parts)
    others = (index.rows[at] for at in index.collections_of(collection.biobank_id) if at not in own)
    siblings = (row for row in others if row.collection != collection.pk)
    return (
        [index.rows[at] for at in parts[:COLLECTIONS_A_PAGE]],
        list(islice(siblings, SIBLINGS)),
    )


def page_of_collections(
    index: Index, places: Iterable[int], count: int, number: str | None
) -> tuple[Page, list[Row]]:
    """A page of so many collections, which stand in the index at some places."""
    page = Paginator(range(count), COLLECTIONS_A_PAGE).get_page(number)
    start = page.start_index() - 1 if count else 0
    return page, [index.rows[at] for at in islice(places, start, page.end_index())]


def entry_map(index: Index, biobanks: Iterable[int]) -> Map | None:
    """The map with the dots of some biobanks; None where none of them has a known place."""
    dots = [index.dots[biobank] for biobank in biobanks if biobank in index.dots]
    if len(dots) == 1:
        dots = [dots[0].at_home]
    return Map(dots) if dots else None


def filtered(name: str, value: str) -> str:
    """The address of the catalogue narrowed by one filter, collection by collection."""
    asked = Asked().with_choice(name, Choice((value,))).seen(view="collections")
    return address("biobanks:catalogue") + asked.query


def facts_table(collection: Collection, index: Index, number: str | None) -> dict[str, Any]:
    """A page of a collection's facts; how many there are, and their sum, the index knows."""
    count, samples = index.facts.get(collection.pk, (0, None))
    page = Paginator(range(count), FACTS_A_PAGE).get_page(number)
    return {
        "rows": fact_rows(facts_of(collection, index, page.number), index),
        "number": count,
        "samples": entry_pages.amount(samples),
        "pages": page_links(page, numbered("facts", "#facts")),
    }


def facts_of(collection: Any, index: Index, page: int) -> Iterable[tuple[Any, ...]]:
    """The facts of a page, as `FACT_FIELDS`; those of the first were read with the collection."""
    if page == 1:
        first_facts: list[tuple[Any, ...]] = collection.first_facts
        return first_facts
    start, first = (page - 1) * FACTS_A_PAGE, ""
    # The index reads counts and pages one after the other: an import may come between.
    if page <= len(starts := index.fact_pages.get(collection.pk, [])):
        start, first = 0, starts[page - 1]
    return FACTS.rows(collection.pk, first, start=start, number=FACTS_A_PAGE)


@require_safe
@entry_kept_until_changed(NETWORKS)
def network_detail(request: HttpRequest, network: Network) -> HttpResponse:
    """A network and its members."""
    if network.is_withdrawn:
        return withdrawn(request, network, since=network.withdrawn_at)
    index = index_for(request)
    biobanks = network.biobanks.published().defer("search_text")
    own = index.of_network_itself.get(network.pk, 0) & index.collections
    page, collections = page_of_collections(
        index, index.ordered(own, "name"), own.bit_count(), request.GET.get("page")
    )
    sections = entry_pages.network_sections(network)
    summary = entry_pages.summary(
        network, _("%(name)s, a network of BBMRI.be.") % {"name": network.name}
    )
    thing = schema_org.network(reading.network_record(network), summary)
    return render(
        request,
        "biobanks/network_detail.html",
        {
            "network": network,
            "summary": summary,
            "for_machines": for_machines(network.get_absolute_url(), thing),
            "sections": [section(of_page) for of_page in sections],
            "unknown": unknown_tags({_("Description"): network.description}, sections),
            "biobanks": biobanks,
            "collections": collections_table(collections),
            "number_of_collections": page.paginator.count,
            "pages": page_links(page, numbered("page")),
            "map": entry_map(index, [biobank.pk for biobank in biobanks]),
            "citation": entry_pages.citation(network),
            "search_href": filtered("network", network.slug),
        },
    )


def withdrawn(
    request: HttpRequest,
    entry: Biobank | Collection | Network,
    *,
    since: datetime | None,
    biobank: Biobank | None = None,
) -> HttpResponse:
    """The page of an entry that is no longer offered.

    410, not 200: people who follow a citation read what happened, and search engines and link
    checkers learn that nothing is to be had here any more. 404 would deny that it ever was.
    Browsers may keep a 410 for ever, so they are told to ask again: it may be published anew.
    """
    response = render(
        request,
        "biobanks/entry_withdrawn.html",
        {"entry": entry, "since": since, "biobank": biobank},
        status=410,
    )
    response["Cache-Control"] = "no-cache"
    return response


def collections_table(collections: Iterable[Row]) -> dict[str, Any]:
    """A table of collections, without columns in which nothing would stand."""
    rows = [collection_row(collection) for collection in collections]
    materials = any(row.materials for row in rows)
    samples = any(row.samples for row in rows)
    return {
        "rows": collection_rows(rows, materials=materials, samples=samples),
        "have_materials": materials,
        "have_samples": samples,
    }
