"""Whom to write to."""

import re

from django.utils.translation import gettext_lazy as _

from biobanks.enums import Severity
from biobanks.models import Biobank, Collection, Network
from biobanks.quality.registry import check

ENTRIES = (Biobank, Collection, Network)
PLACEHOLDER_HOSTS = re.compile(
    r"@(.+\.)?(example|test|invalid|localhost)(\.[a-z]+)?$", re.IGNORECASE
)
# Neighbours' endings; institutions in Belgium have .be, .brussels, .vlaanderen, .org, .com, .eu.
FOREIGN = re.compile(r"\.(nl|fr|de|lu|uk|es|it|at|ch)$", re.IGNORECASE)
TELEPHONE = re.compile(r"\+[1-9][0-9 ()./-]{6,24}")

Entry = Biobank | Collection | Network


@check(
    "BBF:ContactMissing",
    Severity.ERROR,
    Biobank,
    "contact",
    _("The biobank has no contact."),
    _("Choose a shared mailbox or a person; the Directory needs one."),
)
def biobank_contact_missing(biobank: Biobank) -> bool:
    return biobank.contact is None


@check(
    "BE:NetContactMissing",
    Severity.ERROR,
    Network,
    "contact",
    _("The network has no contact."),
    _("Choose a shared mailbox or a person; the Directory needs one."),
)
def network_contact_missing(network: Network) -> bool:
    return network.contact is None


@check(
    "BE:ContactNotPublic",
    Severity.ERROR,
    (Biobank, Network),
    "contact",
    _("The contact may not be shown, so the Directory cannot have the entry."),
    _("Ask the person, and tick “may be shown”; or choose a shared mailbox."),
)
def contact_not_public(entry: Biobank | Network) -> bool:
    return entry.contact is not None and not entry.contact.is_public


@check(
    "CTF:EmailPlaceholder",
    Severity.ERROR,
    ENTRIES,
    "contact",
    _("The contact's address is made up."),
    _("Give one that is read."),
)
def email_placeholder(entry: Entry) -> bool:
    return entry.contact is not None and bool(PLACEHOLDER_HOSTS.search(entry.contact.email))


@check(
    "CTF:EmailCountrySuffix",
    Severity.WARNING,
    ENTRIES,
    "contact",
    _("The contact's address ends like that of another country."),
    _("Check that it is the right one."),
)
def email_of_another_country(entry: Entry) -> bool:
    contact = entry.contact
    return contact is not None and contact.country == "BE" and bool(FOREIGN.search(contact.email))


@check(
    "CTF:FirstNameMissing",
    Severity.WARNING,
    ENTRIES,
    "contact",
    _("The contact has a last name but no first name."),
    _("Complete the name, or leave it to the role."),
)
def first_name_missing(entry: Entry) -> bool:
    contact = entry.contact
    return contact is not None and bool(contact.last_name) and not contact.first_name


@check(
    "CTF:LastNameMissing",
    Severity.WARNING,
    ENTRIES,
    "contact",
    _("The contact has neither a last name nor a role."),
    _("Say who or what answers: a name, or a role such as “biobank office”."),
)
def last_name_missing(entry: Entry) -> bool:
    contact = entry.contact
    return contact is not None and not contact.last_name and not contact.role


@check(
    "CTF:PhoneMissing",
    Severity.INFO,
    (Biobank, Network),
    "contact",
    _("The contact has no telephone."),
    _("Give one where calls are answered."),
)
def phone_missing(entry: Biobank | Network) -> bool:
    return entry.contact is not None and not entry.contact.phone


@check(
    "CTF:PhoneInvalid",
    Severity.ERROR,
    ENTRIES,
    "contact",
    _("The contact's telephone does not begin with + and the country's number."),
    _("Write it as +32 2 555 12 34."),
)
def phone_invalid(entry: Entry) -> bool:
    phone = entry.contact.phone if entry.contact else ""
    return bool(phone) and not TELEPHONE.fullmatch(phone)


@check(
    "CTA:CrossBiobankInstitutionContact",
    Severity.WARNING,
    Biobank,
    "contact",
    _("The contact also answers for a biobank of another organisation."),
    _("Check that it is the right one."),
)
def contact_of_another_organisation(biobank: Biobank) -> str:
    if biobank.contact is None or biobank.organisation is None:
        return ""
    return ", ".join(
        sorted(
            other.name
            for other in biobank.contact.biobank_contact.all()
            if other.organisation_id and other.organisation_id != biobank.organisation_id
        )
    )


@check(
    "CTR:CrossBiobankReuse",
    Severity.INFO,
    Collection,
    "contact",
    _("The contact also answers for collections of other biobanks."),
    _("Check that it is the right one."),
)
def contact_of_other_biobanks(collection: Collection) -> bool:
    contact = collection.contact
    return contact is not None and any(
        other.biobank_id != collection.biobank_id for other in contact.collection_contact.all()
    )
