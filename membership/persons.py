"""All that is held of one person, to hand out or to erase (Art. 15, 17 and 20 GDPR)."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import Model, QuerySet

from bbmri_be.logs import without_tokens
from bbmri_be.outbox.models import Mail
from biobanks.models import Contact
from membership.layout import FIELDSETS
from membership.models import Application
from membership.querysets import ApplicationQuerySet


def applications_of(email: str) -> ApplicationQuerySet:
    """The applications that a person sent with a mail address."""
    return Application.objects.filter(contact_email__iexact=email, personal_data_removed_at=None)


def forgotten() -> list[UUID]:
    """The applications whose personal data was removed, to be removed again after a restore."""
    gone = Application.objects.exclude(personal_data_removed_at=None)
    return list(gone.values_list("token", flat=True))


def remembered(tokens: Iterable[UUID]) -> ApplicationQuerySet:
    """Those of them whose personal data is there, as after a restore."""
    return Application.objects.filter(token__in=tokens, personal_data_removed_at=None)


def contacts_of(email: str) -> QuerySet[Contact]:
    """The contacts of the catalogue with a mail address."""
    return Contact.objects.filter(email__iexact=email)


def contact_data(contact: Contact) -> dict[str, Any]:
    """What the catalogue holds of a person, and which entries name them."""
    return {
        **{field.name: getattr(contact, field.name) for field in contact._meta.concrete_fields},
        "named_by": [str(entry) for entry in named_by(contact)],
    }


def named_by(contact: Contact) -> list[Model]:
    """The rows of the catalogue that name a contact."""
    return [
        row
        for relation in contact._meta.related_objects
        for row in relation.related_model._default_manager.filter(**{relation.field.name: contact})
    ]


def personal_data(application: Application) -> dict[str, Any]:
    """What is held of the person behind an application; internal notes are part of it."""
    names = [name for _title, names in FIELDSETS for name in names]
    mails = Mail.objects.filter(thread=application.reference).exclude(to="")
    return {
        "reference": application.reference,
        "state": application.public_state[0],
        "sent_in": application.created_at,
        "privacy_notice": application.privacy_notice,
        "answers": {name: getattr(application, name) for name in names},
        "corrections": list(application.corrections.values("at", "before", "after")),
        "conversation": [
            {
                "at": message.at,
                "kind": message.voice,
                "text": message.text,
                "told": message.is_told,
                "attachments": [file.name for file in message.attachments.defer("content")],
            }
            for message in application.messages.all()
        ],
        "events": list(
            application.events.values("at", "told_from", "from_state", "to_state", "reason")
        ),
        "mails": [
            {**mail, "text": without_tokens(mail["text"])}
            for mail in mails.values("created_at", "sent_at", "to", "subject", "text")
        ],
    }
