"""The search for programs."""

import pytest

from biobanks.enums import TermKind
from biobanks.models import Collection
from tests.biobanks.factories import BiobankFactory, CollectionFactory
from tests.biobanks.search import vocabularies
from tests.biobanks.search.vocabularies import disease, learn

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def catalogue(kept_rows):
    """A biobank with two collections, and one without."""
    vocabularies.learn_all()
    biobank = BiobankFactory(
        identifier="bbmri-eric:ID:BE_UZA", name="Biobank Antwerpen", acronym="UZA"
    )
    CollectionFactory(
        biobank=biobank,
        identifier="bbmri-eric:ID:BE_UZA:collection:lungs",
        name="Lungs",
        slug="lungs",
        materials=["SERUM", "DNA"],
        diagnoses=[disease("J45.0")],
        description_en="Bronchoscopies",
    )
    CollectionFactory(
        biobank=biobank,
        identifier="bbmri-eric:ID:BE_UZA:collection:air",
        name="Airways",
        slug="air",
        diagnoses=[disease("J45"), disease("ORPHA:586")],
    )
    BiobankFactory(
        identifier="bbmri-be:ID:BE_LONE", name="Lone", slug="lone", description_fr="Tissus"
    )
    CollectionFactory(
        name="Lungs of a draft", draft=True, biobank=biobank, diagnoses=[disease("J45")]
    )


def search(client, **parameters):
    response = client.get("/api/v1/search", parameters)
    assert (response.status_code, response["Content-Type"]) == (200, "application/json")
    return response.json()


AIRWAYS = {
    "id": "bbmri-eric:ID:BE_UZA:collection:air",
    "name": "Airways",
    "url": "http://127.0.0.1:8000/collections/air/",
    "biobank": "Biobank Antwerpen",
}
LUNGS = {
    "id": "bbmri-eric:ID:BE_UZA:collection:lungs",
    "name": "Lungs",
    "url": "http://127.0.0.1:8000/collections/lungs/",
    "biobank": "Biobank Antwerpen",
}


def test_a_disease(client, catalogue):
    assert search(client, q="asthma") == {
        "query": "asthma",
        "readings": [
            {
                "kind": "disease",
                "code": "icd10:J45",
                "label": "Asthma",
                "matched_text": "asthma",
                "method": "exact",
            }
        ],
        "unread": "",
        "count": 2,
        "results": [
            {**AIRWAYS, "why": ["Diagnosis: Asthma (J45)"]},
            {**LUNGS, "why": ["Diagnosis: Predominantly allergic asthma (J45.0)"]},
        ],
    }


def test_several_things_in_another_language(client, catalogue):
    assert search(client, q="sérum asthme tissus bronchoscopies uza", lang="fr") == {
        "query": "sérum asthme tissus bronchoscopies uza",
        "readings": [
            {
                "kind": "material",
                "code": "SERUM",
                "label": "Sérum",
                "matched_text": "sérum",
                "method": "exact",
            },
            {
                "kind": "disease",
                "code": "icd10:J45",
                "label": "Asthme",
                "matched_text": "asthme",
                "method": "exact",
            },
            {
                "kind": "biobank",
                "code": "bbmri-eric:ID:BE_UZA",
                "label": "Biobank Antwerpen",
                "matched_text": "uza",
                "method": "exact",
            },
            *(
                {
                    "kind": "text",
                    "code": word,
                    "label": word,
                    "matched_text": word,
                    "method": "text",
                }
                for word in ["tissus", "bronchoscopies"]
            ),
        ],
        "unread": "tissus bronchoscopies",
        "count": 0,
        "results": [],
    }


def test_text_alone(client, catalogue):
    assert search(client, q="bronchoscopies") == {
        "query": "bronchoscopies",
        "readings": [
            {
                "kind": "text",
                "code": "bronchoscopies",
                "label": "bronchoscopies",
                "matched_text": "bronchoscopies",
                "method": "text",
            }
        ],
        "unread": "bronchoscopies",
        "count": 1,
        "results": [{**LUNGS, "why": ["Text: bronchoscopies"]}],
    }


@pytest.mark.parametrize("text", ["qwxzvkjh", "zzzz plmokn", "%%%", "\x00"])
def test_nonsense_is_read_as_nothing(client, catalogue, text):
    answer = search(client, q=text)

    assert answer["readings"] == []
    if answer["unread"]:
        assert (answer["count"], answer["results"]) == (0, [])


def test_everything_where_nothing_is_asked(client, catalogue):
    assert search(client) == {
        "query": "",
        "readings": [],
        "unread": "",
        "count": 3,
        "results": [
            {**AIRWAYS, "why": []},
            {
                "id": "bbmri-be:ID:BE_LONE",
                "name": "Lone",
                "url": "http://127.0.0.1:8000/biobanks/lone/",
                "biobank": "Lone",
                "why": [],
            },
            {**LUNGS, "why": []},
        ],
    }


def test_other_senses(client, catalogue):
    (reading,) = search(client, q="RA")["readings"]

    assert reading == {
        "kind": "disease",
        "code": "icd10:M06",
        "label": "Rheumatoid arthritis",
        "matched_text": "RA",
        "method": "exact",
        "alternatives": [
            {
                "kind": "disease",
                "code": "icd10:D46.4",
                "label": "Refractory anaemia, unspecified",
            }
        ],
    }


def test_every_code_of_a_concept_is_a_row(client, catalogue):
    rows = search(client, q="darmkanker", lang="nl")["readings"]

    assert [(row["kind"], row["code"], row["label"], row["matched_text"]) for row in rows] == [
        ("disease", "icd10:C18", "Colon cancer", "darmkanker"),
        ("disease", "icd10:C19", "Malignant neoplasm of rectosigmoid junction", "darmkanker"),
        ("disease", "icd10:C20", "Malignant neoplasm of rectum", "darmkanker"),
    ]


def test_an_orpha_term_has_its_counterparts_beside_it(client, catalogue):
    assert search(client, q="ORPHA:586", lang="fr") == {
        "query": "ORPHA:586",
        "readings": [
            {
                "kind": "disease",
                "code": "orpha:586",
                "label": "Mucoviscidose",
                "matched_text": "ORPHA:586",
                "method": "code",
            },
            {
                "kind": "disease",
                "code": "icd10:E84",
                "label": "Cystic fibrosis",
                "matched_text": "ORPHA:586",
                "method": "mapping",
            },
        ],
        "unread": "",
        "count": 1,
        "results": [{**AIRWAYS, "why": ["Diagnostic: Mucoviscidose (ORPHA:586)"]}],
    }


@pytest.mark.parametrize(
    ("lang", "label"),
    [("en", "Asthma"), ("nl", "Astma"), ("fr", "Asthme"), ("de", "Asthma")],
)
def test_language_of_the_labels(client, catalogue, lang, label):
    assert search(client, q="J45", lang=lang)["readings"][0]["label"] == label


def test_language_of_one_answer_is_not_that_of_the_next(client, catalogue):
    search(client, q="J45", lang="nl")

    assert search(client, q="J45")["readings"][0]["label"] == "Asthma"


@pytest.mark.parametrize(
    ("limit", "shown"), [({}, 100), ({"limit": 0}, 0), ({"limit": 7}, 7), ({"limit": 2000}, 150)]
)
def test_limit(client, limit, shown):
    biobank = BiobankFactory()
    Collection.objects.bulk_create(
        CollectionFactory.build(biobank=biobank, description_en="Wide") for _ in range(150)
    )

    answer = search(client, q="wide", **limit)

    assert (answer["count"], len(answer["results"])) == (150, shown)


def test_most_relevant_first(client, catalogue):
    BiobankFactory(name="A")  # first by name, and no answer

    names = [result["name"] for result in search(client, q="asthma")["results"]]

    assert names == ["Airways", "Lungs"]


@pytest.mark.parametrize("address", ["/api/v1/search", "/api/v1/suggest"])
def test_answers_are_only_read(client, address):
    assert client.post(address).status_code == 405


@pytest.mark.parametrize("query", ["", "q=asthma", "q=Bronchoscopies+serum", "q=ORPHA:586"])
def test_questions_to_the_database_do_not_grow(
    client, catalogue, query, django_assert_max_num_queries
):
    counts = []
    for number in [1, 20]:
        for _number in range(number):
            CollectionFactory(diagnoses=[disease("J45"), disease("ORPHA:586")])
        client.get(f"/api/v1/search?{query}")
        with django_assert_max_num_queries(8) as captured:
            client.get(f"/api/v1/search?{query}")
        counts.append(len(captured))

    assert counts[0] == counts[1]


# Suggestions


def suggest(client, **parameters):
    response = client.get("/api/v1/suggest", parameters)
    assert response.status_code == 200
    return response.json()


def test_suggestions_complete_a_word(client, catalogue):
    assert suggest(client, q="ast") == {
        # Not "Asthma, unspecified": nobody asks for the names that lists of codes end with.
        "suggestions": [{"question": "Asthma", "term": "Asthma", "code": "J45"}]
    }


def test_suggestions_complete_the_last_words(client, catalogue):
    learn(("lung cancer", "en", TermKind.PREFERRED, ["icd10:C34"]))

    assert suggest(client, q="serum of Women with bowel ca")["suggestions"] == [
        {
            "question": "serum of Women with bowel cancer",
            "term": "bowel cancer",
            "code": "C18, C19, C20",
        }
    ]


@pytest.mark.parametrize(
    ("text", "language", "terms"),
    [
        ("sér", "fr", ["sérum"]),
        ("SER", "en", ["serum"]),
        ("ser", "fr", ["sérum"]),
        ("astm", "nl", ["astma"]),
        ("astm", "en", []),
        ("co", "en", ["cohort", "colon cancer", "COPD"]),
        ("urine chi", "en", ["children"]),
        ("children", "en", ["children"]),
        ("s", "en", []),
        ("", "en", []),
        ("  ", "en", []),
        ("of", "en", []),
        ("zzzz", "en", []),
        ("%", "en", []),
        ("_ra", "en", ["RA"]),
    ],
)
def test_suggested_terms(client, catalogue, text, language, terms):
    found = [row["term"] for row in suggest(client, q=text, lang=language)["suggestions"]]

    assert found == terms


def test_suggestions_are_few_and_those_with_results_first(client, catalogue):
    learn(
        *(
            (f"asthenia {letter}", "en", TermKind.PREFERRED, ["icd10:R53"])
            for letter in "abcdefghij"
        )
    )

    found = suggest(client, q="asth")["suggestions"]

    assert len(found) == 8
    assert found[0] == {"question": "Asthma", "term": "Asthma", "code": "J45"}


def test_no_code_beside_what_is_no_disease(client, catalogue):
    assert suggest(client, q="urin") == {
        "suggestions": [{"question": "urine", "term": "urine", "code": ""}]
    }


def test_suggestions_ask_little(client, catalogue, django_assert_max_num_queries):
    suggest(client, q="ast")

    with django_assert_max_num_queries(2):
        suggest(client, q="ast")
