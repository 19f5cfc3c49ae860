"""How long the steps of an application usually take."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from biobanks.models.fields import code_constraint
from membership.enums import Stage


class UsualTime(models.Model):
    """How many working days a stage usually takes, as the node says it.

    Once enough applications are through, what was measured is said instead (`membership.times`).
    """

    stage = models.CharField(_("stage"), max_length=20, choices=Stage.choices, unique=True)
    working_days = models.PositiveSmallIntegerField(
        _("working days"),
        help_text=_("Said to applicants until five applications are through; then their median."),
    )

    class Meta:
        ordering = ["stage"]
        verbose_name = _("usual time")
        verbose_name_plural = _("usual times")
        constraints = [
            code_constraint("stage", Stage),
            models.CheckConstraint(
                condition=models.Q(working_days__gte=1), name="membership_usualtime_positive"
            ),
        ]

    def __str__(self) -> str:
        return str(self.get_stage_display())
