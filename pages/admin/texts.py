"""Where staff edit the node's pages, look at them before saving, and see who changed what."""

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from bbmri_be.admin import LanguageLabels, languages_fieldset
from bbmri_be.languages import columns
from pages import law, links
from pages.admin.base import PUBLICATION, PublicTextAdmin, fieldsets
from pages.enums import KnownPage
from pages.models import (
    Answer,
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


@admin.register(Page)
class PageAdmin(PublicTextAdmin):
    """The known pages: edited or unpublished, but always there."""

    list_display = ["__str__", "is_published", "languages", "as_of", "updated_at"]
    list_filter = ["is_published"]
    search_fields = columns("title", "body")
    fieldsets = fieldsets(
        first=("slug", PUBLICATION),
        texts=("title", "description", "lead", "body"),
        last=("sources", "as_of"),
    )

    def get_urls(self) -> list[URLPattern]:
        """Put the check of links before Django's own addresses."""
        view = self.admin_site.admin_view(self.check_view)
        return [path("check/", view, name="pages_page_check"), *super().get_urls()]

    def check_view(self, request: HttpRequest) -> HttpResponse:
        """What is to mend in the published texts: `check_pages` says the same."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        context = {
            **self.admin_site.each_context(request),
            "title": _("Links that lead nowhere"),
            "opts": self.opts,
            "broken": [
                (
                    link,
                    reverse(f"admin:pages_{link.row._meta.model_name}_change", args=[link.row.pk]),
                )
                for link in links.broken_links(links.of_the_site())
            ],
            "problems": list(law.Tree().problems()),
        }
        return render(request, "admin/pages/page/check.html", context)

    def get_readonly_fields(self, request: HttpRequest, obj: Page | None = None) -> list[str]:
        """A page keeps its address."""
        return ["slug"] if obj else []

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Only where a known page has no row yet."""
        return super().has_add_permission(request) and Page.objects.count() < len(KnownPage)

    def has_delete_permission(self, request: HttpRequest, obj: Page | None = None) -> bool:
        """Never: the site links to its known pages."""
        return False

    def view_on_site(self, row: Page) -> str:
        """The page's address answers whether its text is published or not."""
        return row.get_absolute_url()


@admin.register(Section)
class SectionAdmin(PublicTextAdmin):
    """Cards of the home page, steps of the membership page."""

    list_display = ["__str__", "page", "order", "is_published", "languages", "updated_at"]
    list_filter = ["page", "is_published"]
    list_select_related = ["page"]
    ordering = ["page", "order"]
    search_fields = columns("title", "text")
    prepopulated_fields = {"slug": ["title_en"]}
    fieldsets = fieldsets(
        first=(("page", "order"), "slug", PUBLICATION),
        texts=("title", "text", "link_label"),
        last=("address", "sources", "as_of"),
    )


class TieInline(admin.TabularInline):
    """Who appoints, houses or attends a body."""

    model = BodyTie
    fk_name = "target"
    extra = 0


@admin.register(GovernanceBody)
class GovernanceBodyAdmin(PublicTextAdmin):
    """Bodies of the node and of BBMRI-ERIC, and who appoints or houses them."""

    inlines = [TieInline]
    first_text = "name"
    list_display = ["__str__", "level", "order", "is_published", "languages", "as_of"]
    list_filter = ["level", "is_published"]
    search_fields = columns("name", "purpose")
    prepopulated_fields = {"slug": ["name_en"]}
    fieldsets = fieldsets(
        first=(("level", "order"), "slug", PUBLICATION),
        texts=("name", "purpose"),
        last=("sources", "as_of"),
    )


@admin.register(OfficeHolder)
class OfficeHolderAdmin(PublicTextAdmin):
    """Roles, and the names that may be shown."""

    first_text = "role"
    list_display = ["__str__", "body", "name", "is_public", "as_of", "is_published"]
    list_filter = ["body", "is_public", "is_published"]
    list_select_related = ["body"]
    search_fields = ["name", *columns("role")]
    prepopulated_fields = {"slug": ["role_en"]}
    fieldsets = fieldsets(
        first=(("body", "order"), "slug", PUBLICATION),
        texts=("role",),
        last=("name", "as_of", "is_public", "note", "sources"),
    )


@admin.register(Milestone)
class MilestoneAdmin(PublicTextAdmin):
    """The timeline."""

    list_display = ["sort_date", "__str__", "is_published", "languages", "updated_at"]
    list_display_links = ["__str__"]
    list_filter = ["is_published"]
    search_fields = columns("title", "text")
    prepopulated_fields = {"slug": ["title_en"]}
    fieldsets = fieldsets(
        first=("sort_date", "slug", PUBLICATION),
        texts=("date_text", "title", "text"),
        last=("source_url", "sources", "as_of"),
    )


@admin.register(QuestionGroup)
class QuestionGroupAdmin(PublicTextAdmin):
    """Headings of the questions page."""

    list_display = ["__str__", "order", "is_published", "languages"]
    prepopulated_fields = {"slug": ["title_en"]}
    fieldsets = fieldsets(
        first=("order", "slug", PUBLICATION), texts=("title",), last=("sources", "as_of")
    )


@admin.register(Question)
class QuestionAdmin(PublicTextAdmin):
    """What people ask."""

    first_text = "question"
    list_display = ["__str__", "group", "order", "is_published", "languages", "updated_at"]
    list_filter = ["group", "is_published"]
    list_select_related = ["group"]
    ordering = ["group", "order"]
    search_fields = columns("question", "answer")
    prepopulated_fields = {"slug": ["question_en"]}
    fieldsets = fieldsets(
        first=(("group", "order"), "slug", PUBLICATION),
        texts=("question", "answer"),
        last=("sources", "as_of"),
    )


class AnswerInline(LanguageLabels, admin.StackedInline):
    """The answers to a question, in order."""

    model = Answer
    fk_name = "step"
    extra = 0
    fieldsets = [
        (None, {"fields": [("order", "next")]}),
        languages_fieldset("label"),
    ]


@admin.register(Step)
class StepAdmin(PublicTextAdmin):
    """Does the law apply to my collection? Questions with their answers, and conclusions."""

    inlines = [AnswerInline]
    list_display = ["__str__", "slug", "order", "is_published", "languages", "as_of"]
    list_filter = ["is_published"]
    search_fields = columns("title", "text")
    prepopulated_fields = {"slug": ["title_en"]}
    fieldsets = fieldsets(
        first=("order", "slug", PUBLICATION), texts=("title", "text"), last=("sources", "as_of")
    )


@admin.register(GlossaryTerm)
class GlossaryTermAdmin(PublicTextAdmin):
    """The words of the field."""

    first_text = "term"
    list_display = ["__str__", "short", "is_published", "languages", "updated_at"]
    list_filter = ["is_published"]
    search_fields = ["short", *columns("term", "definition")]
    prepopulated_fields = {"slug": ["term_en"]}
    fieldsets = fieldsets(
        first=("short", "slug", PUBLICATION),
        texts=("term", "definition"),
        last=("sources", "as_of"),
    )


@admin.register(NewsItem)
class NewsItemAdmin(PublicTextAdmin):
    """News."""

    list_display = ["__str__", "published_at", "languages", "updated_at"]
    date_hierarchy = "published_at"
    search_fields = columns("title", "summary", "body")
    prepopulated_fields = {"slug": ["title_en"]}
    fieldsets = fieldsets(
        first=("published_at", "slug"),
        texts=("title", "summary", "body"),
        last=("sources", "as_of"),
    )

    def view_on_site(self, row: NewsItem) -> str | None:
        """The item's address, from the moment it is published."""
        if row.published_at is None or row.published_at > timezone.now():
            return None
        return row.get_absolute_url()
