"""The network in numbers."""

from typing import Any

from django.http import HttpRequest
from ninja import Router
from pydantic import Field

from biobanks import figures as computing
from biobanks.caching import index_for
from biobanks.metadata.records import Record
from biobanks.models import Network

router = Router(tags=["Figures"])


class BarRecord(Record):
    """A number, and what is counted."""

    label: str
    number: int | None = Field(description="Null: not known, or too small to be shown.")


class ChartRecord(Record):
    """Numbers of one kind."""

    title: str
    note: str
    bars: list[BarRecord]
    total: BarRecord | None


class GridRow(Record):
    """A chapter of ICD-10: its collections by material, and all of them."""

    code: str
    label: str
    collections: list[int] = Field(description="One number for each of the grid's materials.")
    total: int


class GridRecord(Record):
    """Collections by disease and material. A collection may stand in several numbers."""

    materials: list[str]
    rows: list[GridRow]
    without_disease: int
    without_material: int


class SamplesRecord(Record):
    """How many samples there are, as far as collections say so and it may be shown."""

    collections_that_state_a_number: int
    collections_that_do_not: int
    charts: list[ChartRecord]


class FiguresRecord(Record):
    """The network in numbers, counted in the catalogue as it stands."""

    biobanks: int
    collections: int
    networks: int
    samples: SamplesRecord
    charts: list[ChartRecord]
    grid: GridRecord


@router.get("/figures", response=FiguresRecord, summary="The network in figures")
def figures(request: HttpRequest) -> Any:
    """What the page “Figures” shows. Small numbers of samples are left out."""
    index = index_for(request)
    samples, grid = computing.samples(index), computing.grid(index)
    return FiguresRecord(
        biobanks=len(index.members),
        collections=index.collections.bit_count(),
        networks=Network.objects.published().count(),
        samples=SamplesRecord(
            collections_that_state_a_number=samples.stating,
            collections_that_do_not=samples.silent,
            charts=[chart(row) for row in samples.charts],
        ),
        charts=[chart(row) for row in computing.charts(index)],
        grid=GridRecord(
            materials=[column.label for column in grid.columns],
            rows=[
                GridRow(
                    code=row.code,
                    label=row.label,
                    collections=[cell.number for cell in row.cells],
                    total=row.total.number,
                )
                for row in grid.rows
            ],
            without_disease=grid.without_disease,
            without_material=grid.without_material,
        ),
    )


def chart(row: computing.Chart) -> ChartRecord:
    """A chart as numbers."""
    return ChartRecord(
        title=row.title,
        note=row.note,
        bars=[bar(of) for of in row.bars],
        total=bar(row.total) if row.total else None,
    )


def bar(row: computing.Bar) -> BarRecord:
    """A line of a chart."""
    return BarRecord(label=row.label, number=row.number)
