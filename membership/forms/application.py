"""The interest form, and the same to correct what was sent."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from bbmri_be.forms import LongTextField, Problems
from biobanks.codes import Material
from biobanks.validators import normalised_enterprise_number
from membership import validators
from membership.enums import Help, Notification, OpenTo
from membership.layout import FIELDSETS, application_helper
from membership.models import Application

MATERIALS = [
    (material.value, material.label)
    for material in Material
    if material not in {Material.ANY, Material.NOT_AVAILABLE}
]
RADIOS = ["organisation_kind", "kind", "notification", "ethics_opinion"]


class ApplicationForm(Problems, forms.ModelForm):
    """Everything we ask of a biobank that wants to join, on one page."""

    enterprise_number = forms.CharField(
        label=_("Enterprise number"),
        max_length=30,
        required=False,
        help_text=_(
            "The number in the Crossroads Bank for Enterprises (KBO, BCE), "
            "for example 0123.456.749."
        ),
    )
    postcode = forms.CharField(
        label=_("Postcode"),
        max_length=10,
        help_text=_("For example 1000."),
        error_messages=dict.fromkeys(
            ["required", "max_length"], _("Write the postcode, for example 1000.")
        ),
    )
    website = forms.URLField(
        label=_("Website"),
        max_length=500,
        required=False,
        assume_scheme="https",
        help_text=_("For example https://www.example.be."),
        error_messages={
            "invalid": _("Write the whole web address, for example https://www.example.be.")
        },
    )
    start_year = forms.IntegerField(
        label=_("Year it started"),
        required=False,
        validators=[validators.start_year],
        widget=forms.TextInput,
        help_text=_("For example 2009."),
        error_messages={"invalid": _("Write the year with four digits, for example 2009.")},
    )
    famhp_number = forms.CharField(
        label=_("FAMHP notification number"),
        max_length=30,
        required=False,
        help_text=_("Only if the biobank has one. For example BB190001."),
    )
    materials = forms.MultipleChoiceField(
        label=_("Which materials do you keep? Tick all that apply."),
        choices=MATERIALS,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Tick at least one material.")},
    )
    open_to = forms.MultipleChoiceField(
        label=_("Who may ask for samples or data? Tick all that apply."),
        choices=OpenTo.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Tick nothing if it is not decided yet."),
    )
    help_wanted = forms.MultipleChoiceField(
        label=_("What would you like help with? Tick all that apply."),
        choices=Help.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta:
        model = Application
        fields = [name for title, names in FIELDSETS for name in names]
        field_classes = {"disease_areas": LongTextField, "message": LongTextField}
        widgets = {
            **dict.fromkeys(RADIOS, forms.RadioSelect),
            "disease_areas": forms.Textarea(attrs={"rows": 3}),
            "message": forms.Textarea(attrs={"rows": 6}),
            "contact_phone": forms.TextInput(attrs={"type": "tel"}),
        }
        labels = {
            "organisation_name": _("Legal name"),
            "host_institution": _("Host institution"),
            "organisation_kind": _("Kind of institution"),
            "street": _("Street and number"),
            "city": _("Town or city"),
            "kind": _("Who would like to join?"),
            "name": _("Name"),
            "acronym": _("Acronym"),
            "manager_name": _("Physician who manages the biobank"),
            "notification": _("Is the biobank notified to the FAMHP?"),
            "ethics_opinion": _("Has an ethics committee given its opinion?"),
            "iso_20387": _("ISO 20387"),
            "directory_identifier": _("Identifier in the BBMRI-ERIC Directory"),
            "disease_areas": _("Disease areas"),
            "size": _("Number of samples"),
            "networks": _("Networks it belongs to"),
            "contact_name": _("Your name"),
            "contact_role": _("Your role"),
            "contact_email": _("Work e-mail address"),
            "contact_phone": _("Telephone"),
            "language": _("Language of our mails to you"),
            "message": _("Anything else we should know?"),
        }
        help_texts = {
            "organisation_name": _(
                "The legal person behind the biobank, for example a hospital or a university."
            ),
            "host_institution": _("Where the biobank works, if that is another institution."),
            "name": _("For example Biobank of the General Hospital."),
            "acronym": _("The short name people use, if there is one."),
            "manager_name": _("Belgian law asks each biobank to name a physician who manages it."),
            "notification": _(
                "The FAMHP (FAGG, AFMPS) is the Federal Agency for Medicines and Health Products. "
                "A biobank notifies itself there before it starts."
            ),
            "ethics_opinion": _("An opinion on the biobank as a whole, not on one study."),
            "iso_20387": _("The international quality standard for biobanks."),
            "directory_identifier": _(
                "Only if you are listed there already. It looks like bbmri-eric:ID:BE_NAME."
            ),
            "disease_areas": _("For example breast cancer, diabetes, rare diseases of the liver."),
            "size": _("A rough idea is enough."),
            "networks": _("Research networks or consortia, separated by commas."),
            "contact_role": _("For example biobank manager or quality coordinator."),
            "contact_email": _(
                "We write to this address about your application. For example name@hospital.be."
            ),
            "contact_phone": _("Only if we may call you. For example +32 2 555 12 34."),
            "message": _("Please write nothing about patients or donors here."),
        }
        error_messages = {
            "organisation_name": {"required": _("Write the legal name of your organisation.")},
            "organisation_kind": {"required": _("Choose the kind of institution.")},
            "city": {"required": _("Write the town or city.")},
            "kind": {"required": _("Choose who would like to join.")},
            "name": {"required": _("Write the name of the biobank, network or collection.")},
            "notification": {"required": _("Choose how far the notification to the FAMHP is.")},
            "ethics_opinion": {"required": _("Choose how far the ethics opinion is.")},
            "contact_name": {"required": _("Write your name.")},
            "contact_role": {"required": _("Write your role.")},
            "contact_email": {
                "required": _("Write your work e-mail address."),
                "invalid": _("Write one e-mail address, for example name@hospital.be."),
            },
            "language": {"required": _("Choose the language of our mails.")},
        }

    def __init__(self, *args: Any, **options: Any) -> None:
        """Fit the fields to the page."""
        super().__init__(*args, **options)
        self.helper = application_helper()
        for name, attributes in ATTRIBUTES.items():
            self.fields[name].widget.attrs.update(attributes)
        for field in self.fields.values():
            # A browser cuts off what is pasted beyond it, without a word.
            field.widget.attrs.pop("maxlength", None)
        for name in [*RADIOS, "language", "iso_20387", "size"]:
            choice_field: Any = self.fields[name]
            empty = [] if choice_field.required else [("", _("No answer"))]
            named = [choice for choice in choice_field.choices if choice[0] != ""]
            choice_field.choices = empty + named

    def clean_enterprise_number(self) -> str:
        """Ten digits, or nothing."""
        text = self.cleaned_data["enterprise_number"]
        return normalised_enterprise_number(text) if text else ""

    def clean_postcode(self) -> str:
        """Four digits."""
        return validators.normalised_postcode(self.cleaned_data["postcode"])

    def clean_famhp_number(self) -> str:
        """BB and six digits, or nothing."""
        text = self.cleaned_data["famhp_number"]
        return validators.normalised_famhp_number(text) if text else ""

    def clean(self) -> None:
        """Number and state of the notification go together."""
        super().clean()
        notification = self.cleaned_data.get("notification")
        number = self.cleaned_data.get("famhp_number")
        if notification == Notification.NOTIFIED and number == "":
            self.add_error(
                "famhp_number",
                _("Write the notification number, or change your answer about the notification."),
            )
        if notification and notification != Notification.NOTIFIED and number:
            self.add_error(
                "notification",
                _(
                    "You gave a notification number below. Choose that the biobank is notified, "
                    "or remove the number."
                ),
            )


ATTRIBUTES = {
    "organisation_name": {"autocomplete": "organization", "list": "organisations"},
    "host_institution": {"list": "organisations"},
    "enterprise_number": {"inputmode": "numeric", "spellcheck": "false"},
    "street": {"autocomplete": "address-line1"},
    "postcode": {"autocomplete": "postal-code", "inputmode": "numeric"},
    "city": {"autocomplete": "address-level2"},
    "website": {"autocomplete": "url", "inputmode": "url"},
    "start_year": {"inputmode": "numeric"},
    "famhp_number": {"spellcheck": "false"},
    "directory_identifier": {"spellcheck": "false"},
    "contact_name": {"autocomplete": "name"},
    "contact_role": {"autocomplete": "organization-title"},
    "contact_email": {"autocomplete": "email", "inputmode": "email"},
    "contact_phone": {"autocomplete": "tel", "inputmode": "tel"},
}


class CorrectionForm(ApplicationForm):
    """The answers once more. The mail address stays: it is the one that was confirmed."""

    def __init__(self, *args: Any, **options: Any) -> None:
        """Show the address without a way to change it."""
        super().__init__(*args, **options)
        address = self.fields["contact_email"]
        address.disabled = True
        address.help_text = _("This address is confirmed. To change it, write to us.")
        for field in self.fields.values():
            field.widget.attrs.pop("list", None)  # the page has no names to choose from
