"""Collections, their fact tables and studies."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from bbmri_be.admin import NamedCells, SearchedChoices
from biobanks.admin.entries import (
    CatalogueAdmin,
    EntryAdmin,
    QualityMarkInline,
    entry_fieldsets,
    place_fieldset,
    state_fieldsets,
)
from biobanks.models import Collection, CollectionDiagnosis, CollectionFact, Study


class DiagnosisForm(forms.ModelForm):
    """A diagnosis: a new one chooses its disease, a stored one shows it."""

    class Meta:
        model = CollectionDiagnosis
        fields = ["disease", "origin"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Name a stored disease without the query that the box to search in would make."""
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            field = self.fields["disease"]
            field.disabled = True
            field.widget = forms.Select(
                choices=[(self.instance.disease_id, str(self.instance.disease))]
            )


class DiagnosisInline(SearchedChoices, admin.TabularInline):
    """Diagnoses, each with who says so; found by code or name."""

    formset = NamedCells
    model = CollectionDiagnosis
    form = DiagnosisForm
    autocomplete_fields = ["disease"]
    extra = 0

    def get_queryset(self, request: HttpRequest) -> QuerySet[CollectionDiagnosis]:
        """With the diseases' names."""
        return super().get_queryset(request).select_related("disease")


@admin.register(Collection)
class CollectionAdmin(EntryAdmin):
    """Collections of biobanks."""

    list_display = ["name", "biobank", "publication", "size", "order_of_magnitude", "confirmed_on"]
    list_filter = [*EntryAdmin.list_filter, "biobank__province", "networks"]
    list_select_related = ["biobank"]
    search_fields = ["name", "acronym", "identifier", "biobank__name", "biobank__acronym"]
    autocomplete_fields = [
        *EntryAdmin.autocomplete_fields,
        "biobank",
        "parent",
        "head",
        "networks",
        "studies",
        "body_parts",
        "imaging_modalities",
        "image_dataset_types",
    ]
    inlines = [DiagnosisInline, QualityMarkInline]
    fieldsets = [
        *entry_fieldsets("name_is_provisional", "biobank", "parent", "networks"),
        (
            _("What it holds"),
            {
                "fields": [
                    "types",
                    "materials",
                    "data_categories",
                    ("size", "order_of_magnitude"),
                    ("number_of_donors", "order_of_magnitude_donors"),
                    "size_as_of",
                    "sex",
                    ("age_low", "age_high", "age_unit"),
                    "storage_temperatures",
                    "procedures",
                    "studies",
                ]
            },
        ),
        (
            _("Images"),
            {
                "fields": ["body_parts", "imaging_modalities", "image_dataset_types"],
                "classes": ["collapse"],
            },
        ),
        (
            _("Access"),
            {
                "fields": [
                    ("collaboration_commercial", "collaboration_non_profit"),
                    "access_fee",
                    "access_joint_project",
                    "access_description",
                    "access_url",
                    "data_use",
                    "data_use_profile_url",
                ]
            },
        ),
        (_("Contact"), {"fields": ["contact", "head"]}),
        place_fieldset("country"),
        *state_fieldsets(),
    ]


@admin.register(CollectionFact)
class CollectionFactAdmin(CatalogueAdmin):
    """Rows of fact tables; many, so the list counts none."""

    list_display = [
        "identifier",
        "collection",
        "disease",
        "material",
        "sex",
        "age_range",
        "number_of_samples",
        "number_of_donors",
    ]
    list_filter = ["material", "sex", "age_range"]
    list_select_related = ["collection", "disease"]
    search_fields = ["identifier", "collection__name", "disease__code"]
    autocomplete_fields = ["collection", "disease"]
    show_full_result_count = False


@admin.register(Study)
class StudyAdmin(CatalogueAdmin):
    """Studies that collections come from."""

    list_display = ["title", "type", "number_of_subjects"]
    search_fields = ["title", "identifier"]
    autocomplete_fields = ["external_references"]
