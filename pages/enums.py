"""The app's own choices."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class KnownPage(models.TextChoices):
    """The pages that have an address. Each may have one row with its text."""

    HOME = "home", _("Home")
    GOVERNANCE = "governance", _("Governance")
    HISTORY = "history", _("History")
    MEMBERSHIP = "membership", _("Membership")
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
    """Where a body decides."""

    BELGIAN = "belgian", _("In Belgium")
    EUROPEAN = "european", _("In Europe")
