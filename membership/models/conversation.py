"""What applicant and staff write to each other, and what staff write for themselves."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from biobanks.models.fields import code_constraint
from membership.enums import Voice
from membership.models.application import Application
from membership.models.event import Event


class Message(models.Model):
    """One thing that was written about an application.

    Personal data: whatever its text holds; seen by staff, and by the applicant unless it is an
    internal note; removed with the personal data of the application. Who wrote, and when, stays.
    """

    application = models.ForeignKey(
        Application,
        on_delete=models.CASCADE,
        related_name="messages",
        verbose_name=_("application"),
    )
    # Of a question or a reason: what is said goes with what happened, and when it is told.
    event = models.OneToOneField(
        Event, on_delete=models.PROTECT, null=True, blank=True, verbose_name=_("event")
    )
    voice = models.CharField(_("kind"), max_length=20, choices=Voice.choices)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("who"),
    )
    at = models.DateTimeField(_("when"), default=timezone.now)
    text = models.TextField(_("text"), blank=True)
    taken_back_at = models.DateTimeField(_("taken back"), null=True, blank=True)

    class Meta:
        ordering = ["at", "pk"]
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        constraints = [
            code_constraint("voice", Voice),
            models.CheckConstraint(
                condition=Q(voice=Voice.APPLICANT, by=None)
                | (~Q(voice=Voice.APPLICANT) & Q(by__isnull=False)),
                name="membership_message_by_whom",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_voice_display()}, {self.at:%Y-%m-%d %H:%M}"

    @property
    def is_told(self) -> bool:
        """Whether the applicant may read it."""
        if self.voice == Voice.NOTE or self.taken_back_at:
            return False
        return self.event is None or self.event.is_told


class Attachment(models.Model):
    """A PDF file that an applicant sent with a message. Kept in the database, beside its message.

    Personal data as the message; handed out as a download only.
    """

    message = models.ForeignKey(
        Message, on_delete=models.CASCADE, related_name="attachments", verbose_name=_("message")
    )
    name = models.CharField(_("file name"), max_length=100)
    size = models.PositiveIntegerField(_("size"))  # bytes
    content = models.BinaryField(_("content"))

    class Meta:
        ordering = ["pk"]
        verbose_name = _("attachment")
        verbose_name_plural = _("attachments")

    def __str__(self) -> str:
        return self.name
