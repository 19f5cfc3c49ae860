"""Where staff edit the node's pages, look at them before saving, and see who changed what."""

from typing import Any

from django.conf import settings
from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db.models import Model, TextField, URLField
from django.forms import Textarea
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path, reverse, translate_url
from django.utils import timezone
from django.utils.translation import get_language_info
from django.utils.translation import gettext_lazy as _

from bbmri_be.admin import LanguageLabels, WithHistory, languages_fieldset
from bbmri_be.languages import columns
from pages import contents
from pages.enums import KnownPage
from pages.models import (
    GovernanceBody,
    Milestone,
    NewsItem,
    OfficeHolder,
    Page,
    Question,
    QuestionGroup,
    Section,
)


def fieldsets(*, texts: tuple[str, ...], first: tuple[Any, ...], last: tuple[str, ...]) -> list:
    """A form in reading order: what and where, the texts, where the facts come from."""
    return [
        (None, {"fields": first}),
        *map(languages_fieldset, texts),
        (_("Where it comes from"), {"fields": last}),
    ]


class PublicTextAdmin(LanguageLabels, WithHistory):
    """What the forms share: languages side by side, history, and a preview that saves nothing."""

    formfield_overrides = {
        TextField: {"widget": Textarea(attrs={"rows": 6, "cols": 60})},
        URLField: {"assume_scheme": "https"},
    }
    list_per_page = 50
    # The translated field whose languages the list shows.
    first_text = "title"

    @admin.display(description=_("languages"))
    def languages(self, row: Any) -> str:
        """The languages in which the row is filled in."""
        return " ".join(
            code for code, _name in settings.LANGUAGES if getattr(row, f"{self.first_text}_{code}")
        )

    def view_on_site(self, row: Any) -> str | None:
        """Where the public sees the row; nowhere before it is published."""
        return row.get_absolute_url() if row.is_published else None

    def get_urls(self) -> list[URLPattern]:
        """Put the preview before Django's own addresses, the last of which takes all."""
        view = self.admin_site.admin_view(self.preview_view)
        return [
            path("add/preview/", view, name=f"{self.address_name}_add_preview"),
            path("<path:object_id>/preview/", view, name=f"{self.address_name}_preview"),
            *super().get_urls(),
        ]

    @property
    def address_name(self) -> str:
        """What the names of this model's addresses begin with."""
        return f"{self.opts.app_label}_{self.opts.model_name}"

    def preview_view(self, request: HttpRequest, object_id: str = "") -> HttpResponse:
        """The public page as it would be with the form's values. Saves nothing."""
        row = self.get_object(request, unquote(object_id)) if object_id else None
        may_edit = (
            self.has_change_permission(request, row)
            if object_id
            else self.has_add_permission(request)
        )
        if not may_edit:
            raise PermissionDenied
        if object_id and row is None:
            raise Http404
        if request.method != "POST":  # A language link of a preview leads here.
            return redirect(self.form_address(row))
        form = self.get_form(request, row, change=row is not None)(request.POST, instance=row)
        if not form.is_valid():
            context = {
                **self.admin_site.each_context(request),
                "title": _("No preview yet"),
                "form": form,
                "opts": self.opts,
            }
            return render(request, "admin/pages/preview_errors.html", context)
        template, context = contents.with_row(form.instance)
        return render(request, template, {**context, "is_preview": True})

    def form_address(self, row: Model | None) -> str:
        """The form of a row, or of a new one."""
        if row is None:
            return reverse(f"admin:{self.address_name}_add")
        return reverse(f"admin:{self.address_name}_change", args=[row.pk])

    def preview_address(self, row: Model | None) -> str:
        """Where the form of a row, or of a new one, is sent for a preview."""
        if row is None:
            return reverse(f"admin:{self.address_name}_add_preview")
        return reverse(f"admin:{self.address_name}_preview", args=[row.pk])

    def render_change_form(
        self,
        request: HttpRequest,
        context: dict[str, Any],
        add: bool = False,
        change: bool = False,
        form_url: str = "",
        obj: Model | None = None,
    ) -> HttpResponse:
        """Give the form a preview button for each language."""
        address = self.preview_address(obj)
        context["previews"] = [
            {
                "code": code,
                "name": get_language_info(code)["name_local"],
                "address": translate_url(address, code),
            }
            for code, _name in settings.LANGUAGES
        ]
        response: HttpResponse = super().render_change_form(
            request, context, add, change, form_url, obj
        )
        return response


@admin.register(Page)
class PageAdmin(PublicTextAdmin):
    """The known pages: edited or unpublished, but always there."""

    list_display = ["__str__", "is_published", "languages", "as_of", "updated_at"]
    list_filter = ["is_published"]
    search_fields = columns("title", "body")
    fieldsets = fieldsets(
        first=("slug", "is_published"),
        texts=("title", "description", "lead", "body"),
        last=("sources", "as_of"),
    )

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
        first=(("page", "order"), "slug", "is_published"),
        texts=("title", "text", "link_label"),
        last=("address", "sources", "as_of"),
    )


@admin.register(GovernanceBody)
class GovernanceBodyAdmin(PublicTextAdmin):
    """Bodies of the node and of BBMRI-ERIC."""

    first_text = "name"
    list_display = ["__str__", "level", "order", "is_published", "languages", "as_of"]
    list_filter = ["level", "is_published"]
    search_fields = columns("name", "purpose")
    prepopulated_fields = {"slug": ["name_en"]}
    fieldsets = fieldsets(
        first=(("level", "order"), "slug", "is_published"),
        texts=("name", "purpose", "appointed_by"),
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
        first=(("body", "order"), "slug", "is_published"),
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
        first=("sort_date", "slug", "is_published"),
        texts=("date_text", "title", "text"),
        last=("source_url", "sources", "as_of"),
    )


@admin.register(QuestionGroup)
class QuestionGroupAdmin(PublicTextAdmin):
    """Headings of the questions page."""

    list_display = ["__str__", "order", "is_published", "languages"]
    prepopulated_fields = {"slug": ["title_en"]}
    fieldsets = fieldsets(
        first=("order", "slug", "is_published"), texts=("title",), last=("sources", "as_of")
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
        first=(("group", "order"), "slug", "is_published"),
        texts=("question", "answer"),
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
