"""Where staff upload pictures and documents for the pages."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.template.defaultfilters import filesizeformat
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language_info
from django.utils.translation import gettext_lazy as _

from bbmri_be.admin import LanguageLabels, WithHistory, languages_fieldset
from bbmri_be.languages import columns
from pages import uploads
from pages.models import File

SHOWN_WIDTH = 240  # pixels of a picture beside its form


class FileForm(forms.ModelForm):
    """Words, and for a new file its content, which is checked and made fit for pages."""

    upload = forms.FileField(
        label=_("file"),
        help_text=_("A picture (JPEG, PNG, WebP) or a PDF document, of at most 10 MB."),
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp,application/pdf"}),
    )

    class Meta:
        model = File
        fields = columns("words")

    def clean_upload(self) -> dict[str, Any]:
        """The columns that the content gives."""
        kept = uploads.read(self.cleaned_data["upload"])
        for name, value in kept.items():
            setattr(self.instance, name, value)
        return kept


@admin.register(File)
class FileAdmin(LanguageLabels, WithHistory):
    """Pictures and documents. Their words can be changed, their content cannot."""

    form = FileForm
    list_display = ["__str__", "media_type", "file_size", "uploaded_at"]
    list_filter = ["media_type"]
    search_fields = columns("words")

    def get_queryset(self, request: HttpRequest) -> QuerySet[File]:
        """Files without their content: a list needs none of it."""
        files: QuerySet[File] = super().get_queryset(request).defer("content")
        return files

    def get_fieldsets(self, request: HttpRequest, obj: File | None = None) -> list[Any]:
        """What to upload, or what was uploaded and how a text shows it; the words."""
        first = ["upload"] if obj is None else ["shown", "lines", "file_size", "uploaded_at"]
        return [(None, {"fields": first}), languages_fieldset("words")]

    def get_readonly_fields(self, request: HttpRequest, obj: File | None = None) -> list[str]:
        """What the content says of itself."""
        return ["shown", "lines", "file_size", "uploaded_at"]

    def get_form(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        """A form without an upload for what was uploaded already."""
        if obj is not None:
            kwargs["form"] = forms.ModelForm
        return super().get_form(request, obj, **kwargs)

    @admin.display(description=_("size"))
    def file_size(self, file: File) -> str:
        """Size in units that people read."""
        return filesizeformat(file.size)

    @admin.display(description=_("file"))
    def shown(self, file: File) -> SafeString:
        """The picture itself, or a link to the document."""
        address = file.get_absolute_url()
        if not (file.is_picture and file.width and file.height):
            return format_html('<a href="{}">{}</a>', address, file)
        width = min(SHOWN_WIDTH, file.width)
        height = round(width * file.height / file.width)
        return format_html(
            '<a href="{0}"><img src="{0}" alt="{1}" width="{2}" height="{3}"></a>',
            address, file, width, height,
        )  # fmt: skip

    @admin.display(description=_("copy into a text"))
    def lines(self, file: File) -> SafeString:
        """The line of Markdown for the text of each language that has words."""
        found = [(code, file.line(code)) for code, _name in settings.LANGUAGES if file.line(code)]
        return format_html_join(
            "",
            '<p lang="{}">{}: <code>{}</code></p>',
            [(code, get_language_info(code)["name_translated"], line) for code, line in found],
        )
