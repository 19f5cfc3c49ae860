"""What each public page shows: a template and its context, from the rows that the public sees.

With `draft`, a row that staff are editing and have not saved, a page is shown as it would be with
that row published.
"""

import unicodedata
from itertools import groupby
from operator import attrgetter
from typing import Any, NamedTuple

from django.core.paginator import Paginator
from django.db.models import Model, QuerySet

from biobanks.map import Map, belgium_map, project
from biobanks.metadata import schema_org
from biobanks.models import Biobank, Collection, Network
from pages.chart import chart
from pages.enums import KnownPage, Level, Tie
from pages.law import Tree
from pages.models import (
    BodyTie,
    GlossaryTerm,
    GovernanceBody,
    Milestone,
    NewsItem,
    OfficeHolder,
    Page,
    Question,
    QuestionGroup,
    Section,
    Step,
)

NEWS_ON_HOME = 3
NEWS_PER_PAGE = 10
# The street of the Belgian Cancer Registry, which houses the office: Koningsstraat / Rue Royale
# 215. Degrees (WGS 84), near enough for a map of the country.
OFFICE = {"latitude": 50.855, "longitude": 4.367}
OFFICE_MAP_URL = "https://www.openstreetmap.org/search?query=Rue%20Royale%20215%2C%20Bruxelles"


class Content(NamedTuple):
    """A template and what it needs."""

    template: str
    context: dict[str, Any]


def home(draft: Model | None = None) -> Content:
    """The node in one breath, the map, the counts, the ways into the site, the latest news."""
    context = opening(KnownPage.HOME, draft) | {
        "map": belgium_map(),
        "figures": {
            "biobanks": Biobank.objects.published().count(),
            "collections": Collection.objects.published().count(),
            "networks": Network.objects.published().count(),
        },
        "news": NewsItem.objects.published()[:NEWS_ON_HOME],
        "for_machines": schema_org.script(schema_org.node()),
    }
    return Content("pages/home.html", context)


def governance(draft: Model | None = None) -> Content:
    """Who decides, in Belgium and in Europe: drawn, and the same in words."""
    bodies = with_draft(GovernanceBody.objects.published(), draft)
    holders = with_draft(OfficeHolder.objects.published(), draft)
    by_key = {body.pk: body for body in bodies}
    ties = [
        (by_key[tie.source_id], Tie(tie.kind), by_key[tie.target_id])
        for tie in BodyTie.objects.all()
        if tie.source_id in by_key and tie.target_id in by_key
    ]
    levels = [
        {
            "slug": level.value,
            "label": level.label,
            "bodies": [
                {
                    "body": body,
                    "ties": [(tie.passive, who.name) for who, tie, whom in ties if whom is body],
                    "holders": [holder for holder in holders if holder.body_id == body.pk],
                }
                for body in bodies
                if body.level == level
            ],
        }
        for level in Level
    ]
    context = {"levels": levels, "chart": chart(bodies, ties)}
    return Content("pages/governance.html", opening(KnownPage.GOVERNANCE, draft) | context)


def history(draft: Model | None = None) -> Content:
    """The timeline."""
    milestones = with_draft(Milestone.objects.published(), draft)
    return Content(
        "pages/history.html", opening(KnownPage.HISTORY, draft) | {"milestones": milestones}
    )


def questions(draft: Model | None = None) -> Content:
    """What people ask, by group."""
    rows = with_draft(Question.objects.published(), draft)
    groups = [
        (group, [question for question in rows if question.group_id == group.pk])
        for group in with_draft(QuestionGroup.objects.published(), draft)
    ]
    return Content("pages/questions.html", opening(KnownPage.QUESTIONS, draft) | {"groups": groups})


def news_list(draft: Model | None = None, page_number: str = "") -> Content:
    """News, the latest first. A page number that is none gives the nearest page there is."""
    news = Paginator(NewsItem.objects.published(), NEWS_PER_PAGE).get_page(page_number)
    return Content("pages/news_list.html", opening(KnownPage.NEWS, draft) | {"news": news})


def news_item(item: NewsItem) -> Content:
    """A piece of news."""
    return Content("pages/news_detail.html", {"item": item})


def glossary(draft: Model | None = None) -> Content:
    """The words of the field by their first letter, in the order of the reader's language."""
    terms = sorted(with_draft(GlossaryTerm.objects.published(), draft), key=reading_key)
    letters = [
        (letter, list(group))
        for letter, group in groupby(terms, key=lambda term: reading_key(term)[0].upper())
    ]
    return Content("pages/glossary.html", opening(KnownPage.GLOSSARY, draft) | {"letters": letters})


def reading_key(term: GlossaryTerm) -> str:
    """What a term is sorted by: small letters without accents."""
    letters = unicodedata.normalize("NFKD", str(term.term).casefold())
    return "".join(letter for letter in letters if letter.isalnum()) or "-"


def law_step(step: Step, way: str = "") -> Content:
    """A question about the law, or where the questions end, and the answers given so far."""
    tree = Tree()
    given = tree.way(way, step)
    context = {
        "step": step,
        "choices": tree.choices(step, given),
        "given": tree.given(given),
        "is_first": step == tree.first,
    }
    return Content("pages/law_step.html", context)


def membership(draft: Model | None = None) -> Content:
    """Who may join, and the road in numbered steps."""
    return Content("pages/membership.html", opening(KnownPage.MEMBERSHIP, draft))


def contact(draft: Model | None = None) -> Content:
    """How to reach the secretariat, and where it is."""
    context = {
        "map": Map([]),
        "office": [round(unit) for unit in project(OFFICE["longitude"], OFFICE["latitude"])],
        "office_map_url": OFFICE_MAP_URL,
    }
    return Content("pages/contact.html", opening(KnownPage.CONTACT, draft) | context)


def prose(known_page: KnownPage, draft: Model | None = None) -> Content:
    """A page that is text alone."""
    return Content("pages/prose.html", opening(known_page, draft))


def of_page(known_page: KnownPage, draft: Model | None = None) -> Content:
    """The known page."""
    match known_page:
        case KnownPage.HOME:
            return home(draft)
        case KnownPage.GOVERNANCE:
            return governance(draft)
        case KnownPage.HISTORY:
            return history(draft)
        case KnownPage.MEMBERSHIP:
            return membership(draft)
        case KnownPage.QUESTIONS:
            return questions(draft)
        case KnownPage.NEWS:
            return news_list(draft)
        case KnownPage.GLOSSARY:
            return glossary(draft)
        case KnownPage.CONTACT:
            return contact(draft)
        case KnownPage.PATIENTS | KnownPage.ABOUT | KnownPage.QUALITY | KnownPage.LAW:
            return Content(f"pages/{known_page.value}.html", opening(known_page, draft))
    return prose(known_page, draft)


def with_row(draft: Model) -> Content:
    """The page on which an unsaved row would appear."""
    match draft:
        case Page():
            return of_page(KnownPage(draft.slug), draft)
        case Section():
            return of_page(KnownPage(draft.page.slug), draft)
        case NewsItem():
            return news_item(draft)
        case GovernanceBody() | OfficeHolder():
            return governance(draft)
        case Milestone():
            return history(draft)
        case Question() | QuestionGroup():
            return questions(draft)
        case GlossaryTerm():
            return glossary(draft)
        case Step():
            return law_step(draft)
    raise TypeError(f"{type(draft).__name__} has no public page.")


def opening(known_page: KnownPage, draft: Model | None) -> dict[str, Any]:
    """The page's row (None where there is none yet), its name in that case, its sections."""
    if isinstance(draft, Page) and draft.slug == known_page:
        page: Page | None = draft
    else:
        page = Page.objects.published().filter(slug=known_page).first()
    sections = Section.objects.published().filter(page__slug=known_page)
    return {
        "page": page,
        "page_name": known_page.label,
        "sections": with_draft(sections, draft),
    }


def with_draft(rows: QuerySet, draft: Model | None) -> list[Any]:
    """The rows, with the draft, where it is one of their kind, in its place."""
    if not isinstance(draft, rows.model):
        return list(rows)
    others = [row for row in rows if row.pk != draft.pk]
    return sorted([*others, draft], key=attrgetter(*rows.model._meta.ordering))
