"""Who may do what at the desk, and what nobody may."""

import pytest

from membership.actions import desk
from membership.enums import State
from membership.models import Application
from tests.membership.admin.desk import (
    LIST,
    STEPS,
    WRITINGS,
    address_of,
    answers_for,
    change_address,
    may,
    outcome,
    ready_for,
    snapshot,
)
from tests.membership.factories import application_in

TO_CHANGE = [*STEPS, *WRITINGS, "forget", "assign", "checks", "export"]
TO_VIEW = ["change", "print"]
BY_POST_ONLY = ["assign", "checks"]


@pytest.fixture(params=["stranger", "no staff", "no permission", "to view", "to delete"])
def intruder(request, client, bart):
    """Somebody who may change nothing; what they are told."""
    if request.param == "stranger":
        return "login"
    if request.param == "no staff":
        bart.is_staff = False
        bart.save()
        may(bart, "change_application", "view_application")
    elif request.param == "to view":
        may(bart, "view_application")
    elif request.param == "to delete":
        may(bart, "delete_application", "add_application")
    client.force_login(bart)
    return "login" if request.param == "no staff" else "forbidden"


@pytest.mark.parametrize("name", TO_CHANGE)
def test_who_may_not_change_changes_nothing(client, anna, intruder, name):
    application = ready_for(name, anna)
    before = snapshot(application)

    outcomes = {
        outcome(client.post(address_of(name, application), answers_for(name, application))),
    }
    if name not in BY_POST_ONLY:
        outcomes.add(outcome(client.get(address_of(name, application))))

    assert outcomes == {intruder}
    assert snapshot(application) == before


@pytest.mark.parametrize("name", TO_CHANGE)
@pytest.mark.parametrize("is_superuser", [True, False])
def test_who_may_change_may_do_each_thing(client, anna, bart, name, is_superuser):
    application = ready_for(name, anna)
    bart.is_superuser = is_superuser
    bart.save()
    client.force_login(bart if is_superuser else may(bart, "change_application"))

    asked = outcome(client.get(address_of(name, application)))
    before = snapshot(application)
    response = client.post(address_of(name, application), answers_for(name, application))

    assert asked == ("not allowed" if name in BY_POST_ONLY else "done")
    assert outcome(response) == "done"
    if name in STEPS or name in WRITINGS or name == "forget":
        assert response["Location"] == change_address(application)
        assert snapshot(application) != before


def pages_to_view(application: Application, attachment) -> list[str]:
    return [
        LIST,
        f"{LIST}figures/",
        f"{LIST}next/",
        f"{LIST}file/{attachment.pk}/",
        *(address_of(name, application) for name in TO_VIEW),
    ]


@pytest.mark.parametrize(
    ("permissions", "expected"),
    [
        (None, "login"),
        ([], "forbidden"),
        (["add_application", "delete_application"], "forbidden"),
        (["view_application"], "done"),
        (["change_application"], "done"),
    ],
)
def test_who_may_view(client, application, attachment, anna, permissions, expected):
    if permissions is not None:
        client.force_login(may(anna, *permissions))

    outcomes = {
        address: outcome(client.get(address)) for address in pages_to_view(application, attachment)
    }

    assert set(outcomes.values()) == {expected}, outcomes


def test_what_is_unknown_is_not_found(client, reviewer):
    client.force_login(reviewer)

    for name in TO_CHANGE:
        assert client.post(f"{LIST}999999/{name}/").status_code == 404
    for address in ["999999/review/", "999999/print/", "file/999999/"]:
        assert client.get(LIST + address).status_code == 404


def test_application_for_a_reader_has_no_buttons(client, application, reader):
    client.force_login(reader)

    response = client.get(change_address(application))

    page = response.content.decode()
    assert response.status_code == 200
    assert response.context["buttons"] == []
    assert application.contact_email in page
    assert "What happened" in page
    for name in ["note", "message", "assign"]:
        assert address_of(name, application) not in page


NOTE, MESSAGE, FORGET = "Write an internal note", "Write to the applicant", "Remove personal data"


@pytest.mark.parametrize(
    ("state", "labels"),
    [
        (State.AWAITING, [NOTE, FORGET]),
        (State.RECEIVED, ["Start the review", NOTE, MESSAGE, FORGET]),
        (State.IN_REVIEW, ["Ask the applicant", "Accept", "Decline", NOTE, MESSAGE, FORGET]),
        (State.ASKED, [NOTE, MESSAGE, FORGET]),
        (State.ACCEPTED, [NOTE, FORGET]),
        (State.DECLINED, [NOTE, FORGET]),
        (State.WITHDRAWN, ["Reopen", NOTE, FORGET]),
        (State.LAPSED, ["Reopen", NOTE, FORGET]),
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


def test_forgotten_application_has_no_buttons(client, reviewer, application):
    desk.forget(application=application, by=reviewer)
    client.force_login(reviewer)

    response = client.get(change_address(application))

    page = response.content.decode()
    assert response.context["buttons"] == []
    for name in WRITINGS:
        assert address_of(name, application) not in page


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
