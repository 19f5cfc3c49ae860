"""Records in the words of schema.org, with the profiles of Bioschemas, for search engines.

A collection is a `Dataset` (https://bioschemas.org/profiles/Dataset/1.0-RELEASE), a biobank an
`Organization` that provides a `DataCatalog` of them
(https://bioschemas.org/profiles/DataCatalog/0.3-RELEASE), a network an `Organization`. Bioschemas
has no profile of its own for them; Sample is for single samples. What we publish under our terms is
the description (`sdLicense`), never what is described.
"""

import json
from collections.abc import Iterable
from itertools import islice
from typing import Any

from django.conf import settings
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from bbmri_be.addresses import address
from bbmri_be.languages import gettext as _
from bbmri_be.languages import readers_language
from biobanks.metadata import vocabularies
from biobanks.metadata.records import (
    BiobankRecord,
    Code,
    CollectionRecord,
    Diagnosis,
    Institution,
    Link,
    NetworkRecord,
    PublicContact,
    Texts,
    entry_page,
)
from biobanks.metadata.wording import HOW_TO_ASK, OF_THE_CATALOGUE, PROVISIONAL
from biobanks.search.index import Row

CONFORMS_TO = "http://purl.org/dc/terms/conformsTo"
PROFILES = {
    "DataCatalog": "https://bioschemas.org/profiles/DataCatalog/0.3-RELEASE",
    "Dataset": "https://bioschemas.org/profiles/Dataset/1.0-RELEASE",
}
MOST_NAMED = 20  # collections in what is said of their biobank
# `<script>` ends at `</script>`, wherever that stands: no sign of markup is left as it is.
ESCAPED = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&"}
Thing = dict[str, Any]


def script(thing: Thing) -> SafeString:
    """A thing as a data block of a page."""
    text = json.dumps({"@context": "https://schema.org", **thing}, ensure_ascii=False)
    block = f'<script type="application/ld+json">{text.translate(ESCAPED)}</script>'
    return mark_safe(block)  # noqa: S308 - escaped


def node() -> Thing:
    """The node: for the home page, with its search."""
    home = settings.SITE_URL + "/"
    return {
        "@graph": [
            {
                **node_reference(),
                "description": _("Belgian biobank network"),
                "memberOf": {
                    "@type": "Organization",
                    "name": "BBMRI-ERIC",
                    "url": "https://www.bbmri-eric.eu/",
                },
            },
            {
                "@type": "WebSite",
                "@id": f"{home}#website",
                "name": "BBMRI.be",
                "url": settings.SITE_URL + address("pages:home"),
                "inLanguage": readers_language(),
                "publisher": {"@id": f"{home}#node"},
                "potentialAction": {
                    "@type": "SearchAction",
                    "target": settings.SITE_URL
                    + address("biobanks:catalogue")
                    + "?q={search_term_string}",
                    "query-input": "required name=search_term_string",
                },
            },
        ]
    }


def node_reference() -> Thing:
    """The node, where another thing names it."""
    home = settings.SITE_URL + "/"
    return {"@type": "Organization", "@id": f"{home}#node", "name": "BBMRI.be", "url": home}


def catalogue() -> Thing:
    """The whole catalogue, which is ours."""
    return {
        **catalogue_reference(),
        **profile("DataCatalog"),
        "description": gettext(OF_THE_CATALOGUE),
        "keywords": [_("Biobank"), _("human body material")],
        "license": settings.CATALOGUE_LICENSE,
        "provider": node_reference(),
        "inLanguage": readers_language(),
    }


def catalogue_reference() -> Thing:
    """The catalogue, where another thing names it."""
    return {
        "@type": "DataCatalog",
        "@id": f"{settings.SITE_URL}/catalogue/",
        "name": _("Catalogue of BBMRI.be"),
        "url": settings.SITE_URL + address("biobanks:catalogue"),
    }


def biobank(record: BiobankRecord, summary: str, collections: Iterable[Row]) -> Thing:
    """A biobank and its catalogue of collections, of which it names some."""
    organisation = known(
        {
            **link(record),
            "alternateName": record.acronym,
            "identifier": identifiers(record),
            "subjectOf": web_page(record.website),
            "parentOrganization": institution(record.organisation),
            "contactPoint": contact_point(record.contact),
            "location": place(record),
        }
    )
    return known(
        {
            "@type": "DataCatalog",
            "@id": f"{record.url}#catalogue",
            **profile("DataCatalog"),
            "name": record.name,
            "description": text(record.description) or summary,
            "url": record.url,
            "keywords": [_("Biobank")],
            "provider": organisation,
            **description_fields(record),
            "dataset": [
                dataset_reference(row.name, row.slug) for row in islice(collections, MOST_NAMED)
            ],
        }
    )


def dataset_reference(name: str, slug: str) -> Thing:
    """A collection, where its biobank names it."""
    return {"@type": "Dataset", "@id": entry_page("collection", slug), "name": name}


def collection(record: CollectionRecord, summary: str) -> Thing:
    """A collection. Its licence is what its biobank asks of those who use it."""
    return known(
        {
            "@type": "Dataset",
            "@id": record.url,
            **profile("Dataset"),
            "name": record.name,
            "alternateName": record.acronym,
            "disambiguatingDescription": gettext(PROVISIONAL) if record.name_is_provisional else "",
            "description": text(record.description) or summary,
            "identifier": identifiers(record),
            "url": record.url,
            "subjectOf": web_page(record.website),
            "license": {
                "@type": "CreativeWork",
                "name": gettext(HOW_TO_ASK),
                "url": record.access_url or record.url,
            },
            "conditionsOfAccess": record.access_description,
            "keywords": [
                *labels(record.types),
                *labels(record.materials),
                *labels(record.data_categories),
                *(text(row.names) for row in record.diagnoses),
                _("Biobank"),
            ],
            "about": [condition(row) for row in record.diagnoses],
            "size": record.number_of_samples
            and {
                "@type": "QuantitativeValue",
                "value": record.number_of_samples,
                "unitText": _("Samples"),
            },
            "variableMeasured": [
                *(stated(_("Materials"), label) for label in labels(record.materials)),
                *(stated(_("Sex of the donors"), label) for label in labels(record.sex)),
            ],
            "creator": link(record.biobank),
            "publisher": known(
                {**link(record.biobank), "contactPoint": contact_point(record.contact)}
            ),
            "includedInDataCatalog": [
                {
                    "@type": "DataCatalog",
                    "@id": f"{record.biobank.url}#catalogue",
                    "name": record.biobank.name,
                    "url": record.biobank.url,
                },
                catalogue_reference(),
            ],
            "isPartOf": record.part_of and {**link(record.part_of), "@type": "Dataset"},
            **description_fields(record),
        }
    )


def network(record: NetworkRecord, summary: str) -> Thing:
    """A network."""
    return known(
        {
            **link(record),
            "alternateName": record.acronym,
            "description": text(record.description) or summary,
            "identifier": identifiers(record),
            "subjectOf": web_page(record.website),
            "contactPoint": contact_point(record.contact),
            "parentOrganization": institution(record.organisation),
            "member": [link(member) for member in record.members],
        }
    )


def description_fields(record: BiobankRecord | CollectionRecord) -> Thing:
    """Terms, publisher and date of the description itself."""
    return {
        "sdLicense": record.license,
        "sdPublisher": node_reference(),
        "sdDatePublished": record.changed_at.date().isoformat(),
    }


def condition(row: Diagnosis) -> Thing:
    """A disease."""
    return known(
        {
            "@type": "MedicalCondition",
            "@id": vocabularies.disease(row.code),
            "name": text(row.names),
            "code": {
                "@type": "MedicalCode",
                "codeValue": row.code,
                "codingSystem": row.system.label,
            },
        }
    )


def profile(kind: str) -> Thing:
    """The profile of Bioschemas that a thing keeps to."""
    return {CONFORMS_TO: {"@id": PROFILES[kind], "@type": "CreativeWork"}}


def known(thing: Thing) -> Thing:
    """What is known of a thing."""
    return {name: value for name, value in thing.items() if value not in (None, "", [], {})}


def text(texts: Texts) -> str:
    """A text in the reader's language, or the first other one."""
    return texts.get(readers_language()) or next(iter(texts.values()), "")


def labels(codes: Iterable[Code]) -> list[str]:
    """The labels of codes."""
    return [row.label for row in codes]


def stated(name: str, value: str) -> Thing:
    """Something that is stated of a collection."""
    return {"@type": "PropertyValue", "name": name, "value": value}


def identifiers(record: BiobankRecord | CollectionRecord | NetworkRecord) -> list[str]:
    """The identifiers of an entry, here and elsewhere."""
    return [record.identifier, *(row.pid for row in record.also_known_in if row.pid)]


def link(other: Link | BiobankRecord | NetworkRecord) -> Thing:
    """An organisation of the catalogue."""
    return {"@type": "Organization", "@id": other.url, "name": other.name, "url": other.url}


def web_page(website: str) -> Thing | None:
    """A page about something; not always its own."""
    return {"@type": "WebPage", "url": website} if website else None


def institution(record: Institution | None) -> Thing | None:
    """A legal person."""
    if record is None:
        return None
    return known(
        {
            "@type": "Organization",
            "@id": record.ror,
            "name": record.name,
            "url": record.website,
            "identifier": record.ror,
        }
    )


def contact_point(contact: PublicContact | None) -> Thing | None:
    """Whom to write to, where that may be shown."""
    if contact is None:
        return None
    return known(
        {
            "@type": "ContactPoint",
            "name": contact.name,
            "contactType": contact.role,
            "email": contact.email,
            "telephone": contact.phone,
        }
    )


def place(record: BiobankRecord) -> Thing:
    """Where it is."""
    where = record.location
    postal = known(
        {
            "streetAddress": where.street,
            "postalCode": where.postcode,
            "addressLocality": where.city,
            "addressRegion": where.province.label if where.province else "",
            "addressCountry": "GB" if where.country == "UK" else where.country,
        }
    )
    geo = (
        {"@type": "GeoCoordinates", "latitude": where.latitude, "longitude": where.longitude}
        if where.latitude is not None
        else None
    )
    return known({"@type": "Place", "address": {"@type": "PostalAddress", **postal}, "geo": geo})
