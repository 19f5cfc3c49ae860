"""Diseases, and the network in figures."""

import pytest

from tests.biobanks.factories import (
    BiobankFactory,
    CollectionFactory,
    DiseaseFactory,
    DiseaseMappingFactory,
    NetworkFactory,
    OrphaFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def asthma():
    """Asthma with a broader and a narrower term and its ORPHA terms; a collection has it."""
    chapter = DiseaseFactory(code="X", name_en="Lungs and airways")
    asthma = DiseaseFactory(code="J45", name_en="Asthma", name_nl="Astma", parents=[chapter])
    DiseaseFactory(code="J45.0", name_en="Allergic asthma", parents=[asthma])
    DiseaseMappingFactory(
        orpha=OrphaFactory(code="ORPHA:1", name_en="Rare asthma"), icd10=asthma, kind="narrower"
    )
    DiseaseFactory(code="*", identifier="*", system="any", name_en="Any")
    CollectionFactory(diagnoses=[asthma])
    return asthma


def found(client, **parameters):
    response = client.get("/api/v1/diseases", parameters)
    assert response.status_code == 200, response.content
    return [row["code"] for row in response.json()["results"]]


def test_a_disease_with_those_around_it(client, asthma):
    assert client.get("/api/v1/diseases/J45").json() == {
        "code": "J45",
        "system": "icd10",
        "directory_code": "urn:miriam:icd:J45",
        "url": "http://purl.bioontology.org/ontology/ICD10/J45",
        "names": {"en": "Asthma", "nl": "Astma"},
        "entries": 1,
        "broader": [{"code": "X", "names": {"en": "Lungs and airways"}}],
        "narrower": [{"code": "J45.0", "names": {"en": "Allergic asthma"}}],
        "mappings": [{"code": "ORPHA:1", "names": {"en": "Rare asthma"}, "kind": "narrower"}],
    }
    rare = client.get("/api/v1/diseases/ORPHA:1").json()
    assert rare["url"] == "http://www.orpha.net/ORDO/Orphanet_1"
    assert [row["code"] for row in rare["mappings"]] == ["J45"]


@pytest.mark.parametrize("code", ["J46", "*", "j45", "%00"])
def test_there_is_no_such_disease(client, asthma, code):
    answer = client.get(f"/api/v1/diseases/{code}")

    assert answer.status_code in (400, 404)
    assert answer["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize(
    ("parameters", "expected"),
    [
        ({}, ["X", "J45", "J45.0", "ORPHA:1"]),
        ({"q": "asthma"}, ["J45", "J45.0", "ORPHA:1"]),
        ({"q": "ASTMA"}, ["J45"]),
        ({"q": "j45"}, ["J45", "J45.0"]),
        ({"q": "asthma", "system": "orpha"}, ["ORPHA:1"]),
        ({"q": "100%"}, []),
        ({"q": "\0"}, ["X", "J45", "J45.0", "ORPHA:1"]),
    ],
)
def test_diseases_by_code_or_name(client, asthma, parameters, expected):
    assert found(client, **parameters) == expected


def test_diseases_come_in_pages(client, asthma, settings):
    settings.SITE_URL = "https://www.bbmri.be"
    page = client.get("/api/v1/diseases?limit=3").json()

    assert page["count"] == 4
    rest = client.get(page["next"].removeprefix("https://www.bbmri.be")).json()
    assert ([row["code"] for row in rest["results"]], rest["next"]) == (["ORPHA:1"], None)


def test_figures(client):
    biobank = BiobankFactory(province="BE-VAN")
    BiobankFactory(province="BE-WLG")
    NetworkFactory()
    CollectionFactory(biobank=biobank, size=2_000, materials=["SERUM"])
    CollectionFactory(biobank=biobank, size=3_000, materials=["SERUM", "DNA"])
    CollectionFactory(biobank=biobank)

    answer = client.get("/api/v1/figures?lang=fr").json()

    assert (answer["biobanks"], answer["collections"], answer["networks"]) == (2, 3, 1)
    assert answer["charts"][0] == {
        "title": "Biobanques par province",
        "note": "",
        "bars": [{"label": "Anvers", "number": 1}, {"label": "Liège", "number": 1}],
        "total": None,
    }
    assert answer["grid"] == {
        "materials": ["Sérum", "ADN"],
        "rows": [],
        "without_disease": 3,
        "without_material": 1,
    }
    assert answer["samples"]["collections_that_state_a_number"] == 2
    assert answer["samples"]["collections_that_do_not"] == 1


def test_small_numbers_of_samples_are_not_told(client):
    CollectionFactory(biobank__province="BE-VAN", size=3)

    (province, _theme) = client.get("/api/v1/figures").json()["samples"]["charts"]

    assert province["bars"] == [{"label": "Antwerp", "number": None}]
