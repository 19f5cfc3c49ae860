"""What other pages say about applications."""

from typing import Any

from django import template

from membership.times import usual_times as known

register = template.Library()


@register.inclusion_tag("membership/_usual_times.html")
def usual_times() -> dict[str, Any]:
    """How long the stages of an application usually take; nothing where nobody knows."""
    return {"times": list(known().values())}
