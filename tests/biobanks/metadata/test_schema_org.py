"""What pages tell search engines, in the words of schema.org."""

import pytest

from tests.biobanks.metadata.conftest import SITE
from tests.biobanks.metadata.told import CC_BY, thing_of

pytestmark = pytest.mark.django_db


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
