"""Descriptions in RDF keep to the shapes of DCAT-AP, HealthDCAT-AP and the FAIR Data Point.

The shapes are in `tests/data/shacl`. What `mdr-vocabularies.shape.ttl` of DCAT-AP asks cannot be
had: the lists of the European Union themselves, in which biobanks have no entry.
"""

from pathlib import Path

import pyshacl
import pytest
from rdflib import Graph, Literal, URIRef
from rdflib.compare import isomorphic
from rdflib.namespace import DCAT, DCTERMS, RDF

from biobanks.directory.importer import import_directory
from biobanks.metadata.dcat import HEALTH, NON_PUBLIC, VCARD
from biobanks.models import Collection
from tests.biobanks.directory.folders import BELGIUM
from tests.biobanks.factories import PUBLISHED_AT
from tests.biobanks.metadata.conftest import SITE

pytestmark = [
    pytest.mark.django_db,
    # rdflib's own reader of JSON-LD.
    pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning"),
]

SHAPES = Path(__file__).parents[2] / "data" / "shacl"
HEALTH_DCAT_AP = [
    "dcat-ap-3.0.1/shapes.ttl",
    "dcat-ap-3.0.1/range.ttl",
    "healthdcat-ap-6/non-public-shapes.ttl",
]
FAIR_DATA_POINT = [
    f"fdp-reference-implementation/shape-{name}.ttl"
    for name in ("catalog", "dataset", "fdp", "resource")
]
EJP_RD = [f"ejp-rd-vp-1/{name}.ttl" for name in ("biobank", "catalog", "data-service", "dataset")]
# Asked one after the other: some use the same names for different shapes.
ALL = (HEALTH_DCAT_AP, FAIR_DATA_POINT, EJP_RD)
RDF_FORMATS = {"ttl": "turtle", "jsonld": "json-ld", "rdf": "xml"}
LUNGS = URIRef(f"{SITE}/collections/lungs/")


def graph_at(client, address, form="turtle", **headers):
    response = client.get(address, headers=headers)
    assert response.status_code == 200
    return Graph().parse(data=response.content, format=form)


def violations(graph, names):
    """What the shapes of some files object to."""
    shapes = Graph()
    for name in names:
        shapes.parse(SHAPES / name)
    conforms, _report, text = pyshacl.validate(graph, shacl_graph=shapes)
    return "" if conforms else text


@pytest.mark.parametrize(
    "address",
    [
        "/catalogue.ttl",
        "/collections/lungs.ttl",
        "/collections/part.ttl",
        "/biobanks/bank.ttl",
        "/biobanks/bare.ttl",
        "/networks/net.ttl",
        "/fdp/",
    ],
)
def test_all_shapes_hold(client, collection, part, bare, address):
    graph = graph_at(client, address)

    assert [violations(graph, shapes) for shapes in ALL] == ["", "", ""]


@pytest.mark.parametrize("address", ["/catalogue.ttl", "/fdp/"])
def test_an_empty_catalogue_keeps_to_them_too(client, address):
    graph = graph_at(client, address)

    assert [violations(graph, shapes) for shapes in ALL] == ["", "", ""]


def test_the_belgian_catalogue_keeps_to_them(client, terms):
    import_directory(BELGIUM)

    graph = graph_at(client, "/catalogue.ttl")

    assert len(set(graph.subjects(RDF.type, DCAT.Dataset))) == Collection.objects.count()
    assert [violations(graph, shapes) for shapes in ALL] == ["", "", ""]


@pytest.mark.parametrize(
    ("damage", "objection"),
    [
        ((LUNGS, DCTERMS.title, None), "dct:title"),
        ((LUNGS, DCTERMS.accessRights, NON_PUBLIC), "dct:accessRights"),
        ((LUNGS, HEALTH.hdab, None), "healthdcatap:hdab"),
        ((LUNGS, DCAT.contactPoint, None), "dcat:contactPoint"),
        ((URIRef(f"{LUNGS}#contact"), VCARD.hasEmail, None), "vcard:hasEmail"),
        ((None, RDF.type, DCTERMS.ProvenanceStatement), "dct:provenance"),
        ((URIRef(f"{SITE}/catalogue/"), DCTERMS.publisher, None), "dct:publisher"),
    ],
)
def test_the_shapes_find_what_is_missing(client, collection, damage, objection):
    graph = graph_at(client, "/catalogue.ttl")

    graph.remove(damage)

    assert objection in violations(graph, HEALTH_DCAT_AP)


@pytest.mark.parametrize(
    "path", ["/catalogue", "/collections/lungs", "/biobanks/bank", "/networks/net"]
)
def test_every_format_of_rdf_says_the_same(client, collection, path):
    turtle, others = None, []
    for suffix, form in RDF_FORMATS.items():
        graph = graph_at(client, f"{path}.{suffix}", form)
        for view in list(
            graph.subjects(
                RDF.type, URIRef("http://www.w3.org/ns/hydra/core#PartialCollectionView")
            )
        ):
            graph.remove((None, None, view))
            graph.remove((view, None, None))
        turtle, others = (turtle or graph), [*others, graph]

    assert len(turtle) > 5
    assert [isomorphic(turtle, graph) for graph in others] == [True, True, True]


def test_a_description_is_the_same_in_every_language(client, collection):
    english = graph_at(client, "/collections/lungs.ttl")

    assert all(
        isomorphic(english, graph_at(client, f"/{language}/collections/lungs.ttl"))
        for language in ("nl", "fr", "de")
    )


def test_texts_are_in_their_languages_and_diseases_have_addresses(client, collection):
    graph = graph_at(client, "/collections/lungs.ttl")

    assert set(graph.objects(LUNGS, DCTERMS.description)) == {
        Literal('Lungs <of> "people"', lang="en"),
        Literal("Longen", lang="nl"),
    }
    assert set(graph.objects(LUNGS, HEALTH.healthTheme)) == {
        URIRef("http://purl.bioontology.org/ontology/ICD10/J45"),
        URIRef("http://www.orpha.net/ORDO/Orphanet_586"),
    }
    assert {word.value for word in graph.objects(LUNGS, DCAT.keyword) if word.language == "fr"} == {
        "ADN",
        "Asthme",
        "Biobanque",
        "Cohorte",
        "Collection hospitalière",
        "Dossiers médicaux",
        "Mesures physiologiques et biochimiques",
        "Sérum",
    }


def test_a_collection_without_a_description_is_described_by_what_it_is(client, part):
    graph = graph_at(client, "/collections/part.ttl")

    assert set(graph.objects(URIRef(f"{SITE}/collections/part/"), DCTERMS.description)) == {
        Literal("Part, a collection of Bank.", lang="en"),
        Literal("Part, een collectie van Bank.", lang="nl"),
        Literal("Part, une collection de Bank.", lang="fr"),
        Literal("Part, eine Sammlung von Bank.", lang="de"),
    }


def test_the_catalogue_comes_in_pages(client, collection, part, monkeypatch):
    monkeypatch.setattr("biobanks.views.formats.DATASETS_A_PAGE", 1)
    hydra = "http://www.w3.org/ns/hydra/core#"
    catalogue = URIRef(f"{SITE}/catalogue/")

    first = graph_at(client, "/catalogue.ttl?material=SERUM&biobank=bank&all=material")
    second = graph_at(client, "/catalogue.ttl?page=2")

    assert set(first.objects(catalogue, DCAT.dataset)) == {LUNGS}
    assert list(first.objects(None, URIRef(f"{hydra}totalItems"))) == [Literal(1)]
    view = URIRef(f"{SITE}/catalogue.ttl?page=2")
    assert set(second.objects(catalogue, DCAT.dataset)) == {URIRef(f"{SITE}/collections/part/")}
    assert list(second.objects(view, URIRef(f"{hydra}totalItems"))) == [Literal(2)]
    assert {
        (str(name).removeprefix(hydra), str(other))
        for name, other in second.predicate_objects(view)
        if name != RDF.type
    } == {
        ("totalItems", "2"),
        ("first", f"{SITE}/catalogue.ttl"),
        ("previous", f"{SITE}/catalogue.ttl"),
        ("last", f"{SITE}/catalogue.ttl?page=2"),
    }


def test_parts_of_the_catalogue_may_be_put_together(client, collection, part, monkeypatch):
    monkeypatch.setattr("biobanks.views.formats.DATASETS_A_PAGE", 1)
    Collection.objects.filter(slug="part").update(updated_at=PUBLISHED_AT)

    whole = graph_at(client, "/catalogue.ttl")
    for query in ("?page=2", "?material=SERUM", "?biobank=bank"):
        whole += graph_at(client, f"/catalogue.ttl{query}")

    assert [violations(whole, shapes) for shapes in ALL] == ["", "", ""]


def test_harvesters_walk_from_the_point_to_the_datasets(client, collection, part):
    turtle = {"accept": "text/turtle"}
    fdp = "https://w3id.org/fdp/fdp-o#"
    point = graph_at(client, "/fdp/", **turtle)

    (catalogue,) = point.objects(URIRef(f"{SITE}/fdp/"), URIRef(f"{fdp}metadataCatalog"))
    found = graph_at(client, catalogue.removeprefix(SITE), **turtle)
    datasets = sorted(found.objects(catalogue, DCAT.dataset))

    assert datasets == [LUNGS, URIRef(f"{SITE}/collections/part/")]
    for dataset in datasets:
        own = graph_at(client, dataset.removeprefix(SITE), **turtle)
        assert (dataset, RDF.type, DCAT.Dataset) in own


@pytest.mark.parametrize(
    ("accept", "media_type"),
    [
        ("", "text/turtle"),
        ("*/*", "text/turtle"),
        ("image/png", "text/turtle"),
        ("application/ld+json", "application/ld+json"),
        ("application/rdf+xml, text/turtle;q=0.5", "application/rdf+xml"),
    ],
)
def test_the_point_answers_in_every_format_of_rdf(client, accept, media_type):
    response = client.get("/fdp/", headers={"accept": accept})

    assert response["Content-Type"] == f"{media_type}; charset=utf-8"
    assert "Accept" in response["Vary"]


def test_people_at_the_point_are_sent_to_the_page_that_explains_it(client):
    response = client.get("/fdp/", headers={"accept": "text/html,*/*;q=0.8"})

    assert (response.status_code, response["Location"]) == (302, "/data/")
    assert "Accept" in response["Vary"]


def test_the_formats_of_the_point_are_not_taken_for_one_another(client):
    turtle = client.get("/fdp/", headers={"accept": "text/turtle"})
    kept = {"if-none-match": turtle["ETag"]}

    again = client.get("/fdp/", headers={"accept": "text/turtle", **kept})
    json_ld = client.get("/fdp/", headers={"accept": "application/ld+json", **kept})
    page = client.get("/fdp/", headers={"accept": "text/html", **kept})

    assert [again.status_code, json_ld.status_code, page.status_code] == [304, 200, 302]
    assert all("Accept" in response["Vary"] for response in (again, json_ld, page))
