"""The catalogue as a FAIR Data Point: where harvesters begin.

https://specs.fairdatapoint.org/fdp-specs-v1.2.html. The point names the catalogue, the catalogue
its datasets; each answers at its own address. What a thing has stands in containers, too, as the
Linked Data Platform wants it.
"""

import datetime
from collections.abc import Iterable

from django.conf import settings
from rdflib import Graph, Literal, Namespace, URIRef
from rdflib.namespace import DCAT, DCTERMS, RDF

from biobanks.metadata import dcat

FDP = Namespace("https://w3id.org/fdp/fdp-o#")
LDP = Namespace("http://www.w3.org/ns/ldp#")
SPECIFICATION = URIRef("https://specs.fairdatapoint.org/fdp-specs-v1.2.html")
VERSION = "1.0"


def point_address() -> URIRef:
    """What names the point."""
    return URIRef(f"{settings.SITE_URL}/fdp/")


def point(issued: datetime.datetime | None, modified: datetime.datetime | None) -> Graph:
    """The point itself; `issued` and `modified` are of the oldest and the newest entry."""
    graph = dcat.new_graph()
    graph.bind("fdp", FDP)
    graph.bind("ldp", LDP)
    address, catalogue = point_address(), dcat.catalogue_address()
    graph.add((address, RDF.type, FDP.FAIRDataPoint))
    graph.add((address, RDF.type, DCAT.Resource))
    graph.add((address, DCTERMS.title, Literal("FAIR Data Point of BBMRI.be", lang="en")))
    graph.add((address, DCTERMS.publisher, dcat.add_node(graph)))
    graph.add((address, DCTERMS.license, dcat.license_document(graph)))
    graph.add((address, DCTERMS.language, dcat.add_language(graph, "en")))
    graph.add((address, URIRef(f"{DCAT}version"), Literal(VERSION)))
    graph.add((address, DCAT.endpointURL, address))
    graph.add((address, FDP.conformsToFdpSpec, SPECIFICATION))
    graph.add((address, FDP.metadataCatalog, catalogue))
    add_record_fields(graph, address, issued, modified)
    add_container(graph, address, FDP.metadataCatalog, [catalogue])
    return graph


def add_record_fields(
    graph: Graph,
    thing: URIRef,
    issued: datetime.datetime | None,
    modified: datetime.datetime | None,
) -> None:
    """What is said of a description: its identifier, since when it is, when it changed."""
    graph.add((thing, FDP.metadataIdentifier, thing))
    for name, moment in (("metadataIssued", issued), ("metadataModified", modified)):
        if moment:
            graph.add((thing, FDP[name], Literal(moment)))


def add_container(graph: Graph, thing: URIRef, relation: URIRef, members: Iterable[URIRef]) -> None:
    """What a thing has, in a container."""
    container = URIRef(f"{thing}#container")
    graph.add((container, RDF.type, LDP.DirectContainer))
    graph.add((container, DCTERMS.title, Literal("Contents", lang="en")))
    graph.add((container, LDP.membershipResource, thing))
    graph.add((container, LDP.hasMemberRelation, relation))
    for member in members:
        graph.add((container, LDP.contains, member))
