"""What the admin of several apps shares."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib.admin.options import BaseModelAdmin
from django.contrib.admin.widgets import (
    AdminSplitDateTime,
    AutocompleteMixin,
    AutocompleteSelect,
    AutocompleteSelectMultiple,
)
from django.db.models import Field, ForeignKey, ManyToManyField
from django.forms.models import BaseInlineFormSet
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.text import capfirst
from django.utils.translation import get_language_info
from django.utils.translation import gettext_lazy as _
from simple_history.admin import SimpleHistoryAdmin
from translated_fields import show_language_code

from bbmri_be.languages import columns

# A title and its fields; django-stubs keeps its own type of this private.
Fieldset = Any


# Pages for staff that the site map has beside those of the admin's own.
BESIDE_THE_ADMIN = {"guide", "design", "second-factor", "set-password"}


def is_for_staff(request: HttpRequest) -> bool:
    """Whether the page that is asked for is one of the desk."""
    match = request.resolver_match
    return bool(match and ("admin" in match.namespaces or match.view_name in BESIDE_THE_ADMIN))


class ReadOnly:
    """Rows that the admin shows and never writes, not even for a superuser."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Never."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Never."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Never."""
        return False


class NamedDates(BaseModelAdmin):
    """Forms in which a date and its time each have a name, which Django only writes beside them."""

    def formfield_for_dbfield(self, db_field: Field, request: HttpRequest, **kwargs: Any) -> Any:
        """Name the two boxes for those who hear them."""
        formfield = super().formfield_for_dbfield(db_field, request, **kwargs)
        if formfield and isinstance(formfield.widget, AdminSplitDateTime):
            for box, name in zip(formfield.widget.widgets, (_("date"), _("time")), strict=True):
                box.attrs["aria-label"] = f"{formfield.label}: {name}"
        return formfield


class NamedCells(BaseInlineFormSet):
    """Rows of a form in which each cell has a name; Django names the columns only."""

    def add_fields(self, form: Any, index: int | None) -> None:
        """Name all cells, the box that deletes the row as well."""
        super().add_fields(form, index)
        for field in form.fields.values():
            widget = getattr(field.widget, "widget", field.widget)  # inside the buttons around it
            if not widget.is_hidden:
                widget.attrs.setdefault("aria-label", capfirst(field.label))


class LanguageLabels(NamedDates):
    """Forms in which a column of a translated field names its language."""

    def formfield_for_dbfield(self, db_field: Field, request: HttpRequest, **kwargs: Any) -> Any:
        """Name the language to people and to their tools."""
        formfield = super().formfield_for_dbfield(db_field, request, **kwargs)
        code = getattr(db_field, "_translated_field_language_code", None)
        if formfield and code:
            formfield.label = f"{formfield.label}, {get_language_info(code)['name_translated']}"
            formfield.widget.attrs["lang"] = code
            if code != settings.LANGUAGE_CODE:
                formfield.help_text = ""  # Said once, beside the first language.
        return formfield


class WithHistory(SimpleHistoryAdmin):
    """Forms with a history: who changed what, the versions, and a button to restore one."""

    object_history_list_template = "admin/history_list.html"

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Who changed what, each column of a translated field with its language."""
        demand_numbers(object_id)
        with show_language_code(True):
            response: HttpResponse = super().history_view(request, object_id, extra_context)
        return response

    def history_form_view(
        self,
        request: HttpRequest,
        object_id: str,
        version_id: str,
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """A version, and the button to restore it."""
        demand_numbers(object_id, version_id)
        response: HttpResponse = super().history_form_view(
            request, object_id, version_id, extra_context
        )
        return response


def demand_numbers(*keys: str) -> None:
    """There is no row by any other key; simple-history would look for it, and fail."""
    if not all(map(is_key, keys)):
        raise Http404


def is_key(text: str) -> bool:
    """Whether it can be the key of a row."""
    try:
        int(text)
    except ValueError:
        return False
    return True


class OnlyNumbers(AutocompleteMixin):
    """What a field that searches for rows was sent: Django looks for others, too, and fails."""

    def optgroups(self, name: str, value: Sequence[str], attr: Any = None) -> Any:
        """The chosen rows."""
        return super().optgroups(name, [key for key in value if is_key(key)], attr)


class OneFound(OnlyNumbers, AutocompleteSelect):
    """A row that is searched for."""


class SeveralFound(OnlyNumbers, AutocompleteSelectMultiple):
    """Rows that are searched for."""


class SearchedChoices(BaseModelAdmin):
    """Forms whose `autocomplete_fields` bear whatever they are sent."""

    def formfield_for_foreignkey(
        self, db_field: ForeignKey, request: HttpRequest, **kwargs: Any
    ) -> Any:
        """One row."""
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs["widget"] = OneFound(db_field, self.admin_site)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_manytomany(
        self, db_field: ManyToManyField, request: HttpRequest, **kwargs: Any
    ) -> Any:
        """Several rows."""
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs["widget"] = SeveralFound(db_field, self.admin_site)
        return super().formfield_for_manytomany(db_field, request, **kwargs)


def languages_fieldset(name: str) -> Fieldset:
    """A translated field, its languages side by side (`static/css/admin.css`)."""
    return (None, {"fields": [tuple(columns(name))], "classes": ["languages"]})


@dataclass(frozen=True)
class Waiting:
    """Something that waits for staff: what, how much of it, and where."""

    label: Any
    number: int
    address: str


# What may wait for whoever asks; each app adds its own.
Waiters = Callable[[HttpRequest], Iterable[Waiting]]
WAITERS: list[Waiters] = []


def waiter(find: Waiters) -> Waiters:
    """Register a function that tells what waits in its app, for the first page of the admin."""
    WAITERS.append(find)
    return find


def waiting(request: HttpRequest) -> list[Waiting]:
    """All that waits for somebody; nothing of which there is none."""
    return [one for find in WAITERS for one in find(request) if one.number]
