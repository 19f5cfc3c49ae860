"""All that applications hold of one person, to hand out or to erase (Art. 15, 17 and 20 GDPR)."""

from typing import Any

from bbmri_be.logs import without_tokens
from bbmri_be.outbox.models import Mail
from membership.layout import FIELDSETS
from membership.models import Application
from membership.querysets import ApplicationQuerySet


def applications_of(email: str) -> ApplicationQuerySet:
    """The applications that a person sent with a mail address."""
    return Application.objects.filter(contact_email__iexact=email, personal_data_removed_at=None)


def personal_data(application: Application) -> dict[str, Any]:
    """What is held of the person behind an application; internal notes are part of it."""
    names = [name for _title, names in FIELDSETS for name in names]
    mails = Mail.objects.filter(thread=application.reference).exclude(to="")
    return {
        "reference": application.reference,
        "state": application.state,
        "sent_in": application.created_at,
        "privacy_notice": application.privacy_notice,
        "answers": {name: getattr(application, name) for name in names},
        "corrections": list(application.corrections.values("at", "before", "after")),
        "conversation": [
            {
                "at": message.at,
                "kind": message.voice,
                "text": message.text,
                "attachments": [file.name for file in message.attachments.defer("content")],
            }
            for message in application.messages.all()
        ],
        "events": list(application.events.values("at", "from_state", "to_state", "reason")),
        "mails": [
            {**mail, "text": without_tokens(mail["text"])}
            for mail in mails.values("created_at", "sent_at", "to", "subject", "text")
        ],
    }
