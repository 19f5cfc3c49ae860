"""Hands out, or erases, what is held of one person."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.core.serializers.json import DjangoJSONEncoder

from bbmri_be.audit_log.actions import note
from bbmri_be.audit_log.models import What
from membership.actions.desk import erase_contact, forget
from membership.persons import applications_of, contact_data, contacts_of, personal_data


class Command(BaseCommand):
    """For a person who asks what is held of them, or to have it erased."""

    help = (
        "Write, as JSON, all that applications and the catalogue hold of the person with a mail "
        "address. With --erase, remove it for good instead; what remains is when what happened."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Whose data, and what to do with it."""
        parser.add_argument("email", help="the person's mail address")
        parser.add_argument("--erase", action="store_true", help="remove it for good")

    def handle(self, *args: Any, email: str, erase: bool, **options: Any) -> None:
        """Write to standard output; the audit log has which rows it was about, and no more."""
        applications, contacts = list(applications_of(email)), list(contacts_of(email))
        note(
            What.CHANGED if erase else What.LOOKED,
            name="command line",
            page="personal_data",
            rows=[
                *(application.reference for application in applications),
                *(f"contact {contact.pk}" for contact in contacts),
            ],
        )
        if not erase:
            found = {
                "applications": [personal_data(application) for application in applications],
                "contacts": [contact_data(contact) for contact in contacts],
            }
            text = json.dumps(found, cls=DjangoJSONEncoder, ensure_ascii=False, indent=2)
            self.stdout.write(text)
            return
        for application in applications:
            forget(application=application, by=None)
            self.stdout.write(f"Application {application.reference}: personal data removed.")
        for contact in contacts:
            for entry in erase_contact(contact=contact):
                self.stdout.write(f"{entry}: has no such contact any more.")
        if not (applications or contacts):
            self.stdout.write("Nothing is held of this address.")
