"""The chart of governance: where its boxes stand and which way its lines run.

Authorities stand in a row on top. Below, the bodies of the node stand in a column on the left,
those of BBMRI-ERIC on the right. Lines run in the gutters beside the columns, so never behind a
box as long as the authorities fit into one row (`ROW`).
Lengths are in units of the drawing, at the size of a desktop a pixel each.
"""

import textwrap
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from pages.enums import Level, Tie
from pages.models import GovernanceBody

WIDTH = 960
GUTTER = 70  # beside the columns
BOX = 290  # width of a box in a column
GAP = 18  # between boxes
ROW = 5  # the most authorities beside each other
PADDING = 13
LINE = 21  # height of a line of text
LETTER = 9.4  # width of a letter on average, on the safe side
HEADING = 34
STEP = 11  # between lines that run side by side
ARROW = 8

LinesOf = Sequence[tuple[GovernanceBody, Tie, GovernanceBody]]


@dataclass
class Box:
    """A body in its place, its name broken into lines."""

    body: GovernanceBody
    x: float
    y: float
    width: float
    lines: list[str]

    @property
    def height(self) -> float:
        """What the lines need."""
        return len(self.lines) * LINE + 2 * PADDING

    @property
    def middle(self) -> float:
        """Half-way down its sides."""
        return self.y + self.height / 2

    @property
    def written(self) -> list[tuple[float, str]]:
        """Each line with its baseline."""
        return [
            (self.y + PADDING + LINE * number + 15, line) for number, line in enumerate(self.lines)
        ]

    @property
    def text_x(self) -> float:
        """Where lines begin."""
        return self.x + PADDING


@dataclass
class Drawing:
    """All that is drawn."""

    boxes: list[Box] = field(default_factory=list)
    lines: list[tuple[str, str, str]] = field(default_factory=list)  # kind, way, head of an arrow
    headings: list[tuple[float, float, str]] = field(default_factory=list)
    width: float = WIDTH
    height: float = 0

    @property
    def kinds(self) -> list[tuple[str, Any]]:
        """The kinds of lines that are drawn, and what they mean."""
        drawn = {kind for kind, _way, _arrow in self.lines}
        return [(kind, label) for kind, label in Tie.choices if kind in drawn]


def chart(bodies: Sequence[GovernanceBody], ties: LinesOf) -> Drawing | None:
    """The drawing; None where nothing ties a body to another."""
    if not ties:
        return None
    drawing = Drawing()
    of_level = {level: [body for body in bodies if body.level == level] for level in Level}
    top = row_of_authorities(drawing, of_level[Level.AUTHORITY])
    # Room for the lines that leave the row.
    top += STEP * (1 + sum(source.level == Level.AUTHORITY for source, _tie, _target in ties))
    left, right = GUTTER, WIDTH - GUTTER - BOX
    drawing.height = max(
        column(drawing, left, top, Level.BELGIAN, of_level[Level.BELGIAN]),
        column(drawing, right, top, Level.EUROPEAN, of_level[Level.EUROPEAN]),
    )
    Router(drawing).draw(ties)
    return drawing


def wrapped(name: str, width: float) -> list[str]:
    """A name in lines that fit into a box."""
    return textwrap.wrap(name, int((width - 2 * PADDING) / LETTER)) or [""]


def row_of_authorities(drawing: Drawing, bodies: Sequence[GovernanceBody]) -> float:
    """Place the authorities side by side; returns where they end."""
    y: float = 0
    for begin in range(0, len(bodies), ROW):
        row = bodies[begin : begin + ROW]
        width = (WIDTH - GAP * (len(row) - 1)) / max(len(row), 2)
        boxes = [
            Box(body, number * (width + GAP), y, width, wrapped(str(body.name), width))
            for number, body in enumerate(row)
        ]
        drawing.boxes += boxes
        y += max(box.height for box in boxes) + GAP
    return y


def column(
    drawing: Drawing, x: float, y: float, level: Level, bodies: Sequence[GovernanceBody]
) -> float:
    """Place bodies below one another, under a heading; returns where they end."""
    if not bodies:
        return y
    drawing.headings.append((x, y + 18, str(level.label)))
    y += HEADING
    for body in bodies:
        box = Box(body, x, y, BOX, wrapped(str(body.name), BOX))
        drawing.boxes.append(box)
        y += box.height + GAP
    return y


class Router:
    """Finds a way for each line, beside those that were drawn before."""

    def __init__(self, drawing: Drawing) -> None:
        """Nothing is drawn yet."""
        self.drawing = drawing
        self.box = {box.body.pk: box for box in drawing.boxes}
        self.taken: Counter[Any] = Counter()

    def next(self, place: Any) -> int:
        """How many lines have used a place before."""
        self.taken[place] += 1
        return self.taken[place] - 1

    def draw(self, ties: LinesOf) -> None:
        """A line for each tie whose ends can be joined."""
        for source, tie, target in ties:
            start, end = self.box[source.pk], self.box[target.pk]
            if target.level == Level.AUTHORITY:
                continue  # Nothing known runs up; the words below the chart say it in any case.
            # Lines come in from the outer side, but those between the columns.
            from_top = source.level == Level.AUTHORITY
            is_left = target.level == Level.BELGIAN
            comes_in_right = (not is_left) if from_top else is_left
            x = end.x + end.width if comes_in_right else end.x
            y = end.middle + STEP * self.next((target.pk, comes_in_right))
            way = self.down(start, is_left, y) if from_top else self.across(start, y)
            side = 1 if comes_in_right else -1
            way += f" H{x + side * ARROW:g}"
            arrow = f"M{x:g} {y:g}l{side * ARROW:g} -5v10z"
            self.drawing.lines.append((tie.value, way, arrow))

    def down(self, start: Box, is_left: bool, y: float) -> str:
        """From the foot of an authority to the outer gutter, and down to a height."""
        foot = start.y + start.height
        x = start.x + start.width / 2 + STEP * self.next((start.body.pk, "foot"))
        channel = max(
            box.y + box.height for box in self.drawing.boxes if box.body.level == Level.AUTHORITY
        ) + STEP * (1 + self.next("channel"))
        number = self.next(("gutter", is_left))
        gutter = GUTTER - 28 - STEP * number if is_left else WIDTH - GUTTER + 28 + STEP * number
        return f"M{x:g} {foot:g}V{channel:g}H{gutter:g}V{y:g}"

    def across(self, start: Box, y: float) -> str:
        """From the inner side of a body into the gutter between the columns, to a height."""
        is_left = start.body.level == Level.BELGIAN
        x = start.x + start.width if is_left else start.x
        height = start.middle + STEP * self.next((start.body.pk, "inner"))
        gutter = WIDTH / 2 - 3 * STEP + 2 * STEP * self.next("middle")
        return f"M{x:g} {height:g}H{gutter:g}V{y:g}"
