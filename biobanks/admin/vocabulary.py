"""Terms that `load_vocabulary` brings: to be looked up, not edited."""

from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest

from bbmri_be.languages import columns
from biobanks.models import Disease, DiseaseMapping, ImagingTerm


class ReadOnly:
    """Nobody adds, changes or deletes: the next loading would undo it."""

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Never."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Never."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Never."""
        return False


class MappingInline(ReadOnly, admin.TabularInline):
    """The ICD-10 terms that an ORPHA term corresponds to."""

    model = DiseaseMapping
    fk_name = "orpha"
    fields = ["icd10", "kind"]
    extra = 0


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
