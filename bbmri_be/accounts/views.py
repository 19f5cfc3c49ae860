"""The page that a link leads to, where its owner chooses a password."""

from django.contrib.auth.forms import SetPasswordForm
from django.contrib.auth.models import User
from django.contrib.auth.views import PasswordResetConfirmView
from django.http import HttpResponse
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from bbmri_be.audit_log.actions import note
from bbmri_be.audit_log.models import What


class SetPassword(PasswordResetConfirmView):
    """Django's: it takes the link's secret out of the address before it shows anything. Sessions
    that were opened with an older password end."""

    template_name = "admin/set_password.html"
    success_url = reverse_lazy("admin:login")
    title = _("Choose a password")
    user: User

    def form_valid(self, form: SetPasswordForm) -> HttpResponse:
        """Keep the password, and note that."""
        response = super().form_valid(form)
        note(What.CHANGED, by=self.user, page="set-password", request=self.request)
        return response
