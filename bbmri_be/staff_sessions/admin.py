"""Sessions in the admin: staff see their own, who may change accounts those of all; both can end
them."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from bbmri_be.admin import ReadOnly
from bbmri_be.staff_sessions.models import Session
from bbmri_be.staff_sessions.store import digest


@admin.register(Session)
class SessionAdmin(ReadOnly, admin.ModelAdmin):
    """Deleting one signs somebody out, wherever they are."""

    holds_personal_data = True
    list_display = ["__str__", "begun_at", "seen_at"]
    fields = ["user", "begun_at", "seen_at"]  # not what the session holds
    list_display_links = None  # its address would name its key
    list_select_related = ["user"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Session]:
        """The others that have not ended: one's own ends by the button to sign out."""
        here = digest(request.session.session_key)
        sessions: QuerySet[Session] = super().get_queryset(request).exclude(pk=here)
        sessions = sessions.exclude(user=None)
        return sessions if self.sees_all(request) else sessions.filter(user=request.user.pk)

    def sees_all(self, request: HttpRequest) -> bool:
        """Whether somebody looks after accounts."""
        return request.user.has_perm("auth.change_user")

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Everybody has one."""
        return True

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Everybody sees their own."""
        return True

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """What somebody sees they can end."""
        return True
