import pytest
from django.contrib.auth.models import Permission, User
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from membership import actions
from membership.enums import State
from membership.models import Application
from tests.membership.factories import (
    ApplicationFactory,
    DeclinedApplicationFactory,
    application_in,
)

LIST = "/admin/membership/application/"
STEPS = ["review", "accept", "decline"]
VIEWS = [*STEPS, "forget"]


def change_address(application: Application) -> str:
    return reverse("admin:membership_application_change", args=[application.pk])


def step_address(application: Application, name: str) -> str:
    return reverse(f"admin:membership_application_{name}", args=[application.pk])


def may(user: User, *codenames: str) -> User:
    user.user_permissions.set(Permission.objects.filter(codename__in=codenames))
    return user


@pytest.fixture
def reviewer(anna):
    return may(anna, "change_application")


@pytest.fixture
def reader(bart):
    return may(bart, "view_application")


@pytest.fixture
def in_review(db):
    return ApplicationFactory(state=State.IN_REVIEW)


# Who may enter


@pytest.mark.parametrize("name", VIEWS)
@pytest.mark.parametrize("method", ["get", "post"])
def test_step_for_a_stranger_leads_to_the_login(client, application, name, method):
    response = getattr(client, method)(step_address(application, name))

    assert response.status_code == 302
    assert response["Location"].startswith("/admin/login/")


@pytest.mark.parametrize("name", VIEWS)
@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("permissions", [[], ["view_application"], ["delete_application"]])
def test_step_for_staff_without_permission_is_forbidden(
    client, application, anna, name, method, permissions
):
    client.force_login(may(anna, *permissions))

    response = getattr(client, method)(step_address(application, name), {"seen": "received"})

    application.refresh_from_db()
    assert response.status_code == 403
    assert (application.state, application.personal_data_removed_at) == (State.RECEIVED, None)


def test_step_of_an_unknown_application_is_not_found(client, reviewer):
    client.force_login(reviewer)

    assert client.get(f"{LIST}999999/review/").status_code == 404
    assert client.post(f"{LIST}999999/forget/").status_code == 404


def test_application_for_staff_without_permission_is_forbidden(client, application, anna):
    client.force_login(anna)

    assert client.get(LIST).status_code == 403
    assert client.get(change_address(application)).status_code == 403


def test_application_for_a_reader_has_no_buttons(client, application, reader):
    client.force_login(reader)

    response = client.get(change_address(application))

    page = response.content.decode()
    assert response.status_code == 200
    assert response.context["buttons"] == []
    assert application.contact_email in page
    assert "What happened" in page


@pytest.mark.parametrize(
    ("state", "labels"),
    [
        (State.RECEIVED, ["Start the review", "Remove personal data"]),
        (State.IN_REVIEW, ["Accept", "Decline", "Remove personal data"]),
        (State.ACCEPTED, ["Remove personal data"]),
        (State.DECLINED, ["Remove personal data"]),
    ],
)
def test_application_shows_the_buttons_that_its_state_allows(client, reviewer, state, labels):
    application = application_in(state, reviewer)
    client.force_login(reviewer)

    response = client.get(change_address(application))

    assert [str(button["label"]) for button in response.context["buttons"]] == labels
    assert all(
        button["address"] in response.content.decode() for button in response.context["buttons"]
    )


# Nobody edits or deletes


def test_superuser_neither_adds_nor_edits_nor_deletes(admin_client, application):
    address = change_address(application)

    statuses = [
        admin_client.get(f"{LIST}add/").status_code,
        admin_client.post(address, {"name": "x", "state": "accepted"}).status_code,
        admin_client.post(f"{LIST}{application.pk}/delete/", {"post": "yes"}).status_code,
    ]
    admin_client.post(
        LIST, {"action": "delete_selected", "_selected_action": [application.pk], "post": "yes"}
    )

    assert statuses == [403, 403, 403]
    stored = Application.objects.get()
    assert (stored.name, stored.state) == (application.name, "received")


def test_superuser_sees_neither_save_nor_delete(admin_client, application):
    page = admin_client.get(change_address(application)).content.decode()

    assert 'name="_save"' not in page
    assert "deletelink" not in page
    assert "delete_selected" not in admin_client.get(LIST).content.decode()


# The steps


@pytest.mark.parametrize("name", STEPS)
def test_step_by_get_asks_and_changes_nothing(client, reviewer, name):
    state = State.RECEIVED if name == "review" else State.IN_REVIEW
    application = ApplicationFactory(state=state)
    client.force_login(reviewer)

    response = client.get(step_address(application, name))

    application.refresh_from_db()
    assert response.status_code == 200
    assert f'name="seen" value="{state}"' in response.content.decode()
    assert (application.state, application.events.count()) == (state, 1)


@pytest.mark.parametrize(
    ("name", "seen", "answers", "state", "message"),
    [
        ("review", "received", {}, "in-review", "The application is in review."),
        ("accept", "in-review", {}, "accepted", "The application is accepted."),
        ("accept", "in-review", {"reason": "Fine."}, "accepted", "The application is accepted."),
        ("decline", "in-review", {"reason": "No."}, "declined", "The application is declined."),
    ],
)
def test_step_by_post_moves_the_application(client, reviewer, name, seen, answers, state, message):
    application = ApplicationFactory(state=seen)
    client.force_login(reviewer)

    response = client.post(step_address(application, name), {"seen": seen, **answers}, follow=True)

    application.refresh_from_db()
    event = application.events.last()
    assert response.redirect_chain == [(change_address(application), 302)]
    assert [str(text) for text in response.context["messages"]] == [message]
    assert application.state == state
    assert (event.by, event.from_state, event.to_state, event.reason) == (
        reviewer, seen, state, answers.get("reason", ""),
    )  # fmt: skip


def test_decline_without_a_reason_asks_for_it(client, reviewer, in_review):
    client.force_login(reviewer)

    response = client.post(step_address(in_review, "decline"), {"seen": "in-review", "reason": " "})

    in_review.refresh_from_db()
    assert response.status_code == 200
    assert "Write why the application is declined." in response.content.decode()
    assert in_review.state == State.IN_REVIEW


def refusal(name: str, application: Application, by: User) -> str:
    """What the log tells of a step that was refused."""
    return f"Refused step {name} of application {application.reference} to user {by.pk}"


@pytest.mark.parametrize("seen", ["", "lost", "\x00"])
def test_step_by_crafted_post_is_refused_and_logged(client, reviewer, application, seen, caplog):
    client.force_login(reviewer)

    client.post(step_address(application, "review"), {"seen": seen})

    application.refresh_from_db()
    assert (application.state, application.events.count()) == (State.RECEIVED, 1)
    assert caplog.messages == [refusal("review", application, reviewer)]


@pytest.mark.parametrize("name", ["accept", "decline"])
def test_step_that_is_not_allowed_is_refused_and_logged(
    client, reviewer, application, name, caplog
):
    client.force_login(reviewer)

    response = client.post(
        step_address(application, name), {"seen": "received", "reason": "x"}, follow=True
    )

    application.refresh_from_db()
    assert [str(text) for text in response.context["messages"]] == [
        "Nothing changed: this step is not possible from here."
    ]
    assert (application.state, application.events.count()) == (State.RECEIVED, 1)
    assert caplog.messages == [refusal(name, application, reviewer)]


@pytest.mark.parametrize("method", ["get", "post"])
def test_step_after_a_colleague_tells_who_did_what(
    client, reviewer, bart, in_review, method, caplog
):
    actions.accept(application=in_review, by=bart, seen=State.IN_REVIEW)
    client.force_login(reviewer)

    response = getattr(client, method)(
        step_address(in_review, "decline"), {"seen": "in-review", "reason": "x"}, follow=True
    )

    in_review.refresh_from_db()
    [message] = [str(text) for text in response.context["messages"]]
    assert message.startswith("Nothing changed by you. On ")
    assert message.endswith(", bart set this application to: Accepted.")
    assert (in_review.state, in_review.decided_by) == (State.ACCEPTED, bart)
    assert caplog.messages == [refusal("decline", in_review, reviewer)]


def test_step_on_a_received_application_tells_that_it_is_still_so(client, reviewer, application):
    client.force_login(reviewer)

    response = client.get(step_address(application, "accept"), follow=True)

    [message] = [str(text) for text in response.context["messages"]]
    assert message.endswith(", the applicant set this application to: Received.")


# Removing personal data


@pytest.mark.parametrize("state", State)
def test_forget_by_get_asks_and_changes_nothing(client, reviewer, state):
    application = application_in(state, reviewer)
    client.force_login(reviewer)

    response = client.get(step_address(application, "forget"))

    application.refresh_from_db()
    assert response.status_code == 200
    assert "This cannot be undone." in response.content.decode()
    assert (application.personal_data_removed_at, application.events.count()) == (None, 1)


@pytest.mark.parametrize("state", State)
def test_forget_by_post_removes_the_personal_data(client, reviewer, bart, state):
    application = application_in(state, bart)
    client.force_login(reviewer)

    response = client.post(step_address(application, "forget"), follow=True)

    page = response.content.decode()
    assert response.redirect_chain == [(change_address(application), 302)]
    assert [str(text) for text in response.context["messages"]] == ["The personal data is removed."]
    assert response.context["buttons"] == []
    for personal in ["piet@example.be", "Voorbeeld", "Dr Ann", "555 12 34", "look forward"]:
        assert personal not in page
    assert (str(application.last_event), application.last_event.by) == (
        "Personal data removed", reviewer,
    )  # fmt: skip


@pytest.mark.parametrize(("by", "who"), [(True, "bart"), (False, "the site")])
def test_forget_again_tells_who_did_it(client, reviewer, bart, by, who, caplog):
    application = DeclinedApplicationFactory(decided_by=bart)
    actions.forget(application=application, by=bart if by else None)
    client.force_login(reviewer)

    response = client.post(step_address(application, "forget"), follow=True)

    [message] = [str(text) for text in response.context["messages"]]
    assert message.endswith(f", {who} set this application to: Personal data removed.")
    assert application.events.count() == 2
    assert caplog.messages == [refusal("forget", application, reviewer)]


# Reading


def test_application_shows_answers_in_words_and_its_history(client, reviewer, in_review, bart):
    actions.decline(application=in_review, by=bart, seen=State.IN_REVIEW, reason="No samples.")
    client.force_login(reviewer)

    page = client.get(change_address(in_review)).content.decode()

    for words in ["Serum, DNA", "Researchers of other institutions, Requests from abroad",
                  "Quality and ISO 20387", "East Flanders", "10,000 to 100,000", "bart",
                  "No samples."]:  # fmt: skip
        assert words in page


def test_application_escapes_what_was_typed(client, reviewer):
    application = ApplicationFactory(name="<script>alert(1)</script>", message="<img src=x>")
    client.force_login(reviewer)

    for address in [LIST, change_address(application), step_address(application, "review")]:
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


@pytest.mark.parametrize("address", [LIST, "change"])
def test_admin_needs_as_many_queries_for_three_as_for_one(client, reviewer, bart, address):
    application = ApplicationFactory()
    address = change_address(application) if address == "change" else address
    client.force_login(reviewer)
    client.get(address)
    with CaptureQueriesContext(connection) as for_one:
        client.get(address)
    ApplicationFactory()
    ApplicationFactory()
    actions.start_review(application=application, by=bart, seen=State.RECEIVED)
    actions.accept(application=application, by=reviewer, seen=State.IN_REVIEW)

    with CaptureQueriesContext(connection) as for_three:
        client.get(address)

    # The decided application knows by whom.
    assert len(for_three) == len(for_one) + (1 if address != LIST else 0)
