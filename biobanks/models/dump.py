"""The whole public catalogue as files, by day."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class CatalogueDump(models.Model):
    """An archive of all that was public on a day. Never changed.

    Personal data: none. Contacts are left out, because a file that is kept and passed on cannot
    forget them.
    """

    day = models.DateField(_("day"), unique=True)
    content = models.BinaryField(_("archive"))
    size = models.PositiveBigIntegerField(_("size in bytes"))
    checksum = models.CharField(_("checksum (SHA-256)"), max_length=64)
    fingerprint = models.CharField(_("checksum of what is in it"), max_length=64)
    biobanks = models.PositiveIntegerField(_("biobanks"))
    collections = models.PositiveIntegerField(_("collections"))

    class Meta:
        ordering = ["-day"]
        verbose_name = _("archive of the catalogue")
        verbose_name_plural = _("archives of the catalogue")

    def __str__(self) -> str:
        return self.file_name

    @property
    def file_name(self) -> str:
        """What the file is called."""
        return f"bbmri-be-{self.day:%Y-%m-%d}.zip"
