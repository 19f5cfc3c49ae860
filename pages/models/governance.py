"""Who decides: bodies, what ties them, and who holds an office."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from bbmri_be.languages import translated
from pages.enums import Level, Tie
from pages.models.base import Published, given_constraint, long_text, short_text


class GovernanceBody(Published):
    """A body or a role in the node's governance."""

    slug = models.SlugField(_("key"), unique=True, help_text=_("Part of the address: page#key."))
    level = models.CharField(_("level"), max_length=10, choices=Level.choices)
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    name = translated(short_text(_("name")))
    purpose = translated(long_text(_("what it does")))

    history = HistoricalRecords()

    class Meta:
        ordering = ["order", "slug"]
        verbose_name = _("governance body")
        verbose_name_plural = _("governance bodies")
        constraints = [
            given_constraint("name", _("name")),
            models.CheckConstraint(
                condition=Q(level__in=Level.values), name="pages_governancebody_level"
            ),
        ]

    def __str__(self) -> str:
        return str(self.name)

    def get_absolute_url(self) -> str:
        """Its place on the public page."""
        return f"{reverse('pages:governance')}#{self.slug}"


class BodyTie(models.Model):
    """What one body does for another: the lines of the chart, and the same in words."""

    source = models.ForeignKey(
        GovernanceBody, on_delete=models.CASCADE, related_name="ties", verbose_name=_("who")
    )
    kind = models.CharField(_("does"), max_length=10, choices=Tie.choices)
    target = models.ForeignKey(
        GovernanceBody, on_delete=models.CASCADE, related_name="tied_by", verbose_name=_("whom")
    )

    history = HistoricalRecords()

    class Meta:
        ordering = ["target", "kind", "source"]
        verbose_name = _("tie between bodies")
        verbose_name_plural = _("ties between bodies")
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=Tie.values), name="pages_bodytie_kind"),
            models.CheckConstraint(
                condition=~Q(source=F("target")),
                name="pages_bodytie_two_bodies",
                violation_error_message=_("A body is not tied to itself."),
            ),
            models.UniqueConstraint(
                fields=["source", "kind", "target"],
                name="pages_bodytie_once",
                violation_error_message=_("This tie stands here already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source} {self.get_kind_display()} {self.target}"


class OfficeHolder(Published):
    """A role in a body, and who holds it.

    Personal data: the name says whom to turn to; staff see it, and the public where the person
    agreed (`is_public`), with its date; kept while the person holds the role. The history leaves
    the name out, so that deleting or emptying it here erases it.
    """

    slug = models.SlugField(_("key"), unique=True, help_text=_("The role, never the name."))
    body = models.ForeignKey(
        GovernanceBody,
        on_delete=models.PROTECT,
        related_name="office_holders",
        verbose_name=_("body"),
    )
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    role = translated(short_text(_("role"), _("Shown in any case.")))
    name = models.CharField(_("name"), max_length=200, blank=True)
    is_public = models.BooleanField(
        _("name may be shown"),
        default=False,
        help_text=_("The person agreed to be named on the site. Needs the date above."),
    )
    note = models.TextField(_("note"), blank=True, help_text=_("Staff only."))

    history = HistoricalRecords(excluded_fields=["name", "note"])

    class Meta:
        ordering = ["order", "slug"]
        verbose_name = _("office holder")
        verbose_name_plural = _("office holders")
        constraints = [
            given_constraint("role", _("role")),
            models.CheckConstraint(
                condition=Q(is_public=False) | (Q(as_of__isnull=False) & ~Q(name="")),
                name="pages_officeholder_public_name_dated",
                violation_error_message=_("A name is shown only with its date."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.role)

    def get_absolute_url(self) -> str:
        """The body's place on the public page."""
        return self.body.get_absolute_url()

    @property
    def public_name(self) -> str:
        """The name, where it may be shown."""
        return self.name if self.is_public else ""
