"""What a biobank may propose to change: fields of its entry and of its collections."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db.models import Field, TextField, URLField
from django.utils.text import capfirst, format_lazy
from django.utils.translation import gettext_lazy as _

from bbmri_be.forms import LongTextField, Problem, Problems
from bbmri_be.languages import LocalisedText, columns
from biobanks.models import Biobank, Collection

LONGEST_MESSAGE = 4_000  # characters
LANGUAGE = "_translated_field_language_code"  # what names the language of a translated column
# Codes that only fact tables or animals have.
NOT_OFFERED = {"*", "NEUTERED_MALE", "NEUTERED_FEMALE"}


def field_of_form(field: Field, **options: Any) -> Any:
    """The form field of a model field: boxes to tick for lists of codes, https for addresses."""
    if isinstance(field, ArrayField):
        return forms.MultipleChoiceField(
            label=capfirst(field.verbose_name),
            choices=[
                choice for choice in field.base_field.choices or [] if choice[0] not in NOT_OFFERED
            ],
            required=False,
            widget=forms.CheckboxSelectMultiple,
        )
    if isinstance(field, URLField):
        options["assume_scheme"] = "https"
    if isinstance(field, TextField):
        options |= {"form_class": LongTextField, "widget": forms.Textarea(attrs={"rows": 4})}
    formfield = field.formfield(**options)
    if formfield and (code := getattr(field, LANGUAGE, None)):
        formfield.label = format_lazy(
            "{label}, {language}",
            label=capfirst(field.verbose_name),
            language=dict(settings.LANGUAGES)[code],
        )
        formfield.widget.attrs["lang"] = code
    return formfield


class EntryForm(Problems, forms.ModelForm):
    """An entry as it is published, to be changed."""

    def problems(self) -> list[Problem]:
        """With what is wrong between fields, which leads to the form's beginning."""
        anchor = next(iter(self)).auto_id
        return [
            *(Problem(anchor, str(self.instance), str(error)) for error in self.non_field_errors()),
            *super().problems(),
        ]

    @property
    def changes(self) -> dict[str, tuple[Any, Any]]:
        """Before and after, of the fields that differ. Of a valid form."""
        return {
            name: (self.initial[name], self.cleaned_data[name])
            for name in self.fields
            if name in self.initial and not is_same(self.initial[name], self.cleaned_data[name])
        }


def is_same(before: Any, after: Any) -> bool:
    """Whether two values say the same; the order of codes says nothing."""
    if isinstance(before, list):
        return set(before) == set(after)
    if isinstance(before, str):
        return before.replace("\r\n", "\n").strip() == str(after).strip()
    return bool(before == after)


class BiobankForm(EntryForm):
    """What a biobank may change about itself."""

    class Meta:
        model = Biobank
        fields = [
            "name", "acronym", *columns("description"), "website", "street", "postcode", "city",
            "famhp_number", "collaboration_commercial", "collaboration_non_profit",
            *columns("access_steps"),
        ]  # fmt: skip
        formfield_callback = field_of_form


class CollectionForm(EntryForm):
    """What a biobank may change about a collection."""

    class Meta:
        model = Collection
        fields = [
            "name", "acronym", *columns("description"), "website", "types", "materials",
            "data_categories", "size", "number_of_donors", "sex", "age_low", "age_high", "age_unit",
            "storage_temperatures", "procedures", "collaboration_commercial",
            "collaboration_non_profit", "access_description", "access_url", "data_use",
        ]  # fmt: skip
        formfield_callback = field_of_form


class MessageForm(Problems, forms.Form):
    """What does not fit into a field."""

    message = LongTextField(
        label=_("Anything else"),
        required=False,
        max_length=LONGEST_MESSAGE,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_(
            "Diagnoses, contacts, a new collection, or what you would like to ask. Please give no "
            "details of patients or donors."
        ),
    )


class ProposalForms:
    """All forms of a page: the biobank, its published collections, a message."""

    def __init__(self, biobank: Biobank, data: Mapping[str, Any] | None = None) -> None:
        """Take what was sent, if anything was."""
        self.biobank = BiobankForm(data, instance=biobank, prefix="biobank")
        self.collections = [
            CollectionForm(data, instance=collection, prefix=f"collection-{collection.pk}")
            for collection in biobank.collections.published().order_by("name", "pk")
        ]
        self.message = MessageForm(data)

    def is_valid(self) -> bool:
        """Whether all are; each says what is wrong."""
        valid = [form.is_valid() for form in self.forms]
        return all(valid)

    @property
    def forms(self) -> list[Any]:
        """All forms, in the order of the page."""
        return [self.biobank, *self.collections, self.message]

    @property
    def changes(self) -> dict[Biobank | Collection, dict[str, tuple[Any, Any]]]:
        """Before and after, by entry and field. Of valid forms."""
        return {form.instance: form.changes for form in (self.biobank, *self.collections)}

    @property
    def problems(self) -> list[Problem]:
        """The lines of the error summary, form by form."""
        return [problem for form in self.forms for problem in form.problems()]


def in_words(entry: Biobank | Collection, name: str, value: Any) -> str:
    """A value of a field as people read it."""
    field: Any = entry._meta.get_field(name)
    if isinstance(field, ArrayField):
        labels = dict(field.base_field.choices or [])
        return ", ".join(str(labels.get(code, code)) for code in value or [])
    if value is None or value == "":
        return ""
    if code := getattr(field, LANGUAGE, None):
        return LocalisedText(value, code)
    if isinstance(value, bool):
        return str(_("yes") if value else _("no"))
    return str(dict(field.flatchoices).get(value, value))


def fields_of(entry: Biobank | Collection) -> dict[str, Any]:
    """The fields of an entry that a biobank may change."""
    form = BiobankForm() if isinstance(entry, Biobank) else CollectionForm()
    return form.fields


def label_of(entry: Biobank | Collection, name: str) -> str:
    """What a field is called."""
    return str(fields_of(entry)[name].label)


def stated(entry: Biobank | Collection) -> list[tuple[str, str]]:
    """What an entry says, field by field, as far as a biobank may change it."""
    lines = [
        (str(field.label), in_words(entry, name, getattr(entry, name)))
        for name, field in fields_of(entry).items()
    ]
    return [(label, text) for label, text in lines if text]
