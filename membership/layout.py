"""The interest form on its page: fields by subject, in the order of the questions."""

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Fieldset, Layout
from django.utils.translation import gettext_lazy as _

FIELDSETS = [
    (
        _("Your organisation"),
        ["organisation_name", "host_institution", "organisation_kind", "enterprise_number",
         "street", "postcode", "city", "website"],
    ),
    (
        _("Your biobank, network or collection"),
        ["kind", "name", "acronym", "start_year", "manager_name", "notification", "famhp_number",
         "ethics_opinion", "iso_20387", "directory_identifier"],
    ),
    (_("What you keep"), ["materials", "disease_areas", "size", "open_to", "networks"]),
    (
        _("How we reach you"),
        ["contact_name", "contact_role", "contact_email", "contact_phone", "language"],
    ),
    (_("Your wishes"), ["help_wanted", "message"]),
]  # fmt: skip


def application_helper() -> FormHelper:
    """Crispy's description of the form; the page brings its own `form` element."""
    helper = FormHelper()
    helper.form_tag = False
    helper.disable_csrf = True
    helper.layout = Layout(*(Fieldset(title, *names) for title, names in FIELDSETS))
    return helper
