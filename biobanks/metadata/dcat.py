"""The catalogue in RDF: DCAT-AP 3.0.1 with HealthDCAT-AP, release 6.

A collection is a `dcat:Dataset` whose address is that of its page, a biobank a `foaf:Agent`, all of
it a `dcat:Catalog`. Since when a collection is described here is said of its `dcat:CatalogRecord`,
not of the collection. Data about health are not public, so each dataset says so and tells where to
ask for access. Terms of others come with their class and label, so that a graph stands alone.

Shapes that hold for it: `tests/data/shacl/`. Specifications:
https://semiceu.github.io/DCAT-AP/releases/3.0.1/, https://healthdataeu.pages.code.europa.eu/.
"""

import datetime
from collections.abc import Iterable
from urllib.parse import quote

from django.conf import settings
from django.db.models import TextChoices
from django.utils.translation import gettext_noop
from rdflib import Graph, Literal, Namespace, URIRef
from rdflib.namespace import DCAT, DCTERMS, FOAF, ODRL2, RDF, RDFS, SKOS, XSD

from bbmri_be.languages import labels_in
from biobanks.codes import AgeUnit, CollectionType, DataCategory, Material
from biobanks.enums import Origin
from biobanks.metadata import vocabularies
from biobanks.metadata.records import (
    LANGUAGES,
    BiobankRecord,
    Code,
    CollectionRecord,
    Diagnosis,
    Holder,
    Institution,
    NetworkRecord,
    PublicContact,
    Texts,
)
from biobanks.metadata.wording import (
    HOW_TO_ASK,
    OF_THE_CATALOGUE,
    PROVISIONAL,
    in_all_languages,
)

ADMS = Namespace("http://www.w3.org/ns/adms#")
CV = Namespace("http://data.europa.eu/m8g/")
DCATAP = Namespace("http://data.europa.eu/r5r/")
ELI = Namespace("http://data.europa.eu/eli/ontology#")
GEODCATAP = Namespace("http://data.europa.eu/930/")
HEALTH = Namespace("http://healthdataportal.eu/ns/health#")
HYDRA = Namespace("http://www.w3.org/ns/hydra/core#")
VCARD = Namespace("http://www.w3.org/2006/vcard/ns#")
PREFIXES = {
    "adms": ADMS,
    "cv": CV,
    "dcat": DCAT,
    "dcatap": DCATAP,
    "dct": DCTERMS,
    "eli": ELI,
    "foaf": FOAF,
    "geodcatap": GEODCATAP,
    "healthdcatap": HEALTH,
    "hydra": HYDRA,
    "odrl": ODRL2,
    "vcard": VCARD,
}

NON_PUBLIC = URIRef(f"{vocabularies.EU}access-right/NON_PUBLIC")
HEALTH_THEME = URIRef(f"{vocabularies.EU}data-theme/HEAL")
THEMES = URIRef(f"{vocabularies.EU}data-theme")
BELGIUM = URIRef(f"{vocabularies.EU}country/BEL")
PERSONAL_DATA = URIRef(f"{vocabularies.EU}dataset-type/PERSONAL_DATA")
# Regulation (EU) 2025/327 on the European Health Data Space, and its category of Article 51(1):
# "health data from biobanks and associated databases".
EHDS = URIRef("http://data.europa.eu/eli/reg/2025/327/oj")
FROM_BIOBANKS = URIRef(
    "https://hdeu-dcat.data.health.europa.eu/resource/authority/healthcategories/EINS"
)
# The health data access body of Belgium (law of 14 March 2023).
HEALTH_DATA_AGENCY = URIRef("https://www.hda.belgium.be/")


def new_graph() -> Graph:
    """A graph that knows the prefixes."""
    graph = Graph(bind_namespaces="none")
    for prefix, namespace in PREFIXES.items():
        graph.bind(prefix, namespace)
    for prefix, standard in {"rdfs": RDFS, "skos": SKOS, "xsd": XSD}.items():
        graph.bind(prefix, standard)
    return graph


def catalogue_address() -> URIRef:
    """What names the catalogue."""
    return URIRef(f"{settings.SITE_URL}/catalogue/")


def node_address() -> URIRef:
    """What names the node."""
    return URIRef(f"{settings.SITE_URL}/#node")


def add_catalogue(
    graph: Graph,
    issued: datetime.datetime | None = None,
    modified: datetime.datetime | None = None,
) -> URIRef:
    """The catalogue itself, with the service for programs; datasets are added to it."""
    catalogue = catalogue_address()
    graph.add((catalogue, RDF.type, DCAT.Catalog))
    add_texts(
        graph, catalogue, DCTERMS.title, in_all_languages(gettext_noop("Catalogue of BBMRI.be"))
    )
    add_texts(graph, catalogue, DCTERMS.description, in_all_languages(OF_THE_CATALOGUE))
    graph.add((catalogue, DCTERMS.publisher, add_node(graph)))
    graph.add((catalogue, DCAT.themeTaxonomy, THEMES))
    graph.add((THEMES, RDF.type, SKOS.ConceptScheme))
    add_texts(graph, THEMES, DCTERMS.title, {"en": "Data theme"})
    graph.add((catalogue, DCTERMS.spatial, BELGIUM))
    graph.add((BELGIUM, RDF.type, DCTERMS.Location))
    graph.add((catalogue, DCTERMS.license, license_document(graph)))
    add_legislation(graph, catalogue)
    for language in LANGUAGES:
        graph.add((catalogue, DCTERMS.language, add_language(graph, language)))
    for predicate, moment in ((DCTERMS.issued, issued), (DCTERMS.modified, modified)):
        if moment:
            graph.add((catalogue, predicate, Literal(moment)))
    graph.add((catalogue, DCAT.service, add_service(graph)))
    return catalogue


def add_service(graph: Graph) -> URIRef:
    """The API."""
    service = URIRef(f"{settings.SITE_URL}/api/v1/")
    graph.add((service, RDF.type, DCAT.DataService))
    add_texts(
        graph, service, DCTERMS.title, in_all_languages(gettext_noop("BBMRI.be for programs"))
    )
    graph.add((service, DCAT.endpointURL, service))
    graph.add((service, DCAT.endpointDescription, URIRef(f"{service}openapi.json")))
    graph.add((service, DCTERMS.license, license_document(graph)))
    graph.add((service, DCTERMS.publisher, add_node(graph)))
    graph.add((service, DCAT.theme, add_health_theme(graph)))
    add_legislation(graph, service)
    return service


def add_page_links(graph: Graph, total: int, address: str, others: dict[str, str]) -> None:
    """What part of a list of datasets this is: first, previous, next, last.

    All is said of the part: of the catalogue itself other parts would say something else.
    """
    view = URIRef(address)
    graph.add((catalogue_address(), HYDRA.view, view))
    graph.add((view, RDF.type, HYDRA.PartialCollectionView))
    graph.add((view, HYDRA.totalItems, Literal(total)))
    for name, other in others.items():
        graph.add((view, HYDRA[name], URIRef(other)))


def add_dataset(graph: Graph, record: CollectionRecord) -> URIRef:
    """A collection."""
    dataset = URIRef(record.url)
    graph.add((dataset, RDF.type, DCAT.Dataset))
    # Names are proper names; most are written in English, some in the biobank's own language.
    graph.add((dataset, DCTERMS.title, Literal(record.name)))
    add_texts(graph, dataset, DCTERMS.description, record.description or described(record))
    graph.add((dataset, DCTERMS.identifier, Literal(record.identifier)))
    for number, notation in enumerate(
        [record.identifier, *(other.pid for other in record.also_known_in if other.pid)]
    ):
        other_identifier = URIRef(f"{record.url}#identifier-{number}")
        graph.add((dataset, ADMS.identifier, other_identifier))
        graph.add((other_identifier, RDF.type, ADMS.Identifier))
        graph.add((other_identifier, SKOS.notation, Literal(notation)))
    if record.name_is_provisional:
        add_texts(graph, dataset, RDFS.comment, in_all_languages(PROVISIONAL))
    if record.website:
        graph.add((dataset, FOAF.page, document(graph, record.website)))
    graph.add((dataset, DCTERMS.publisher, add_agent(graph, record.biobank)))
    graph.add(
        (
            dataset,
            DCAT.contactPoint,
            add_kind(graph, record.url, record.biobank.name, record.contact),
        )
    )
    if organisation := record.biobank.organisation:
        custodian = URIRef(f"{record.biobank.url}#organisation")
        add_institution(graph, custodian, organisation, record.biobank)
        graph.add((dataset, GEODCATAP.custodian, custodian))
    if record.part_of:
        graph.add((dataset, DCTERMS.isPartOf, URIRef(record.part_of.url)))
    add_catalogue_record(graph, dataset, record)
    add_contents(graph, dataset, record)
    add_access(graph, dataset, record)
    add_health_fields(graph, dataset, record)
    return dataset


def add_catalogue_record(graph: Graph, dataset: URIRef, record: CollectionRecord) -> None:
    """Since when a collection is described here, and when that last changed."""
    entry = URIRef(f"{record.url}#record")
    graph.add((entry, RDF.type, DCAT.CatalogRecord))
    graph.add((entry, FOAF.primaryTopic, dataset))
    graph.add((entry, DCTERMS.issued, Literal(record.published_at)))
    graph.add((entry, DCTERMS.modified, Literal(record.changed_at)))


def add_contents(graph: Graph, dataset: URIRef, record: CollectionRecord) -> None:
    """What a collection holds: theme, subjects, keywords."""
    graph.add((dataset, DCAT.theme, add_health_theme(graph)))
    for language in LANGUAGES:
        for word in keywords(record, language):
            graph.add((dataset, DCAT.keyword, Literal(word, lang=language)))
    for material in record.materials:
        if address := vocabularies.MATERIALS.get(Material(material.code)):
            labels = {code: labels_in(Material, code)[material.code] for code in LANGUAGES}
            graph.add((dataset, DCTERMS.subject, concept(graph, URIRef(address), labels)))
    for diagnosis in record.diagnoses:
        if disease := add_disease(graph, diagnosis):
            graph.add((dataset, DCTERMS.subject, disease))
            graph.add((dataset, HEALTH.healthTheme, disease))


def add_access(graph: Graph, dataset: URIRef, record: CollectionRecord) -> None:
    """How a collection may be used, and where to ask for it."""
    graph.add((dataset, DCTERMS.accessRights, NON_PUBLIC))
    graph.add((NON_PUBLIC, RDF.type, DCTERMS.RightsStatement))
    access = URIRef(f"{record.url}#access")
    graph.add((dataset, DCAT.distribution, access))
    graph.add((access, RDF.type, DCAT.Distribution))
    add_texts(graph, access, DCTERMS.title, in_all_languages(HOW_TO_ASK))
    not_public = gettext_noop("Samples and data are not public: read here how to ask for them.")
    add_texts(graph, access, DCTERMS.description, in_all_languages(not_public))
    graph.add((access, DCAT.accessURL, address_of(record.access_url or record.url)))
    add_legislation(graph, access)
    if record.data_use:
        policy = URIRef(f"{record.url}#conditions")
        graph.add((dataset, ODRL2.hasPolicy, policy))
        graph.add((policy, RDF.type, ODRL2.Policy))
        for condition in record.data_use:
            graph.add((policy, DCTERMS.type, URIRef(vocabularies.data_use(condition.code))))


def add_health_fields(graph: Graph, dataset: URIRef, record: CollectionRecord) -> None:
    """What HealthDCAT-AP asks for."""
    add_legislation(graph, dataset)
    if all(kind.code != CollectionType.NON_HUMAN for kind in record.types):
        personal_data = concept(graph, PERSONAL_DATA, {"en": "Personal data"})
        graph.add((dataset, DCTERMS.type, personal_data))
    for kind in record.types:
        names = {code: labels_in(CollectionType, code)[kind.code] for code in LANGUAGES}
        own = concept(graph, URIRef(f"{catalogue_address()}#type-{kind.code}"), names)
        graph.add((dataset, DCTERMS.type, own))
    graph.add((dataset, HEALTH.hdab, add_health_data_agency(graph)))
    graph.add(
        (
            dataset,
            HEALTH.healthCategory,
            concept(graph, FROM_BIOBANKS, {"en": "Health data from biobanks"}),
        )
    )
    provenance = URIRef(f"{record.url}#provenance")
    graph.add((dataset, DCTERMS.provenance, provenance))
    graph.add((provenance, RDF.type, DCTERMS.ProvenanceStatement))
    add_texts(graph, provenance, RDFS.label, provenance_texts(record))
    if record.number_of_donors is not None:
        graph.add((dataset, HEALTH.numberOfUniqueIndividuals, count(record.number_of_donors)))
    if record.age_unit and record.age_unit.code == AgeUnit.YEAR:
        for name, age in (("minTypicalAge", record.age_low), ("maxTypicalAge", record.age_high)):
            if age is not None:
                graph.add((dataset, HEALTH[name], count(age)))


def add_biobank(graph: Graph, record: BiobankRecord) -> URIRef:
    """A biobank, and where its collections are described."""
    holder = Holder(**{name: getattr(record, name) for name in Holder.model_fields})
    agent = add_agent(graph, holder)
    graph.add((agent, DCTERMS.identifier, Literal(record.identifier)))
    add_texts(graph, agent, DCTERMS.description, record.description)
    collections = f"{settings.SITE_URL}/catalogue.ttl?biobank={record.slug}"
    graph.add((agent, RDFS.seeAlso, URIRef(collections)))
    if record.organisation:
        organisation = URIRef(f"{record.url}#organisation")
        add_institution(graph, organisation, record.organisation, holder)
        graph.add((agent, DCTERMS.isPartOf, organisation))
    return agent


def add_network(graph: Graph, record: NetworkRecord) -> URIRef:
    """A network and its members."""
    network = URIRef(record.url)
    graph.add((network, RDF.type, FOAF.Group))
    graph.add((network, FOAF.name, Literal(record.name)))
    graph.add((network, DCTERMS.identifier, Literal(record.identifier)))
    add_texts(graph, network, DCTERMS.description, record.description)
    if record.website:
        graph.add((network, FOAF.page, document(graph, record.website)))
    for member in record.members:
        graph.add((network, FOAF.member, URIRef(member.url)))
        graph.add((URIRef(member.url), RDF.type, FOAF.Agent))
        graph.add((URIRef(member.url), FOAF.name, Literal(member.name)))
    return network


def add_agent(graph: Graph, holder: Holder) -> URIRef:
    """A biobank as the one who offers collections."""
    agent = URIRef(holder.url)
    if (agent, RDF.type, FOAF.Agent) not in graph:
        graph.add((agent, RDF.type, FOAF.Agent))
        graph.add((agent, FOAF.name, Literal(holder.name)))
        if holder.website:  # often only a page about it
            graph.add((agent, FOAF.page, document(graph, holder.website)))
        point = URIRef(f"{holder.url}#contact-point")
        add_contact_point(graph, agent, point, page=holder.url, contact=holder.contact)
    return agent


def add_institution(graph: Graph, institution: URIRef, record: Institution, holder: Holder) -> None:
    """The legal person behind a biobank, which can be reached where the biobank can."""
    if (institution, RDF.type, FOAF.Agent) in graph:
        return
    graph.add((institution, RDF.type, FOAF.Agent))
    graph.add((institution, FOAF.name, Literal(record.name)))
    if record.ror:
        graph.add((institution, DCTERMS.identifier, Literal(record.ror)))
    if record.website:
        graph.add((institution, FOAF.homepage, document(graph, record.website)))
    point = URIRef(f"{institution}-contact-point")
    add_contact_point(graph, institution, point, page=holder.url)


def add_node(graph: Graph) -> URIRef:
    """The node, which publishes the catalogue."""
    node = node_address()
    if (node, RDF.type, FOAF.Agent) not in graph:
        graph.add((node, RDF.type, FOAF.Agent))
        graph.add((node, FOAF.name, Literal("BBMRI.be")))
        graph.add((node, FOAF.homepage, document(graph, f"{settings.SITE_URL}/")))
        point = URIRef(f"{settings.SITE_URL}/#contact-point")
        add_contact_point(graph, node, point, page=f"{settings.SITE_URL}/contact/")
    return node


def add_health_data_agency(graph: Graph) -> URIRef:
    """The health data access body, which each dataset about health must name."""
    agency = HEALTH_DATA_AGENCY
    if (agency, RDF.type, FOAF.Agent) not in graph:
        graph.add((agency, RDF.type, FOAF.Agent))
        graph.add((agency, FOAF.name, Literal("Health Data Agency")))
        point = URIRef(f"{catalogue_address()}#health-data-agency")
        add_contact_point(graph, agency, point, page=str(agency))
    return agency


def add_contact_point(
    graph: Graph,
    agent: URIRef,
    point: URIRef,
    *,
    page: str,
    contact: PublicContact | None = None,
) -> None:
    """How to reach an agent: a mailbox where one may be shown, else a page."""
    graph.add((agent, CV.contactPoint, point))
    graph.add((point, RDF.type, CV.ContactPoint))
    if contact:
        graph.add((point, CV.email, Literal(contact.email)))
    else:
        graph.add((point, CV.contactPage, address_of(page)))


def add_kind(graph: Graph, url: str, name: str, contact: PublicContact | None) -> URIRef:
    """Whom to ask about a collection."""
    kind = URIRef(f"{url}#contact")
    graph.add((kind, RDF.type, VCARD.Kind))
    graph.add((kind, VCARD.fn, Literal((contact and contact.name) or name)))
    if contact:
        graph.add((kind, VCARD.hasEmail, URIRef(f"mailto:{contact.email}")))
    else:
        graph.add((kind, VCARD.hasURL, URIRef(url)))
    return kind


def add_disease(graph: Graph, diagnosis: Diagnosis) -> URIRef | None:
    """A disease, with its code and names; None where it has no address."""
    address = vocabularies.disease(diagnosis.code)
    if address is None:
        return None
    disease = concept(graph, URIRef(address), diagnosis.names)
    graph.add((disease, SKOS.notation, Literal(diagnosis.code)))
    return disease


def add_health_theme(graph: Graph) -> URIRef:
    """Health, in the EU's list of themes."""
    return concept(graph, HEALTH_THEME, {"en": "Health"})


def add_language(graph: Graph, code: str) -> URIRef:
    """A language."""
    language = URIRef(vocabularies.language(code))
    graph.add((language, RDF.type, DCTERMS.LinguisticSystem))
    return language


def add_legislation(graph: Graph, thing: URIRef) -> None:
    """The law under which something is described."""
    graph.add((thing, DCATAP.applicableLegislation, EHDS))
    graph.add((EHDS, RDF.type, ELI.LegalResource))


def license_document(graph: Graph) -> URIRef:
    """The terms of use of what is published here."""
    terms = URIRef(settings.CATALOGUE_LICENSE)
    graph.add((terms, RDF.type, DCTERMS.LicenseDocument))
    return terms


def document(graph: Graph, address: str) -> URIRef:
    """A web page."""
    page = address_of(address)
    graph.add((page, RDF.type, FOAF.Document))
    return page


def address_of(text: str) -> URIRef:
    """A web address as people write it; signs that none may have are encoded."""
    return URIRef(quote(text, safe=":/?#[]@!$&'()*+,;=%~"))


def concept(graph: Graph, address: URIRef, labels: Texts) -> URIRef:
    """A term of a vocabulary."""
    graph.add((address, RDF.type, SKOS.Concept))
    add_texts(graph, address, SKOS.prefLabel, labels)
    return address


def add_texts(graph: Graph, subject: URIRef, predicate: URIRef, texts: Texts) -> None:
    """A text in some languages."""
    for language, text in texts.items():
        graph.add((subject, predicate, Literal(text, lang=language)))


def count(number: int) -> Literal:
    """A number of things, as HealthDCAT-AP types it."""
    return Literal(number, datatype=XSD.nonNegativeInteger)


def keywords(record: CollectionRecord, language: str) -> Iterable[str]:
    """Words that describe a collection; where nothing is known, what it is."""
    yield from labels(record.types, CollectionType, language)
    yield from labels(record.materials, Material, language)
    yield from labels(record.data_categories, DataCategory, language)
    yield from (names[language] for row in record.diagnoses if language in (names := row.names))
    yield in_all_languages(gettext_noop("Biobank"))[language]


def labels(codes: Iterable[Code], choices: type[TextChoices], language: str) -> Iterable[str]:
    """The labels of codes in a language."""
    return (labels_in(choices, language)[code.code] for code in codes)


def described(record: CollectionRecord) -> Texts:
    """What to say of a collection that has no description; DCAT-AP asks for one."""
    return {
        language: text % {"name": record.name, "biobank": record.biobank.name}
        for language, text in in_all_languages(
            gettext_noop("%(name)s, a collection of %(biobank)s.")
        ).items()
    }


def provenance_texts(record: CollectionRecord) -> Texts:
    """Who says what stands here."""
    said = in_all_languages(gettext_noop("Source of the facts: %(origin)s"))
    not_stated = in_all_languages(gettext_noop("Not stated"))
    origins = {
        code: labels_in(Origin, code)[record.origin.code] if record.origin else not_stated[code]
        for code in LANGUAGES
    }
    return {code: text % {"origin": origins[code]} for code, text in said.items()}
