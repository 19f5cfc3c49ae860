"""The interest form on its page: fields by subject, in the order of the questions."""

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Fieldset, Layout
from django.utils.translation import gettext_lazy as _


def application_helper() -> FormHelper:
    """Crispy's description of the form; the page brings its own `form` element."""
    helper = FormHelper()
    helper.form_tag = False
    helper.disable_csrf = True
    # The page lists all errors in its summary.
    helper.form_show_errors = True
    helper.layout = Layout(
        Fieldset(
            _("Your organisation"),
            "organisation_name",
            "host_institution",
            "organisation_kind",
            "enterprise_number",
            "street",
            "postcode",
            "city",
            "website",
        ),
        Fieldset(
            _("Your biobank, network or collection"),
            "kind",
            "name",
            "acronym",
            "start_year",
            "manager_name",
            "notification",
            "famhp_number",
            "ethics_opinion",
            "iso_20387",
            "directory_identifier",
        ),
        Fieldset(_("What you keep"), "materials", "disease_areas", "size", "open_to", "networks"),
        Fieldset(
            _("How we reach you"),
            "contact_name",
            "contact_role",
            "contact_email",
            "contact_phone",
            "language",
        ),
        Fieldset(_("Your wishes"), "help_wanted", "message"),
    )
    return helper
