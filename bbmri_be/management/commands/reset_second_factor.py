"""Takes back the second factor of somebody whose telephone is gone."""

from argparse import ArgumentParser
from typing import Any

from django.contrib.auth.models import User
from django.core.management.base import BaseCommand, CommandError

from bbmri_be.second_factor import actions


class Command(BaseCommand):
    """`manage.py reset_second_factor NAME`: be sure that it is them who ask."""

    help = (
        "Forgets the second factor of a member of staff: at the next sign-in they set up another."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Whose."""
        parser.add_argument("username")

    def handle(self, *args: Any, username: str, **options: Any) -> None:
        """Forget it. Raises `CommandError` where nobody has the name."""
        try:
            actions.take_back(User.objects.get(username=username))
        except User.DoesNotExist as error:
            raise CommandError(f"Nobody is called {username}.") from error
        self.stdout.write(f"{username} sets up a second factor at the next sign-in.")
