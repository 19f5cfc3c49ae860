"""Biobanks, their services, and networks."""

from django.contrib import admin
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from bbmri_be.admin import NamedCells, languages_fieldset
from biobanks.admin.entries import (
    CatalogueAdmin,
    EntryAdmin,
    QualityMarkInline,
    entry_fieldsets,
    place_fieldset,
    state_fieldsets,
)
from biobanks.models import Biobank, Network, Service


class ServiceInline(admin.TabularInline):
    """Names of services; the link leads to the rest."""

    formset = NamedCells
    model = Service
    extra = 0
    fields = ["identifier", "name"]
    show_change_link = True


@admin.register(Biobank)
class BiobankAdmin(EntryAdmin):
    """Members of the network."""

    list_display = [
        "name",
        "acronym",
        "publication",
        "province",
        "organisation",
        "collections_listed",
        "confirmed_on",
    ]
    list_filter = [*EntryAdmin.list_filter, "province", "networks"]
    list_select_related = ["organisation"]
    search_fields = ["name", "acronym", "identifier", "famhp_number", "city", "organisation__name"]
    autocomplete_fields = [*EntryAdmin.autocomplete_fields, "organisation", "head", "networks"]
    inlines = [QualityMarkInline, ServiceInline]
    fieldsets = [
        *entry_fieldsets("organisation", "networks"),
        place_fieldset("province", "country"),
        (_("Contact"), {"fields": ["contact", "head"]}),
        (
            _("Notification and access"),
            {
                "fields": [
                    "famhp_number",
                    "joined_year",
                    ("collaboration_commercial", "collaboration_non_profit"),
                ]
            },
        ),
        languages_fieldset("access_steps"),
        *state_fieldsets(),
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Biobank]:
        """Count the collections in the same query."""
        biobanks: QuerySet[Biobank] = super().get_queryset(request)
        return biobanks.annotate(collections_count=Count("collections"))

    @admin.display(description=_("collections"), ordering="collections_count")
    def collections_listed(self, biobank: Biobank) -> int:
        """How many collections it has, whatever their state."""
        number: int = getattr(biobank, "collections_count")  # noqa: B009 - annotated above
        return number


@admin.register(Network)
class NetworkAdmin(EntryAdmin):
    """Networks of biobanks."""

    list_display = ["name", "acronym", "publication", "organisation", "confirmed_on"]
    list_select_related = ["organisation"]
    search_fields = ["name", "acronym", "identifier"]
    autocomplete_fields = [*EntryAdmin.autocomplete_fields, "organisation"]
    fieldsets = [
        *entry_fieldsets("organisation", "joined_year", "shared_elements"),
        place_fieldset(),
        (_("Contact"), {"fields": ["contact"]}),
        *state_fieldsets(),
    ]


@admin.register(Service)
class ServiceAdmin(CatalogueAdmin):
    """Services of biobanks."""

    list_display = ["name", "biobank", "technology_readiness"]
    list_filter = ["technology_readiness"]
    list_select_related = ["biobank"]
    search_fields = ["name", "acronym", "identifier", "biobank__name"]
    autocomplete_fields = ["biobank", "contact"]
    inlines = [QualityMarkInline]
    fieldsets = [
        (None, {"fields": ["name", "acronym", "identifier", "biobank"]}),
        languages_fieldset("description"),
        (
            _("What it offers"),
            {
                "fields": [
                    "types",
                    "device",
                    "device_system",
                    "technology_readiness",
                    "description_url",
                ]
            },
        ),
        (
            _("Access"),
            {
                "fields": [
                    "access_description",
                    "access_url",
                    "unit_of_access",
                    "unit_cost",
                    "contact",
                ]
            },
        ),
    ]
