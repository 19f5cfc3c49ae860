"""Terms that `load_vocabulary` brings: to be looked up, for the next loading would undo an edit.

Search terms of the staff's own stand among them, and are edited.
"""

from typing import Any

from django.contrib import admin
from django.contrib.admin.options import IS_POPUP_VAR
from django.db.models import QuerySet
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _

from bbmri_be.admin import ReadOnly
from bbmri_be.languages import columns
from biobanks.enums import TermSource
from biobanks.models import Disease, DiseaseMapping, ImagingTerm, SearchExample, Term
from biobanks.search import examples
from biobanks.terms import unknown_targets


class MappingInline(ReadOnly, admin.TabularInline):
    """The ICD-10 terms that an ORPHA term corresponds to."""

    model = DiseaseMapping
    fk_name = "orpha"
    fields = ["icd10", "kind"]
    extra = 0

    def get_queryset(self, request: HttpRequest) -> QuerySet[DiseaseMapping]:
        """With the terms' names."""
        return super().get_queryset(request).select_related("icd10")


@admin.register(Disease)
class DiseaseAdmin(ReadOnly, admin.ModelAdmin):
    """Diseases, found by code or by name in any language."""

    list_display = ["code", "name_en", "system"]
    list_filter = ["system"]
    search_fields = ["code", *columns("name")]
    fields = ["code", "identifier", "system", *columns("name"), "parents"]
    inlines = [MappingInline]
    show_full_result_count = False


@admin.register(ImagingTerm)
class ImagingTermAdmin(ReadOnly, admin.ModelAdmin):
    """Body parts, imaging modalities and image dataset types."""

    list_display = ["name", "code", "list"]
    list_filter = ["list"]
    search_fields = ["name", "code"]


class TermForm(ModelForm):
    """A term, whose targets must exist."""

    def clean_targets(self) -> list[str]:
        """Targets that the search knows."""
        targets: list[str] = self.cleaned_data["targets"]
        if unknown := unknown_targets(targets):
            self.add_error(
                "targets",
                _("There is no such code: %(codes)s. Copy the codes from a term that exists.")
                % {"codes": ", ".join(unknown)},
            )
        return targets


@admin.register(Term)
class TermAdmin(admin.ModelAdmin):
    """The search's vocabulary. Staff add terms, and see what that changes before it is saved."""

    form = TermForm
    list_display = ["text", "language", "kind", "stands_for", "source"]
    list_filter = ["source", "language", "kind"]
    search_fields = ["text", "targets"]
    fields = ["text", "language", "kind", "targets"]
    show_full_result_count = False

    @admin.display(description=_("stands for"))
    def stands_for(self, term: Term) -> str:
        """The codes."""
        return ", ".join(term.targets)

    def has_change_permission(self, request: HttpRequest, obj: Term | None = None) -> bool:
        """A term of a source would come back with the next loading."""
        may = super().has_change_permission(request, obj)
        return may and (obj is None or obj.source == TermSource.STAFF)

    def has_delete_permission(self, request: HttpRequest, obj: Term | None = None) -> bool:
        """The same."""
        may = super().has_delete_permission(request, obj)
        return may and (obj is None or obj.source == TermSource.STAFF)

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Save only what was shown: the first post answers with what would change."""
        if (
            request.method == "POST"
            and "_seen" not in request.POST
            and self.may_save(object_id, request)
        ):
            instance = self.get_object(request, object_id) if object_id else None
            form = self.get_form(request, instance)(request.POST, instance=instance)
            if form.is_valid():
                return self.preview(request, form.save(commit=False))
        return super().changeform_view(request, object_id, form_url, extra_context)

    def may_save(self, object_id: str | None, request: HttpRequest) -> bool:
        """Whether the request may write the term."""
        if object_id is None:
            return self.has_add_permission(request)
        return self.has_change_permission(request, self.get_object(request, object_id))

    def preview(self, request: HttpRequest, term: Term) -> HttpResponse:
        """What saving a term would change in the test questions."""
        return TemplateResponse(
            request,
            "admin/biobanks/term/preview.html",
            {
                **self.admin_site.each_context(request),
                "title": _("Before this term is saved"),
                "opts": self.opts,
                "term": term,
                "effects": examples.effects(term, lambda: examples.saved(term)),
                "number": SearchExample.objects.count(),
                "posted": [
                    (name, value)
                    for name, values in request.POST.lists()
                    for value in values
                    if name not in {"csrfmiddlewaretoken", IS_POPUP_VAR}
                ],
            },
        )

    def save_model(self, request: HttpRequest, obj: Term, form: Any, change: bool) -> None:
        """With its keys and words."""
        examples.saved(obj)


@admin.register(SearchExample)
class SearchExampleAdmin(admin.ModelAdmin):
    """The questions by which a new term is judged."""

    list_display = ["question", "language", "expected_codes"]
    list_filter = ["language"]
    search_fields = ["question"]

    @admin.display(description=_("expected"))
    def expected_codes(self, example: SearchExample) -> str:
        """The codes."""
        return ", ".join(example.expected)
