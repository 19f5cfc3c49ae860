"""Applications for tests."""

import uuid

import factory
from django.utils import timezone

from membership.enums import DECIDED, State
from membership.models import Application
from membership.privacy import NOTICE_VERSION

# What the form stores, as its cleaned data.
ANSWERS = {
    "organisation_name": "General Hospital of Ghent",
    "host_institution": "Ghent University",
    "organisation_kind": "hospital",
    "enterprise_number": "0123456749",
    "street": "Example Street 1",
    "postcode": "9000",
    "city": "Ghent",
    "website": "https://www.example.be",
    "kind": "biobank",
    "name": "Biobank Example",
    "acronym": "BBE",
    "start_year": 2009,
    "manager_name": "Dr Ann Example",
    "notification": "notified",
    "famhp_number": "BB190001",
    "ethics_opinion": "favourable",
    "iso_20387": "preparing",
    "directory_identifier": "bbmri-eric:ID:BE_BBE",
    "materials": ["SERUM", "DNA"],
    "disease_areas": "Breast cancer\nDiabetes",
    "size": 4,
    "open_to": ["researchers", "abroad"],
    "networks": "Network One, Network Two",
    "contact_name": "Piet Voorbeeld",
    "contact_role": "Biobank manager",
    "contact_email": "piet@example.be",
    "contact_phone": "+32 2 555 12 34",
    "language": "nl",
    "help_wanted": ["quality"],
    "message": "We look forward to it.",
}


class ApplicationFactory(factory.django.DjangoModelFactory):
    """A received application; a decided one where `state` says so."""

    class Meta:
        model = Application
        skip_postgeneration_save = True

    token = factory.LazyFunction(uuid.uuid4)
    name = factory.Sequence(lambda number: f"Biobank {number}")
    state = State.RECEIVED
    province = "BE-VOV"
    privacy_notice = NOTICE_VERSION

    @classmethod
    def _adjust_kwargs(cls, **values):
        return ANSWERS | values

    @factory.post_generation
    def first_event(self, create, extracted, **options):
        self.events.create(at=self.created_at, to_state=State.RECEIVED)


class DeclinedApplicationFactory(ApplicationFactory):
    """An application that was declined."""

    state = State.DECLINED
    decided_at = factory.LazyFunction(timezone.now)
    decision_reason = "No human material."


def application_in(state, by):
    """An application in this state, decided by a member of staff if it is decided."""
    if state in DECIDED:
        return DeclinedApplicationFactory(state=state, decided_by=by)
    return ApplicationFactory(state=state)


# What a browser sends for ANSWERS.
POSTED = {
    name: str(answer) if isinstance(answer, int) else answer for name, answer in ANSWERS.items()
} | {
    "enterprise_number": "BE 0123.456.749",
    "famhp_number": "bb 190001",
    "disease_areas": "Breast cancer\r\nDiabetes",
}
