"""Forms of the catalogue's admin, as a browser fills them in."""

from django.urls import reverse

from tests.biobanks.factories import (
    BiobankFactory,
    CollectionFactFactory,
    CollectionFactory,
    ContactFactory,
    ExternalReferenceFactory,
    NetworkFactory,
    OrganisationFactory,
    SearchExampleFactory,
    ServiceFactory,
    StudyFactory,
)

EDITED = {
    "biobank": BiobankFactory,
    "collection": CollectionFactory,
    "collectionfact": CollectionFactFactory,
    "contact": ContactFactory,
    "externalreference": ExternalReferenceFactory,
    "network": NetworkFactory,
    "organisation": OrganisationFactory,
    "searchexample": SearchExampleFactory,
    "service": ServiceFactory,
    "study": StudyFactory,
}


def address(model, page, *args):
    return reverse(f"admin:biobanks_{model}_{page}", args=args)


def values_of(response):
    """What a browser would send back with the page's forms as they stand."""
    context = response.context
    forms = [context["adminform"].form]
    for inline in context.get("inline_admin_formsets", []):
        forms += [inline.formset.management_form, *inline.formset.forms]
    values = {}
    for form in forms:
        for bound in form:
            value = bound.value()
            if isinstance(value, bool):
                value = "on" if value else ""
            if value is not None:
                values[bound.html_name] = value
    return values
