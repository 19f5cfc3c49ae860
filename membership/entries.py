"""What becomes of an accepted application: drafts in the catalogue, which a curator publishes.

An application for a biobank makes a draft of it and of a first collection; one for a network a
draft of the network. A collection that looks for a host makes none: it stands under a biobank.
"""

import re
import unicodedata
from typing import Any

from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db.models import Model
from django.utils.text import slugify
from django.utils.translation import gettext as _

from bbmri_be.languages import columns
from biobanks.enums import Publication
from biobanks.models import Biobank, Collection, Contact, Network, Organisation
from biobanks.models.entry import NODE_PREFIX
from membership.enums import ApplicantKind, OpenTo
from membership.models import Application
from membership.persons import named_by

LONGEST_CODE = 40  # characters that an identifier takes of a name


def draft_entry(application: Application) -> None:
    """Make the drafts of an accepted application, unless it has them. Call it in a transaction."""
    if application.kind == ApplicantKind.BIOBANK and application.biobank is None:
        application.biobank = draft_biobank(application)
        application.save(update_fields=["biobank"])
    if application.kind == ApplicantKind.NETWORK and application.network is None:
        application.network = draft_network(application)
        application.save(update_fields=["network"])


def remove_drafts(application: Application) -> None:
    """Take the drafts and their contact away again, where nobody has worked on them.

    The organisation stays: it may have stood in the catalogue before.
    """
    entry = application.biobank or application.network
    if entry is None:
        return
    collections = list(application.biobank.collections.all()) if application.biobank else []
    if any(was_worked_on(row) for row in (entry, *collections)):
        return
    contact = entry.contact
    application.biobank = application.network = None
    application.save(update_fields=["biobank", "network"])
    for row in (*collections, entry):
        row.delete()
    if contact and not named_by(contact):
        contact.delete()


def draft_biobank(application: Application) -> Biobank:
    """The biobank, with a first collection of what the form said of its holdings."""
    code = code_of(application)
    biobank = Biobank.objects.create(
        identifier=free(Biobank, own_identifier(application) or f"{NODE_PREFIX}ID:BE_{code}"),
        slug=free_slug(Biobank, application.acronym or application.name),
        organisation=organisation_of(application),
        contact=contact_of(application, code),
        famhp_number=unused(Biobank, "famhp_number", application.famhp_number),
        province=application.province,
        collaboration_commercial=True if OpenTo.COMPANIES in application.open_to else None,
        joined_year=application.decided_at.year if application.decided_at else None,
        **place(application),
        **facts(application),
    )
    Collection.objects.create(
        identifier=free(Collection, f"{biobank.identifier}:collection:{code}"),
        slug=free_slug(Collection, application.acronym or application.name),
        biobank=biobank,
        name=application.name,
        name_is_provisional=True,
        materials=application.materials,
        order_of_magnitude=application.size,
        sources=source(application),
        **{f"description_{application.language}": application.disease_areas},
    )
    return biobank


def draft_network(application: Application) -> Network:
    """The network."""
    code = code_of(application)
    return Network.objects.create(
        identifier=free(Network, f"{NODE_PREFIX}networkID:BE_{code}"),
        slug=free_slug(Network, application.acronym or application.name),
        organisation=organisation_of(application),
        contact=contact_of(application, code),
        **facts(application),
    )


def facts(application: Application) -> dict[str, Any]:
    """What the form says of any entry."""
    return {
        "name": application.name,
        "acronym": application.acronym,
        "website": application.website,
        "sources": source(application),
    }


def place(application: Application) -> dict[str, Any]:
    """Where it is."""
    return {
        "street": application.street,
        "postcode": application.postcode,
        "city": application.city,
    }


def source(application: Application) -> str:
    """Where the facts of the entry come from."""
    return f"Application {application.reference}"


def organisation_of(application: Application) -> Organisation:
    """The organisation that the catalogue knows by its number or name, or a new one."""
    known = Organisation.objects.all()
    number = application.enterprise_number
    found = known.filter(enterprise_number=number).first() if number else None
    found = found or known.filter(name__iexact=application.organisation_name).first()
    return found or Organisation.objects.create(
        name=application.organisation_name,
        kind=application.organisation_kind,
        enterprise_number=number,
        website="",
    )


def contact_of(application: Application, code: str) -> Contact:
    """Whom to write to. Not public: the person has not agreed to that."""
    return Contact.objects.create(
        identifier=free(Contact, f"{NODE_PREFIX}contactID:BE_{code}"),
        last_name=application.contact_name,  # where it is to be cut, only the person knows
        role=application.contact_role,
        email=application.contact_email,
        phone=application.contact_phone,
    )


def missing(entry: Biobank | Network) -> list[str]:
    """What a draft lacks before a curator can publish it."""
    wanted: dict[str, object] = {
        _("a description"): any(getattr(entry, name) for name in columns("description")),
        _("a website"): entry.website,
        _("a contact who may be shown"): entry.contact and entry.contact.is_public,
    }
    if isinstance(entry, Biobank):
        collections = list(entry.collections.prefetch_related("diagnosis_links"))
        wanted |= {
            _("how to ask for samples"): any(getattr(entry, n) for n in columns("access_steps")),
            _("a FAMHP notification number"): entry.famhp_number,
            _("a place on the map"): entry.latitude is not None,
            _("a collection"): collections,
            _("the collections’ own names"): not any(c.name_is_provisional for c in collections),
            _("types of the collections"): all(c.types for c in collections),
            _("diagnoses of the collections"): all(c.diagnosis_links.all() for c in collections),
        }
    return [label for label, known in wanted.items() if not known]


def own_identifier(application: Application) -> str:
    """The identifier that the form gave, where it is that of a biobank."""
    given = application.directory_identifier
    return given if re.fullmatch(r"bbmri-eric:ID:BE_[A-Za-z0-9_-]+", given) else ""


def code_of(application: Application) -> str:
    """Letters and digits for identifiers, of the acronym or the name."""
    text = unicodedata.normalize("NFKD", application.acronym or application.name)
    code = re.sub(r"[^A-Z0-9]+", "_", text.encode("ascii", "ignore").decode().upper())
    return code.strip("_")[:LONGEST_CODE] or "NEW"


def free(model: type[Model], identifier: str) -> str:
    """An identifier, with a number behind it where another row has it."""
    return numbered(identifier, "_", lambda text: taken(model, "identifier", text))


def free_slug(model: type[Model], name: str) -> str:
    """An address of a name that no other row has."""
    return numbered(slugify(name)[:200] or "new", "-", lambda text: taken(model, "slug", text))


def numbered(text: str, separator: str, is_taken: Any) -> str:
    """The text itself, or with the first number that makes it free."""
    number, candidate = 1, text
    while is_taken(candidate):
        number += 1
        candidate = f"{text}{separator}{number}"
    return candidate


def unused(model: type[Model], field: str, value: str) -> str:
    """A value that must be unique; nothing where another row has it already."""
    return "" if value and taken(model, field, value) else value


def taken(model: type[Model], field: str, value: str) -> bool:
    """Whether a row has this value."""
    return model._default_manager.filter(**{field: value}).exists()


def was_worked_on(entry: Biobank | Collection | Network) -> bool:
    """Whether staff, or an import, have touched a draft since it was made."""
    touched = (entry.updated_at - entry.created_at).total_seconds() > 1
    rows = LogEntry.objects.filter(
        content_type=ContentType.objects.get_for_model(entry), object_id=str(entry.pk)
    )
    return touched or entry.publication != Publication.DRAFT or rows.exists()
