"""The page that a link leads to, where its owner chooses a password."""

from typing import Any

from django.contrib.auth.forms import SetPasswordForm
from django.contrib.auth.models import User
from django.contrib.auth.views import PasswordResetConfirmView
from django.http import HttpResponse
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from bbmri_be.audit_log.actions import note
from bbmri_be.audit_log.models import What


class SetPassword(PasswordResetConfirmView):
    """As Django's: it takes the link's secret out of the address before it shows anything. Sessions
    that were opened with an older password end."""

    template_name = "admin/set_password.html"
    success_url = reverse_lazy("admin:login")
    validlink: bool
    title = _("Choose a password")
    user: User

    def form_valid(self, form: SetPasswordForm) -> HttpResponse:
        """Keep the password, and note that."""
        super().form_valid(form)
        note(What.CHANGED, by=self.user, page="set-password", request=self.request)
        context = self.get_context_data(form=None)
        return self.render_to_response(
            context | {"title": _("Your password is set"), "is_done": True}
        )

    def get_context_data(self, **more: Any) -> dict[str, Any]:
        """What the page says, also where the link is no longer good."""
        context: dict[str, Any] = super().get_context_data(**more)
        if not self.validlink:
            context["title"] = _("This link no longer works")
        return context
