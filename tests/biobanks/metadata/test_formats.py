"""Entries and the catalogue in other formats, by suffix and by Accept."""

import csv
import datetime
import io
import json
import re

import pytest
import time_machine
from django.utils.timezone import now

from biobanks.enums import Publication
from biobanks.metadata import miabis, reading
from biobanks.models import Collection
from tests.biobanks.factories import (
    BiobankFactory,
    CollectionDiagnosisFactory,
    CollectionFactory,
    DiseaseFactory,
)
from tests.biobanks.metadata.conftest import SITE

pytestmark = pytest.mark.django_db

TYPES = {
    "json": "application/json",
    "miabis.json": "application/json",
    "jsonld": "application/ld+json; charset=utf-8",
    "ttl": "text/turtle; charset=utf-8",
    "rdf": "application/rdf+xml; charset=utf-8",
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
PAGES = ["/biobanks/bank", "/biobanks/bare", "/collections/lungs", "/networks/net"]
CC_BY = "https://creativecommons.org/licenses/by/4.0/"
LICENCE = '<https://creativecommons.org/licenses/by/4.0/>; rel="license"'


def body_of(response):
    return b"".join(response) if response.streaming else response.content


@pytest.mark.parametrize("suffix", TYPES)
@pytest.mark.parametrize("path", PAGES)
def test_by_suffix(client, collection, bare, path, suffix):
    response = client.get(f"{path}.{suffix}")

    assert response.status_code == 200
    assert response["Content-Type"] == TYPES[suffix]
    assert response["Access-Control-Allow-Origin"] == "*"
    assert LICENCE in response["Link"]
    assert body_of(response)


@pytest.mark.parametrize("path", [*PAGES, "/catalogue", "/nl/collections/lungs"])
def test_by_accept(client, collection, bare, path):
    for suffix, media_type in TYPES.items():
        if suffix == "miabis.json":
            continue
        accept = media_type.partition(";")[0]

        response = client.get(f"{path}/", headers={"accept": f"{accept}, text/html;q=0.5"})
        body = body_of(response)

        assert response["Content-Type"] == TYPES[suffix]
        assert response["Content-Location"] == f"{path}.{suffix}"
        assert "Accept" in response["Vary"]
        if suffix != "xlsx":  # holds the moment at which it was made
            assert body == body_of(client.get(f"{path}.{suffix}"))


@pytest.mark.parametrize(
    "accept",
    [
        "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
        "*/*",
        "image/png",
        "text/turtle;q=0.3, text/html",
        "",
        "a/b/c;q=x",
    ],
)
def test_who_prefers_nothing_else_gets_the_page(client, collection, accept):
    response = client.get("/collections/lungs/", headers={"accept": accept})

    assert response["Content-Type"] == "text/html; charset=utf-8"
    assert "Accept" in response["Vary"]
    assert "Content-Location" not in response


def test_a_kept_page_is_not_taken_for_another_format(client, collection):
    page = client.get("/collections/lungs/")
    turtle = client.get("/collections/lungs/", headers={"accept": "text/turtle"})
    kept = {"if-none-match": page["ETag"]}

    assert page["ETag"] != turtle["ETag"]
    assert client.get("/collections/lungs/", headers=kept).status_code == 304
    other = client.get("/collections/lungs/", headers={"accept": "text/turtle", **kept})
    assert (other.status_code, other.content) == (200, turtle.content)
    kept = {"if-none-match": turtle["ETag"], "accept": "text/turtle"}
    assert client.get("/collections/lungs/", headers=kept).status_code == 304


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/collections/lungs.pdf", 404),
        ("/collections/none.ttl", 404),
        ("/collections/hidden.ttl", 404),
        ("/collections/of-draft.json", 404),
        ("/collections/gone.ttl", 410),
        ("/biobanks/left.json", 410),
        ("/collections/of-left.csv", 410),
        ("/catalogue.pdf", 404),
        ("/catalogue.miabis.json", 404),
    ],
)
def test_what_is_not_published(client, collection, path, status):
    CollectionFactory(slug="hidden", draft=True)
    CollectionFactory(slug="of-draft", biobank__draft=True)
    CollectionFactory(slug="gone", withdrawn=True)
    CollectionFactory(slug="of-left", biobank=BiobankFactory(slug="left", withdrawn=True))

    response = client.get(path)

    assert response.status_code == status
    if status == 410:
        assert response["Content-Type"] == "application/problem+json"
        assert response.json() == {
            "type": "about:blank",
            "title": "Gone",
            "status": 410,
            "detail": "This entry was withdrawn from the catalogue.",
        }


@pytest.mark.parametrize("suffix", TYPES)
@pytest.mark.parametrize("path", PAGES)
def test_no_format_names_who_did_not_agree(client, collection, bare, path, suffix):
    assert b"Secret" not in body_of(client.get(f"{path}.{suffix}"))


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


def test_a_page_tells_search_engines_the_same(client, collection, part, bare):
    things = {
        path: thing_of(client.get(path))
        for path in (
            "/collections/lungs/",
            "/nl/biobanks/bank/",
            "/networks/net/",
            "/biobanks/bare/",
        )
    }

    node = {"@type": "Organization", "@id": f"{SITE}/#node", "name": "BBMRI.be", "url": f"{SITE}/"}
    bank = {
        "@type": "Organization",
        "@id": f"{SITE}/biobanks/bank/",
        "name": "Bank",
        "url": f"{SITE}/biobanks/bank/",
    }
    mailbox = {
        "@type": "ContactPoint",
        "name": "An Peeters",
        "contactType": "Office",
        "email": "bank@example.be",
    }
    assert things["/collections/lungs/"] == {
        "@context": "https://schema.org",
        "@type": "Dataset",
        "@id": f"{SITE}/collections/lungs/",
        "http://purl.org/dc/terms/conformsTo": {
            "@id": "https://bioschemas.org/profiles/Dataset/1.0-RELEASE",
            "@type": "CreativeWork",
        },
        "name": "Lungs",
        "description": 'Lungs <of> "people"',
        "identifier": ["bbmri-eric:ID:BE_bank:collection:lungs", "hdl:1/2"],
        "url": f"{SITE}/collections/lungs/",
        "subjectOf": {"@type": "WebPage", "url": "https://bank.example.be/lungs"},
        "license": {
            "@type": "CreativeWork",
            "name": "How to ask for access",
            "url": "https://bank.example.be/access",
        },
        "conditionsOfAccess": "Ask the committee.",
        "keywords": [
            "Cohort",
            "Hospital collection",
            "Serum",
            "DNA",
            "Medical records",
            "Physiological and biochemical measurements",
            "Asthma",
            "Cystic fibrosis",
            "Biobank",
        ],
        "about": [
            {
                "@type": "MedicalCondition",
                "@id": "http://purl.bioontology.org/ontology/ICD10/J45",
                "name": "Asthma",
                "code": {"@type": "MedicalCode", "codeValue": "J45", "codingSystem": "ICD-10"},
            },
            {
                "@type": "MedicalCondition",
                "@id": "http://www.orpha.net/ORDO/Orphanet_586",
                "name": "Cystic fibrosis",
                "code": {
                    "@type": "MedicalCode",
                    "codeValue": "ORPHA:586",
                    "codingSystem": "ORPHA",
                },
            },
        ],
        "size": {"@type": "QuantitativeValue", "value": 1200, "unitText": "Samples"},
        "variableMeasured": [
            {"@type": "PropertyValue", "name": "Materials", "value": "Serum"},
            {"@type": "PropertyValue", "name": "Materials", "value": "DNA"},
            {"@type": "PropertyValue", "name": "Sex of the donors", "value": "Female"},
            {"@type": "PropertyValue", "name": "Sex of the donors", "value": "Not asked"},
        ],
        "creator": bank,
        "publisher": {**bank, "contactPoint": mailbox},
        "includedInDataCatalog": [
            {
                "@type": "DataCatalog",
                "@id": f"{SITE}/biobanks/bank/#catalogue",
                "name": "Bank",
                "url": f"{SITE}/biobanks/bank/",
            },
            {
                "@type": "DataCatalog",
                "@id": f"{SITE}/catalogue/",
                "name": "Catalogue of BBMRI.be",
                "url": f"{SITE}/catalogue/",
            },
        ],
        "sdLicense": CC_BY,
        "sdPublisher": node,
        "sdDatePublished": collection.updated_at.date().isoformat(),
    }
    provider = things["/nl/biobanks/bank/"].pop("provider")
    assert provider == {
        **bank,
        "alternateName": "BNK",
        "identifier": ["bbmri-eric:ID:BE_bank"],
        "subjectOf": {"@type": "WebPage", "url": "https://bank.example.be/a|b"},
        "parentOrganization": {
            "@type": "Organization",
            "@id": "https://ror.org/05a1b2c34",
            "name": "Hospital",
            "url": "https://hospital.example.be",
            "identifier": "https://ror.org/05a1b2c34",
        },
        "contactPoint": mailbox,
        "location": {
            "@type": "Place",
            "address": {
                "@type": "PostalAddress",
                "streetAddress": "Kaai 1",
                "postalCode": "2000",
                "addressLocality": "Antwerpen",
                "addressRegion": "Antwerpen",
                "addressCountry": "BE",
            },
            "geo": {"@type": "GeoCoordinates", "latitude": 51.22, "longitude": 4.4},
        },
    }
    catalogue = things["/nl/biobanks/bank/"]
    assert (catalogue["@type"], catalogue["@id"], catalogue["description"]) == (
        "DataCatalog",
        f"{SITE}/biobanks/bank/#catalogue",
        "Stalen en gegevens",
    )
    assert catalogue["dataset"] == [
        {"@type": "Dataset", "@id": f"{SITE}/collections/{slug}/", "name": name}
        for slug, name in (("lungs", "Lungs"), ("part", "Part"))
    ]
    net = things["/networks/net/"]
    assert (net["@type"], net["member"]) == ("Organization", [bank])
    assert things["/biobanks/bare/"]["provider"]["name"] == "Bare"


def thing_of(response):
    """What a page tells search engines."""
    html = response.content.decode()
    beginning = '<script type="application/ld+json">'
    assert html.count(beginning) == 1
    return json.loads(html.partition(beginning)[2].partition("</script>")[0])


def test_no_text_ends_the_block_of_data(client, bank):
    bank.description_en = "</script><script>alert(1)</script>"
    bank.save()

    response = client.get("/biobanks/bank/")

    assert thing_of(response)["description"] == bank.description_en
    assert "<script>alert" not in response.content.decode()


def test_home_and_catalogue_say_what_they_are(client):
    organisation, site = thing_of(client.get("/fr/"))["@graph"]
    assert (organisation["@type"], organisation["name"]) == ("Organization", "BBMRI.be")
    assert site["potentialAction"] == {
        "@type": "SearchAction",
        "target": f"{SITE}/fr/catalogue/?q={{search_term_string}}",
        "query-input": "required name=search_term_string",
    }
    catalogue = thing_of(client.get("/catalogue/"))
    assert (catalogue["@type"], catalogue["@id"]) == ("DataCatalog", f"{SITE}/catalogue/")


@pytest.mark.parametrize("path", PAGES)
def test_a_page_leads_to_its_formats(client, collection, bare, path):
    html = client.get(f"{path}/").content.decode()

    for suffix, media_type in TYPES.items():
        plain = media_type.partition(";")[0]
        assert re.search(
            f'<link rel="alternate" type="{re.escape(plain)}" title="[^"]+"'
            f' href="{path}.{re.escape(suffix)}">',
            html,
        )
        assert f'<a href="{path}.{suffix}">' in html


def test_every_table_of_miabis_gives_values():
    tables = [
        value for name, value in vars(miabis).items() if name.isupper() and isinstance(value, dict)
    ]

    assert len(tables) == 11
    assert all(len(table) for table in tables)


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


def test_a_parent_in_another_biobank_is_not_told(client, part):
    Collection.objects.filter(slug="lungs").update(biobank=BiobankFactory(draft=True))

    assert client.get("/collections/part.json").json()["part_of"] is None
    assert "Lungs" not in client.get("/collections/part/").content.decode()


@pytest.mark.parametrize(
    ("accept", "media_type"),
    [
        ("application/*", "application/json"),
        ("text/turtle;charset=utf-8", "text/turtle"),
        ('application/ld+json;profile="http://www.w3.org/ns/json-ld"', "application/ld+json"),
        ("text/turtle;q=0.5;charset=utf-8, text/csv;q=0.2", "text/turtle"),
    ],
)
def test_how_programs_ask(client, collection, accept, media_type):
    response = client.get("/collections/lungs/", headers={"accept": accept})

    assert response["Content-Type"].partition(";")[0] == media_type


def test_where_the_same_is_to_be_had_has_the_same_question(client, collection):
    turtle = {"accept": "text/turtle"}

    response = client.get("/catalogue/?material=SERUM&q=a+b", headers=turtle)

    assert response["Content-Location"] == "/catalogue.ttl?material=SERUM&q=a+b"


def test_programs_have_the_limit_of_the_api_here_too(client, collection, settings):
    settings.API_REQUESTS_A_MINUTE = 2
    statuses = [
        client.get(path).status_code
        for path in ("/collections/lungs.ttl", "/catalogue.csv", "/biobanks/bank.json", "/fdp/")
    ]

    assert statuses == [200, 200, 429, 429]
    assert client.get("/collections/lungs/").status_code == 200


@pytest.mark.parametrize("path", ["/collections/lungs.ttl", "/catalogue.json", "/data/latest.zip"])
def test_browsers_may_ask_first(client, collection, path):
    response = client.options(path)

    assert (response.status_code, response["Access-Control-Allow-Headers"]) == (204, "*")
    assert client.post(path).status_code == 405
