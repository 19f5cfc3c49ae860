"""What the page of an entry says, in reading order.

A page has sections, a section has lines. A line that nothing is known for does not stand among
the others: the page names all unknowns once, at its end.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from textwrap import shorten
from typing import NamedTuple

from django.conf import settings
from django.db.models import TextChoices
from django.utils.formats import get_format
from django.utils.timezone import localdate
from django.utils.translation import ngettext

from bbmri_be.languages import LocalisedText, labels_in, readers_language, written_date
from bbmri_be.languages import gettext as _
from biobanks.codes import (
    AccessType,
    AgeUnit,
    CollectionType,
    Country,
    DataCategory,
    DataUse,
    Material,
    NetworkElement,
    OrderOfMagnitude,
    ServiceType,
    Sex,
    StandardProcedure,
    StorageTemperature,
)
from biobanks.gathering import gathered
from biobanks.models import (
    Biobank,
    Collection,
    Contact,
    Network,
    Organisation,
    QualityMark,
    Service,
)

DIRECTORY_ADDRESS = "https://directory.bbmri-eric.eu/ERIC/directory/#"
SUMMARY_LENGTH = 155  # characters; search engines cut longer ones


class Value(NamedTuple):
    """A piece of what is known, perhaps with a link."""

    text: str  # a LocalisedText where it may be in another language than the page
    href: str = ""
    is_name: bool = False  # which is the same in all languages


class Line(NamedTuple):
    """A label and what is known; no values where nothing is.

    An entry need not have everything: where `is_needed` is false, nothing known means nothing
    there, and is not named among the unknowns.
    """

    label: str
    values: Sequence[Value]
    is_needed: bool = True


@dataclass(frozen=True)
class Section:
    """Lines under a heading."""

    title: str
    lines: Sequence[Line]

    @property
    def known(self) -> list[Line]:
        """The lines that have something to say."""
        return [line for line in self.lines if line.values]

    @property
    def unknown(self) -> list[str]:
        """The labels of those that ought to have."""
        return [line.label for line in self.lines if line.is_needed and not line.values]


def biobank_sections(biobank: Biobank) -> list[Section]:
    """The lines of a biobank's page."""
    return [
        Section(
            _("Where it is and whom to ask"),
            [
                *organisation_lines(biobank.organisation),
                address_line(biobank),
                line(_("Province"), biobank.get_province_display()),
                link_line(_("Website"), biobank.website),
                contact_line(_("Contact"), biobank.contact),
                contact_line(_("Led by"), biobank.head, is_needed=False),
                line(_("Member of BBMRI.be since"), biobank.joined_year),
                networks_line(gathered(biobank, "networks")),
            ],
        ),
        Section(_("Working with others"), collaboration_lines(biobank)),
        about_section(
            biobank,
            "biobank",
            line(_("FAMHP notification number"), biobank.famhp_number),
        ),
    ]


def collection_sections(collection: Collection) -> list[Section]:
    """The lines of a collection's page."""
    biobank = collection.biobank
    parent = collection.public_parent
    return [
        Section(
            _("What it holds"),
            [
                codes_line(_("Type"), collection.types, CollectionType),
                codes_line(_("Materials"), collection.materials, Material),
                codes_line(_("Data"), collection.data_categories, DataCategory),
                line(_("Samples"), amount(collection.size, collection.order_of_magnitude)),
                line(
                    _("Donors"),
                    amount(collection.number_of_donors, collection.order_of_magnitude_donors),
                ),
                line(_("Counted on"), day(collection.size_as_of), is_needed=False),
                codes_line(_("Sex of the donors"), collection.sex, Sex),
                line(
                    _("Age of the donors"),
                    ages(collection.age_low, collection.age_high, collection.age_unit),
                ),
                codes_line(
                    _("Storage temperature"), collection.storage_temperatures, StorageTemperature
                ),
                line(
                    _("Body parts in images"),
                    *map(english, gathered(collection, "body_parts")),
                    is_needed=False,
                ),
                line(
                    _("Kinds of imaging"),
                    *map(english, gathered(collection, "imaging_modalities")),
                    is_needed=False,
                ),
                line(
                    _("Kinds of image sets"),
                    *map(english, gathered(collection, "image_dataset_types")),
                    is_needed=False,
                ),
                codes_line(_("Written procedures"), collection.procedures, StandardProcedure),
                line(_("Studies"), *map(english, gathered(collection, "studies")), is_needed=False),
                Line(
                    _("Part of"),
                    [entry_value(parent)] if parent else [],
                    is_needed=False,
                ),
            ],
        ),
        Section(
            _("Access to samples and data"),
            [
                *collaboration_lines(collection),
                codes_line(_("A fee is asked for"), collection.access_fee, AccessType),
                codes_line(
                    _("A joint project is asked for"), collection.access_joint_project, AccessType
                ),
                codes_line(_("Conditions of use"), collection.data_use, DataUse),
                link_line(
                    _("Profile of conditions"), collection.data_use_profile_url, is_needed=False
                ),
                line(_("How access works"), english(collection.access_description)),
                link_line(_("Where to ask for access"), collection.access_url),
            ],
        ),
        Section(
            _("Where it is and whom to ask"),
            [
                Line(_("Biobank"), [entry_value(biobank)]),
                address_line(collection, is_needed=False),
                link_line(_("Website"), collection.website or biobank.website),
                contact_line(
                    _("Contact"),
                    public(collection.contact) or biobank.contact,
                ),
                contact_line(_("Led by"), collection.head, is_needed=False),
                networks_line(gathered(collection, "networks")),
            ],
        ),
        about_section(collection, "collection"),
    ]


def network_sections(network: Network) -> list[Section]:
    """The lines of a network's page."""
    return [
        Section(
            _("Where it is and whom to ask"),
            [
                *organisation_lines(network.organisation),
                address_line(network, is_needed=False),
                link_line(_("Website"), network.website),
                contact_line(_("Contact"), network.contact),
                line(_("Part of BBMRI.be since"), network.joined_year),
                codes_line(_("What its members share"), network.shared_elements, NetworkElement),
            ],
        ),
        about_section(network, "network"),
    ]


def service_section(service: Service) -> Section:
    """What is known of a service; its unknowns are not named."""
    return Section(
        service.name,
        [
            codes_line(_("Kind of service"), service.types, ServiceType),
            line(_("Device"), service.device, service.device_system),
            line(_("Readiness"), service.get_technology_readiness_display()),
            line(_("How access works"), english(service.access_description)),
            link_line(_("Where to ask for access"), service.access_url),
            line(_("Unit of access"), english(service.unit_of_access)),
            line(_("Cost of a unit"), english(service.unit_cost)),
            link_line(_("More about it"), service.description_url),
            contact_line(_("Contact"), service.contact),
            Line(
                _("Quality marks"),
                [
                    Value(f"{mark} ({mark.get_level_display()})", mark.certificate_url)
                    for mark in gathered(service, "quality_marks")
                ],
            ),
        ],
    )


@dataclass(frozen=True)
class QualityRow:
    """A quality mark with its evidence."""

    standard: str
    level: str
    evidence: Sequence[Value]
    valid_until: str
    has_ended: bool


def quality_rows(marks: Iterable[QualityMark]) -> list[QualityRow]:
    """The quality marks of an entry."""
    return [
        QualityRow(
            standard=mark.get_standard_display(),
            level=mark.get_level_display(),
            evidence=[
                *texts(mark.certificate_number),
                *link(_("Certificate"), mark.certificate_url),
                *link(_("Picture of the certificate"), mark.certificate_image_url),
            ],
            valid_until=day(mark.valid_until),
            has_ended=bool(mark.valid_until and mark.valid_until < localdate()),
        )
        for mark in marks
    ]


def about_section(entry: Biobank | Collection | Network, kind: str, *more: Line) -> Section:
    """Identifiers, origin, and when somebody last said that it is right."""
    return Section(
        _("About this entry"),
        [
            line(_("Identifier"), entry.identifier),
            *more,
            Line(
                _("In the European Directory"),
                [Value(_("See it there"), f"{DIRECTORY_ADDRESS}/{kind}/{entry.identifier}")]
                if entry.is_in_directory
                else [],
                is_needed=False,
            ),
            Line(
                _("Also known in"),
                [
                    Value(str(reference), reference.url)
                    for reference in gathered(entry, "external_references")
                ],
                is_needed=False,
            ),
            line(_("Source of the facts"), entry.get_origin_display()),
            line(
                _("Last confirmed"),
                day(entry.confirmed_on) or _("Not confirmed yet"),
            ),
            *silence_lines(entry),
        ],
    )


def silence_lines(entry: Biobank | Collection | Network) -> list[Line]:
    """A mark on the entry of a biobank that does not answer whether it is right."""
    if not isinstance(entry, Biobank) or entry.silent_since is None:
        return []
    since = _("We asked the biobank on %(day)s and have no answer yet") % {
        "day": day(entry.silent_since)
    }
    return [line(_("Still right?"), since)]


def organisation_lines(organisation: Organisation | None) -> list[Line]:
    """Who stands behind an entry."""
    if organisation is None:
        return [line(_("Institution"))]
    return [
        Line(_("Institution"), [Value(organisation.name, organisation.website, is_name=True)]),
        line(_("Kind of institution"), organisation.get_kind_display()),
    ]


def collaboration_lines(entry: Biobank | Collection) -> list[Line]:
    """With whom an entry works; the same two lines wherever they stand."""
    return [
        line(_("Works with companies"), yes_or_no(entry.collaboration_commercial)),
        line(_("Works with non-profit partners"), yes_or_no(entry.collaboration_non_profit)),
    ]


def address_line(entry: Biobank | Collection | Network, *, is_needed: bool = True) -> Line:
    """Street, postcode, town, and the country where it is not Belgium."""
    country = getattr(entry, "country", Country.BE)
    place = f"{entry.postcode} {entry.town}".strip()
    parts = [entry.street, place]
    if any(parts) and country not in ("", Country.BE):
        parts.append(str(Country(country).label))
    address = ", ".join(part for part in parts if part)
    return Line(_("Address"), [Value(address, is_name=True)] if address else [], is_needed)


def link_line(label: str, address: str, *, is_needed: bool = True) -> Line:
    """A line with a link that shows its address, without what every address has."""
    shown = address.removeprefix("https://").removeprefix("http://").rstrip("/")
    return Line(label, link(shown, address), is_needed)


def contact_line(label: str, contact: Contact | None, *, is_needed: bool = True) -> Line:
    """Whom to write to, where that may be shown."""
    contact = public(contact)
    if contact is None:
        return line(label, is_needed=is_needed)
    return Line(
        label,
        [
            *([Value(contact.full_name, is_name=True)] if contact.full_name else []),
            *texts(english(contact.role)),
            Value(contact.email, f"mailto:{contact.email}"),
            *texts(contact.phone),
        ],
    )


def networks_line(networks: Iterable[Network]) -> Line:
    """The networks an entry belongs to."""
    return Line(_("Networks"), [entry_value(network) for network in networks], is_needed=False)


def line(label: str, *values: object, is_needed: bool = True) -> Line:
    """A line of plain texts."""
    return Line(label, texts(*values), is_needed)


def texts(*values: object) -> list[Value]:
    """Plain texts; empty ones and None do not count."""
    known = (value for value in values if value not in (None, ""))
    return [Value(value if isinstance(value, LocalisedText) else str(value)) for value in known]


def english(text: object) -> LocalisedText:
    """A text that the Directory has in one language: its own."""
    return LocalisedText(str(text), "en")


def link(text: str, address: str) -> list[Value]:
    """A link, where there is an address."""
    return [Value(text, address)] if address else []


def codes_line(label: str, codes: Iterable[str], choices: type[TextChoices]) -> Line:
    """A line with the labels of codes."""
    labels = labels_in(choices, readers_language())
    return line(label, *(labels[code] for code in codes))


def entry_value(entry: Biobank | Collection | Network) -> Value:
    """A link to the page of another entry."""
    return Value(entry.name, entry.get_absolute_url(), is_name=True)


def public(contact: Contact | None) -> Contact | None:
    """The contact, where it may be shown."""
    return contact if contact and contact.is_public else None


def yes_or_no(answer: bool | None) -> str:
    """Yes, no, or nothing where it is not known."""
    if answer is None:
        return ""
    return _("Yes") if answer else _("No")


def day(moment: date | datetime | None) -> str:
    """A date in the reader's way of writing, or nothing."""
    if moment is None:
        return ""
    return written_date(localdate(moment) if isinstance(moment, datetime) else moment)


def amount(number: int | None, magnitude: int | None = None, language: str = "") -> str:
    """A number, or the order of magnitude where only that is known; in the reader's language."""
    if number is not None:
        return grouped(number, language or readers_language())
    return "" if magnitude is None else str(OrderOfMagnitude(magnitude).label)


def grouped(number: int, language: str) -> str:
    """A number with its digits in groups of three.

    What Django's `number_format` gives, ten times as fast: a page has hundreds of them.
    """
    return f"{number:,}".replace(",", separator(language))


@cache
def separator(language: str) -> str:
    """What stands between groups of digits."""
    return str(get_format("THOUSAND_SEPARATOR", language))


def ages(low: int | None, high: int | None, unit: str) -> str:
    """An age range with its unit."""
    if low is None and high is None:
        return ""
    if high is None:
        return _("from %(age)s") % {"age": age(low or 0, unit)}
    if low is None:
        return _("up to %(age)s") % {"age": age(high, unit)}
    return _("%(lowest)s to %(highest)s") % {"lowest": low, "highest": age(high, unit)}


def age(number: int, unit: str) -> str:
    """A number of days, weeks, months or years."""
    in_units = {
        AgeUnit.DAY: ngettext("%(number)s day", "%(number)s days", number),
        AgeUnit.WEEK: ngettext("%(number)s week", "%(number)s weeks", number),
        AgeUnit.MONTH: ngettext("%(number)s month", "%(number)s months", number),
        AgeUnit.YEAR: ngettext("%(number)s year", "%(number)s years", number),
    }
    return in_units[AgeUnit(unit)] % {"number": number}


def unknown(others: Mapping[str, object], sections: Iterable[Section]) -> list[str]:
    """What the page cannot tell: others that are empty, and the unknown lines of its sections."""
    found = [label for label, known in others.items() if not known]
    found += [label for section in sections for label in section.unknown]
    return list(dict.fromkeys(found))


def summary(entry: Biobank | Collection | Network, otherwise: str) -> str:
    """One line about an entry for search engines, in the language of the page.

    That is the first words of the entry's own text, if it has one in this language.
    """
    is_readers = entry.description.language == readers_language()
    return (beginning(entry.description) if is_readers else "") or otherwise


def beginning(text: str) -> str:
    """The first words of a text, in one line."""
    # A text of a single endless word has no place to cut.
    return shorten(text, SUMMARY_LENGTH, placeholder=" …") if " " in text else text[:SUMMARY_LENGTH]


def citation(entry: Biobank | Collection | Network) -> str:
    """How to cite an entry: who, what, identifier, where, when it was read."""
    biobank = f"{entry.biobank.name}. " if isinstance(entry, Collection) else ""
    address = settings.SITE_URL + entry.get_absolute_url()
    return _("%(biobank)s%(name)s (%(identifier)s). BBMRI.be. %(address)s (read on %(day)s)") % {
        "biobank": biobank,
        "name": entry.name,
        "identifier": entry.identifier,
        "address": address,
        "day": day(localdate()),
    }
