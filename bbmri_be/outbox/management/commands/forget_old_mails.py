"""Removes address and text of mails that were sent, or given up, thirty days ago."""

from typing import Any

from django.core.management.base import BaseCommand

from bbmri_be.outbox.actions import forget_old


class Command(BaseCommand):
    """`manage.py forget_old_mails`: once a day."""

    help = __doc__

    def handle(self, *args: Any, **options: Any) -> None:
        """Do it, and say of how many."""
        self.stdout.write(f"Mails forgotten: {forget_old()}")
