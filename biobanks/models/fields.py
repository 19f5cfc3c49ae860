"""Fields and constraints that several models share."""

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from bbmri_be.languages import readers_language
from biobanks.places import town

IDENTIFIER_HELP = _(
    "The identifier in the BBMRI-ERIC Directory; never renumber it. "
    "An entry the Directory does not know yet begins with bbmri-be: instead of bbmri-eric:."
)


def identifier_field() -> "models.CharField[str, str]":
    """The Directory's identifier, or the node's own until the Directory gives one."""
    return models.CharField(_("identifier"), max_length=255, unique=True, help_text=IDENTIFIER_HELP)


def identifier_constraint(kind: str, tail: str = "[A-Za-z0-9_-]+(:[A-Za-z0-9_-]+)*") -> Any:
    """Identifier of one kind: prefix, kind, node code, local part.

    The characters and the ban on empty segments are the Directory's (its checks VID:*).
    """
    return models.CheckConstraint(
        condition=Q(identifier__regex=rf"^bbmri-(eric|be):{kind}:[A-Z]{{2,4}}_{tail}$"),
        name="%(app_label)s_%(class)s_identifier",
        violation_error_message=format_lazy(
            _("The identifier does not look like bbmri-eric:{kind}:BE_name."), kind=kind
        ),
    )


def code_list(choices: type[models.TextChoices], **options: Any) -> ArrayField:
    """A list of codes."""
    return ArrayField(
        models.CharField(max_length=50, choices=choices.choices),
        default=list,
        blank=True,
        **options,
    )


def code_list_constraint(name: str, choices: type[models.TextChoices]) -> models.CheckConstraint:
    """Only codes of the list may stand in the array."""
    return models.CheckConstraint(
        condition=Q(**{f"{name}__contained_by": choices.values}),
        name=f"%(app_label)s_%(class)s_{name}",
    )


def code_constraint(name: str, choices: type[models.TextChoices]) -> models.CheckConstraint:
    """Only a code of the list, or nothing, may stand in the column."""
    return models.CheckConstraint(
        condition=Q(**{f"{name}__in": [*choices.values, ""]}),
        name=f"%(app_label)s_%(class)s_{name}",
    )


def age_constraints() -> list[models.CheckConstraint]:
    """Ages are not negative, in order, and have a unit."""
    return [
        models.CheckConstraint(
            condition=Q(age_low__isnull=True)
            | Q(age_high__isnull=True)
            | Q(age_low__lte=F("age_high")),
            name="%(app_label)s_%(class)s_age_order",
            violation_error_message=_("The lowest age is above the highest."),
        ),
        models.CheckConstraint(
            condition=Q(age_low__isnull=True, age_high__isnull=True) | ~Q(age_unit=""),
            name="%(app_label)s_%(class)s_age_unit_given",
            violation_error_message=_("An age needs a unit."),
        ),
    ]


def coordinate_constraints() -> list[models.CheckConstraint]:
    """Latitude and longitude stand together, on this planet."""
    return [
        models.CheckConstraint(
            condition=Q(latitude__isnull=True, longitude__isnull=True)
            # Without isnull one of the two may be empty: a check that is unknown passes.
            | Q(
                latitude__isnull=False,
                latitude__range=(-90, 90),
                longitude__isnull=False,
                longitude__range=(-180, 180),
            ),
            name="%(app_label)s_%(class)s_coordinates",
            violation_error_message=_(
                "Latitude (-90 to 90) and longitude (-180 to 180) go together."
            ),
        )
    ]


class Place(models.Model):
    """Where something stands; an unknown place stays empty."""

    street = models.CharField(_("street and number"), max_length=255, blank=True)
    postcode = models.CharField(_("postcode"), max_length=20, blank=True)
    city = models.CharField(_("town or city"), max_length=255, blank=True)
    latitude = models.DecimalField(
        _("latitude"),
        max_digits=8,
        decimal_places=5,
        null=True,
        blank=True,
        help_text=_("Degrees north (WGS 84)."),
    )
    longitude = models.DecimalField(
        _("longitude"),
        max_digits=8,
        decimal_places=5,
        null=True,
        blank=True,
        help_text=_("Degrees east (WGS 84)."),
    )

    class Meta:
        abstract = True

    @property
    def town(self) -> str:
        """The town as the reader calls it."""
        return town(self.city, readers_language())
