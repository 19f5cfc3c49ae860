"""Accounts of staff, and the actions for whoever has lost a telephone or forgot a password."""

from typing import Any

from django.contrib import admin, messages
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.forms import ModelForm
from django.http import HttpRequest
from django.urls import URLPattern
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from bbmri_be.accounts import links
from bbmri_be.accounts.forms import NewAccountForm
from bbmri_be.admin import Fieldset, NamedDates
from bbmri_be.second_factor import actions


class StaffAdmin(NamedDates, UserAdmin):
    """Django's own, but that nobody types a password for another; and only superusers make
    superusers, or touch them.

    Whoever may change accounts could otherwise give themselves every right there is.
    """

    holds_personal_data = True  # each look is noted: `bbmri_be.audit_log`
    actions = ["send_password_link", "reset_second_factor"]
    add_form = NewAccountForm
    add_fieldsets = ((None, {"fields": NewAccountForm.Meta.fields}),)

    def get_fieldsets(self, request: HttpRequest, obj: User | None = None) -> Fieldset:
        """Django's, without the password."""
        first, *others = super().get_fieldsets(request, obj)
        shown = [name for name in first[1]["fields"] if name != "password"]
        return [(first[0], {**first[1], "fields": shown}), *others]

    def get_urls(self) -> list[URLPattern]:
        """Django's, without the page where one types a password for another."""
        urls = super().get_urls()
        return [url for url in urls if url.name != "auth_user_password_change"]

    def save_model(self, request: HttpRequest, obj: User, form: ModelForm, change: Any) -> None:
        """A new account is one of staff: readers have none. It gets no password, but a letter with
        a link to choose one."""
        if not change:
            obj.is_staff = True
            obj.set_unusable_password()
        super().save_model(request, obj, form, change)
        if not change:
            links.send(obj)

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> tuple[str, ...]:
        """Rights that no role gives are given by superusers."""
        fields = tuple(super().get_readonly_fields(request, obj))
        is_free = request.user.is_superuser
        return fields if is_free else (*fields, "is_superuser", "user_permissions")

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """A superuser's account, and with it the password, is for superusers."""
        return super().has_change_permission(request, obj) and is_in_reach(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """The same."""
        return super().has_delete_permission(request, obj) and is_in_reach(request, obj)

    @admin.action(description=_("Send a link to choose a password"), permissions=["change"])
    def send_password_link(self, request: HttpRequest, queryset: QuerySet) -> None:
        """For whoever forgot it, or let the first link grow old. The old password stays until they
        have chosen another."""
        users = [user for user in queryset if self.has_change_permission(request, user)]
        without = [user.get_username() for user in users if not user.email]
        if without:
            names = ", ".join(without)
            text = _("Nothing was sent. Give these accounts an address of mail first: %(names)s.")
            messages.error(request, text % {"names": names})
            return
        for user in users:
            links.send(user)
            self.log_change(request, user, "Link to choose a password sent.")
        number = len(users)
        sent = ngettext("%d letter goes out.", "%d letters go out.", number)
        messages.success(request, sent % number)

    @admin.action(description=_("Take the second factor back"), permissions=["change"])
    def reset_second_factor(self, request: HttpRequest, queryset: QuerySet) -> None:
        """Forget it: at the next sign-in another is set up."""
        users = [user for user in queryset if self.has_change_permission(request, user)]
        for user in users:
            actions.take_back(user)
            self.log_change(request, user, "Second factor taken back.")
        number = len(users)
        text = ngettext(
            "%d person sets up a second factor at the next sign-in.",
            "%d people set up a second factor at the next sign-in.",
            number,
        )
        messages.success(request, text % number)


def is_in_reach(request: HttpRequest, user: User | None) -> bool:
    """Whether whoever asks may have the right to touch an account."""
    return bool(request.user.is_superuser or user is None or not user.is_superuser)
