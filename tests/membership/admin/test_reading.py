"""What staff read: lists, cases, all that is held of a person."""

import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from membership.actions import applicant, desk
from membership.actions.applicant import File
from membership.enums import Stage, State
from membership.models import Event, UsualTime
from tests.membership.admin.desk import LIST, PDF, address_of, change_address
from tests.membership.factories import ANSWERS, ApplicationFactory, application_in


def test_application_shows_answers_in_words_and_its_history(client, reviewer, in_review, bart):
    desk.write_note(application=in_review, by=bart, text="Ask the ethicist.")
    desk.decline(application=in_review, by=bart, seen=State.IN_REVIEW, reason="No samples.")
    client.force_login(reviewer)

    page = client.get(change_address(in_review)).content.decode()

    for words in ["Serum, DNA", "Researchers of other institutions, Requests from abroad",
                  "Quality and ISO 20387", "East Flanders", "10,000 to 100,000", "bart",
                  "No samples.", "Ask the ethicist."]:  # fmt: skip
        assert words in page


def test_application_escapes_what_was_typed(client, reviewer):
    application = ApplicationFactory(name="<script>alert(1)</script>", message="<img src=x>")
    client.force_login(reviewer)

    for address in [LIST, change_address(application), address_of("review", application)]:
        page = client.get(address).content.decode()
        assert "<script>alert" not in page
        assert "<img src=x>" not in page


def test_list_shows_the_newest_first(client, reviewer):
    first, second = ApplicationFactory(), ApplicationFactory()
    client.force_login(reviewer)

    response = client.get(LIST)

    assert list(response.context["cl"].result_list) == [second, first]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("state__exact=in-review", True),
        ("state__exact=accepted", False),
        ("kind__exact=network", True),
        ("kind__exact=biobank", False),
        ("province__exact=BE-VOV", True),
        ("province__exact=BE-VAN", False),
        ("q=Marker", True),
        ("q=piet%40example.be", True),
        ("q=nobody", False),
    ],
)
def test_list_is_filtered_and_searched(client, reviewer, query, found):
    application = ApplicationFactory(state=State.IN_REVIEW, kind="network", name="Marker")
    client.force_login(reviewer)

    response = client.get(f"{LIST}?{query}")

    assert list(response.context["cl"].result_list) == ([application] if found else [])


@pytest.mark.parametrize("address", [LIST, "change", "print"])
def test_admin_needs_as_many_queries_for_many_as_for_one(client, reviewer, bart, address):
    UsualTime.objects.update_or_create(stage=Stage.DECISION, defaults={"working_days": 5})
    application = application_in(State.IN_REVIEW, bart, **ANSWERS)
    if address != LIST:
        address = address_of(address, application)
    desk.write_to_applicant(application=application, by=bart, text="Hello")
    applicant.reply(application=application, text="Hello", files=[File("a.pdf", PDF)])
    desk.assign(application=application, to=bart)
    client.force_login(reviewer)
    client.get(address)
    with CaptureQueriesContext(connection) as for_one:
        client.get(address)
    for number in range(3):
        other = application_in(State.IN_REVIEW, reviewer, name=f"Other {number}")
        desk.assign(application=other, to=reviewer)
        desk.write_to_applicant(application=application, by=reviewer, text="Hello")
        applicant.reply(application=application, text="Hello", files=[File("a.pdf", PDF)])
    desk.start_review(application=ApplicationFactory(), by=bart, seen=State.RECEIVED)

    with CaptureQueriesContext(connection) as for_many:
        client.get(address)

    assert len(for_many) == len(for_one)
    assert not [
        query["sql"]
        for query in for_many
        if '"membership_attachment"."content"' in query["sql"].partition(" FROM ")[0]
    ]


# What is held of a person


def test_export_holds_all_of_the_applicant(client, reviewer, bart):
    application = application_in(State.IN_REVIEW, bart, **ANSWERS)
    desk.write_note(application=application, by=bart, text="A note.")
    applicant.reply(application=application, text="An answer.", files=[File("a.pdf", PDF)])
    applicant.correct(application=application, answers=ANSWERS | {"city": "Bruges"})
    client.force_login(reviewer)

    response = client.get(address_of("export", application))

    held = json.loads(response.content)
    assert response["Content-Disposition"] == (
        f'attachment; filename="application-{application.reference}.json"'
    )
    assert held["answers"] == ANSWERS | {"city": "Bruges"}
    assert [(one["before"], one["after"]) for one in held["corrections"]] == [
        ({"city": "Ghent"}, {"city": "Bruges"})
    ]
    assert [(one["kind"], one["text"], one["attachments"]) for one in held["conversation"]] == [
        ("note", "A note.", []),
        ("applicant", "An answer.", ["a.pdf"]),
    ]
    assert len(held["events"]) == Event.objects.filter(application=application).count()


@pytest.mark.parametrize("name", ["change", "print", "export"])
def test_whoever_sees_personal_data_is_noted(client, reviewer, application, name):
    client.force_login(reviewer)

    client.get(address_of(name, application))

    assert list(application.looks.values_list("by", flat=True)) == [reviewer.pk]
