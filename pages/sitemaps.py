"""The node's pages and its news, for search engines."""

from datetime import datetime
from typing import Any

from django.db.models import Max, QuerySet
from django.db.models.functions import Greatest
from django.urls import reverse
from django.utils.translation import override

from bbmri_be.addresses import address_in
from bbmri_be.sitemaps import Rows, Section
from pages.enums import KnownPage
from pages.models import (
    GlossaryTerm,
    GovernanceBody,
    Milestone,
    NewsItem,
    OfficeHolder,
    Page,
    Question,
    QuestionGroup,
    Step,
)
from pages.querysets import is_published_now

# What a page shows besides its own row and its sections.
SHOWN: dict[str, tuple[Any, ...]] = {
    KnownPage.HOME: (NewsItem,),
    KnownPage.GOVERNANCE: (GovernanceBody, OfficeHolder),
    KnownPage.HISTORY: (Milestone,),
    KnownPage.QUESTIONS: (QuestionGroup, Question),
    KnownPage.NEWS: (NewsItem,),
    KnownPage.GLOSSARY: (GlossaryTerm,),
}


class News(Rows):
    """Published news."""

    # News may be written before it appears by itself.
    changed = Greatest("updated_at", "published_at")

    def rows(self) -> QuerySet:
        """Items whose time has come."""
        return NewsItem.objects.published()

    def path(self, key: str, language: str) -> str:
        """The item's page."""
        with override(language):
            return reverse("pages:news-detail", args=[key])


class LawSteps(Rows):
    """Where the questions about the law begin; those that follow mean nothing by themselves."""

    def rows(self) -> QuerySet:
        """The first published step."""
        first = Step.objects.published().values("pk")[:1]
        return Step.objects.filter(pk__in=first)

    def path(self, key: str, language: str) -> str:
        """The step's page."""
        with override(language):
            return reverse("pages:law-step", args=[key])


class Pages(Section):
    """Pages whose text is published."""

    def items(self) -> list[tuple[str, datetime]]:
        """Names of their routes, and when anything that they show changed."""
        latest = {model: last_change(model) for models in SHOWN.values() for model in models}
        of_sections = Max("sections__updated_at", filter=is_published_now("sections__"))
        rows = (
            Page.objects.published()
            .annotate(changed=Greatest("updated_at", of_sections))
            .order_by("slug")
        )
        return [
            (
                KnownPage(row.slug).url_name,
                max([row.changed, *filter(None, map(latest.get, SHOWN.get(row.slug, ())))]),
            )
            for row in rows
        ]

    def path(self, key: str, language: str) -> str:
        """The page of a route."""
        return address_in(key, language)


def last_change(model: Any) -> datetime | None:
    """When any public row of a model last changed."""
    if model is NewsItem:
        return News().latest()
    latest: datetime | None = model.objects.published().aggregate(at=Max("updated_at"))["at"]
    return latest


NODE = {"pages": Pages(), "law": LawSteps(), "news": News()}
