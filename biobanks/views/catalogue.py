"""The list of results: what was asked, what answers, and where one can go from there."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from urllib.parse import quote

from django.conf import settings
from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from bbmri_be.addresses import address
from bbmri_be.languages import readers_language
from biobanks.addresses import entry_address
from biobanks.caching import index_for, kept_until_changed
from biobanks.html.cards import Card, Owner, Row, list_items
from biobanks.html.filters import panel
from biobanks.html.links import choices
from biobanks.html.machines import for_machines
from biobanks.metadata import schema_org
from biobanks.places import town
from biobanks.search.address import SORTS, VIEWS, Asked, asked
from biobanks.search.facets import BY_NAME
from biobanks.search.index import NONE, Index, Member
from biobanks.search.lexicon import CatalogueLexicon
from biobanks.search.matching import Choice, Found, kind_of
from biobanks.search.panel import find, groups, result_map
from biobanks.search.reading import Reading, read
from biobanks.search.wording import Labels, replaced, understood, why, written
from biobanks.views.lists import (
    Link,
    collection_row,
    joined,
    page_links,
    province_text,
)

BIOBANKS_A_PAGE = 20
COLLECTIONS_A_PAGE = 50
COLLECTIONS_A_BIOBANK = 4  # in the list of biobanks
MOST_SUGGESTED = 3


@dataclass(frozen=True)
class Asking:
    """A request to the catalogue, read and answered."""

    asked: Asked
    found: Found
    labels: Labels
    lexicon: CatalogueLexicon

    @property
    def reading(self) -> Reading:
        """The text as it was read."""
        return self.found.question.reading


def answered(request: HttpRequest) -> Asking:
    """Read the address of a request, and answer it."""
    index = index_for(request)
    what = asked(request.GET, index)
    lexicon = CatalogueLexicon(index)
    reading = read(what.text, lexicon, readers_language()) if what.text else Reading("")
    found = find(what, reading, index)
    senses = [sense for concept in reading.concepts for sense in (concept.sense, *concept.others)]
    return Asking(what, found, Labels(index, senses, names=lexicon.names), lexicon)


@require_safe
@kept_until_changed
def catalogue(request: HttpRequest) -> HttpResponse:
    """The search: biobanks or collections that answer."""
    asking = answered(request)
    what, found = asking.asked, asking.found
    page, results = results_page(asking)
    problems = list(what.problems)
    if what.page != page.number:
        problems.append(_("There is no such page; this is page %d.") % page.number)
    known, untold = found.samples
    filters = list(groups(what, found))
    provinces = next((group for group in filters if group.name == "province"), None)
    query = what.query if what.pairs else ""  # without a question there is no query either
    summary = _(
        "Search the samples and data of the Belgian biobanks: by disease, material, place and "
        "much more, in your own words and in four languages."
    )
    context = {
        "asked": what,
        "hidden": what.with_text("").pairs,
        "problems": problems,
        "understood": understood(found, what, asking.labels),
        "chosen": list(chosen_filters(what, found.index)),
        "reset_href": what.without_choices().query,
        "filters": panel(filters, result_map(provinces, found) if provinces else None),
        "views": choices(view_links(what)),
        "sorts": choices(sort_links(what)),
        "results": results,
        "cards": list_items(results, what.selected),
        "number_of_biobanks": len(found.biobanks),
        "number_of_collections": found.number_of_collections,
        "samples": samples_text(known, untold, found),
        "page": page,
        "pages": page_links(page, lambda number: what.on_page(number).query),
        "selected": what.selected,
        "selected_elsewhere": selected_elsewhere(what, results),
        "summary": summary,
        "for_machines": for_machines(
            request.path, schema_org.catalogue(), query=query, is_list=True
        ),
    }
    if not found.number:
        context["help"] = Help(asking)
    return render(request, "biobanks/catalogue.html", context)


def found_json(asking: Asking) -> JsonResponse:
    """The same list for programs: same parameters, with the counts of the filters."""
    what, found = asking.asked, asking.found
    page, results = results_page(asking)
    known, untold = found.samples
    return JsonResponse(
        {
            "query": what.query,
            "count": found.number,
            "biobanks": len(found.biobanks),
            "collections": found.number_of_collections,
            "samples": {"known": known, "collections_without_number": untold},
            "page": page.number,
            "pages": page.paginator.num_pages,
            "problems": list(what.problems),
            "results": [
                {
                    "name": result.name,
                    "href": result.href,
                    "collections": [
                        {"name": row.name, "href": row.href} for row in result.collections
                    ],
                }
                for result in results
            ],
            "facets": {
                group.name: [
                    {
                        "value": option.value,
                        "label": option.label,
                        "count": option.count,
                        "chosen": option.is_chosen,
                    }
                    for option in group.options
                ]
                for group in groups(what, found)
            },
        }
    )


def selected_elsewhere(what: Asked, results: list[Card]) -> list[str]:
    """The picked collections that have no box to tick on this page."""
    shown = {card.slug for card in results}
    shown |= {row.slug for card in results for row in card.collections}
    return [slug for slug in what.selected if slug not in shown]


def collection_keys(asking: Asking) -> Iterator[int]:
    """The keys of all collections of the list that is asked for, in its order."""
    keys = asking.found.index.rows.collections
    for position in asking.found.ordered(sort_of(asking.asked)):
        if keys[position] != NONE:
            yield keys[position]


def results_page(asking: Asking) -> tuple[Page, list[Card]]:
    """The page of the list that is asked for, and what stands on it."""
    what, found = asking.asked, asking.found
    if what.view == "collections":
        page = numbered_page(found.number, COLLECTIONS_A_PAGE, what.page)
        order = found.ordered(sort_of(what))
        at = list(islice(order, page.start_index() - 1 if found.number else 0, page.end_index()))
        return page, collection_results(at, asking)
    page = numbered_page(len(found.biobanks), BIOBANKS_A_PAGE, what.page)
    start = page.start_index() - 1 if found.number else 0
    keys = islice(found.ordered_biobanks(sort_of(what)), start, page.end_index())
    return page, biobank_results(list(keys), asking)


def sort_of(what: Asked) -> str:
    """How a list is sorted; without a text nothing is more relevant than another."""
    return "name" if what.sort == "relevance" and not what.text else what.sort


def numbered_page(number: int, size: int, wanted: int) -> Page:
    """The page of a list of so many that is nearest to the wanted one."""
    return Paginator(range(number), size).get_page(max(wanted, 1))


def biobank_results(keys: Sequence[int], asking: Asking) -> list[Card]:
    """Biobanks, each with the first of its collections that answer."""
    found, index = asking.found, asking.found.index
    sort = sort_of(asking.asked)
    view = asking.asked.seen(view="collections")
    address = view.toggling(BY_NAME["biobank"], anew=True)
    answer = []
    for pk in keys:
        owner = owner_of(index.members[pk])
        places = found.first_of(pk, sort, COLLECTIONS_A_BIOBANK)
        answer.append(
            Card(
                owner.name,
                owner.href,
                owner.facts,
                why=() if places else why(found, index.members[pk].start, asking.labels),
                collections=[row_of(at, asking) for at in places],
                more=found.number_of(pk) - len(places),
                more_href=address(index.members[pk].slug),
            )
        )
    return answer


def owner_of(member: Member) -> Owner:
    """A biobank in a list."""
    language = readers_language()
    city = town(member.city, language)
    facts = joined(member.acronym, city, province_text(member.province, language))
    return Owner(member.name, entry_address("biobank", member.slug), facts)


def row_of(at: int, asking: Asking) -> Row:
    """A collection in a list, and why it answers."""
    row = collection_row(asking.found.index.rows[at])
    return Row(row.name, row.slug, row.href, row.facts, why(asking.found, at, asking.labels))


def collection_results(places: Sequence[int], asking: Asking) -> list[Card]:
    """Collections one by one; a biobank whose collections are not described stands for itself."""
    index = asking.found.index
    answer = []
    for at in places:
        entry = index.rows[at]
        owner = owner_of(index.members[entry.biobank])
        if entry.collection is None:
            reasons = why(asking.found, at, asking.labels)
            answer.append(Card(owner.name, owner.href, owner.facts, why=reasons))
        else:
            row = row_of(at, asking)
            answer.append(Card(row.name, row.href, row.facts, row.slug, owner, row.why))
    return answer


def samples_text(known: int, untold: int, found: Found) -> str:
    """How many samples answer: the known ones, and how many collections do not tell."""
    if not found.number_of_collections:
        return ""
    collections = ngettext(
        "%(number)s collection does not state its number",
        "%(number)s collections do not state their number",
        untold,
    ) % {"number": number_format(untold, force_grouping=True)}
    if not known:
        return _("samples: not stated") if untold else ""
    samples = _("samples: %s") % number_format(known, force_grouping=True)
    return f"{samples} ({collections})" if untold else samples


def chosen_filters(what: Asked, index: Index) -> Iterator[Link]:
    """Each chosen value, with the address of the results without it."""
    language = readers_language()
    for name, choice in what.choices.items():
        facet = BY_NAME[name]
        for value in choice.values:
            label = _("%(group)s: %(option)s") % {
                "group": facet.label,
                "option": facet.label_of(value, index, language),
            }
            yield Link(label, what.toggled(facet, value).query)


def view_links(what: Asked) -> list[Link]:
    """The two ways to look at results."""
    labels = {"biobanks": _("By biobank"), "collections": _("As collections")}
    return [
        Link(labels[view], what.seen(view=view).query, is_current=view == what.view)
        for view in VIEWS
    ]


def sort_links(what: Asked) -> list[Link]:
    """The orders of the list."""
    labels = {
        "relevance": _("Relevance"),
        "name": _("Name"),
        "size": _("Number of samples"),
        "confirmed": _("Last confirmed"),
    }
    now = sort_of(what)
    return [
        Link(labels[sort], what.seen(sort=sort).query, is_current=sort == now)
        for sort in SORTS
        if what.text or sort != "relevance"
    ]


class Help:
    """What to do where nothing was found. A page asks for each part, then shows it."""

    def __init__(self, asking: Asking) -> None:
        """For a question without an answer."""
        self.asking = asking
        self.asked = asking.asked
        self.found = asking.found

    @cached_property
    def drops(self) -> list[Link]:
        """The parts without which there are results, with how many."""
        links = []
        for part in self.asking.reading.parts:
            if number := self.found.but_for(part=part).bit_count():
                query = replaced(self.asked, part, "").query
                links.append(self.link(part.matched_text, query, number))
        for name in self.asked.choices:
            if number := self.found.but_for(name).bit_count():
                query = self.asked.with_choice(name, Choice(())).query
                links.append(self.link(str(BY_NAME[name].label), query, number))
        return links

    @cached_property
    def alone(self) -> list[Link]:
        """Where leaving out one part is not enough: each part by itself, with its results."""
        if self.drops:
            return []
        found = self.found
        return [
            self.link(
                part.matched_text,
                self.asked.without_choices()
                .with_text(self.asked.text[part.start : part.end])
                .query,
                bits.bit_count(),
            )
            for part, bits in zip(
                self.asking.reading.parts, [*found.of_concepts, *found.of_words], strict=True
            )
            if bits
        ]

    @cached_property
    def failed(self) -> list[str]:
        """The parts that nothing in the catalogue answers, whatever stands beside them."""
        found, reading = self.found, self.asking.reading
        return [
            *(
                self.asking.labels.of_sense(concept.sense)
                for concept, bits in zip(reading.concepts, found.of_concepts, strict=True)
                if not bits
            ),
            *(
                _("“%s”") % rest.text
                for rest, bits in zip(reading.unread, found.of_words, strict=True)
                if not bits
            ),
        ]

    @cached_property
    def broader(self) -> list[Link]:
        """For each disease, the nearest broader one that has results with the rest."""
        links = []
        for concept in self.asking.reading.concepts:
            if kind_of(concept.targets[0]) != "disease":
                continue
            base = self.found.but_for(part=concept)
            for target in self.asking.lexicon.broader(concept.targets):
                if number := self.found.index.number(target, base):
                    labels = self.asking.labels
                    query = replaced(self.asked, concept, written([target])).query
                    links.append(self.link(labels[target], query, number))
                    break
        return links

    @cached_property
    def spellings(self) -> list[Link]:
        """Words of the vocabulary that look like those that say nothing here."""
        reading = self.asking.reading
        unknown = [
            rest
            for rest, bits in zip(reading.unread, self.found.of_words, strict=True)
            if not bits and not rest.is_phrase
        ]
        if not unknown:
            return []
        near = self.asking.lexicon.similar({rest.text.casefold() for rest in unknown})
        return [
            Link(word, replaced(self.asked, rest, word).query)
            for rest in unknown
            for word in list(near.get(rest.text.casefold(), ()))[:MOST_SUGGESTED]
        ]

    @cached_property
    def collectors(self) -> list[Link]:
        """The biobanks that collect samples on request, as they say."""
        owners = (owner_of(self.found.index.members[pk]) for pk in self.found.index.collectors)
        return [Link(owner.name, owner.href) for owner in owners]

    @cached_property
    def mail_href(self) -> str:
        """A letter to the secretariat that says what was looked for, and where."""
        here = settings.SITE_URL + address("biobanks:catalogue") + self.asked.query
        body = "\n".join([_("I found nothing in the catalogue for this:"), here, "", ""])
        subject = _("Samples I am looking for")
        return f"mailto:{settings.SECRETARIAT_EMAIL}?subject={quote(subject)}&body={quote(body)}"

    @staticmethod
    def link(label: str, href: str, number: int) -> Link:
        """A way out, with how many results it leads to."""
        results = ngettext("%(number)d result", "%(number)d results", number) % {"number": number}
        return Link(f"{label} ({results})", href)
