"""What visitors take home: what they picked, or the results of a search, as files."""

import csv
import io
import re
import zipfile

import pytest
from django.utils.timezone import localdate

from tests.biobanks.factories import (
    BiobankFactory,
    CollectionFactory,
)

pytestmark = pytest.mark.django_db


def csv_of(response):
    """The identifiers in a CSV file."""
    rows = list(csv.DictReader(io.StringIO(response.getvalue().decode("utf-8-sig"))))
    return [row["Identifier"] for row in rows]


def xlsx_of(response):
    """The identifiers in an Excel file; its header alone is bold and has a style."""
    with zipfile.ZipFile(io.BytesIO(response.getvalue())) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml").decode()
    return re.findall(r'<c r="B\d+" t="inlineStr"><is><t>(.*?)</t>', sheet)


READ = {"csv": csv_of, "xlsx": xlsx_of}


@pytest.mark.parametrize("ending", READ)
def test_selection_as_a_file(client, liver, lung, local, ending):
    CollectionFactory(slug="hidden", draft=True)

    response = client.get(f"/request.{ending}?c=local&c=hidden&c=liver&c=<x>")

    assert response["Content-Disposition"] == (
        f'attachment; filename="bbmri-be-selection.{ending}"'
    )
    assert READ[ending](response) == [local.identifier, liver.identifier]


@pytest.mark.parametrize("ending", READ)
def test_results_as_a_file(client, liver, lung, local, ending):
    for collection, size in ((liver, 5), (lung, 700), (local, None)):
        collection.materials = ["DNA"]
        collection.size = size
        collection.save()
    CollectionFactory(materials=["SERUM"])
    CollectionFactory(materials=["DNA"], draft=True)
    BiobankFactory(name="Without a collection")

    response = client.get(f"/catalogue.{ending}?material=DNA&sort=size&page=7")

    assert response["Content-Disposition"] == (
        f'attachment; filename="bbmri-be-catalogue.{ending}"'
    )
    assert READ[ending](response) == [lung.identifier, liver.identifier, local.identifier]


@pytest.mark.parametrize("ending", READ)
def test_results_as_a_file_are_those_of_the_page(client, vocabulary, liver, ending):
    CollectionFactory(name="Other")

    response = client.get(f"/catalogue.{ending}?q=liver")

    assert READ[ending](response) == [liver.identifier]


@pytest.mark.parametrize("ending", READ)
def test_nothing_picked_gives_a_file_with_a_header_alone(client, liver, ending):
    response = client.get(f"/request.{ending}")

    assert response.status_code == 200
    assert READ[ending](response) == []


@pytest.mark.parametrize(
    ("prefix", "words"),
    [("", ["Source", "Day", "Terms of use"]), ("/nl", ["Bron", "Dag", "Gebruiksvoorwaarden"])],
)
def test_an_excel_file_says_where_it_is_from_and_how_it_may_be_used(client, liver, prefix, words):
    response = client.get(f"{prefix}/request.xlsx?c=liver")

    with zipfile.ZipFile(io.BytesIO(response.getvalue())) as archive:
        sheet = archive.read("xl/worksheets/sheet2.xml").decode()
    source, day, terms = words
    assert re.findall(r"<t>(.*?)</t>", sheet) == [
        *(source, "http://127.0.0.1:8000"),
        *(day, localdate().isoformat()),
        *(terms, "https://creativecommons.org/licenses/by/4.0/"),
    ]
