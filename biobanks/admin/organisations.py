"""Who stands behind an entry."""

from django.contrib import admin

from biobanks.admin.entries import CatalogueAdmin
from biobanks.models import Contact, ExternalReference, Organisation


@admin.register(Organisation)
class OrganisationAdmin(CatalogueAdmin):
    """Hospitals, universities and other institutions."""

    list_display = ["name", "kind", "enterprise_number", "website"]
    list_filter = ["kind"]
    search_fields = ["name", "enterprise_number", "ror"]


@admin.register(Contact)
class ContactAdmin(CatalogueAdmin):
    """Mailboxes and people; the public sees those that may be shown."""

    holds_personal_data = True  # each look is noted: `bbmri_be.audit_log`
    list_display = ["__str__", "role", "email", "is_public"]
    list_filter = ["is_public"]
    search_fields = ["first_name", "last_name", "role", "email", "identifier"]


@admin.register(ExternalReference)
class ExternalReferenceAdmin(CatalogueAdmin):
    """The same entry in other systems."""

    list_display = ["system", "pid", "url"]
    list_filter = ["system"]
    search_fields = ["system", "pid", "url", "identifier"]
