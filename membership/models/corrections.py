"""What applicants change in their answers."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from membership.models.application import Application


class Correction(models.Model):
    """Answers that an applicant changed at one time, as they were and as they are.

    Personal data: what the answers hold; seen by staff; removed with the personal data of the
    application. That something was corrected, and when, stays.
    """

    application = models.ForeignKey(
        Application,
        on_delete=models.CASCADE,
        related_name="corrections",
        verbose_name=_("application"),
    )
    at = models.DateTimeField(_("when"), default=timezone.now)
    before = models.JSONField(_("before"), default=dict)  # answers by field
    after = models.JSONField(_("after"), default=dict)

    class Meta:
        ordering = ["at", "pk"]
        verbose_name = _("correction")
        verbose_name_plural = _("corrections")

    def __str__(self) -> str:
        return f"correction {self.pk}"
