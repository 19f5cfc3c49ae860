"""The applicant's way back to the application, without an account."""

import secrets
from hashlib import sha256

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from membership.models.application import Application

BYTES = 24  # of chance in a token: it can neither be guessed nor tried out


class StatusLink(models.Model):
    """A token that opens the status page of an application.

    Each mail to the applicant carries one of its own. Only its hash is kept; the token itself
    stands in the mail, which the outbox forgets 30 days after it was sent.
    """

    application = models.ForeignKey(
        Application, on_delete=models.CASCADE, related_name="links", verbose_name=_("application")
    )
    digest = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(_("made"), default=timezone.now)

    class Meta:
        verbose_name = _("status link")
        verbose_name_plural = _("status links")

    def __str__(self) -> str:
        return f"status link {self.pk}"

    @classmethod
    def new(cls, application: Application) -> str:
        """Make a link to an application; return its token, which nobody will know again."""
        token = secrets.token_urlsafe(BYTES)
        cls.objects.create(application=application, digest=digest(token))
        return token


def digest(token: str) -> str:
    """What is kept of a token. It is all chance, so that a plain hash is enough."""
    return sha256(token.encode()).hexdigest()
