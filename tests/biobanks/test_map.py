"""The map of Belgium."""

import re
from decimal import Decimal
from itertools import combinations
from math import dist

import pytest
from django.template.loader import render_to_string

from biobanks.enums import Province
from biobanks.map import HEIGHT, TARGET_RADIUS, WIDTH, areas, belgium_map, project, spread
from tests.biobanks.factories import BiobankFactory

LEUVEN = {"city": "Leuven", "latitude": Decimal("50.88"), "longitude": Decimal("4.67")}
# A phone shows the drawing this wide, in CSS pixels.
PHONE_WIDTH = 358


def biobank(**fields):
    return BiobankFactory(**{**LEUVEN, **fields})


def test_areas_are_the_eleven_on_the_drawing():
    drawn = areas()

    assert sorted(area.province for area in drawn) == sorted(Province)
    for area in drawn:
        assert re.fullmatch(r"(M\d+ \d+l[-\d ]+z)+", area.path)


def test_areas_meet_at_their_borders():
    brussels = next(area for area in areas() if area.province == Province.BRUSSELS)
    around = next(area for area in areas() if area.province == Province.FLEMISH_BRABANT)

    hole = min(corners(around.path), key=len)

    assert set(hole) == set(corners(brussels.path)[0])


def test_dots_and_areas_are_drawn_alike():
    ring = next(corners(area.path)[0] for area in areas() if area.province == Province.BRUSSELS)
    xs, ys = zip(*ring, strict=True)

    x, y = project(4.37, 50.84)  # The middle of the Brussels Region.

    assert dist((x, y), ((min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2)) < 3


def corners(path):
    """The corners of each ring of a path."""
    rings = []
    for ring in path.split("M")[1:]:
        start, steps = ring.rstrip("z").split("l")
        x, y = map(int, start.split())
        numbers = [int(number) for number in re.findall(r"-?\d+", steps)]
        points = [(x, y)]
        for dx, dy in zip(numbers[::2], numbers[1::2], strict=True):
            x, y = x + dx, y + dy
            points.append((x, y))
        rings.append(points)
    return rings


@pytest.mark.django_db
def test_belgium_map_shows_published_biobanks_by_name(django_assert_num_queries):
    biobank(name="Second", slug="second")
    biobank(name="First", slug="first", longitude=Decimal("5.57"), city="")
    biobank(draft=True)
    biobank(withdrawn=True)
    biobank(latitude=None, longitude=None)
    biobank(name="In Paris", latitude=Decimal("48.86"), longitude=Decimal("2.35"))

    with django_assert_num_queries(1):
        drawn = belgium_map()

    assert [(dot.label, dot.href) for dot in drawn.dots] == [
        ("First", "/biobanks/first/"),
        ("Second, Leuven", "/biobanks/second/"),
    ]


@pytest.mark.django_db
def test_belgium_map_of_given_biobanks_asks_no_more(django_assert_num_queries):
    given = [biobank(), biobank(latitude=None, longitude=None)]
    biobank()

    with django_assert_num_queries(0):
        drawn = belgium_map(given)

    assert [dot.name for dot in drawn.dots] == [given[0].name]


@pytest.mark.django_db
def test_dot_alone_stands_at_its_place():
    biobank()

    drawn = belgium_map()

    (dot,) = drawn.dots
    x, y = project(4.67, 50.88)
    assert (dot.x, dot.y, dot.is_moved) == (round(x), round(y), False)
    assert drawn.lines == ""


@pytest.mark.django_db
def test_dots_on_one_place_part_and_point_to_it():
    biobank()
    biobank()

    drawn = belgium_map()

    a, b = drawn.dots
    assert dist((a.x, a.y), (b.x, b.y)) >= 2 * TARGET_RADIUS
    assert (a.from_x, a.from_y) == (b.from_x, b.from_y)
    assert drawn.lines == "".join(
        f"M{dot.from_x} {dot.from_y}L{dot.x} {dot.y}" for dot in drawn.dots
    )


def test_targets_are_24_pixels_on_a_phone():
    assert 2 * TARGET_RADIUS * PHONE_WIDTH / WIDTH >= 24


@pytest.mark.parametrize(
    "places",
    [
        ((250.0, 200.0),) * 9,
        ((0.0, 0.0), (1.0, 0.0), (500.0, 400.0), (499.0, 400.0)),
        tuple((200.0 + 7 * (n % 5), 150.0 + 5 * n) for n in range(19)),
    ],
)
def test_spread_keeps_targets_apart_and_on_the_drawing(places):
    points = spread(places)

    assert len(points) == len(places)
    for a, b in combinations(points, 2):
        assert dist(a, b) >= 2 * TARGET_RADIUS
    for x, y in points:
        assert TARGET_RADIUS <= x <= WIDTH - TARGET_RADIUS
        assert TARGET_RADIUS <= y <= HEIGHT - TARGET_RADIUS


def test_spread_leaves_a_crowd_where_it_is():
    crowd = tuple((float(number), 100.0) for number in range(100))

    assert spread(crowd) == tuple((number, 100) for number in range(100))


@pytest.mark.django_db
def test_template_draws_each_area_and_dot():
    for number in range(19):
        biobank(
            latitude=Decimal("50.80") + Decimal(number) / 100,
            longitude=Decimal("4.30") + Decimal(number) / 50,
        )

    html = render_to_string("biobanks/_map.html", {"map": belgium_map()})

    assert html.count('class="map-area"') == 11
    assert html.count('<a href="/biobanks/') == html.count('class="map-hit"') == 19
    assert "Boundaries: Statbel, CC BY 4.0" in html
    assert " style=" not in html
    assert len(html) < 14_000
