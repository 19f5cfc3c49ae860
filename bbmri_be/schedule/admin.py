"""Regular work in the admin: what comes next, how it went, and a way to do it now."""

from datetime import timedelta

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from bbmri_be.admin import ReadOnly, Waiting, waiter
from bbmri_be.schedule import actions
from bbmri_be.schedule.models import Run


@waiter
def regular_work(request: HttpRequest) -> list[Waiting]:
    """Jobs that failed, and jobs that nobody does."""
    if not request.user.has_perm("schedule.view_run"):
        return []
    address = reverse("admin:schedule_run_changelist")
    return [
        Waiting(_("Regular work that failed"), Run.objects.failed_last().count(), address),
        Waiting(
            _("Regular work that is late: no worker is there"),
            Run.objects.late().count(),
            address,
        ),
    ]


@admin.register(Run)
class RunAdmin(ReadOnly, admin.ModelAdmin):
    """Read only: the plan stands in the code, the rest is what happened."""

    list_display = ["__str__", "due_at", "outcome", "started_at", "took", "attempts"]
    list_filter = ["outcome"]
    fields = [
        "job", "due_at", "outcome", "attempts", "started_at", "seen_at", "ended_at", "said",
    ]  # fmt: skip
    actions = ["run_now"]

    @admin.display(description=_("took"))
    def took(self, run: Run) -> timedelta | None:
        """How long it took, in whole seconds."""
        if run.started_at is None or run.ended_at is None:
            return None
        return timedelta(seconds=round((run.ended_at - run.started_at).total_seconds()))

    def has_run_permission(self, request: HttpRequest) -> bool:
        """Who may ask for work out of its time."""
        return request.user.has_perm("schedule.change_run")

    @admin.action(description=_("Do it now"), permissions=["run"])
    def run_now(self, request: HttpRequest, queryset: QuerySet[Run]) -> None:
        """Let the jobs of the selected rows be due at once."""
        jobs = set(queryset.values_list("job", flat=True))
        count = sum(actions.run_now(job) for job in jobs)
        text = ngettext(
            "%(count)d job begins within seconds. What is under way stays as it is.",
            "%(count)d jobs begin within seconds. What is under way stays as it is.",
            count,
        )
        self.message_user(request, text % {"count": count}, messages.SUCCESS)
