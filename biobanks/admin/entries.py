"""What the forms and lists of biobanks, collections and networks share."""

from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.contrib.auth.models import User
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db.models import Field, Model, Q, QuerySet, TextField, URLField
from django.forms.models import BaseInlineFormSet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from bbmri_be.admin import (
    Fieldset,
    LanguageLabels,
    SearchedChoices,
    Waiting,
    WithHistory,
    languages_fieldset,
    waiter,
)
from biobanks import actions
from biobanks.enums import Publication, Severity
from biobanks.models import Biobank, Collection, Finding, Network, QualityMark
from biobanks.quality import running

# Addresses typed without a scheme are https, which Django makes its default in version 6.
HTTPS: dict[type[Field], dict[str, Any]] = {URLField: {"assume_scheme": "https"}}
PUBLICATION_FIELDS = ["publication", "published_at", "withdrawn_at"]


class CatalogueAdmin(SearchedChoices, LanguageLabels, admin.ModelAdmin):
    """Lists of codes as boxes to tick; languages named in labels."""

    formfield_overrides = {
        **HTTPS,
        TextField: {"widget": forms.Textarea(attrs={"rows": 4, "cols": 80})},
    }
    list_per_page = 50

    def formfield_for_dbfield(self, db_field: Field, request: HttpRequest, **kwargs: Any) -> Any:
        """Boxes for a list of codes; no button that deletes another row."""
        if isinstance(db_field, ArrayField):
            return forms.MultipleChoiceField(
                label=capfirst(db_field.verbose_name),
                choices=db_field.base_field.choices or [],
                required=False,
                widget=forms.CheckboxSelectMultiple,
            )
        formfield = super().formfield_for_dbfield(db_field, request, **kwargs)
        if formfield and isinstance(formfield.widget, RelatedFieldWidgetWrapper):
            # Django offers it whatever becomes of the row; what was public is never deleted.
            formfield.widget.can_delete_related = False
        return formfield


@waiter
def entries_that_need_work(request: HttpRequest) -> list[Waiting]:
    """Entries to confirm, and drafts."""
    found = []
    for model in (Biobank, Collection, Network):
        name = model._meta.model_name
        if request.user.has_perm(f"biobanks.change_{name}"):
            address = reverse(f"admin:biobanks_{name}_changelist")
            rows: Any = model._default_manager.all()
            for code in ("unconfirmed", "drafts"):
                label = _("%(entries)s: %(work)s") % {
                    "entries": capfirst(model._meta.verbose_name_plural),
                    "work": WORK[code][0],
                }
                number = WORK[code][1](rows).count()
                found.append(Waiting(label, number, f"{address}?work={code}"))
    return found


def unconfirmed(rows: Any) -> Any:
    """Published entries that nobody has confirmed for a year."""
    year_ago = timezone.localdate() - timedelta(days=365)
    return rows.filter(publication=Publication.PUBLISHED).filter(
        Q(confirmed_on=None) | Q(confirmed_on__lt=year_ago)
    )


def with_errors(rows: Any) -> Any:
    """Entries with errors that nobody lets be."""
    name = rows.model._meta.model_name
    errors = Finding.objects.to_mend().filter(severity=Severity.ERROR)
    return rows.filter(pk__in=errors.exclude(**{name: None}).values(name))


def to_mend(rows: Any) -> Any:
    """Entries with anything to mend."""
    name = rows.model._meta.model_name
    return rows.filter(pk__in=Finding.objects.to_mend().exclude(**{name: None}).values(name))


# What needs work: its name, and the entries that it is about.
WORK: dict[str, tuple[Any, Callable[[Any], Any]]] = {
    "unconfirmed": (_("not confirmed for a year"), unconfirmed),
    "errors": (_("with errors"), with_errors),
    "findings": (_("with anything to mend"), to_mend),
    "drafts": (_("drafts"), lambda rows: rows.filter(publication=Publication.DRAFT)),
}


class WorkFilter(admin.SimpleListFilter):
    """What needs work."""

    title = _("what needs work")
    parameter_name = "work"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        """The kinds of work."""
        return [(code, label) for code, (label, _rows) in WORK.items()]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        """Only the entries that need it."""
        if (code := self.value()) in WORK:
            found: QuerySet = WORK[code][1](queryset)
            return found
        return queryset


class EntryAdmin(WithHistory, CatalogueAdmin):
    """An entry: what it says is edited in the form, what the public sees by two actions."""

    holds_personal_data = True  # it names its contact, who may not have agreed to be public
    lists_personal_data = False
    change_form_template = "admin/biobanks/entry_change_form.html"
    actions = ["publish", "withdraw"]
    autocomplete_fields = ["contact", "external_references"]
    list_filter = [WorkFilter, "publication", "origin"]

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

    def get_deleted_objects(
        self, objs: Any, request: HttpRequest
    ) -> tuple[list[Any], dict[Any, int], set[Any], list[Any]]:
        """What goes with a draft; what the checks found in it needs nobody's leave."""
        going, numbers, refused, protected = super().get_deleted_objects(objs, request)
        refused.discard(Finding._meta.verbose_name)
        return going, numbers, refused, protected

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        """Without deletion of many at once, which asks nobody about each."""
        return {
            name: action
            for name, action in super().get_actions(request).items()
            if name != "delete_selected"
        }

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Leave what the form does not have as it is, also where an old version is restored: a
        state changes by actions only."""
        if change:
            kept = [
                field.name
                for field in obj._meta.concrete_fields
                if not field.primary_key and field.name not in form.cleaned_data
            ]
            obj.refresh_from_db(fields=kept)
        super().save_model(request, obj, form, change)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Check the entry once it is whole, and keep what is found."""
        super().save_related(request, form, formsets, change)
        running.note(form.instance)

    def render_change_form(
        self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """Beside the form: what the checks find in the entry as it is stored."""
        if entry := context.get("original"):
            stored = {finding.check_code: finding for finding in running.findings_of(entry).open()}
            context["findings"] = [
                (found, stored.get(found.check.code)) for found in running.look_at(entry)
            ]
        return super().render_change_form(request, context, *args, **kwargs)

    @admin.action(description=_("Publish"), permissions=["change"])
    def publish(self, request: HttpRequest, queryset: QuerySet) -> HttpResponse | None:
        """Put the chosen entries into the public's lists, once that is confirmed."""
        return self.ask_or_apply(actions.publish, "publish", request, queryset)

    @admin.action(description=_("Withdraw"), permissions=["change"])
    def withdraw(self, request: HttpRequest, queryset: QuerySet) -> HttpResponse | None:
        """Take the chosen entries from the public's lists, once that is confirmed."""
        return self.ask_or_apply(actions.withdraw, "withdraw", request, queryset)

    def ask_or_apply(
        self, action: Callable[..., object], name: str, request: HttpRequest, queryset: QuerySet
    ) -> HttpResponse | None:
        """Show what would happen, and do it when that was seen."""
        if "confirmed" in request.POST:
            self.apply(action, request, queryset)
            return None
        publishes = name == "publish"
        entries = [
            (
                entry,
                [one.check.says for one in running.errors_to_mend(entry)] if publishes else [],
            )
            for entry in queryset
        ]
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "entries": entries,
            "action": name,
            "title": _("Publish these entries?") if publishes else _("Withdraw these entries?"),
            "explanation": _("They come into the public's lists. What has errors stays as it is.")
            if publishes
            else _("They leave the public's lists. Their pages stay, and say so."),
            "button": _("Publish") if publishes else _("Withdraw"),
        }
        return render(request, "admin/biobanks/change_publication.html", context)

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
            except actions.HasErrors as error:
                self.message_user(request, why_not(entry, error), messages.ERROR)
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


def why_not(entry: Any, error: actions.HasErrors) -> str:
    """Why an entry is not published."""
    sentences = " ".join(str(found.check.says) for found in error.errors)
    return _("%(entry)s is not published. %(errors)s") % {"entry": entry, "errors": sentences}


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
