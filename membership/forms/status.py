"""What applicants write on the page of their application."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from bbmri_be.forms import LongTextField, Problems
from membership import validators
from membership.enums import State
from membership.models.application import LONGEST_TEXT

MOST_FILES = 3
MOST_FILES_IN_ALL = 30  # of an application
LARGEST_FILE = 5_000_000  # bytes
LONGEST_FILE_NAME = 100
PDF = b"%PDF-"  # stands at the beginning of every PDF file (ISO 32000)


class FilesInput(forms.FileInput):
    """A field for several files."""

    allow_multiple_selected = True


class PdfFilesField(forms.FileField):
    """A few PDF files, none too large; the content says what they are, not the name."""

    widget = FilesInput(attrs={"accept": "application/pdf,.pdf"})

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:
        """Each file by itself."""
        files = [super(PdfFilesField, self).clean(file, initial) for file in data or []]
        if len(files) > MOST_FILES:
            raise forms.ValidationError(
                _("Choose at most %(number)d files."), params={"number": MOST_FILES}
            )
        for file in files:
            if file.size > LARGEST_FILE:
                raise forms.ValidationError(
                    _("Choose files of at most %(size)d MB each."),
                    params={"size": LARGEST_FILE // 1_000_000},
                )
            if not file.read(len(PDF)) == PDF:
                raise forms.ValidationError(_("Choose PDF files only."))
            file.seek(0)
        return files


class ReplyForm(Problems, forms.Form):
    """A message to the secretariat."""

    text = LongTextField(
        label=_("Your message"),
        max_length=LONGEST_TEXT,
        validators=[validators.plain_text],
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("Please write nothing about patients or donors here."),
        error_messages={"required": _("Write your message.")},
    )
    attachments = PdfFilesField(
        label=_("Attachments"),
        required=False,
        help_text=_("PDF files, at most three, of at most 5 MB each."),
        error_messages={"empty": _("One of the files is empty. Choose another one.")},
    )

    def __init__(self, *args: Any, kept: int = 0, **options: Any) -> None:
        """`kept` is how many files came with earlier messages."""
        super().__init__(*args, **options)
        self.kept = kept

    def clean_attachments(self) -> list[UploadedFile]:
        """Not more files than a case can need."""
        files: list[UploadedFile] = self.cleaned_data["attachments"]
        if files and self.kept + len(files) > MOST_FILES_IN_ALL:
            raise forms.ValidationError(
                _(
                    "An application has room for %(number)d files, and %(kept)d are there "
                    "already. Write what is in the others into your message."
                ),
                params={"number": MOST_FILES_IN_ALL, "kept": self.kept},
            )
        return files


class WithdrawalForm(Problems, forms.Form):
    """The end of an application at the applicant's wish."""

    seen = forms.ChoiceField(choices=State.choices, widget=forms.HiddenInput)
    reason = LongTextField(
        label=_("Why, if you would like to tell us"),
        max_length=LONGEST_TEXT,
        required=False,
        validators=[validators.plain_text],
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class LinkForm(Problems, forms.Form):
    """Who wants a new link."""

    email = forms.EmailField(
        label=_("The e-mail address that you applied with"),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={
            "required": _("Write the e-mail address that you applied with."),
            "invalid": _("Write one e-mail address, for example name@hospital.be."),
        },
    )
