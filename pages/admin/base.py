"""What the forms of the pages share."""

from typing import Any

from django.conf import settings
from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db.models import Model, TextField, URLField
from django.forms import ModelForm, Textarea
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path, reverse, translate_url
from django.utils.translation import get_language_info
from django.utils.translation import gettext_lazy as _

from bbmri_be.admin import LanguageLabels, WithHistory, languages_fieldset
from pages import contents, links

PUBLICATION = ("is_published", "published_from")


def fieldsets(*, texts: tuple[str, ...], first: tuple[Any, ...], last: tuple[str, ...]) -> list:
    """A form in reading order: what and where, the texts, where the facts come from."""
    return [
        (None, {"fields": first}),
        *map(languages_fieldset, texts),
        (_("Where it comes from"), {"fields": last}),
    ]


class PublicTextAdmin(LanguageLabels, WithHistory):
    """What the forms share: languages side by side, history, and a preview that saves nothing."""

    formfield_overrides = {
        TextField: {"widget": Textarea(attrs={"rows": 6, "cols": 60})},
        URLField: {"assume_scheme": "https"},
    }
    list_per_page = 50
    # The translated field whose languages the list shows.
    first_text = "title"

    @admin.display(description=_("languages"))
    def languages(self, row: Any) -> str:
        """The languages in which the row is filled in."""
        return " ".join(
            code for code, _name in settings.LANGUAGES if getattr(row, f"{self.first_text}_{code}")
        )

    def view_on_site(self, row: Any) -> str | None:
        """Where the public sees the row; nowhere before it is published."""
        return row.get_absolute_url() if row.is_shown else None

    def save_model(self, request: HttpRequest, obj: Any, form: ModelForm, change: bool) -> None:
        """Save, and name the links that lead nowhere."""
        super().save_model(request, obj, form, change)
        for broken in links.broken_links(links.links_of(obj)):
            messages.warning(request, broken.sentence)

    def get_urls(self) -> list[URLPattern]:
        """Put the preview before Django's own addresses, the last of which takes all."""
        view = self.admin_site.admin_view(self.preview_view)
        return [
            path("add/preview/", view, name=f"{self.address_name}_add_preview"),
            path("<path:object_id>/preview/", view, name=f"{self.address_name}_preview"),
            *super().get_urls(),
        ]

    @property
    def address_name(self) -> str:
        """What the names of this model's addresses begin with."""
        return f"{self.opts.app_label}_{self.opts.model_name}"

    def preview_view(self, request: HttpRequest, object_id: str = "") -> HttpResponse:
        """The public page as it would be with the form's values. Saves nothing."""
        row = self.get_object(request, unquote(object_id)) if object_id else None
        may_edit = (
            self.has_change_permission(request, row)
            if object_id
            else self.has_add_permission(request)
        )
        if not may_edit:
            raise PermissionDenied
        if object_id and row is None:
            raise Http404
        if request.method != "POST":  # A language link of a preview leads here.
            return redirect(self.form_address(row))
        form = self.get_form(request, row, change=row is not None)(request.POST, instance=row)
        if not form.is_valid():
            context = {
                **self.admin_site.each_context(request),
                "title": _("No preview yet"),
                "form": form,
                "opts": self.opts,
            }
            return render(request, "admin/pages/preview_errors.html", context)
        template, context = contents.with_row(form.instance)
        return render(request, template, {**context, "is_preview": True})

    def form_address(self, row: Model | None) -> str:
        """The form of a row, or of a new one."""
        if row is None:
            return reverse(f"admin:{self.address_name}_add")
        return reverse(f"admin:{self.address_name}_change", args=[row.pk])

    def preview_address(self, row: Model | None) -> str:
        """Where the form of a row, or of a new one, is sent for a preview."""
        if row is None:
            return reverse(f"admin:{self.address_name}_add_preview")
        return reverse(f"admin:{self.address_name}_preview", args=[row.pk])

    def render_change_form(
        self,
        request: HttpRequest,
        context: dict[str, Any],
        add: bool = False,
        change: bool = False,
        form_url: str = "",
        obj: Model | None = None,
    ) -> HttpResponse:
        """Give the form a preview button for each language."""
        address = self.preview_address(obj)
        context["previews"] = [
            {
                "code": code,
                "name": get_language_info(code)["name_local"],
                "address": translate_url(address, code),
            }
            for code, _name in settings.LANGUAGES
        ]
        response: HttpResponse = super().render_change_form(
            request, context, add, change, form_url, obj
        )
        return response
