"""The staff's desk in the admin: who may do what, and what each button does."""

import json
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.contrib.auth.models import Permission, User
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from bbmri_be.outbox.delivery import deliver_due
from bbmri_be.outbox.models import Mail
from membership.actions import applicant, desk
from membership.actions.applicant import File
from membership.enums import OPEN, Stage, State
from membership.models import Application, Event, Message, StatusLink, UsualTime
from tests.membership.factories import (
    ANSWERS,
    ApplicationFactory,
    DeclinedApplicationFactory,
    application_in,
)
from tests.membership.pages import token_in

LIST = "/admin/membership/application/"
NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
TEN_MINUTES = timedelta(minutes=10)
PDF = b"%PDF-1.7"

# Where each step begins, and the words that it needs.
STEPS = {
    "review": (State.RECEIVED, {}),
    "ask": (State.IN_REVIEW, {"text": "Which freezers?"}),
    "accept": (State.IN_REVIEW, {"reason": "Welcome."}),
    "decline": (State.IN_REVIEW, {"reason": "No human material."}),
    "take-back": (State.ASKED, {}),
    "reopen": (State.WITHDRAWN, {}),
}
WITH_MAIL = ["ask", "accept", "decline"]  # shown before it is sent
WRITINGS = {"note": {"text": "Hm."}, "message": {"text": "Hello."}}
TO_CHANGE = [*STEPS, *WRITINGS, "forget", "assign", "checks", "export"]
TO_VIEW = ["change", "print"]
BY_POST_ONLY = ["assign", "checks"]


def address_of(name: str, application: Application) -> str:
    return reverse(f"admin:membership_application_{name}", args=[application.pk])


def change_address(application: Application) -> str:
    return address_of("change", application)


def step_address(application: Application, name: str) -> str:
    return address_of(name, application)


def may(user: User, *codenames: str) -> User:
    user.user_permissions.set(Permission.objects.filter(codename__in=codenames))
    return user


def ready_for(name: str, by: User) -> Application:
    """An application with which this can be done now."""
    if name == "take-back":
        application = application_in(State.IN_REVIEW, by)
        return desk.ask(application=application, by=by, seen=State.IN_REVIEW, text="Why?")
    state, _ = STEPS.get(name, (State.RECEIVED, {}))
    return application_in(state, by)


def answers_for(name: str, application: Application) -> dict:
    if name in STEPS:
        return {"seen": application.state, "confirmed": "yes", **STEPS[name][1]}
    return {"confirmed": "yes", **WRITINGS[name]} if name in WRITINGS else {}


def snapshot(application: Application) -> tuple:
    return (
        Application.objects.filter(pk=application.pk).values().get(),
        list(application.events.values()),
        list(application.messages.values()),
        list(application.checks.values()),
        list(Mail.objects.values()),
    )


def messages_of(response) -> list[str]:
    """What the page says, without the words that it gives back."""
    texts = [str(message) for message in response.context["messages"]]
    return [text for text in texts if not text.startswith("You had written: ")]


@pytest.fixture
def reviewer(anna):
    return may(anna, "change_application")


@pytest.fixture
def reader(bart):
    return may(bart, "view_application")


@pytest.fixture
def in_review(anna):
    return application_in(State.IN_REVIEW, anna, created_at=NOW - timedelta(days=1))


# Who may enter


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


def outcome(response) -> str:
    """What somebody was told, in one word."""
    if response.status_code == 302 and response["Location"].startswith("/admin/login/"):
        return "login"
    return {200: "done", 302: "done", 403: "forbidden", 404: "not found", 405: "not allowed"}[
        response.status_code
    ]


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


@pytest.fixture
def attachment(application):
    message = applicant.reply(application=application, text="Hi", files=[File("a.pdf", PDF)])
    return message.attachments.get()


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


# The steps


@pytest.mark.parametrize("name", STEPS)
def test_step_by_get_asks_and_changes_nothing(client, reviewer, name):
    application = ready_for(name, reviewer)
    before = snapshot(application)
    client.force_login(reviewer)

    response = client.get(step_address(application, name))

    assert response.status_code == 200
    assert f'name="seen" value="{application.state}"' in response.content.decode()
    assert snapshot(application) == before


@pytest.mark.parametrize(
    ("name", "state", "message"),
    [
        ("review", State.IN_REVIEW, "The application is in review."),
        ("ask", State.ASKED, "The question goes to the applicant in some minutes"),
        ("accept", State.ACCEPTED, "The application is accepted."),
        ("decline", State.DECLINED, "The application is declined."),
        ("take-back", State.IN_REVIEW, "It is taken back,"),
        ("reopen", State.RECEIVED, "The application is in the queue again,"),
    ],
)
def test_step_by_post_moves_the_application(client, reviewer, bart, name, state, message):
    application = ready_for(name, bart)
    from_state, number = application.state, application.events.count()
    client.force_login(reviewer)

    response = client.post(
        step_address(application, name), answers_for(name, application), follow=True
    )

    application.refresh_from_db()
    event = application.last_event
    assert response.redirect_chain == [(change_address(application), 302)]
    assert [text.startswith(message) for text in messages_of(response)] == [True]
    assert (application.state, application.events.count()) == (state, number + 1)
    assert (event.by, event.from_state, event.to_state, event.reason) == (
        reviewer, from_state, state, STEPS[name][1].get("reason", ""),
    )  # fmt: skip
    if name == "ask":
        assert application.messages.get().text == "Which freezers?"


@pytest.mark.parametrize("name", WITH_MAIL)
def test_step_shows_the_mail_before_it_is_taken(client, reviewer, bart, name):
    application = ready_for(name, bart)
    client.force_login(reviewer)
    before = snapshot(application)
    answers = answers_for(name, application)
    unconfirmed = {key: value for key, value in answers.items() if key != "confirmed"}

    response = client.post(step_address(application, name), unconfirmed)
    between = snapshot(application)
    client.post(step_address(application, name), answers)

    preview, mail = response.context["preview"], Mail.objects.get()
    page = response.content.decode()
    assert response.status_code == 200
    assert between == before
    assert preview.subject == mail.subject
    address = next(line for line in mail.text.splitlines() if token_in(mail) in line)
    assert preview.text == mail.text.replace(address, next(
        line for line in preview.text.splitlines() if line.endswith("/…")
    ))  # fmt: skip
    assert 'name="confirmed"' in page
    assert not StatusLink.objects.exclude(application=application).exists()


@pytest.mark.parametrize(
    ("name", "answers", "sentence"),
    [
        ("decline", {"reason": " "}, "Write why the application is declined."),
        ("ask", {"text": " "}, "Write what you want to know."),
    ],
)
@pytest.mark.parametrize("confirmed", [{}, {"confirmed": "yes"}])
def test_step_without_its_words_asks_for_them(
    client, reviewer, in_review, name, answers, sentence, confirmed
):
    client.force_login(reviewer)
    before = snapshot(in_review)

    response = client.post(
        step_address(in_review, name), {"seen": "in-review", **answers, **confirmed}
    )

    assert response.status_code == 200
    assert sentence in response.content.decode()
    assert response.context["preview"] is None
    assert snapshot(in_review) == before


def refusal(name: str, application: Application, by: User) -> str:
    """What the log tells of a step that was refused."""
    return f"Refused step {name} of application {application.reference} to user {by.pk}"


@pytest.mark.parametrize("name", STEPS)
@pytest.mark.parametrize("seen", ["", "lost", "\x00"])
def test_step_by_crafted_post_is_refused_and_logged(client, reviewer, name, seen, caplog):
    application = ready_for(name, reviewer)
    before = snapshot(application)
    client.force_login(reviewer)

    client.post(step_address(application, name), answers_for(name, application) | {"seen": seen})

    assert snapshot(application) == before
    assert caplog.messages == [refusal(name, application, reviewer)]


@pytest.mark.parametrize("name", ["ask", "accept", "decline", "take-back", "reopen"])
def test_step_that_is_not_allowed_is_refused_and_logged(
    client, reviewer, application, name, caplog
):
    client.force_login(reviewer)
    before = snapshot(application)

    response = client.post(
        step_address(application, name), answers_for(name, application), follow=True
    )

    assert messages_of(response) == ["Nothing changed: this step is not possible from here."]
    assert snapshot(application) == before
    assert caplog.messages == [refusal(name, application, reviewer)]


def test_what_staff_wrote_is_kept_in_no_cookie(client, reviewer, bart, in_review):
    desk.accept(application=in_review, by=bart, seen=State.IN_REVIEW)
    client.force_login(reviewer)

    response = client.post(
        step_address(in_review, "decline"), {"seen": "in-review", "reason": "Not a biobank."}
    )

    assert response.status_code == 302
    assert "messages" not in response.cookies
    assert "You had written: Not a biobank." in client.get(response.url).content.decode()


@pytest.mark.parametrize("answers", [None, {}, {"confirmed": "yes"}])
def test_step_after_a_colleague_tells_who_did_what(
    client, reviewer, bart, in_review, answers, caplog
):
    desk.accept(application=in_review, by=bart, seen=State.IN_REVIEW)
    client.force_login(reviewer)
    address = step_address(in_review, "decline")

    if answers is None:
        response = client.get(address, follow=True)
    else:
        response = client.post(
            address, {"seen": "in-review", "reason": "x", **answers}, follow=True
        )

    in_review.refresh_from_db()
    [message] = messages_of(response)
    assert ("You had written: x" in response.content.decode()) == (answers is not None)
    assert message.startswith("Nothing changed by you. On ")
    assert message.endswith(", bart set this application to: Accepted.")
    assert (in_review.state, in_review.decided_by) == (State.ACCEPTED, bart)
    assert caplog.messages == [refusal("decline", in_review, reviewer)]


@pytest.mark.parametrize(
    ("state", "who", "what"),
    [
        (State.RECEIVED, "the applicant", "Received"),
        (State.WITHDRAWN, "the applicant", "Withdrawn"),
        (State.LAPSED, "the site", "Lapsed"),
        (State.ACCEPTED, "bart", "Accepted"),
    ],
)
def test_step_that_comes_too_late_tells_who_moved_it(client, reviewer, bart, state, who, what):
    application = application_in(state, bart)
    client.force_login(reviewer)

    response = client.get(step_address(application, "accept"), follow=True)

    [message] = messages_of(response)
    assert message.endswith(f", {who} set this application to: {what}.")


def test_step_on_an_unconfirmed_application_is_not_possible(client, reviewer):
    application = ApplicationFactory(state=State.AWAITING)
    client.force_login(reviewer)

    response = client.get(step_address(application, "review"), follow=True)

    assert messages_of(response) == ["Nothing changed: this step is not possible from here."]


# Taking back


def has_button(client, application: Application, label: str) -> bool:
    response = client.get(change_address(application))
    return label in [str(button["label"]) for button in response.context["buttons"]]


@pytest.mark.parametrize("name", WITH_MAIL)
def test_take_back_is_offered_while_it_is_possible(client, reviewer, in_review, name):
    with time_machine.travel(NOW, tick=False) as clock:
        client.force_login(reviewer)
        at_first = has_button(client, in_review, "Take it back")
        client.post(step_address(in_review, name), answers_for(name, in_review))
        shown = [has_button(client, in_review, "Take it back")]
        clock.shift(TEN_MINUTES - timedelta(seconds=1))
        shown.append(has_button(client, in_review, "Take it back"))
        clock.shift(1)
        shown.append(has_button(client, in_review, "Take it back"))

    assert (at_first, shown) == (False, [True, True, False])


def test_take_back_too_late_says_so(client, reviewer, in_review, caplog):
    with time_machine.travel(NOW, tick=False) as clock:
        client.force_login(reviewer)
        desk.accept(application=in_review, by=reviewer, seen=State.IN_REVIEW)
        asked = client.get(step_address(in_review, "take-back"))
        clock.shift(TEN_MINUTES)
        before = snapshot(in_review)
        response = client.post(
            step_address(in_review, "take-back"), {"seen": "accepted"}, follow=True
        )

    assert asked.status_code == 200
    assert messages_of(response) == ["Nothing changed: the applicant has been told already."]
    assert snapshot(in_review) == before
    assert caplog.messages == [refusal("take-back", in_review, reviewer)]


def test_take_back_of_a_mail_that_is_out_says_so(client, reviewer, in_review):
    with time_machine.travel(NOW, tick=False):
        client.force_login(reviewer)
        desk.accept(application=in_review, by=reviewer, seen=State.IN_REVIEW)
        Mail.objects.update(send_after=NOW)
        deliver_due()
        response = client.post(
            step_address(in_review, "take-back"), {"seen": "accepted"}, follow=True
        )

    in_review.refresh_from_db()
    assert messages_of(response) == ["Nothing changed: the applicant has been told already."]
    assert in_review.state == State.ACCEPTED


# Writing


@pytest.mark.parametrize(
    ("name", "voice", "mails", "message"),
    [
        ("note", "note", [], "The note is kept."),
        ("message", "staff", ["piet@example.be"], "The message is on its way."),
    ],
)
def test_writing_is_kept_or_sent(client, reviewer, application, name, voice, mails, message):
    client.force_login(reviewer)

    response = client.post(
        address_of(name, application), {"text": "Line\r\nline", "confirmed": "yes"}, follow=True
    )

    assert response.redirect_chain == [(change_address(application), 302)]
    assert messages_of(response) == [message]
    assert list(application.messages.values_list("voice", "by", "text")) == [
        (voice, reviewer.pk, "Line\nline")
    ]
    assert list(Mail.objects.values_list("to", flat=True)) == mails
    assert "Line" in response.content.decode()


@pytest.mark.parametrize("name", WRITINGS)
def test_writing_without_words_asks_for_them(client, reviewer, application, name):
    client.force_login(reviewer)

    response = client.post(address_of(name, application), {"text": " "})

    assert response.status_code == 200
    assert "Write something." in response.content.decode()
    assert not Message.objects.exists()


@pytest.mark.parametrize("state", [state for state in State if state not in OPEN])
def test_message_about_a_closed_case_is_refused(client, reviewer, state, caplog):
    application = application_in(state, reviewer)
    client.force_login(reviewer)

    response = client.post(address_of("message", application), {"text": "Hello"}, follow=True)

    assert messages_of(response) == ["Nothing changed: this step is not possible from here."]
    assert (Message.objects.count(), Mail.objects.count()) == (0, 0)
    assert caplog.messages == [refusal("message", application, reviewer)]


def test_note_about_a_forgotten_application_is_refused(client, reviewer, application):
    desk.forget(application=application, by=reviewer)
    client.force_login(reviewer)

    client.post(address_of("note", application), {"text": "I knew them."})

    assert not Message.objects.exists()


def test_assign(client, reviewer, bart, application):
    stranger = User.objects.create_user("stranger")
    client.force_login(reviewer)
    address, kept = address_of("assign", application), []

    for key in [bart.pk, stranger.pk, "x", ""]:
        client.post(address, {"assignee": key})
        application.refresh_from_db()
        kept.append(application.assignee)

    assert kept == [bart, bart, bart, None]


# Files


@pytest.mark.parametrize("codename", ["view_application", "change_application"])
def test_file_is_a_download(client, bart, attachment, codename):
    client.force_login(may(bart, codename))

    response = client.get(f"{LIST}file/{attachment.pk}/")

    assert (response.status_code, response.content) == (200, PDF)
    assert response["Content-Type"] == "application/octet-stream"
    assert response["Content-Disposition"] == 'attachment; filename="a.pdf"'
    assert response["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("permissions", [None, []])
def test_file_without_permission_is_not_given(client, bart, attachment, permissions):
    if permissions is not None:
        client.force_login(may(bart))

    response = client.get(f"{LIST}file/{attachment.pk}/")

    assert outcome(response) == ("login" if permissions is None else "forbidden")
    assert PDF not in response.content


# Removing personal data


@pytest.mark.parametrize("state", State)
def test_forget_by_get_asks_and_changes_nothing(client, reviewer, state):
    application = application_in(state, reviewer)
    before = snapshot(application)
    client.force_login(reviewer)

    response = client.get(step_address(application, "forget"))

    assert response.status_code == 200
    assert "This cannot be undone." in response.content.decode()
    assert snapshot(application) == before


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
    desk.forget(application=application, by=bart if by else None)
    client.force_login(reviewer)

    response = client.post(step_address(application, "forget"), follow=True)

    [message] = [str(text) for text in response.context["messages"]]
    assert message.endswith(f", {who} set this application to: Personal data removed.")
    assert application.events.count() == 2
    assert caplog.messages == [refusal("forget", application, reviewer)]


# Reading


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
