"""What the public record of an entry holds, in whichever format."""

import csv
import datetime
import io

import pytest
import time_machine
from django.utils.timezone import now

from biobanks.enums import Publication
from biobanks.metadata import reading
from biobanks.models import Collection
from tests.biobanks.factories import (
    BiobankFactory,
    CollectionDiagnosisFactory,
    CollectionFactory,
    DiseaseFactory,
)
from tests.biobanks.metadata.conftest import SITE
from tests.biobanks.metadata.told import PAGES, TYPES, body_of, thing_of

pytestmark = pytest.mark.django_db


def test_a_record_is_whole(client, collection, part):
    with time_machine.travel(datetime.datetime(2026, 6, 1, 12, tzinfo=datetime.UTC), tick=False):
        Collection.objects.filter(slug="lungs").update(updated_at=now())

    record = client.get("/fr/collections/lungs.json").json()

    mailbox = {
        "name": "An Peeters",
        "first_name": "An",
        "last_name": "Peeters",
        "role": "Office",
        "email": "bank@example.be",
        "phone": "",
    }
    directory = {"code": "directory", "label": "L’annuaire de BBMRI-ERIC (Directory)"}
    assert record == {
        "identifier": "bbmri-eric:ID:BE_bank:collection:lungs",
        "slug": "lungs",
        "url": f"{SITE}/collections/lungs/",
        "name": "Lungs",
        "acronym": "",
        "description": {"en": 'Lungs <of> "people"', "nl": "Longen"},
        "website": "https://bank.example.be/lungs",
        "contact": mailbox,
        "location": {
            "street": "Kaai 1",
            "postcode": "2000",
            "city": "Antwerpen",
            "province": {"code": "BE-VAN", "label": "Anvers"},
            "country": "BE",
            "latitude": 51.22,
            "longitude": 4.4,
        },
        "networks": [
            {
                "identifier": "bbmri-eric:networkID:BE_net",
                "name": "Net",
                "url": f"{SITE}/networks/net/",
            }
        ],
        "quality_marks": [],
        "also_known_in": [
            {
                "system": "Another catalogue",
                "pid": "hdl:1/2",
                "url": collection.external_references.get().url,
            }
        ],
        "origin": directory,
        "confirmed_on": "2026-05-01",
        "published_at": "2026-03-02T09:00:00Z",
        "changed_at": "2026-06-01T12:00:00Z",
        "license": "https://creativecommons.org/licenses/by/4.0/",
        "led_by": None,
        "name_is_provisional": False,
        "biobank": {
            "identifier": "bbmri-eric:ID:BE_bank",
            "name": "Bank",
            "url": f"{SITE}/biobanks/bank/",
            "slug": "bank",
            "website": "https://bank.example.be/a|b",
            "contact": mailbox,
            "organisation": {
                "name": "Hospital",
                "kind": {"code": "hospital", "label": "Hôpital"},
                "website": "https://hospital.example.be",
                "ror": "https://ror.org/05a1b2c34",
                "enterprise_number": "",
            },
        },
        "part_of": None,
        "types": [
            {"code": "COHORT", "label": "Cohorte"},
            {"code": "HOSPITAL", "label": "Collection hospitalière"},
        ],
        "materials": [{"code": "SERUM", "label": "Sérum"}, {"code": "DNA", "label": "ADN"}],
        "data_categories": [
            {"code": "MEDICAL_RECORDS", "label": "Dossiers médicaux"},
            {
                "code": "PHYSIOLOGICAL_BIOCHEMICAL_MEASUREMENTS",
                "label": "Mesures physiologiques et biochimiques",
            },
        ],
        "diagnoses": [
            {
                "code": "J45",
                "system": "icd10",
                "names": {"en": "Asthma", "fr": "Asthme"},
                "origin": directory,
            },
            {
                "code": "ORPHA:586",
                "system": "orpha",
                "names": {"en": "Cystic fibrosis"},
                "origin": directory,
            },
        ],
        "number_of_samples": 1200,
        "samples_order_of_magnitude": 3,
        "number_of_donors": 400,
        "donors_order_of_magnitude": 2,
        "counted_on": "2026-04-01T10:00:00Z",
        "sex": [
            {"code": "FEMALE", "label": "Féminin"},
            {"code": "NASK", "label": "Non demandé"},
        ],
        "age_low": 18,
        "age_high": 90,
        "age_unit": {"code": "YEAR", "label": "Année"},
        "storage_temperatures": [
            {"code": "temperature-60to-85", "label": "de −60\xa0°C à −85\xa0°C"},
            {"code": "temperatureLN", "label": "Azote liquide"},
        ],
        "body_parts": [{"code": "T-1", "name": collection.body_parts.get().name}],
        "imaging_modalities": [],
        "image_dataset_types": [],
        "studies": [
            {
                "identifier": collection.studies.get().identifier,
                "title": collection.studies.get().title,
            }
        ],
        "procedures": [
            {"code": "sample_storage_sop", "label": "Procédure de conservation des échantillons"}
        ],
        "collaboration_commercial": True,
        "collaboration_non_profit": None,
        "access_fee": [{"code": "samples", "label": "Échantillons"}],
        "access_joint_project": [{"code": "samples", "label": "Échantillons"}],
        "data_use": [
            {"code": "DUO_0000007", "label": "Recherche sur une maladie précise"},
            {"code": "DUO_0000018", "label": "Utilisation sans but lucratif uniquement"},
        ],
        "data_use_profile_url": "",
        "access_description": "Ask the committee.",
        "access_url": "https://bank.example.be/access",
    }
    assert client.get("/collections/part.json").json()["part_of"] == {
        "identifier": "bbmri-eric:ID:BE_bank:collection:lungs",
        "name": "Lungs",
        "url": f"{SITE}/collections/lungs/",
    }
    collection.publication, collection.published_at = Publication.DRAFT, None
    collection.save()
    assert client.get("/collections/part.json").json()["part_of"] is None


def test_a_parent_in_another_biobank_is_not_told(client, part):
    Collection.objects.filter(slug="lungs").update(biobank=BiobankFactory(draft=True))

    assert client.get("/collections/part.json").json()["part_of"] is None
    assert "Lungs" not in client.get("/collections/part/").content.decode()


@pytest.mark.parametrize("suffix", TYPES)
@pytest.mark.parametrize("path", PAGES)
def test_no_format_names_who_did_not_agree(client, collection, bare, path, suffix):
    assert b"Secret" not in body_of(client.get(f"{path}.{suffix}"))


def test_the_code_for_any_disease_is_no_disease(client, collection):
    anything = DiseaseFactory(code="*", identifier="*", system="any", name_en="Any")
    CollectionDiagnosisFactory(collection=collection, disease=anything)

    assert client.get("/collections/lungs/").status_code == 200
    for suffix in ("json", "miabis.json", "jsonld", "ttl", "rdf"):
        assert b"Any" not in client.get(f"/collections/lungs.{suffix}").content


def test_what_the_node_has_read_itself_says_so(client, collection):
    collection.diagnosis_links.update(origin="node")
    collection.name_is_provisional = True
    collection.save()

    diseases = client.get("/collections/lungs.miabis.json").json()["disease"]
    assert {row["disease_free_text"] for row in diseases} == {
        "Chosen by BBMRI.be from name and description; the biobank has not confirmed it."
    }
    told = "This name was read from the identifier. The collection’s own name is not public."
    assert thing_of(client.get("/collections/lungs/"))["disambiguatingDescription"] == told
    assert told in client.get("/collections/lungs.ttl").content.decode()


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/collections/lungs", ["Lungs"]),
        ("/biobanks/bank", ["Lungs", "Part"]),
        ("/networks/net", ["Lungs"]),
        ("/biobanks/bare", []),
        ("/catalogue", ["Lungs", "Part"]),
    ],
)
def test_a_table_has_the_collections(client, part, bare, path, expected):
    text = body_of(client.get(f"{path}.csv")).decode("utf-8-sig")

    header, *rows = csv.reader(io.StringIO(text))
    assert header[0] == "Collection"
    assert [row[0] for row in rows] == expected


def test_records_of_many_entries_take_one_question(collection, part, django_assert_num_queries):
    for _ in range(5):
        CollectionFactory()

    with django_assert_num_queries(1):
        assert len(list(reading.collections(Collection.objects.published()))) == 7
