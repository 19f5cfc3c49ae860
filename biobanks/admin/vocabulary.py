"""Terms that `load_vocabulary` brings: to be looked up, for the next loading would undo an edit."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from bbmri_be.admin import ReadOnly
from bbmri_be.languages import columns
from biobanks.models import Disease, DiseaseMapping, ImagingTerm


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
