"""Accounts of staff, and the action for whoever has lost a telephone."""

from django.contrib import admin, messages
from django.contrib.auth.admin import UserAdmin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from bbmri_be.admin import NamedDates
from bbmri_be.second_factor import actions


class StaffAdmin(NamedDates, UserAdmin):
    """Django's own, and one action more."""

    actions = ["reset_second_factor"]

    @admin.action(description=_("Take the second factor back"), permissions=["change"])
    def reset_second_factor(self, request: HttpRequest, queryset: QuerySet) -> None:
        """Forget it: at the next sign-in another is set up."""
        for user in queryset:
            actions.take_back(user)
            self.log_change(request, user, "Second factor taken back.")
        number = len(queryset)
        text = ngettext(
            "%d person sets up a second factor at the next sign-in.",
            "%d people set up a second factor at the next sign-in.",
            number,
        )
        messages.success(request, text % number)
