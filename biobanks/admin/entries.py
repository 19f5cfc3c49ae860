"""What the forms and lists of biobanks, collections and networks share."""

from collections.abc import Callable, Sequence
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db.models import Field, Model, QuerySet, TextField, URLField
from django.forms.models import BaseInlineFormSet
from django.http import HttpRequest
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from bbmri_be.admin import Fieldset, LanguageLabels, languages_fieldset
from biobanks import actions
from biobanks.enums import Publication
from biobanks.models import QualityMark

# Addresses typed without a scheme are https, which Django makes its default in version 6.
HTTPS: dict[type[Field], dict[str, Any]] = {URLField: {"assume_scheme": "https"}}
PUBLICATION_FIELDS = ["publication", "published_at", "withdrawn_at"]


class CatalogueAdmin(LanguageLabels, admin.ModelAdmin):
    """Lists of codes as boxes to tick; languages named in labels."""

    formfield_overrides = {
        **HTTPS,
        TextField: {"widget": forms.Textarea(attrs={"rows": 4, "cols": 80})},
    }
    list_per_page = 50

    def formfield_for_dbfield(self, db_field: Field, request: HttpRequest, **kwargs: Any) -> Any:
        """Boxes for a list of codes."""
        if isinstance(db_field, ArrayField):
            return forms.MultipleChoiceField(
                label=capfirst(db_field.verbose_name),
                choices=db_field.base_field.choices or [],
                required=False,
                widget=forms.CheckboxSelectMultiple,
            )
        return super().formfield_for_dbfield(db_field, request, **kwargs)


class EntryAdmin(CatalogueAdmin):
    """An entry: what it says is edited in the form, what the public sees by two actions."""

    actions = ["publish", "withdraw"]
    autocomplete_fields = ["contact", "external_references"]
    list_filter = ["publication", "origin", ("confirmed_on", admin.EmptyFieldListFilter)]
    save_on_top = True

    def get_readonly_fields(self, request: HttpRequest, obj: Model | None = None) -> list[str]:
        """The state changes by actions only, an address never."""
        kept = ["slug"] if obj else []
        return [*PUBLICATION_FIELDS, "created_at", "updated_at", *kept]

    def get_prepopulated_fields(
        self, request: HttpRequest, obj: Model | None = None
    ) -> dict[str, Sequence[str]]:
        """A new entry's address comes from its name."""
        return {} if obj else {"slug": ["name"]}

    def view_on_site(self, obj: Any) -> str | None:
        """The public page; a draft has none."""
        if obj.publication == Publication.DRAFT:
            return None
        address: str = obj.get_absolute_url()
        return address

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Only a draft may go: what was public keeps its address."""
        if obj is not None and obj.publication != Publication.DRAFT:
            return False
        return super().has_delete_permission(request, obj)

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        """Without deletion of many at once, which asks nobody about each."""
        return {
            name: action
            for name, action in super().get_actions(request).items()
            if name != "delete_selected"
        }

    @admin.action(description=_("Publish"), permissions=["change"])
    def publish(self, request: HttpRequest, queryset: QuerySet) -> None:
        """Put the chosen entries into the public's lists."""
        self.apply(actions.publish, request, queryset)

    @admin.action(description=_("Withdraw"), permissions=["change"])
    def withdraw(self, request: HttpRequest, queryset: QuerySet) -> None:
        """Take the chosen entries from the public's lists."""
        self.apply(actions.withdraw, request, queryset)

    def apply(
        self, action: Callable[..., object], request: HttpRequest, queryset: QuerySet
    ) -> None:
        """Do it to each entry; say how many changed, and how many had nothing to change."""
        done, left = 0, 0
        for entry in queryset:
            try:
                action(entry, by=staff(request))
                done += 1
            except (actions.AlreadyPublished, actions.NotPublished):
                left += 1
        if done:
            text = ngettext("%d entry was changed.", "%d entries were changed.", done) % done
            self.message_user(request, text, messages.SUCCESS)
        if left:
            text = (
                ngettext(
                    "%d entry was left as it is: its state does not allow this.",
                    "%d entries were left as they are: their state does not allow this.",
                    left,
                )
                % left
            )
            self.message_user(request, text, messages.WARNING)


def staff(request: HttpRequest) -> User:
    """Who works in the admin; nobody else gets there."""
    assert isinstance(request.user, User)  # noqa: S101 - tells the type, checks nothing
    return request.user


class QualityMarkFormSet(BaseInlineFormSet):
    """The quality marks of one owner."""

    def clean(self) -> None:
        """Each standard once. The database says so too, but cannot say it to the curator."""
        super().clean()
        standards = [
            form.cleaned_data["standard"]
            for form in self.forms
            if form.cleaned_data.get("standard") and not form.cleaned_data.get("DELETE")
        ]
        if len(standards) != len(set(standards)):
            raise ValidationError(_("Each quality standard can stand only once."))


class QualityMarkInline(admin.StackedInline):
    """Quality marks, each with its evidence."""

    model = QualityMark
    formset = QualityMarkFormSet
    formfield_overrides = HTTPS
    extra = 0
    fields = [
        ("standard", "level"),
        ("certificate_number", "valid_until"),
        "certificate_url",
        "certificate_image_url",
        "sources",
    ]


def entry_fieldsets(*more: Any) -> list[Fieldset]:
    """What it is."""
    return [
        (None, {"fields": ["name", "acronym", "identifier", "slug", *more, "website"]}),
        languages_fieldset("description"),
    ]


def place_fieldset(*more: Any) -> Fieldset:
    """Where it is."""
    return (
        _("Place"),
        {"fields": ["street", ("postcode", "city"), *more, ("latitude", "longitude")]},
    )


def state_fieldsets() -> list[Fieldset]:
    """Where the facts come from, and what the public sees."""
    return [
        (
            _("Where the facts come from"),
            {"fields": ["origin", "confirmed_on", "sources", "external_references"]},
        ),
        (
            _("Publication: changed by the actions of the list"),
            {"fields": [tuple(PUBLICATION_FIELDS), ("created_at", "updated_at")]},
        ),
    ]
