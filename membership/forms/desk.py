"""The forms of the staff's steps."""

from typing import Any

from django import forms
from django.contrib.auth.models import User
from django.utils.html import escape
from django.utils.translation import gettext_lazy as _

from bbmri_be.forms import LongTextField
from membership.enums import State
from membership.models import Application, Criterion


class StepForm(forms.Form):
    """A step without a word: only which state the member of staff saw."""

    seen = forms.ChoiceField(choices=State.choices, widget=forms.HiddenInput)


class AskForm(StepForm):
    """A question to the applicant."""

    text = LongTextField(
        label=_("Question"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("Goes to the applicant as you write it, in the language that they chose."),
        error_messages={"required": _("Write what you want to know.")},
    )


class AcceptForm(StepForm):
    """An acceptance, with a word to the applicant if one is wanted."""

    reason = LongTextField(
        label=_("A word to the applicant"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_(
            "Goes to the applicant with the decision, and stays in the history: name no person."
        ),
    )


class DeclineForm(StepForm):
    """A refusal, with its reason."""

    reason = LongTextField(
        label=_("Reason"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_(
            "Goes to the applicant with the decision, and stays in the history: name no person."
        ),
        error_messages={"required": _("Write why the application is declined.")},
    )


class WritingForm(forms.Form):
    """Something that staff write about an application."""

    text = LongTextField(
        label=_("Text"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 8}),
        error_messages={"required": _("Write something.")},
    )


class AssigneeForm(forms.Form):
    """Who looks after an application."""

    assignee = forms.ModelChoiceField(
        label=_("Assignee"),
        queryset=User.objects.filter(is_staff=True, is_active=True).order_by("username"),
        required=False,
        empty_label=_("Nobody"),
    )


class ChecksForm(forms.Form):
    """The criteria that are used, each met, not met or not looked at."""

    ANSWERS = [("", _("not looked at")), ("yes", _("met")), ("no", _("not met"))]

    def __init__(self, *args: Any, application: Application, **options: Any) -> None:
        """A field for each criterion, with what was found."""
        super().__init__(*args, **options)
        found = {check.criterion_id: check.is_met for check in application.checks.all()}
        for criterion in Criterion.objects.filter(is_used=True):
            self.fields[f"criterion-{criterion.pk}"] = forms.ChoiceField(
                label=criterion.text,
                help_text=escape(criterion.help),  # fields show theirs as HTML
                choices=self.ANSWERS,
                required=False,
                initial={True: "yes", False: "no", None: ""}[found.get(criterion.pk)],
            )
