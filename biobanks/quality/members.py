"""Biobanks: legal person, place, notification, marks, services."""

import re
from datetime import timedelta

from django.utils import timezone
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from biobanks.codes import Country
from biobanks.directory.cells import Address
from biobanks.directory.contract import ADDRESS
from biobanks.enums import Province, Publication, Severity
from biobanks.models import Biobank, Collection, Network
from biobanks.quality.registry import check
from biobanks.quality.texts import is_placeholder

# Degrees around Belgium, a little wider than its borders.
SOUTH, NORTH, WEST, EAST = 49.45, 51.55, 2.5, 6.45
YEAR = timedelta(days=365)


@check(
    "BBF:JuridicalMissing",
    Severity.ERROR,
    Biobank,
    "organisation",
    _("No organisation stands behind the biobank."),
    _("Choose the hospital, university or institute that is its legal person."),
)
def organisation_missing(biobank: Biobank) -> bool:
    return biobank.organisation is None


@check(
    "BBF:JuridicalInvalid",
    Severity.ERROR,
    Biobank,
    "organisation",
    _("The name of the organisation is a placeholder."),
    _("Choose the organisation with its legal name."),
)
def organisation_placeholder(biobank: Biobank) -> str:
    organisation = biobank.organisation
    return organisation.name if organisation and is_placeholder(organisation.name) else ""


@check(
    "BE:OrganisationKindMissing",
    Severity.INFO,
    Biobank,
    "organisation",
    _("It is not known what kind of institution the organisation is."),
    _("Say at the organisation whether it is a hospital, a university or a research centre."),
)
def organisation_kind_missing(biobank: Biobank) -> bool:
    return biobank.organisation is not None and not biobank.organisation.kind


@check(
    "BG:BBCoordsMissing",
    Severity.INFO,
    Biobank,
    "latitude",
    _("The biobank has no place on the map."),
    _("Give latitude and longitude."),
)
def place_missing(biobank: Biobank) -> bool:
    return biobank.latitude is None


def is_outside_belgium(place: Biobank | Collection) -> bool:
    """Whether something that says it is in Belgium lies elsewhere."""
    if place.country != Country.BE or place.latitude is None or place.longitude is None:
        return False
    return not (SOUTH <= place.latitude <= NORTH and WEST <= place.longitude <= EAST)


@check(
    "BG:BBOutsideCountry",
    Severity.WARNING,
    Biobank,
    "latitude",
    _("The coordinates lie outside Belgium."),
    _("Check latitude and longitude; they are often given the wrong way round."),
)
def biobank_outside(biobank: Biobank) -> bool:
    return is_outside_belgium(biobank)


@check(
    "BG:CollOutsideCountry",
    Severity.WARNING,
    Collection,
    "latitude",
    _("The coordinates lie outside Belgium."),
    _("Check latitude and longitude; they are often given the wrong way round."),
)
def collection_outside(collection: Collection) -> bool:
    return is_outside_belgium(collection)


@check(
    "BE:TownMissing",
    Severity.WARNING,
    Biobank,
    "city",
    _("The town or its postcode is missing."),
    _("Fill in both; people look for biobanks near them."),
)
def town_missing(biobank: Biobank) -> bool:
    return not (biobank.postcode and biobank.city)


@check(
    "BE:ProvinceMismatch",
    Severity.ERROR,
    Biobank,
    "province",
    _("The province is not that of the postcode."),
    _("Correct the one or the other."),
)
def province_mismatch(biobank: Biobank) -> str:
    if biobank.country != Country.BE:
        return ""
    expected = Province.of_postcode(biobank.postcode)
    return expected.value if expected and biobank.province != expected else ""


@check(
    "BE:PostcodeForm",
    Severity.WARNING,
    Biobank,
    "postcode",
    _("A Belgian postcode has four digits."),
    _("Write it without the country's letter."),
)
def postcode_form(biobank: Biobank) -> str:
    is_wrong = biobank.postcode and not re.fullmatch(r"[1-9][0-9]{3}", biobank.postcode)
    return biobank.postcode if biobank.country == Country.BE and is_wrong else ""


@check(
    "URL:BBMissing",
    Severity.WARNING,
    Biobank,
    "website",
    _("The biobank has no website."),
    _("Give the address of its own page."),
)
def website_missing(biobank: Biobank) -> bool:
    return not biobank.website


@check(
    "URL:Invalid",
    Severity.ERROR,
    (Biobank, Collection, Network),
    "website",
    _("The Directory cannot take the address of the website."),
    _("Write it with letters of the Latin alphabet only, as a browser copies it."),
)
def website_invalid(entry: Biobank | Collection | Network) -> str:
    return invalid(entry.website)


@check(
    "URL:CollAccessInvalid",
    Severity.ERROR,
    Collection,
    "access_url",
    _("The Directory cannot take the address for access."),
    _("Write it with letters of the Latin alphabet only, as a browser copies it."),
)
def access_address_invalid(collection: Collection) -> str:
    return invalid(collection.access_url)


def invalid(address: str) -> str:
    """An address that the Directory's pattern does not know, as it would be sent."""
    written = Address().write(address)
    return written if written and not ADDRESS.fullmatch(written) else ""


@check(
    "BE:WebsiteNotSecure",
    Severity.INFO,
    (Biobank, Network),
    "website",
    _("The website's address begins with http."),
    _("Try it with https; nearly every site has that today."),
)
def website_not_secure(entry: Biobank | Network) -> bool:
    return entry.website.startswith("http:")


@check(
    "BE:AcronymMissing",
    Severity.INFO,
    Biobank,
    "acronym",
    _("The biobank has no acronym."),
    _("Give the short name by which colleagues know it, where there is one."),
)
def acronym_missing(biobank: Biobank) -> bool:
    return not biobank.acronym


@check(
    "BE:FamhpMissing",
    Severity.WARNING,
    Biobank,
    "famhp_number",
    _("The number of the notification to the FAMHP is missing."),
    _("Ask the biobank for it: BB and six digits."),
)
def notification_missing(biobank: Biobank) -> bool:
    return not biobank.famhp_number


@check(
    "BE:JoinedMissing",
    Severity.INFO,
    Biobank,
    "joined_year",
    _("It is not known since when the biobank is a member."),
    _("Give the year."),
)
def joined_missing(biobank: Biobank) -> bool:
    return biobank.joined_year is None


@check(
    "CEX:NoCollections",
    Severity.ERROR,
    Biobank,
    "",
    _("The biobank has no collection."),
    _("Add at least one, such as “all samples”."),
)
def no_collections(biobank: Biobank) -> bool:
    return not biobank.collections.all()


@check(
    "BE:NoPublicCollection",
    Severity.WARNING,
    Biobank,
    "",
    _("The biobank is published, but none of its collections is."),
    _("Publish a collection, or take the biobank back."),
)
def no_public_collection(biobank: Biobank) -> bool:
    collections = biobank.collections.all()
    return (
        biobank.publication == Publication.PUBLISHED
        and bool(collections)
        and not any(other.publication == Publication.PUBLISHED for other in collections)
    )


@check(
    "BE:ConfirmationOld",
    Severity.WARNING,
    (Biobank, Collection),
    "confirmed_on",
    _("Nobody has confirmed the entry for a year."),
    _("Ask the biobank whether it is still right."),
)
def confirmation_old(entry: Biobank | Collection) -> bool:
    return entry.confirmed_on is None or entry.confirmed_on < localdate() - YEAR


@check(
    "BE:MarkExpired",
    Severity.WARNING,
    (Biobank, Collection),
    "",
    _("A quality mark is past its date."),
    _("Give the new date, or remove the mark."),
)
def mark_expired(entry: Biobank | Collection) -> str:
    return ", ".join(
        str(mark)
        for mark in entry.quality_marks.all()
        if mark.valid_until and mark.valid_until < localdate()
    )


@check(
    "BE:MarkWithoutEvidence",
    Severity.INFO,
    (Biobank, Collection),
    "",
    _("A quality mark has neither a number nor an address of its certificate."),
    _("Give the one or the other; readers trust what they can check."),
)
def mark_without_evidence(entry: Biobank | Collection) -> str:
    return ", ".join(
        str(mark)
        for mark in entry.quality_marks.all()
        if not (mark.certificate_number or mark.certificate_url)
    )


@check(
    "BE:ServiceTypesMissing",
    Severity.ERROR,
    Biobank,
    "",
    _("A service says no kind."),
    _("Choose its kinds; the Directory needs at least one."),
)
def service_types_missing(biobank: Biobank) -> str:
    return ", ".join(service.name for service in biobank.services.all() if not service.types)


@check(
    "BE:ServiceDescMissing",
    Severity.ERROR,
    Biobank,
    "",
    _("A service has no description in English."),
    _("Write one sentence; the Directory needs it."),
)
def service_description_missing(biobank: Biobank) -> str:
    return ", ".join(
        service.name
        for service in biobank.services.all()
        if not getattr(service, "description_en")  # noqa: B009 - a translated field
    )


@check(
    "BE:ServiceAccessMissing",
    Severity.ERROR,
    Biobank,
    "",
    _("A service does not say how to get it."),
    _("Describe it; the Directory needs it."),
)
def service_access_missing(biobank: Biobank) -> str:
    return ", ".join(
        service.name for service in biobank.services.all() if not service.access_description
    )


@check(
    "BE:NetNoMembers",
    Severity.WARNING,
    Network,
    "",
    _("No biobank and no collection belongs to the network."),
    _("Choose the network at its members."),
)
def network_without_members(network: Network) -> bool:
    return not network.biobanks.all() and not network.collections.all()


@check(
    "BE:Future",
    Severity.ERROR,
    (Biobank, Network),
    "joined_year",
    _("The year of joining lies in the future."),
    _("Correct it."),
)
def joined_in_the_future(entry: Biobank | Network) -> bool:
    return entry.joined_year is not None and entry.joined_year > timezone.now().year
