"""Rows with problems: found, named, counted."""

import pytest

from biobanks.models import Biobank, Collection
from tests.biobanks.directory.folders import (
    BIOBANK,
    COLLECTION,
    NETWORK,
    biobank,
    collection,
    counted,
    problems,
)
from tests.biobanks.factories import BiobankFactory, CollectionFactory, NetworkFactory

pytestmark = pytest.mark.django_db


def test_rows_that_cannot_be_read_are_reported_with_their_place(take):
    report = take(
        Biobanks=[
            biobank(country="Belgium", latitude="50,1"),
            biobank(id="", country="", latitude=""),
            biobank(id="bbmri-eric:ID:be_a", country="", latitude=""),
        ]
    )

    assert (report.written, problems(report)) == (
        False,
        [
            "Biobanks.csv, line 2, country: unknown code 'Belgium'",
            "Biobanks.csv, line 2, latitude: '50,1' is not a number; "
            "write degrees with a decimal point",
            "Biobanks.csv, line 3, id: is empty, and must not be",
            "Biobanks.csv, line 4, id: 'bbmri-eric:ID:be_a' is no identifier of this table "
            "(docs/directory-format.md)",
        ],
    )
    assert not Biobank.objects.exists()


def test_identifier_twice_in_a_file(take):
    mark = {"biobank": BIOBANK, "quality_standard": "iso-9001", "assess_level_bio": "eric"}

    report = take(Biobanks=[biobank(), biobank()], QualityInfoBiobanks=[mark, mark])

    assert problems(report) == [
        f"Biobanks.csv, line 3, id: {BIOBANK} stands in this file more than once",
        f"QualityInfoBiobanks.csv, line 3, biobank: {BIOBANK} iso-9001 stands in this file "
        "more than once",
    ]


@pytest.mark.parametrize(
    ("cells", "problem"),
    [
        (
            {"age_low": "9", "age_high": "1", "age_unit": "YEAR"},
            "age_high: The lowest age is above the highest.",
        ),
        ({"age_low": "9"}, "age_unit: An age needs a unit."),
        (
            {"latitude": "50"},
            "latitude: Latitude (-90 to 90) and longitude (-180 to 180) go together.",
        ),
        (
            {"size": "9999", "order_of_magnitude": "1"},
            "order_of_magnitude: The number lies outside its order of magnitude.",
        ),
        (
            {"number_of_donors": "9", "order_of_magnitude_donors": "1"},
            "order_of_magnitude_donors: The number lies outside its order of magnitude.",
        ),
    ],
)
def test_rows_that_the_database_refuses_are_found_among_others(take, cells, problem):
    columns = [*cells, "slug"]
    good = collection(**dict.fromkeys(columns, ""))

    report = take(
        Biobanks=biobank(),
        Collections=[
            *(good | {"id": f"{BIOBANK}:collection:{number}"} for number in range(5)),
            good | cells,
            *(good | {"id": f"{BIOBANK}:collection:{number}"} for number in range(5, 9)),
        ],
    )

    assert problems(report) == [f"Collections.csv, line 7, {problem}"]
    assert counted(report)["Collections"] == (9, 0, 0, 0)
    assert not Collection.objects.exists()


def test_new_rows_beside_a_refused_change_are_written(take):
    known = CollectionFactory(identifier=COLLECTION, biobank=BiobankFactory(identifier=BIOBANK))
    NetworkFactory(identifier=NETWORK)
    new = collection(id=f"{BIOBANK}:collection:new", age_low="", network=NETWORK)

    report = take({"keep_going": True}, Collections=[collection(age_low="3", network=""), new])

    assert problems(report) == ["Collections.csv, line 2, age_unit: An age needs a unit."]
    assert set(Collection.objects.values_list("identifier", "name", "networks__identifier")) == {
        (COLLECTION, known.name, None),
        (f"{BIOBANK}:collection:new", "Collection one", NETWORK),
    }


def test_unique_numbers_that_clash_are_named(take):
    BiobankFactory(famhp_number="BB190001")

    report = take(Biobanks=biobank(famhp_number="BB190001"))

    assert problems(report) == [
        "Biobanks.csv, line 2, famhp_number: the database refuses it: "
        "Key (famhp_number)=(BB190001) already exists."
    ]


def test_size_above_every_magnitude_is_refused(take):
    report = take(Biobanks=biobank(), Collections=collection(size="2000000000"))

    assert problems(report)[0].startswith("Collections.csv, line 2, size: ")


def test_only_the_first_problems_are_kept_and_all_counted(take):
    report = take(Biobanks=[biobank(id=f"x{number}") for number in range(60)])

    assert (len(report.problems.first), report.problems.count) == (50, 60)
