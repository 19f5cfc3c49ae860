"""The formats in which entries and the catalogue are to be had besides pages."""

from dataclasses import dataclass

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True)
class Format:
    """A format: the suffix of its addresses, its media type, its name for people."""

    suffix: str
    media_type: str
    label: str
    is_of_lists: bool = True  # the catalogue has it, too


FORMATS = [
    Format("json", "application/json", "JSON"),
    Format("miabis.json", "application/json", "MIABIS (JSON)", is_of_lists=False),
    Format("jsonld", "application/ld+json", "JSON-LD"),
    Format("ttl", "text/turtle", "Turtle"),
    Format("rdf", "application/rdf+xml", "RDF/XML"),
    Format("csv", "text/csv", "CSV"),
    Format("xlsx", XLSX, "Excel"),
]
MEDIA_TYPES = {row.suffix: row.media_type for row in FORMATS}
# By media type, in their order; MIABIS is JSON, too, and has its suffix only.
SUFFIXES = {row.media_type: row.suffix for row in FORMATS if row.suffix != "miabis.json"}
RDFLIB_NAMES = {"jsonld": "json-ld", "ttl": "turtle", "rdf": "xml"}
TABLES = ("csv", "xlsx")
