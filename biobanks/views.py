"""The public pages of the catalogue."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from operator import itemgetter
from typing import Any, cast

from django.core.paginator import Page, Paginator
from django.db.models import Count, Prefetch, Q, QuerySet, Sum
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from biobanks import entry_pages
from biobanks.codes import Material
from biobanks.enums import DiseaseSystem, Province, Publication
from biobanks.map import belgium_map
from biobanks.models import Biobank, Collection, Network
from biobanks.search.forms import CatalogueForm
from biobanks.search.matching import answer

BIOBANKS_A_PAGE = 20
COLLECTIONS_A_RESULT = 8  # of one biobank, in the list of results
COLLECTIONS_A_PAGE = 100
FACTS_A_PAGE = 100
ANY = "*"  # what a fact table writes for "all of them together"


@dataclass(frozen=True)
class Link:
    """Where one can go from here; the current place and a gap have no address."""

    label: str
    href: str = ""
    is_current: bool = False


@require_safe
def catalogue(request: HttpRequest) -> HttpResponse:
    """The search: biobanks that answer, each with its collections that do."""
    form = CatalogueForm(request.GET, Network.objects.published())
    found = answer(form.question)
    page = Paginator(found.biobanks, BIOBANKS_A_PAGE).get_page(request.GET.get("page"))
    problems = form.problems
    if request.GET.get("page", "1") != str(page.number):
        problems.append(_("There is no such page; this is page %d.") % page.number)
    return render(
        request,
        "biobanks/catalogue.html",
        {
            "form": form,
            "problems": problems,
            "chosen": chosen_filters(form),
            "reset_href": request.path,
            "results": results(page, found.collections),
            "number_of_biobanks": page.paginator.count,
            "number_of_collections": found.number_of_collections,
            "page": page,
            "pages": page_links(page, form.query(), "page"),
        },
    )


@require_safe
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
def biobank_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """A biobank and its collections."""
    biobank = get_object_or_404(
        Biobank.objects.with_public_page().select_related("organisation", "contact", "head"),
        slug=slug,
    )
    if biobank.is_withdrawn:
        return withdrawn(request, biobank, since=biobank.withdrawn_at)
    collections = Paginator(biobank.collections.published(), COLLECTIONS_A_PAGE).get_page(
        request.GET.get("page")
    )
    quality_marks = entry_pages.quality_rows(biobank.quality_marks.all())
    services = biobank.services.select_related("contact").prefetch_related("quality_marks")
    sections = entry_pages.biobank_sections(biobank, biobank.networks.published())
    return render(
        request,
        "biobanks/biobank_detail.html",
        {
            "biobank": biobank,
            "summary": entry_pages.summary(
                biobank, _("%(name)s, a biobank of BBMRI.be.") % {"name": biobank.name}
            ),
            "sections": sections,
            "unknown": entry_pages.unknown(
                {
                    _("Description"): biobank.description,
                    _("Collections"): collections.paginator.count,
                    _("How to ask for samples"): biobank.access_steps,
                    _("Quality marks"): quality_marks,
                },
                sections,
            ),
            "quality_marks": quality_marks,
            "services": [
                {"service": service, "section": entry_pages.service_section(service)}
                for service in services
            ],
            "collections": collections_table(collections),
            "number_of_collections": collections.paginator.count,
            "pages": page_links(collections, QueryDict(), "page"),
        },
    )


@require_safe
def collection_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """A collection, with its fact table in pages."""
    collection = get_object_or_404(
        Collection.objects.with_public_page().select_related(
            "biobank__contact", "parent", "contact", "head"
        ),
        slug=slug,
    )
    biobank = collection.biobank
    if collection.is_withdrawn or biobank.is_withdrawn:
        since = collection.withdrawn_at or biobank.withdrawn_at
        return withdrawn(request, collection, since=since, biobank=biobank)
    diagnoses = collection.diagnosis_links.select_related("disease")
    quality_marks = entry_pages.quality_rows(collection.quality_marks.all())
    sections = entry_pages.collection_sections(collection, collection.networks.published())
    return render(
        request,
        "biobanks/collection_detail.html",
        {
            "collection": collection,
            "biobank": biobank,
            "summary": entry_pages.summary(
                collection,
                _("%(name)s, a collection of %(biobank)s.")
                % {"name": collection.name, "biobank": biobank.name},
            ),
            "sections": sections,
            "unknown": entry_pages.unknown(
                {
                    _("Description"): collection.description,
                    _("Diagnoses"): diagnoses,
                    _("Quality marks"): quality_marks,
                },
                sections,
            ),
            "diagnoses": diagnoses,
            "has_own_readings": any(diagnosis.is_own_reading for diagnosis in diagnoses),
            "quality_marks": quality_marks,
            "parts": collections_table(collection.parts.published()),
            "facts": facts_table(collection, request.GET.get("facts")),
        },
    )


def facts_table(collection: Collection, number: str | None) -> dict[str, Any]:
    """A page of a collection's facts, with totals that the database counts."""
    facts = collection.facts.select_related("disease")
    page = Paginator(facts, FACTS_A_PAGE).get_page(number)
    # A row that stands for all values of a dimension repeats what others say in detail.
    repeats = Q(sex=ANY) | Q(age_range=ANY) | Q(material=ANY) | Q(disease__system=DiseaseSystem.ANY)
    counted = collection.facts.exclude(repeats) if page.paginator.count else facts.none()
    samples = counted.aggregate(samples=Sum("number_of_samples"))["samples"]
    return {
        "rows": [
            {
                "fact": fact,
                "samples": entry_pages.amount(fact.number_of_samples),
                "donors": entry_pages.amount(fact.number_of_donors),
            }
            for fact in page
        ],
        "number": page.paginator.count,
        "samples": entry_pages.amount(samples),
        "pages": page_links(page, QueryDict(), "facts", anchor="#facts"),
    }


@require_safe
def network_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """A network and its members."""
    network = get_object_or_404(
        Network.objects.with_public_page().select_related("organisation", "contact"), slug=slug
    )
    if network.is_withdrawn:
        return withdrawn(request, network, since=network.withdrawn_at)
    biobanks = network.biobanks.published()
    collections = Paginator(
        network.collections.published().select_related("biobank"), COLLECTIONS_A_PAGE
    ).get_page(request.GET.get("page"))
    sections = entry_pages.network_sections(network)
    return render(
        request,
        "biobanks/network_detail.html",
        {
            "network": network,
            "summary": entry_pages.summary(
                network, _("%(name)s, a network of BBMRI.be.") % {"name": network.name}
            ),
            "sections": sections,
            "unknown": entry_pages.unknown({_("Description"): network.description}, sections),
            "biobanks": biobanks,
            "collections": collections_table(collections),
            "number_of_collections": collections.paginator.count,
            "pages": page_links(collections, QueryDict(), "page"),
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


def results(page: Page, collections: dict[int, list[int]]) -> list[dict[str, Any]]:
    """The biobanks of a page of results, each with the first of its collections that answer."""
    biobanks = cast(QuerySet[Biobank], page.object_list).prefetch_related(
        Prefetch("networks", Network.objects.published())
    )
    shown = {
        biobank.pk: collections.get(biobank.pk, [])[:COLLECTIONS_A_RESULT] for biobank in biobanks
    }
    rows = Collection.objects.in_bulk([pk for keys in shown.values() for pk in keys])
    return [
        {
            "biobank": biobank,
            "href": biobank.get_absolute_url(),
            "facts": joined(biobank.acronym, biobank.city, biobank.get_province_display()),
            "networks": biobank.networks.all(),
            "collections": [collection_row(rows[pk]) for pk in shown[biobank.pk]],
            "more": len(collections.get(biobank.pk, [])) - len(shown[biobank.pk]),
        }
        for biobank in biobanks
    ]


def collections_table(collections: Iterable[Collection]) -> dict[str, Any]:
    """A table of collections, without columns in which nothing would stand."""
    rows = [collection_row(collection) for collection in collections]
    return {
        "rows": rows,
        "have_materials": any(row["materials"] for row in rows),
        "have_samples": any(row["samples"] for row in rows),
    }


def collection_row(collection: Collection) -> dict[str, str]:
    """A collection in a list."""
    materials = ", ".join(str(Material(code).label) for code in collection.materials)
    samples = entry_pages.amount(collection.size, collection.order_of_magnitude)
    return {
        "name": collection.name,
        "href": collection.get_absolute_url(),
        "materials": materials,
        "samples": samples,
        "facts": joined(materials, _("samples: %s") % samples if samples else ""),
    }


def joined(*texts: str) -> str:
    """What is known, in one line; a town that is called like its province stands once."""
    return " · ".join(dict.fromkeys(text for text in texts if text))


def chosen_filters(form: CatalogueForm) -> list[Link]:
    """Each thing that narrows the results, with the address of the results without it."""
    # Quotation marks and colons are the language's.
    chosen = [("q", text, _("“%s”") % text)] if (text := form.cleaned_data["q"]) else []
    chosen += [
        (
            group.name,
            option.value,
            _("%(group)s: %(option)s") % {"group": group.label, "option": option.label},
        )
        for group in form.filters
        for option in group.chosen
    ]
    return [
        Link(label, f"?{form.query(without=(name, value)).urlencode()}")
        for name, value, label in chosen
    ]


def page_links(page: Page, query: QueryDict, name: str, anchor: str = "") -> list[Link]:
    """The pages around this one, and the first and last; none where there is one page only."""
    paginator = page.paginator
    if paginator.num_pages == 1:
        return []
    links = []
    for number in paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1):
        if not isinstance(number, int):  # The dots of a gap.
            links.append(Link(str(number)))
            continue
        address = query.copy()
        if number != 1:
            address[name] = str(number)
        href = f"?{address.urlencode()}{anchor}"
        links.append(Link(str(number), href, is_current=number == page.number))
    return links
