"""A form of each kind of field, made and checked as the site's own forms are."""

from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Fieldset, Layout
from django import forms

from bbmri_be.forms import LongTextField, Problems
from biobanks.codes import Material
from membership.forms.status import PdfFilesField

FIELDSETS = [
    ("One line", ["name", "postcode", "mail", "confirmed"]),
    ("One of several, some of several", ["kind", "language", "materials"]),
    ("Long texts and files", ["message", "attachments"]),
]
WRONG = {"name": "", "postcode": "B-100", "mail": "not an address", "materials": ["X"]}


class ExampleForm(Problems, forms.Form):
    """Each kind of field once. It is sent nowhere."""

    name = forms.CharField(
        label="A field that is needed",
        help_text="What helps stands between label and field.",
        error_messages={"required": "Write the name."},
    )
    postcode = forms.RegexField(
        r"^\d{4}$",
        label="A short field",
        required=False,
        help_text="For example 1000.",
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
        error_messages={"invalid": "Write four digits, for example 1000."},
    )
    mail = forms.EmailField(
        label="An e-mail address",
        required=False,
        error_messages={"invalid": "Write one e-mail address, for example name@hospital.be."},
    )
    confirmed = forms.CharField(
        label="A field that cannot be changed",
        required=False,
        disabled=True,
        initial="name@hospital.be",
        help_text="Why it cannot be changed, and what to do instead.",
    )
    kind = forms.ChoiceField(
        label="One of a few: radio buttons",
        choices=[("a", "A biobank"), ("b", "A network"), ("c", "A collection")],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose one."},
    )
    language = forms.ChoiceField(
        label="One of many: a list to choose from",
        required=False,
        choices=[("", "No answer"), ("en", "English"), ("nl", "Dutch"), ("fr", "French")],
    )
    materials = forms.MultipleChoiceField(
        label="Some of many: boxes to tick. Tick all that apply.",
        choices=Material.choices,
        widget=forms.CheckboxSelectMultiple,
        help_text="From nine boxes on they stand in columns, where there is room.",
        error_messages={"invalid_choice": "Tick at least one material."},
    )
    message = LongTextField(
        label="Several lines",
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Please write nothing about patients or donors here.",
    )
    attachments = PdfFilesField(
        label="Files", required=False, help_text="PDF files, at most three."
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        """Describe the form to crispy as the site does: the page brings its own `form` element."""
        super().__init__(*args, **options)
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True
        self.helper.layout = Layout(*(Fieldset(title, *names) for title, names in FIELDSETS))


def empty() -> ExampleForm:
    """As it is before anything is written."""
    return ExampleForm(prefix="empty")


def with_errors() -> ExampleForm:
    """As it comes back."""
    return ExampleForm({f"wrong-{name}": value for name, value in WRONG.items()}, prefix="wrong")
