"""The map of Belgium: eleven areas and one dot per biobank, as numbers for an inline SVG.

The boundaries are Statbel's (CC BY 4.0), drawn once and for all: `biobanks/data/SOURCES.md` says
how. A page costs one query for the dots.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property, lru_cache
from itertools import combinations
from math import cos, dist, pi, radians, sin
from pathlib import Path

from django.utils.html import escape, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import override

from bbmri_be.languages import readers_language
from biobanks.addresses import entry_address
from biobanks.enums import Province
from biobanks.models import Biobank
from biobanks.places import town

AREAS = Path(__file__).parent / "data" / "be-areas.json"

# The projection, which the areas are drawn in too: change one and the other is wrong.
# Belgium's outermost points, degrees (WGS 84). What lies beyond them is not on the map.
WEST, EAST = 2.54, 6.41
SOUTH, NORTH = 49.49, 51.51
# At this size an equirectangular projection, true to scale at Belgium's middle parallel, cannot
# be told from the official Lambert projection.
SHRINK = cos(radians((SOUTH + NORTH) / 2))

MARGIN = 8  # units around the country, so that border lines are drawn whole
WIDTH = 500  # units of the drawing
SCALE = (WIDTH - 2 * MARGIN) / ((EAST - WEST) * SHRINK)  # units a degree of latitude
HEIGHT = round((NORTH - SOUTH) * SCALE) + 2 * MARGIN

# A phone of 390 pixels shows the map 350 pixels wide: 17 units are then 12 pixels, and a target
# of 24 pixels is what WCAG 2.2 asks. Targets may touch but not overlap.
TARGET_RADIUS = 17
DOT_RADIUS = 7
# More dots than this cannot all be told apart, so they stay where they are.
MOST_DOTS_APART = 80
# Of more dots than these, those that hide another are drawn alone.
MOST_DOTS_DRAWN = 500

Point = tuple[float, float]


@dataclass(frozen=True)
class Area:
    """A province or Brussels."""

    province: Province
    path: str


@dataclass(frozen=True)
class Dot:
    """A biobank on the map. (x, y) may stand a little beside its true place (from_x, from_y)."""

    name: str
    city: str
    slug: str
    x: int
    y: int
    from_x: int
    from_y: int

    @property
    def label(self) -> str:
        """Name and town: the link's accessible name."""
        city = town(self.city, readers_language())
        return f"{self.name}, {city}" if city else self.name

    @property
    def href(self) -> str:
        """The biobank's page in the reader's language."""
        return entry_address("biobank", self.slug)

    @cached_property
    def circles(self) -> dict[str, str]:
        """What was drawn of it before, by language."""
        return {}

    @property
    def circle(self) -> str:
        """The dot as SVG where it is no link, with its name for whoever points at it."""
        language = readers_language()
        if language not in self.circles:
            self.circles[language] = (
                f'<circle class="map-dot" cx="{self.x}" cy="{self.y}" r="{DOT_RADIUS}">'
                f"<title>{escape(self.label)}</title></circle>"
            )
        return self.circles[language]

    @property
    def at_home(self) -> "Dot":
        """The dot in its true place, where it makes room for nobody."""
        return replace(self, x=self.from_x, y=self.from_y)

    @property
    def is_moved(self) -> bool:
        """Whether the dot made room for another."""
        return dist((self.x, self.y), (self.from_x, self.from_y)) > DOT_RADIUS


@dataclass(frozen=True)
class Map:
    """What `templates/biobanks/_map.html` draws."""

    dots: Sequence[Dot]
    width: int = WIDTH
    height: int = HEIGHT
    dot_radius: int = DOT_RADIUS
    target_radius: int = TARGET_RADIUS

    @property
    def shapes(self) -> SafeString:
        """The areas as SVG, with their names."""
        return shapes(readers_language())

    @property
    def lines(self) -> str:
        """A path from each true place to the dot that had to move away from it."""
        return "".join(
            f"M{dot.from_x} {dot.from_y}L{dot.x} {dot.y}" for dot in self.dots if dot.is_moved
        )


@cache
def shapes(language: str) -> SafeString:
    """The eleven areas as SVG, with their names in a language."""
    with override(language):
        return format_html_join(
            "",
            '<path class="map-area" d="{}"><title>{}</title></path>',
            ((area.path, area.province.label) for area in areas()),
        )


def belgium_map(biobanks: Iterable[Biobank] | None = None) -> Map:
    """The map with all published biobanks, or only those given; one without a place has no dot."""
    return Map(list(dots_of(biobanks).values()))


def dots_of(biobanks: Iterable[Biobank] | None = None) -> dict[int, Dot]:
    """The dots of biobanks by their primary keys, in the order of their names."""
    if biobanks is None:
        biobanks = (
            Biobank.objects.published()
            .filter(latitude__isnull=False)
            .only("name", "city", "slug", "latitude", "longitude")
        )
    shown = [
        (biobank, project(float(biobank.longitude), float(biobank.latitude)))
        for biobank in biobanks
        if biobank.longitude is not None and biobank.latitude is not None
    ]
    shown = [(biobank, place) for biobank, place in shown if is_inside(place)]
    # The order decides who makes room for whom, so it must not depend on the reader.
    shown.sort(key=lambda item: (item[1], item[0].slug))
    places = tuple(place for _, place in shown)
    dots = {
        biobank.pk: Dot(
            name=biobank.name,
            city=biobank.city,
            slug=biobank.slug,
            x=x,
            y=y,
            from_x=round(place[0]),
            from_y=round(place[1]),
        )
        for (biobank, place), (x, y) in zip(shown, spread(places), strict=True)
    }
    # Read aloud and tabbed through by name.
    return dict(sorted(dots.items(), key=lambda item: item[1].name))


def told_apart(dots: list[Dot]) -> list[Dot]:
    """The dots, or where there are very many, one of those that stand on the same spot."""
    if len(dots) <= MOST_DOTS_DRAWN:
        return dots
    return list({(dot.x // DOT_RADIUS, dot.y // DOT_RADIUS): dot for dot in dots}.values())


def project(longitude: float, latitude: float) -> Point:
    """Units from the upper left corner, to one decimal."""
    return (
        round(MARGIN + (longitude - WEST) * SHRINK * SCALE, 1),
        round(MARGIN + (NORTH - latitude) * SCALE, 1),
    )


def is_inside(place: Point) -> bool:
    """Whether a place falls on the drawing."""
    return 0 <= place[0] <= WIDTH and 0 <= place[1] <= HEIGHT


@cache
def areas() -> tuple[Area, ...]:
    """The eleven areas."""
    paths: dict[str, str] = json.loads(AREAS.read_text())
    return tuple(Area(Province(code), path) for code, path in paths.items())


@lru_cache(maxsize=64)
def spread(places: tuple[Point, ...]) -> tuple[tuple[int, int], ...]:
    """The places, moved as little as it takes that no two targets overlap; same in, same out."""
    if len(places) > MOST_DOTS_APART:
        return tuple((round(x), round(y)) for x, y in places)
    points = list(places)
    rounds = 300
    for turn in range(rounds):
        # Drawn home ever more weakly, and not at all in the last third.
        points = drawn_home(points, places, strength=0.1 * max(0, 1 - turn * 1.5 / rounds))
        push_apart(points)
    exchange(points, places)
    return tuple((round(x), round(y)) for x, y in points)


def drawn_home(points: Sequence[Point], places: Sequence[Point], strength: float) -> list[Point]:
    """Each point moved towards its true place by a share of the way."""
    return [
        (x + (home_x - x) * strength, y + (home_y - y) * strength)
        for (x, y), (home_x, home_y) in zip(points, places, strict=True)
    ]


def push_apart(points: list[Point]) -> None:
    """Move each pair that stands too close, both by half of what is missing, within the drawing."""
    apart = 2 * TARGET_RADIUS + 1.5  # 1.5 for the rounding to whole units
    for i, j in combinations(range(len(points)), 2):
        (ax, ay), (bx, by) = points[i], points[j]
        gap = dist(points[i], points[j])
        if gap >= apart:
            continue
        # Two on the very same spot part in a direction of their own.
        angle = 2 * pi * (i + j) / len(points)
        dx, dy = ((bx - ax) / gap, (by - ay) / gap) if gap else (cos(angle), sin(angle))
        push = (apart - gap) / 2
        points[i] = within((ax - dx * push, ay - dy * push))
        points[j] = within((bx + dx * push, by + dy * push))


def within(point: Point) -> Point:
    """The nearest point whose target is wholly on the drawing."""
    return (
        min(max(point[0], TARGET_RADIUS), WIDTH - TARGET_RADIUS),
        min(max(point[1], TARGET_RADIUS), HEIGHT - TARGET_RADIUS),
    )


def exchange(points: list[Point], places: Sequence[Point]) -> None:
    """Let two dots change seats where that shortens their ways, so that no lines cross."""
    changed = True
    while changed:
        changed = False
        for i, j in combinations(range(len(points)), 2):
            now = dist(points[i], places[i]) + dist(points[j], places[j])
            then = dist(points[j], places[i]) + dist(points[i], places[j])
            if then < now - 0.01:
                points[i], points[j] = points[j], points[i]
                changed = True
