"""Entries in the words of MIABIS."""

import pytest

from biobanks.metadata import miabis
from tests.biobanks.metadata.told import CC_BY

pytestmark = pytest.mark.django_db


def test_a_collection_in_the_words_of_miabis(client, collection):
    assert client.get("/nl/collections/lungs.miabis.json").json() == {
        "miabis_core_version": "3.0",
        "entity": "Collection",
        "id": "bbmri-eric:ID:BE_bank:collection:lungs",
        "acronym": None,
        "name": "Lungs",
        "url": "https://bank.example.be/lungs",
        "license": CC_BY,
        "biobank_id": "bbmri-eric:ID:BE_bank",
        "contact_information": {
            "first_name": "An",
            "last_name": "Peeters",
            "phone": None,
            "email": "bank@example.be",
            "address": "Kaai 1",
            "zip": "2000",
            "city": "Antwerpen",
            "country": "BE",
            "juristic_person": "Hospital",
            "department": None,
            "orcid": None,
        },
        "description": 'Lungs <of> "people"',
        "sample_source": None,
        "sex": ["Female", "Unknown"],
        "age_low": 18,
        "age_high": 90,
        "age_low_unit": "Years",
        "age_high_unit": "Years",
        "dataset_type": ["Clinical dataset", "Physiological dataset", "Biochemical dataset"],
        "sample_type": ["Serum", "DNA"],
        "storage_temperature": ["-60 °C to -85 °C"],
        "disease": [
            {
                "disease_ontology": "ICD",
                "disease_ontology_version": "ICD-10",
                "disease_ontology_code": "J45",
                "disease_ontology_description": "Asthma",
                "disease_free_text": None,
            },
            {
                "disease_ontology": "ORPHA",
                "disease_ontology_version": None,
                "disease_ontology_code": "ORPHA:586",
                "disease_ontology_description": "Cystic fibrosis",
                "disease_free_text": None,
            },
        ],
        "sample_collection_setting": [],
        "collection_design": ["Longitudinal cohort"],
        "use_and_access_conditions": ["Specific research use", "Other", "Collaboration"],
        "collection_status": None,
        "total_number_of_subjects": 400,
        "inclusion_criteria": [],
        "publications": [],
    }


def test_a_biobank_and_a_network_in_the_words_of_miabis(client, bank):
    contact = client.get("/biobanks/bank.miabis.json").json().pop("contact_information")
    assert (contact["last_name"], contact["juristic_person"]) == ("Peeters", "Hospital")
    assert client.get("/biobanks/bank.miabis.json").json() == {
        "miabis_core_version": "3.0",
        "entity": "Biobank",
        "id": "bbmri-eric:ID:BE_bank",
        "acronym": "BNK",
        "name": "Bank",
        "url": "https://bank.example.be/a|b",
        "license": CC_BY,
        "juristic_person": "Hospital",
        "country": "BE",
        "contact_information": contact,
        "description": "Samples <and> data",
        "infrastructural_capabilities": ["Sample storage"],
        "organisational_capabilities": [],
        "bioprocessing_and_analytical_capabilities": ["Genomics"],
        "quality_management_standard": ["ISO 20387"],
    }
    network = client.get("/networks/net.miabis.json").json()
    assert network.pop("contact_information")["email"] == "net@example.be"
    assert network == {
        "miabis_core_version": "3.0",
        "entity": "Network",
        "id": "bbmri-eric:networkID:BE_net",
        "acronym": None,
        "name": "Net",
        "url": "https://net.example.be",
        "license": CC_BY,
        "juristic_person": None,
        "country": [],
        "description": None,
        "network_status": None,
        "network_members": ["Bank"],
        "common_collaboration_topics": ["Common charter"],
    }


def test_of_what_is_unknown_miabis_is_told_nothing(client, bare, part):
    biobank = client.get("/biobanks/bare.miabis.json").json()
    collection = client.get("/collections/part.miabis.json").json()

    assert [name for name, value in biobank.items() if value not in (None, [])] == [
        "miabis_core_version",
        "entity",
        "id",
        "name",
        "url",
        "license",
    ]
    assert [name for name, value in collection.items() if value not in (None, [])] == [
        "miabis_core_version",
        "entity",
        "id",
        "name",
        "url",
        "license",
        "biobank_id",
        "contact_information",
    ]


def test_every_table_of_miabis_gives_values():
    tables = [
        value for name, value in vars(miabis).items() if name.isupper() and isinstance(value, dict)
    ]

    assert len(tables) == 11
    assert all(len(table) for table in tables)
