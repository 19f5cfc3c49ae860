"""Applications for tests."""

import uuid

import factory
from django.utils import timezone

from membership.enums import DECIDED, DORMANT, State
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
    """A confirmed application in the queue; `state=State.AWAITING` makes one that is not."""

    class Meta:
        model = Application
        skip_postgeneration_save = True

    token = factory.LazyFunction(uuid.uuid4)
    name = factory.Sequence(lambda number: f"Biobank {number}")
    state = State.RECEIVED
    state_since = factory.SelfAttribute("created_at")
    created_at = factory.LazyFunction(timezone.now)
    province = "BE-VOV"
    privacy_notice = NOTICE_VERSION

    @classmethod
    def _adjust_kwargs(cls, **values):
        return ANSWERS | values

    @factory.post_generation
    def first_event(self, create, extracted, **options):
        if self.state != State.AWAITING:
            self.events.create(
                at=self.created_at,
                told_from=self.created_at,
                from_state=State.AWAITING,
                to_state=State.RECEIVED,
            )


class DeclinedApplicationFactory(ApplicationFactory):
    """An application that was declined."""

    state = State.DECLINED
    decided_at = factory.LazyFunction(timezone.now)
    state_since = factory.SelfAttribute("decided_at")
    decision_reason = "No human material."


# From state to state, as an application gets there.
ROADS = {
    State.AWAITING: [],
    State.RECEIVED: [],
    State.IN_REVIEW: [State.IN_REVIEW],
    State.ASKED: [State.IN_REVIEW, State.ASKED],
    State.ACCEPTED: [State.IN_REVIEW, State.ACCEPTED],
    State.DECLINED: [State.IN_REVIEW, State.DECLINED],
    State.WITHDRAWN: [State.WITHDRAWN],
    State.LAPSED: [State.IN_REVIEW, State.ASKED, State.LAPSED],
}


def application_in(state, by, **answers):
    """An application in this state, with the events of its road, all told."""
    if state in DECIDED:
        application = DeclinedApplicationFactory(state=state, decided_by=by, **answers)
    else:
        application = ApplicationFactory(state=state, **answers)
    here = State.RECEIVED
    for there in ROADS[state]:
        application.events.create(
            at=application.created_at,
            told_from=application.created_at,
            by=None if there in DORMANT else by,
            from_state=here,
            to_state=there,
            reason="No human material." if there == State.DECLINED else "",
        )
        here = there
    return application


# What a browser sends for ANSWERS.
POSTED = {
    name: str(answer) if isinstance(answer, int) else answer for name, answer in ANSWERS.items()
} | {
    "enterprise_number": "BE 0123.456.749",
    "famhp_number": "bb 190001",
    "disease_areas": "Breast cancer\r\nDiabetes",
}
