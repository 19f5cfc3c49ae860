"""The chart of governance: boxes apart, and lines that run behind none of them."""

import re
from itertools import combinations, pairwise

import pytest
from django.utils.translation import override

from pages.chart import ARROW, WIDTH, chart
from pages.contents import governance
from pages.enums import Tie
from tests.pages.factories import GovernanceBodyFactory

pytestmark = pytest.mark.django_db


def corners(way):
    """The points of a line that goes along the axes."""
    x, y = map(float, re.match(r"M(\S+) ([\d.]+)", way).groups())
    points = [(x, y)]
    for axis, value in re.findall(r"([VH])([\d.]+)", way):
        x, y = (x, float(value)) if axis == "V" else (float(value), y)
        points.append((x, y))
    return points


def runs_behind(box, line):
    """Whether a piece of a line lies inside a box, not only on its edge."""
    return any(
        min(ax, bx) < box.x + box.width - 1
        and max(ax, bx) > box.x + 1
        and min(ay, by) < box.y + box.height - 1
        and max(ay, by) > box.y + 1
        for (ax, ay), (bx, by) in pairwise(corners(line))
    )


def overlap(one, other):
    """Whether two boxes share a point."""
    return (
        one.x < other.x + other.width
        and other.x < one.x + one.width
        and one.y < other.y + other.height
        and other.y < one.y + one.height
    )


@pytest.mark.usefixtures("first_texts")
@pytest.mark.parametrize("language", ["en", "nl", "fr", "de"])
def test_lines_run_behind_no_box_and_boxes_stand_apart(language):
    with override(language):
        drawing = governance().context["chart"]

    behind = [
        (str(box.body), way)
        for _kind, way, _arrow in drawing.lines
        for box in drawing.boxes
        if runs_behind(box, way)
    ]
    assert behind == []
    assert len(drawing.lines) == 8
    assert not any(overlap(one, other) for one, other in combinations(drawing.boxes, 2))
    assert all(0 <= x <= WIDTH for _kind, way, _arrow in drawing.lines for x, _y in corners(way))
    assert all(box.y + box.height <= drawing.height for box in drawing.boxes)


def test_line_leads_from_one_body_to_the_other():
    minister = GovernanceBodyFactory.build(pk=1, level="authority", name_en="Minister")
    board = GovernanceBodyFactory.build(pk=2, level="belgian", name_en="Board")
    committee = GovernanceBodyFactory.build(pk=3, level="european", name_en="Committee")
    bodies = [minister, board, committee]

    drawing = chart(
        bodies,
        [
            (minister, Tie.APPOINTS, board),
            (board, Tie.ATTENDS, committee),
            (board, Tie.HOUSES, minister),
        ],
    )

    top, left, right = drawing.boxes
    (down_kind, down, _), (across_kind, across, _) = drawing.lines
    assert (down_kind, across_kind) == ("appoints", "attends")
    assert corners(down)[0] == (top.x + top.width / 2, top.y + top.height)
    assert corners(down)[-1] == (left.x - ARROW, left.middle)
    assert corners(across)[0] == (left.x + left.width, left.middle)
    assert corners(across)[-1] == (right.x - ARROW, right.middle)
    assert [kind for kind, _label in drawing.kinds] == ["appoints", "attends"]


def test_without_ties_nothing_is_drawn():
    assert chart([GovernanceBodyFactory.build()], []) is None
