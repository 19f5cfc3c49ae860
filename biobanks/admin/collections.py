"""Collections, their fact tables and studies."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from biobanks.admin.entries import (
    CatalogueAdmin,
    EntryAdmin,
    QualityMarkInline,
    entry_fieldset,
    place_fieldset,
    state_fieldsets,
)
from biobanks.models import Collection, CollectionDiagnosis, CollectionFact, Study


class DiagnosisInline(admin.TabularInline):
    """Diagnoses, each with who says so; found by code or name."""

    model = CollectionDiagnosis
    autocomplete_fields = ["disease"]
    extra = 0


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
        entry_fieldset("biobank", "parent", "networks"),
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
