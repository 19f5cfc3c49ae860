"""Mails as rows: stored in the transaction that causes them, sent later by a worker."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from bbmri_be.outbox.querysets import MailQuerySet


class Mail(models.Model):
    """A mail to one recipient.

    Personal data: address and text, needed to send it and to send it again; seen by staff; removed
    30 days after it was sent or given up, or with what it is about. What stays is when it was sent.
    """

    to = models.EmailField(_("to"), blank=True)
    subject = models.CharField(_("subject"), max_length=200, blank=True)
    text = models.TextField(_("text"), blank=True)
    html = models.TextField("HTML", blank=True)
    language = models.CharField(_("language"), max_length=5)
    # Made when the mail is queued, so that the recipient's mail program knows a repeat.
    message_id = models.CharField(max_length=255, unique=True)
    thread = models.CharField(
        max_length=100, blank=True, help_text=_("Mails of one thread are shown together.")
    )

    # What the mail tells of, for mails that may go once only.
    cause = models.CharField(max_length=100, blank=True)

    created_at = models.DateTimeField(_("queued"), default=timezone.now)
    send_after = models.DateTimeField(_("send after"), default=timezone.now)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    last_error = models.CharField(
        _("last error"), max_length=100, blank=True, help_text=_("Kind and code, nothing personal.")
    )
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)
    failed_at = models.DateTimeField(_("given up"), null=True, blank=True)

    objects = MailQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = _("mail")
        verbose_name_plural = _("mails")
        indexes = [
            models.Index(
                fields=["send_after", "id"],
                condition=Q(sent_at=None, failed_at=None),
                name="outbox_mail_waiting",
            )
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["cause"], condition=~Q(cause=""), name="outbox_mail_once_per_cause"
            ),
            models.CheckConstraint(
                condition=Q(sent_at=None) | Q(failed_at=None), name="outbox_mail_sent_or_failed"
            ),
            models.CheckConstraint(
                condition=Q(failed_at=None) | ~Q(last_error=""), name="outbox_mail_failed_why"
            ),
            models.CheckConstraint(
                condition=~Q(subject__regex="[[:cntrl:]]"), name="outbox_mail_subject_one_line"
            ),
            models.CheckConstraint(
                condition=Q(sent_at__isnull=False)
                | Q(failed_at__isnull=False)
                | ~(Q(to="") | Q(subject="") | Q(text="")),
                name="outbox_mail_waiting_is_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"mail {self.pk}"
