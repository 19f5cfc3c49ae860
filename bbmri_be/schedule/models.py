"""How regular work stands: one row for each time that a job was or will be done."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from bbmri_be.schedule.jobs import job_of
from bbmri_be.schedule.querysets import RunQuerySet


class Outcome(models.TextChoices):
    """Where a run stands."""

    WAITING = "waiting", _("waits for its time")
    RUNNING = "running", _("under way")
    DONE = "done", _("done")
    FAILED = "failed", _("failed")


OPEN = (Outcome.WAITING, Outcome.RUNNING)


class Run(models.Model):
    """A job at a time of the plan.

    Each job has one run that is open: it waits, or is under way. Who ends it makes the next one,
    so that a time at which no worker was there is made up for once, and once only.
    """

    job = models.CharField(_("job"), max_length=50)
    due_at = models.DateTimeField(_("due"))
    outcome = models.CharField(
        _("outcome"), max_length=7, choices=Outcome.choices, default=Outcome.WAITING
    )
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    started_at = models.DateTimeField(_("started"), null=True, blank=True)
    # The worker that runs it notes that it lives: one that is silent has lost the run.
    seen_at = models.DateTimeField(_("last sign of life"), null=True, blank=True)
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)
    said = models.TextField(_("what it said"), blank=True)

    objects = RunQuerySet.as_manager()

    class Meta:
        ordering = ["-due_at", "-pk"]
        verbose_name = _("regular work")
        verbose_name_plural = _("regular work")
        constraints = [
            models.UniqueConstraint(
                fields=["job"], condition=Q(outcome__in=OPEN), name="schedule_run_one_open_a_job"
            ),
            models.CheckConstraint(
                condition=Q(outcome__in=OPEN, ended_at=None)
                | Q(outcome__in=[Outcome.DONE, Outcome.FAILED], ended_at__isnull=False),
                name="schedule_run_ended_with_outcome",
            ),
            models.CheckConstraint(
                condition=~Q(outcome=Outcome.RUNNING)
                | Q(started_at__isnull=False, seen_at__isnull=False),
                name="schedule_run_under_way_since",
            ),
        ]

    def __str__(self) -> str:
        job = job_of(self.job)
        return str(job.label) if job else self.job


class Worker(models.Model):
    """A process of `run_scheduled`, and when it was last heard of."""

    name = models.CharField(max_length=100, unique=True)  # host and process
    seen_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name
