"""Entries and facts for programs: whole lists in pages, and one by one."""

import pytest

from biobanks.models import Biobank, Collection
from tests.biobanks.factories import (
    BiobankFactory,
    CollectionFactFactory,
    CollectionFactory,
    DiseaseFactory,
    NetworkFactory,
)
from tests.biobanks.search import vocabularies

pytestmark = pytest.mark.django_db
SITE = "https://www.bbmri.be"


@pytest.fixture(autouse=True)
def _address(settings):
    settings.SITE_URL = SITE


@pytest.fixture(scope="module")
def catalogue(kept_rows):
    """Two biobanks with two and one collections, one without, a network; and what is not public."""
    vocabularies.learn_all()
    network = NetworkFactory(slug="net")
    first = BiobankFactory(slug="first", province="BE-VAN", networks=[network])
    second = BiobankFactory(slug="second", province="BE-WLG")
    BiobankFactory(slug="lone")
    CollectionFactory(biobank=first, slug="serum", name="Zymes", materials=["SERUM"])
    CollectionFactory(biobank=first, slug="both", name="Aortas", materials=["SERUM", "DNA"])
    CollectionFactory(biobank=second, slug="dna", name="Mucus", materials=["DNA"])
    CollectionFactory(biobank=first, slug="hidden", draft=True)
    CollectionFactory(biobank=first, slug="gone", withdrawn=True)
    CollectionFactory(biobank__withdrawn=True, slug="of-gone")
    CollectionFactory(biobank__draft=True, slug="of-draft")
    NetworkFactory(draft=True)


def results(client, address, **parameters):
    response = client.get(f"/api/v1/{address}", parameters)
    assert response.status_code == 200, response.content
    return response.json()


def slugs(page):
    return [row["slug"] for row in page["results"]]


@pytest.mark.parametrize(
    ("parameters", "expected"),
    [
        ({}, ["serum", "both", "dna"]),
        ({"material": "DNA"}, ["both", "dna"]),
        ({"material": ["DNA", "SERUM"], "all": "material"}, ["both"]),
        ({"biobank": "first"}, ["serum", "both"]),
        ({"province": "BE-WLG"}, ["dna"]),
        ({"network": "net"}, ["serum", "both"]),
        ({"q": "mucus"}, ["dna"]),
        ({"q": "serum", "lang": "fr", "province": "BE-WLG"}, []),
    ],
)
def test_collections_by_the_filters_of_the_site(client, catalogue, parameters, expected):
    page = results(client, "collections", **parameters)

    assert (page["count"], page["next"], slugs(page)) == (len(expected), None, expected)


@pytest.mark.parametrize(
    ("parameters", "expected"),
    [
        ({}, ["first", "second", "lone"]),
        ({"material": "SERUM"}, ["first"]),
        ({"province": "BE-WLG"}, ["second"]),
    ],
)
def test_biobanks_by_the_filters_of_the_site(client, catalogue, parameters, expected):
    page = results(client, "biobanks", **parameters)

    assert (page["count"], slugs(page)) == (len(expected), expected)


def test_networks(client, catalogue):
    page = results(client, "networks")

    assert slugs(page) == ["net"]
    assert [member["name"] for member in page["results"][0]["members"]] == [
        Biobank.objects.get(slug="first").name
    ]


@pytest.mark.parametrize("kind", ["biobank", "collection", "network"])
def test_one_by_slug_or_identifier_is_what_its_page_gives_as_json(client, catalogue, kind):
    slug = {"biobank": "first", "collection": "both", "network": "net"}[kind]
    record = results(client, f"{kind}s/{slug}", lang="nl")

    assert record["slug"] == slug
    assert results(client, f"{kind}s/{record['identifier']}", lang="nl") == record
    assert client.get(f"/nl/{kind}s/{slug}.json").json() == record
    assert record in results(client, f"{kind}s", lang="nl")["results"]


@pytest.mark.parametrize(
    ("address", "status", "detail"),
    [
        ("collections/none", 404, "There is no such thing. /api/v1/openapi.json lists what"),
        ("collections/hidden", 404, "There is no such thing."),
        ("collections/of-draft", 404, "There is no such thing."),
        ("collections/gone", 410, "This entry was withdrawn from the catalogue."),
        ("collections/of-gone", 410, "This entry was withdrawn from the catalogue."),
        ("collections/a b", 400, "key: String should match pattern"),
        ("collections/%00", 400, "key: String should match pattern"),
        ("collections?material=GOLD", 400, "material: Input should be 'WHOLE_BLOOD', "),
        ("collections?biobank=none", 404, "biobank: there is no “none”."),
        ("collections?biobank=%00", 400, "biobank: String should match pattern"),
        ("collections?diagnosis=cancer", 400, "diagnosis: String should match pattern"),
        ("collections?all=province", 400, "all: Input should be 'diagnosis', "),
        ("collections?limit=0", 400, "limit: Input should be greater than or equal to 1."),
        ("collections?limit=501", 400, "limit: Input should be less than or equal to 500."),
        ("collections?cursor=x", 400, "cursor: Input should be a valid integer"),
        ("collections?cursor=99999999999999999999", 400, "cursor: Input should be less than"),
        ("biobanks?material=x&limit=x", 400, "limit: "),
        ("facts?sex=robot", 400, "sex: Input should be 'FEMALE', "),
        ("facts?collection=none", 404, "There is no such thing."),
        ("facts?collection=hidden", 404, "There is no such thing."),
        ("collections?materials=SERUM", 400, "materials: there is no such parameter."),
        ("networks?q=x", 400, "q: there is no such parameter."),
        ("biobanks/first?limit=1", 400, "limit: there is no such parameter."),
        ("nothing", 404, "There is no such thing."),
    ],
)
def test_problems(client, catalogue, address, status, detail):
    response = client.get(f"/api/v1/{address}")

    assert (response.status_code, response["Content-Type"]) == (status, "application/problem+json")
    problem = response.json()
    assert list(problem) == ["type", "title", "status", "detail"]
    assert (problem["type"], problem["status"]) == ("about:blank", status)
    assert detail in problem["detail"]


def walk(client, address):
    """The pages from an address on."""
    pages = []
    while address:
        pages.append(client.get(address.removeprefix(SITE)).json())
        address = pages[-1]["next"]
    return pages


def test_pages_lead_from_one_to_the_next(client, catalogue):
    pages = walk(client, "/api/v1/collections?limit=2&material=SERUM&material=DNA&lang=de")

    assert [slugs(page) for page in pages] == [["serum", "both"], ["dna"]]
    last = Collection.objects.get(slug="both").pk
    assert pages[0]["next"] == (
        f"{SITE}/api/v1/collections?limit=2&material=SERUM&material=DNA&lang=de&cursor={last}"
    )
    assert [page["count"] for page in pages] == [3, 3]


def test_nothing_is_left_out_or_told_twice_while_the_catalogue_changes(client, catalogue):
    first = results(client, "collections", limit=2)

    Collection.objects.get(slug="serum").delete()
    CollectionFactory(slug="later", biobank__slug="third")

    assert [slugs(page) for page in walk(client, first["next"])] == [["dna", "later"]]


def test_facts(client, catalogue):
    collection = Collection.objects.get(slug="both")
    disease = DiseaseFactory(code="C99")
    whole = CollectionFactFactory(
        collection=collection,
        sex="FEMALE",
        age_range="Adult",
        material="DNA",
        disease=disease,
        number_of_samples=12,
        number_of_donors=7,
    )
    empty = CollectionFactFactory(collection=collection)
    other = CollectionFactFactory(collection=Collection.objects.get(slug="dna"), sex="*")
    for slug in ("hidden", "gone", "of-gone", "of-draft"):
        CollectionFactFactory(collection=Collection.objects.get(slug=slug))

    def found(**parameters):
        return [row["identifier"] for row in results(client, "facts", **parameters)["results"]]

    assert results(client, "facts", limit=1, lang="nl") == {
        "count": None,
        "next": f"{SITE}/api/v1/facts?limit=1&lang=nl&cursor={whole.pk}",
        "results": [
            {
                "identifier": whole.identifier,
                "collection": collection.identifier,
                "sex": {"code": "FEMALE", "label": "Vrouw"},
                "age_range": {"code": "Adult", "label": "Volwassene (25-44 jaar)"},
                "material": {"code": "DNA", "label": "DNA"},
                "disease": "C99",
                "number_of_samples": 12,
                "number_of_donors": 7,
                "last_update": whole.last_update.isoformat(),
            }
        ],
    }
    assert found() == [whole.identifier, empty.identifier, other.identifier]
    assert found(collection="both", cursor=whole.pk) == [empty.identifier]
    assert found(collection=collection.identifier, material="DNA") == [whole.identifier]
    assert found(sex="*") == [other.identifier]
    assert found(disease="C99", age_range="Adult") == [whole.identifier]


@pytest.mark.parametrize("address", ["biobanks", "collections", "networks", "facts"])
def test_a_list_asks_the_database_as_often_however_long_it_is(
    client, catalogue, address, django_assert_max_num_queries
):
    for number in range(12):
        biobank = BiobankFactory(slug=f"more-{number}", networks=[NetworkFactory()])
        CollectionFactFactory(collection=CollectionFactory(biobank=biobank))
    client.get("/api/v1/biobanks")  # makes the index

    with django_assert_max_num_queries(6):
        page = results(client, address)

    assert len(page["results"]) >= 12
