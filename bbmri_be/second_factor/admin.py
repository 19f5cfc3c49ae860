"""Accounts of staff, and the action for whoever has lost a telephone."""

from django.contrib import admin, messages
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from bbmri_be.admin import NamedDates
from bbmri_be.second_factor import actions


class StaffAdmin(NamedDates, UserAdmin):
    """Django's own, one action more, and a limit: only superusers make superusers, or touch them.

    Whoever may change accounts could otherwise give themselves every right there is.
    """

    holds_personal_data = True  # each look is noted: `bbmri_be.audit_log`
    actions = ["reset_second_factor"]

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
