"""The declaration of tables agrees with the Directory's files and with our models."""

import csv

import pytest
from django.db import models

from biobanks.directory.cells import Code, Codes, Link, References, Text, Whole
from biobanks.directory.tables import STAGING_TABLES, TABLES
from tests.biobanks.directory.folders import DEMO

FIELDS = [
    pytest.param(table, column, id=f"{table.name}.{column.name}")
    for table in TABLES
    for column in table.columns
    if column.field
]


@pytest.mark.parametrize("table", STAGING_TABLES, ids=lambda table: table.name)
def test_staging_table_has_the_columns_of_the_directory_in_its_order(table):
    with (DEMO / f"{table.name}.csv").open(encoding="utf-8", newline="") as file:
        theirs = next(csv.reader(file))
    # In the Directory's model, but not in its demo files.
    later = {"duc_profile", "number_of_subjects"}

    assert [
        column.name for column in table.columns if not column.ours and column.name not in later
    ] == theirs


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_table_has_each_column_once_and_reads_none_past(table):
    names = [column.name for column in table.columns]

    assert len(names) == len(set(names))
    assert table.left_aside.isdisjoint(names)
    assert set(table.key) <= {column.name for column in table.columns if column.required}


@pytest.mark.parametrize(("table", "column"), FIELDS)
def test_cell_fits_the_field(table, column):
    field = table.model._meta.get_field(column.field)

    match column.cell:
        case References():
            assert (field.many_to_many, field.related_model) == (True, column.cell.model)
        case Link():
            assert (field.many_to_one, field.related_model) == (True, column.cell.model)
        case Codes():
            assert field.base_field.choices == column.cell.choices.choices
        case Code():
            assert field.choices == column.cell.choices.choices
        case Text():
            assert column.cell.limit == field.max_length
        case Whole():
            assert isinstance(field, models.IntegerField)
            small = isinstance(field, models.PositiveSmallIntegerField)
            assert column.cell.limit == (32_767 if small else 2_147_483_647)
        case _:
            assert not isinstance(field, models.CharField | models.ForeignKey)
