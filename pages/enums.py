"""The app's own choices."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _


class KnownPage(models.TextChoices):
    """The pages that have an address. Each may have one row with its text."""

    HOME = "home", _("Home")
    PATIENTS = "patients", _("What is a biobank?")
    ABOUT = "about", _("Who we are")
    GOVERNANCE = "governance", _("Governance")
    HISTORY = "history", _("History")
    MEMBERSHIP = "membership", _("Membership")
    LAW = "law", _("The law on biobanks")
    QUALITY = "quality", _("Quality")
    GLOSSARY = "glossary", _("Glossary")
    QUESTIONS = "questions", _("Questions")
    NEWS = "news", _("News")
    CONTACT = "contact", _("Contact")
    PRIVACY = "privacy", _("Privacy")
    ACCESSIBILITY = "accessibility", _("Accessibility")
    CREDITS = "credits", _("Credits")

    @property
    def url_name(self) -> str:
        """Name of the page's address."""
        return "pages:news-list" if self is KnownPage.NEWS else f"pages:{self.value}"


class Level(models.TextChoices):
    """Where a body stands."""

    AUTHORITY = "authority", _("Authorities and host")
    BELGIAN = "belgian", _("The Belgian node")
    EUROPEAN = "european", _("Belgium in BBMRI-ERIC")


class Tie(models.TextChoices):
    """What one body does for another."""

    APPOINTS = "appoints", _("appoints")
    ATTENDS = "attends", _("attends for Belgium")
    HOUSES = "houses", _("houses")

    @property
    def passive(self) -> str:
        """The same as the other body would say it, before the name of the one that does it."""
        return str(PASSIVE[self])


PASSIVE: dict[str, Any] = {
    Tie.APPOINTS: _("Appointed by:"),
    Tie.ATTENDS: _("Attended for Belgium by:"),
    Tie.HOUSES: _("Housed by:"),
}


class MediaType(models.TextChoices):
    """What a file is."""

    WEBP = "image/webp", _("picture")
    PDF = "application/pdf", _("document (PDF)")
