"""Deletes entries of the audit log that are older than AUDIT_MONTHS."""

from typing import Any

from django.core.management.base import BaseCommand

from bbmri_be.audit_log.actions import forget_old


class Command(BaseCommand):
    """`manage.py forget_old_audit`: once a day."""

    help = __doc__

    def handle(self, *args: Any, **options: Any) -> None:
        """Do it, and say how many."""
        self.stdout.write(f"Entries of the audit log deleted: {forget_old()}")
