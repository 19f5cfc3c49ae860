"""The outbox in the admin: to see what was sent, and to send again what was given up."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from bbmri_be.admin import ReadOnly, Waiting, waiter
from bbmri_be.logs import without_tokens
from bbmri_be.outbox import actions
from bbmri_be.outbox.models import Mail
from bbmri_be.outbox.querysets import MailQuerySet


@waiter
def failed_mails(request: HttpRequest) -> list[Waiting]:
    """Mails that were given up."""
    if not request.user.has_perm("outbox.view_mail"):
        return []
    address = reverse("admin:outbox_mail_changelist") + "?standing=failed"
    return [Waiting(_("Mails that could not be sent"), Mail.objects.failed().count(), address)]


STANDINGS = {
    "waiting": (_("Waiting"), Q(sent_at=None, failed_at=None)),
    "failed": (_("Given up"), Q(failed_at__isnull=False)),
    "sent": (_("Sent"), Q(sent_at__isnull=False)),
}


class StandingFilter(admin.SimpleListFilter):
    """Waiting, given up or sent."""

    title = _("where it stands")
    parameter_name = "standing"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        """The three choices."""
        return [(code, label) for code, (label, _) in STANDINGS.items()]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        """Only the mails of the choice."""
        if (code := self.value()) in STANDINGS:
            return queryset.filter(STANDINGS[code][1])
        return queryset


@admin.register(Mail)
class MailAdmin(ReadOnly, admin.ModelAdmin):
    """What was queued is what is sent; the one thing to do is to send again."""

    holds_personal_data = True  # each look is noted: `bbmri_be.audit_log`
    list_display = ["created_at", "subject", "to", "sent_at", "failed_at", "attempts", "last_error"]
    list_filter = [StandingFilter]
    search_fields = ["to", "subject"]
    fields = [
        "to", "subject", "text_without_tokens", "language", "created_at", "send_after", "attempts",
        "last_error",
        "sent_at", "failed_at", "message_id",
    ]  # fmt: skip
    actions = ["send_again"]

    @admin.display(description=_("text"))
    def text_without_tokens(self, mail: Mail) -> str:
        """The text; whoever held a link in it would pass for the recipient."""
        return without_tokens(mail.text)

    def has_resend_permission(self, request: HttpRequest) -> bool:
        """Who may ask for another attempt."""
        return request.user.has_perm("outbox.change_mail")

    @admin.action(description=_("Send again"), permissions=["resend"])
    def send_again(self, request: HttpRequest, queryset: MailQuerySet) -> None:
        """Queue the given-up ones among the selected mails again."""
        count = actions.send_again(queryset)
        text = ngettext(
            "%(count)d mail is queued again. Mails that were not given up stay as they are.",
            "%(count)d mails are queued again. Mails that were not given up stay as they are.",
            count,
        )
        self.message_user(request, text % {"count": count}, messages.SUCCESS)
