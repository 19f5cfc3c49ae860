"""Fill an empty site: code lists, the Belgian network as published, the node's texts."""

from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand


class Command(BaseCommand):
    """Safe to repeat: what is there already is left as staff made it."""

    help = "Fill an empty site with code lists, the Belgian network and the node's texts."

    def handle(self, *args: Any, **options: Any) -> None:
        """Load what is missing."""
        verbosity = options["verbosity"]
        # Search terms are loaded last, so a site that has them has the diseases too.
        if not apps.get_model("biobanks", "Term").objects.exists():
            call_command("load_vocabulary", verbosity=verbosity)
        if not apps.get_model("biobanks", "Biobank").objects.exists():
            folder = settings.BASE_DIR / "biobanks" / "data" / "belgium"
            call_command("import_directory", str(folder), verbosity=verbosity)
        if not apps.get_model("pages", "Page").objects.exists():
            call_command("load_pages", verbosity=verbosity)
