"""What staff decide, field by field."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from biobanks.enums import Decision


class ToBeDecided(models.Model):
    """A difference that staff accept or refuse: by whom, and when."""

    decision = models.CharField(
        _("decision"), max_length=10, choices=Decision.choices, default=Decision.OPEN
    )
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("decided by"),
    )
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)

    class Meta:
        abstract = True
