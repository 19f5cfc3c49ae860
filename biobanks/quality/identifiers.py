"""Identifiers. What the database refuses anyway (characters, empty segments) is not asked here."""

import re

from django.utils.translation import gettext_lazy as _

from biobanks.directory.contract import NODE
from biobanks.enums import Severity
from biobanks.models import Biobank, Collection, Network
from biobanks.quality.registry import check

NODE_CODE = re.compile(r"^[a-z-]+:[A-Za-z]+:([A-Z]+)_")


def node_of(identifier: str) -> str:
    """The code of the country or node that an identifier names."""
    match = NODE_CODE.match(identifier)
    return match[1] if match else ""


@check(
    "BE:NotInDirectory",
    Severity.INFO,
    (Biobank, Collection, Network),
    "identifier",
    _("The entry has an identifier of our own, so the Directory does not get it."),
    _("Give it one that begins with bbmri-eric: when it shall be there."),
)
def not_in_directory(entry: Biobank | Collection | Network) -> bool:
    return not entry.is_in_directory


@check(
    "VID:BBPrefix",
    Severity.ERROR,
    Biobank,
    "identifier",
    _("The identifier is not that of a Belgian biobank."),
    _("It begins with bbmri-eric:ID:BE_."),
)
def biobank_prefix(biobank: Biobank) -> str:
    node = node_of(biobank.identifier)
    return node if node != NODE else ""


@check(
    "VID:CollNoBBPrefix",
    Severity.WARNING,
    Collection,
    "identifier",
    _("The identifier does not begin with that of the biobank."),
    _("It begins with the biobank's identifier and :collection:."),
)
def collection_prefix(collection: Collection) -> bool:
    return not collection.identifier.startswith(f"{collection.biobank.identifier}:collection:")


@check(
    "VID:NetCountry",
    Severity.WARNING,
    Network,
    "identifier",
    _("The identifier is neither that of a Belgian nor of a European network."),
    _("It begins with bbmri-eric:networkID:BE_ or with bbmri-eric:networkID:EU_."),
)
def network_prefix(network: Network) -> str:
    node = node_of(network.identifier)
    return node if node not in {NODE, "EU"} else ""


@check(
    "MAC:IsoStageMismatch",
    Severity.ERROR,
    (Biobank, Collection),
    "country",
    _("The country is not that of the identifier."),
    _("Correct the country; an identifier is never changed."),
)
def country_mismatch(entry: Biobank | Collection) -> bool:
    node = node_of(entry.identifier)
    return len(node) == 2 and node != "EU" and entry.country != node
