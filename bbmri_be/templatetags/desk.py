"""Template tags of the staff's desk."""

from collections.abc import Iterable
from typing import Any

from django import template

from bbmri_be import desk

register = template.Library()


@register.simple_tag
def shelves(apps: Iterable[dict[str, Any]] | None) -> list[desk.Shelf]:
    """What somebody may edit, by area; of the admin's own list of apps."""
    return desk.shelves(apps or [])


@register.simple_tag
def area_of(opts: Any) -> desk.Area:
    """The area of the desk in which a model stands."""
    return desk.area_of(opts.label_lower)
