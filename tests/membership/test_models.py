import re

import pytest
from django.db import IntegrityError, connection
from django.utils import timezone

from membership.enums import TRANSITIONS, State
from membership.models import Application, Event
from membership.reference import PATTERN, new_reference
from tests.membership.factories import ANSWERS, ApplicationFactory


@pytest.mark.parametrize(
    ("changes", "constraint"),
    [
        ({"reference": "K7QM-2XTD-9FHA-3C8I"}, "reference"),
        ({"reference": "K7QM-2XTD-9FHA"}, "reference"),
        ({"state": "lost"}, "state"),
        ({"state": "accepted"}, "decided_by_whom_and_when"),
        ({"decided_at": timezone.now()}, "decided_by_whom_and_when"),
        ({"decision_reason": "x"}, "decided_by_whom_and_when"),
        ({"famhp_number": ""}, "notified_with_number"),
        ({"famhp_number": "B190001"}, "notified_with_number"),
        ({"notification": "under-way"}, "notified_with_number"),
        ({"enterprise_number": "0123.456"}, "enterprise_number"),
        ({"postcode": "0999"}, "postcode"),
        ({"organisation_name": ""}, "compulsory_answers"),
        ({"organisation_kind": ""}, "compulsory_answers"),
        ({"city": ""}, "compulsory_answers"),
        ({"name": ""}, "compulsory_answers"),
        ({"kind": ""}, "compulsory_answers"),
        ({"notification": "", "famhp_number": ""}, "compulsory_answers"),
        ({"ethics_opinion": ""}, "compulsory_answers"),
        ({"materials": []}, "compulsory_answers"),
        ({"language": ""}, "compulsory_answers"),
        ({"privacy_notice": ""}, "compulsory_answers"),
        ({"contact_email": ""}, "contact_until_removed"),
        ({"contact_name": ""}, "contact_until_removed"),
        ({"contact_role": ""}, "contact_until_removed"),
        ({"personal_data_removed_at": timezone.now()}, "contact_until_removed"),
        ({"size": 9}, "size"),
        ({"organisation_kind": "bakery"}, "organisation_kind"),
        ({"province": "BE-XXX"}, "province"),
        ({"kind": "bakery"}, "kind"),
        ({"notification": "perhaps", "famhp_number": ""}, "notification"),
        ({"ethics_opinion": "perhaps"}, "ethics_opinion"),
        ({"iso_20387": "perhaps"}, "iso_20387"),
        ({"language": "it"}, "language"),
        ({"materials": ["BREAD"]}, "materials"),
        ({"open_to": ["nobody"]}, "open_to"),
        ({"help_wanted": ["baking"]}, "help_wanted"),
    ],
)
def test_application_constraint(application, changes, constraint):
    with pytest.raises(IntegrityError, match=f'"membership_application_{constraint}"'):
        Application.objects.filter(pk=application.pk).update(**changes)


def test_application_declined_needs_a_reason(application, anna):
    with pytest.raises(IntegrityError, match='"membership_application_declined_why"'):
        Application.objects.filter(pk=application.pk).update(
            state="declined", decided_at=timezone.now(), decided_by=anna
        )


def test_application_token_is_unique(application):
    with pytest.raises(IntegrityError, match="token"):
        ApplicationFactory(token=application.token)


def test_application_shown_as_text(application):
    assert str(application) == f"{application.name} ({application.reference})"


@pytest.mark.parametrize("state", State)
def test_application_may_become_what_the_dict_says(state):
    application = Application(state=state)

    assert {other for other in State if application.may_become(other)} == TRANSITIONS[state]


@pytest.mark.parametrize("state", State)
def test_application_without_personal_data_becomes_nothing_else(state):
    application = Application(state=state, personal_data_removed_at=timezone.now())

    assert [other for other in State if application.may_become(other)] == []


@pytest.mark.parametrize(
    ("values", "constraint"),
    [
        ({"from_state": "lost", "to_state": "accepted"}, "from_state"),
        ({"from_state": "received", "to_state": "lost"}, "to_state"),
        ({"from_state": "received", "to_state": "received"}, "moves"),
        ({"from_state": "", "to_state": ""}, "moves"),
        ({"from_state": "received", "to_state": "in-review", "by": None}, "by_whom"),
        ({"from_state": "", "to_state": "received"}, "by_whom"),
        ({"from_state": "in-review", "to_state": "declined"}, "declined_why"),
    ],
)
def test_event_constraint(application, anna, values, constraint):
    with pytest.raises(IntegrityError, match=f'"membership_event_{constraint}"'):
        application.events.create(**{"by": anna} | values)


@pytest.mark.parametrize(
    "statement", ["UPDATE membership_event SET reason = 'x'", "DELETE FROM membership_event"]
)
def test_event_is_never_changed_or_deleted(application, statement):
    with connection.cursor() as cursor, pytest.raises(IntegrityError, match="append_only"):
        cursor.execute(statement)


def test_event_shown_as_text(application):
    assert str(application.events.get()) == "Received"
    assert str(Event(from_state="received")) == "Personal data removed"


def test_events_of_two_applications_do_not_mix(application):
    other = ApplicationFactory()

    assert list(other.events.all()) == [Event.objects.get(application=other)]


def test_new_reference_is_readable_and_new():
    references = {new_reference() for _ in range(1000)}

    assert len(references) == 1000
    assert all(re.fullmatch(PATTERN, reference) for reference in references)


@pytest.mark.parametrize(("changes", "same"), [({}, True), ({"city": "Antwerp"}, False)])
@pytest.mark.django_db
def test_application_gives_answers(changes, same):
    application = ApplicationFactory(**ANSWERS)

    assert application.gives(ANSWERS | changes) is same
