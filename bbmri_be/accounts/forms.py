"""The form of a new account."""

from typing import Any

from django import forms
from django.contrib.auth.forms import UserCreationForm, UsernameField
from django.contrib.auth.models import User
from django.utils.translation import gettext_lazy as _


class NewAccountForm(forms.ModelForm):
    """Whose it is, and where the link to choose a password goes."""

    class Meta:
        model = User
        fields = ["username", "first_name", "last_name", "email", "groups"]
        field_classes = {"username": UsernameField}

    # Two names that differ in capitals only are one to whoever reads them.
    clean_username = UserCreationForm.clean_username

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Without an address no link arrives."""
        super().__init__(*args, **kwargs)
        email = self.fields["email"]
        email.required = True
        email.help_text = _("A letter with a link to choose a password goes there.")
