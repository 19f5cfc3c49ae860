"""The filters beside the results, and the map, which is the filter by province drawn."""

from collections.abc import Iterable
from functools import cache
from html import escape

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import override

from bbmri_be.languages import gettext as _
from bbmri_be.languages import readers_language
from biobanks.html import NAME
from biobanks.search.panel import Area, Group, Match, Option, ResultMap

OF_NAMES = {"biobank", "network"}  # filters whose options are names of entries


def panel(groups: Iterable[Group], result_map: ResultMap | None) -> SafeString:
    """All filters."""
    return mark_safe("".join(details(group, result_map) for group in groups))  # noqa: S308 - escaped


def details(group: Group, result_map: ResultMap | None) -> str:
    """A filter, open or closed."""
    opened = " open" if group.is_open else ""
    number = f" ({len(group.chosen)})" if group.chosen else ""
    drawn = drawing(result_map) if result_map and group.name == "province" else ""
    match = any_or_all(group.match) if group.match else ""
    options = "".join(map(item, group.options))
    kind = NAME if group.name in OF_NAMES else ""
    return (
        f"<details{opened}><summary>{escape(group.label)}{number}</summary>"
        f"{drawn}{match}<ul{kind}>{options}</ul></details>"
    )


def any_or_all(match: Match) -> str:
    """Whether one of several chosen values is enough, and a link to the other way."""
    said, other = (
        (_("Needs all of them."), _("Any is enough"))
        if match.needs_all
        else (_("Any of them is enough."), _("Needs all"))
    )
    link = f'<a href="{escape(match.href)}">{escape(other)}</a>'
    return f'<p class="meta">{escape(said)} {link}</p>'


def item(option: Option) -> str:
    """An option; one that leads nowhere is no link."""
    depth = f' class="depth-{option.depth}"' if option.depth else ""
    text = f'{escape(option.label)} <span class="count">{option.count}</span>'
    if not option.href:
        return f'<li{depth}><span class="dead">{text}</span></li>'
    return f'<li{depth}><a href="{escape(option.href)}"{current(option.is_chosen)}>{text}</a></li>'


def current(is_chosen: bool) -> str:
    """What tells assistive technology that something is chosen."""
    return ' aria-current="true"' if is_chosen else ""


def drawing(result_map: ResultMap) -> str:
    """The map: provinces to choose, and a dot for each biobank that answers."""
    before, after = frame(result_map.width, result_map.height, readers_language())
    areas = "".join(map(province, result_map.areas))
    dots = "".join(dot.circle for dot in result_map.dots)
    return f'{before}{areas}<g lang="">{dots}</g>{after}'  # names, in whatever language


@cache
def frame(width: int, height: int, language: str) -> tuple[str, str]:
    """What stands before and after the shapes, in a language."""
    with override(language):
        name, credit = _("Map of Belgium: choose a province"), _("Boundaries: Statbel, CC BY 4.0")
    return (
        f'<svg class="map" viewBox="0 0 {width} {height}" role="group"'
        f' aria-label="{escape(name)}">',
        f'</svg><p class="meta">{escape(credit)}</p>',
    )


def province(area: Area) -> str:
    """A province; one where nothing answers is no link."""
    if not area.href:
        return f'<path class="map-area map-area-dead" d="{area.path}"/>'
    label = escape(area.label)
    return (
        f'<a href="{escape(area.href)}" aria-label="{label}"{current(area.is_chosen)}>'
        f'<title>{label}</title><path class="map-area" d="{area.path}"/></a>'
    )
