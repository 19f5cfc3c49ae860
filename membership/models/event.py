"""What happened to an application."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from biobanks.models.fields import code_constraint
from membership.enums import BY_STAFF, State
from membership.models.application import Application


class Event(models.Model):
    """One change of state: who, when, from where to where, and why. Never changed, never deleted.

    A trigger in the database keeps it so. The reasons stay when an application's personal data is
    removed: staff are asked to write none into them. That removal is an event too, from the state
    in which the application stays to none.

    The applicant is told at `told_from`: of a question or a decision some minutes later, so that
    staff can take it back.
    """

    application = models.ForeignKey(
        Application,
        on_delete=models.PROTECT,
        related_name="events",
        verbose_name=_("application"),
    )
    at = models.DateTimeField(_("when"), default=timezone.now)
    told_from = models.DateTimeField(_("told from"), default=timezone.now)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("who"),
        help_text=_("Nobody: the applicant, or the site by itself."),
    )
    from_state = models.CharField(_("from"), max_length=25, choices=State.choices, blank=True)
    to_state = models.CharField(_("to"), max_length=25, choices=State.choices, blank=True)
    reason = models.TextField(_("reason"), blank=True)

    class Meta:
        ordering = ["at", "pk"]
        verbose_name = _("event")
        verbose_name_plural = _("events")
        constraints = [
            code_constraint("from_state", State),
            code_constraint("to_state", State),
            models.CheckConstraint(
                condition=~Q(from_state=F("to_state")), name="membership_event_moves"
            ),
            models.CheckConstraint(
                condition=~Q(to_state__in=sorted(BY_STAFF)) | Q(by__isnull=False),
                name="membership_event_by_whom",
            ),
            models.CheckConstraint(
                condition=Q(told_from__gte=F("at")), name="membership_event_told_after"
            ),
            models.CheckConstraint(
                condition=~Q(to_state=State.DECLINED) | ~Q(reason=""),
                name="membership_event_declined_why",
            ),
        ]

    def __str__(self) -> str:
        return str(self.get_to_state_display() or _("Personal data removed"))

    @property
    def is_told(self) -> bool:
        """Whether the applicant may know of it."""
        return self.told_from <= timezone.now()
