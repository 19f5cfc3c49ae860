"""What imported rows name: diagnoses, parents, other entries."""

import pytest

from biobanks.directory import importer
from biobanks.enums import Origin
from biobanks.models import Biobank, Collection, CollectionDiagnosis
from tests.biobanks.directory.folders import (
    BIOBANK,
    COLLECTION,
    NETWORK,
    PERSON,
    biobank,
    collection,
    counted,
    problems,
)
from tests.biobanks.factories import (
    BiobankFactory,
    CollectionDiagnosisFactory,
    CollectionFactory,
    DiseaseFactory,
)

pytestmark = pytest.mark.django_db


# Diagnoses


def diagnoses():
    """Origin by code."""
    return dict(CollectionDiagnosis.objects.values_list("disease__code", "origin"))


@pytest.fixture
def diseases():
    return {code: DiseaseFactory(code=code) for code in ("C18", "C50", "E10")}


def test_diagnoses_come_from_the_directory_or_are_the_nodes_own(take, diseases):
    take(
        Biobanks=biobank(),
        Collections=collection(
            diagnosis_available="urn:miriam:icd:C18,C50", diagnosis_suggested="C50,E10"
        ),
    )

    assert diagnoses() == {"C18": "directory", "C50": "directory", "E10": "node"}


def test_diagnosis_origin_is_taken_from_the_row(take, diseases):
    take(
        Biobanks=biobank(),
        Collections=collection(diagnosis_available="C18", diagnosis_origin="public-page"),
    )

    assert diagnoses() == {"C18": "public-page"}


@pytest.fixture
def diagnosed(diseases):
    """A collection with a diagnosis by its biobank and one that the node read from its name."""
    kept = CollectionFactory(
        identifier=COLLECTION, biobank=BiobankFactory(identifier=BIOBANK), name="Collection one"
    )
    CollectionDiagnosisFactory(collection=kept, disease=diseases["C18"], origin=Origin.BIOBANK)
    CollectionDiagnosisFactory(collection=kept, disease=diseases["C50"], origin=Origin.NODE)
    return kept


@pytest.mark.parametrize(
    ("cells", "after", "changed"),
    [
        ({}, {"C18": "biobank", "C50": "node"}, []),
        ({"diagnosis_available": "C18"}, {"C18": "biobank", "C50": "node"}, []),
        (
            {"diagnosis_available": "C18", "diagnosis_origin": "directory"},
            {"C18": "directory", "C50": "node"},
            ["diagnosis_available"],
        ),
        ({"diagnosis_available": ""}, {"C50": "node"}, ["diagnosis_available"]),
        (
            {"diagnosis_available": "C18,C50"},
            {"C18": "biobank", "C50": "directory"},
            ["diagnosis_available"],
        ),
        (
            {"diagnosis_suggested": "E10"},
            {"C18": "biobank", "E10": "node"},
            ["diagnosis_suggested"],
        ),
        ({"diagnosis_suggested": "C18,C50"}, {"C18": "biobank", "C50": "node"}, []),
        (
            {"diagnosis_available": "E10", "diagnosis_suggested": "C18"},
            {"E10": "directory", "C18": "node"},
            ["diagnosis_available", "diagnosis_suggested"],
        ),
    ],
)
def test_diagnoses_of_a_known_collection(take, diagnosed, cells, after, changed):
    report = take(Collections=collection(**cells))

    assert diagnoses() == after
    assert list(report.tables["Collections"].changed_columns) == changed


# References


def test_references_that_lead_nowhere(take, diseases):
    report = take(
        Biobanks=biobank(contact=PERSON, network=f"{NETWORK},bbmri-eric:networkID:BE_x"),
        Collections=collection(
            biobank="bbmri-eric:ID:BE_other",
            diagnosis_available="C18,X99",
            parent_collection=f"{BIOBANK}:collection:none",
        ),
    )

    missing = "is neither in the catalogue nor in these files"
    assert problems(report) == [
        f"Biobanks.csv, line 2, contact: '{PERSON}' {missing}",
        f"Biobanks.csv, line 2, network: '{NETWORK}' {missing}",
        f"Biobanks.csv, line 2, network: 'bbmri-eric:networkID:BE_x' {missing}",
        f"Collections.csv, line 2, biobank: 'bbmri-eric:ID:BE_other' {missing}",
        "Collections.csv, line 2, diagnosis_available: unknown code 'X99'",
    ]
    assert (Biobank.objects.count(), Collection.objects.count()) == (0, 0)


def test_unloaded_terms_are_named_as_the_reason(take):
    report = take(Biobanks=biobank(), Collections=collection(diagnosis_available="C18"))

    assert problems(report) == [
        "Collections.csv, line 2, diagnosis_available: the terms are not loaded yet; "
        "run manage.py load_vocabulary first"
    ]


def part(name, parent):
    """A collection that is part of another."""
    return collection(
        id=f"{BIOBANK}:collection:{name}",
        name=name,
        parent_collection=f"{BIOBANK}:collection:{parent}" if parent else "",
    )


@pytest.mark.parametrize("chunk", [1, 2, 1000])
def test_parents_may_stand_anywhere(take, monkeypatch, chunk):
    monkeypatch.setattr(importer, "CHUNK", chunk)
    rows = [part("a", "b"), part("b", "c"), part("c", ""), part("d", "c"), part("e", "a")]

    report = take(Biobanks=biobank(), Collections=rows)

    assert problems(report) == []
    assert counted(report)["Collections"] == (5, 0, 0, 0)
    assert dict(Collection.objects.values_list("name", "parent__name")) == {
        "a": "b",
        "b": "c",
        "c": None,
        "d": "c",
        "e": "a",
    }
    assert counted(take(Collections=rows))["Collections"] == (0, 0, 0, 5)


def test_parents_that_cannot_be(take):
    report = take(
        Biobanks=biobank(),
        Collections=[
            part("a", "b"),
            part("b", "a"),
            part("c", "c"),
            part("d", "none"),
            part("e", "f"),
            part("f", "") | {"name": ""},
        ],
    )

    prefix = f"'{BIOBANK}:collection"
    assert sorted(problems(report)) == [
        f"Collections.csv, line 2, parent_collection: {prefix}:b' waits for a parent itself: "
        "a circle, or too deep",
        f"Collections.csv, line 3, parent_collection: {prefix}:a' has a problem of its own",
        f"Collections.csv, line 4, parent_collection: {prefix}:c' waits for a parent itself: "
        "a circle, or too deep",
        f"Collections.csv, line 5, parent_collection: {prefix}:none' is neither in the catalogue "
        "nor in these files",
        f"Collections.csv, line 6, parent_collection: {prefix}:f' has a problem of its own",
        "Collections.csv, line 7, name: is empty, and must not be",
    ]


def test_known_collections_may_not_become_a_circle(take):
    rows = [part("a", ""), part("b", "a"), part("c", "b")]
    take(Biobanks=biobank(), Collections=rows)

    report = take({"keep_going": True}, Collections=[part("a", "c"), *rows[1:]])

    assert problems(report) == [
        f"Collections.csv, parent_collection: {BIOBANK}:collection:a is its own distant parent"
    ]
    assert Collection.objects.get(name="a").parent is None
