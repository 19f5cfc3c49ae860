"""What is done regularly, and when: commands of manage.py that do no harm when run twice."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Job:
    """A command, the time of day at which it is due (Brussels), and how long it may take."""

    command: str
    label: Any
    at: time
    longest: timedelta = timedelta(minutes=30)
    tells_staff: bool = False  # by a letter of its own where it fails

    def next_after(self, moment: datetime) -> datetime:
        """When it is due next, later than a moment.

        A time that a day leaves out (the clock is put forward) comes an hour later; one that a day
        has twice comes once.
        """
        day = timezone.localtime(moment).date()
        today, tomorrow = self.on(day), self.on(day + timedelta(days=1))
        return today if today > moment else tomorrow

    def on(self, day: date) -> datetime:
        """When it is due on a day."""
        return timezone.make_aware(datetime.combine(day, self.at)).astimezone(UTC)


# In this order where several are due: checks come before the snapshot that is held to them.
JOBS = (
    Job("check_catalogue", _("Checks of the catalogue"), time(1, 10)),
    Job(
        "publish_directory_snapshot",
        _("Snapshot for the European Directory"),
        time(1, 30),
        tells_staff=True,
    ),
    Job("write_catalogue_dump", _("Archive of the catalogue"), time(1, 50)),
    Job("check_pages", _("Links of the pages"), time(3, 30)),
    Job("clearsessions", _("Sessions that are over"), time(3, 50)),
    Job("forget_old_mails", _("Mails that need not be known any more"), time(4, 10)),
    Job("forget_old_audit", _("Audit log: what is due to go"), time(4, 20)),
    Job("tend_applications", _("Reminders, digests and retention of applications"), time(6, 30)),
    Job("tend_confirmations", _("Questions to biobanks"), time(6, 50)),
)


def job_of(command: str) -> Job | None:
    """The job of a command, where there still is one."""
    return next((job for job in JOBS if job.command == command), None)
