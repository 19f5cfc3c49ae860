"""Notes, messages, files; removing what is personal."""

import pytest
from django.contrib.auth.models import User

from bbmri_be.outbox.models import Mail
from membership.actions import desk
from membership.enums import OPEN, State
from membership.models import Message
from tests.membership.admin.desk import (
    LIST,
    PDF,
    WRITINGS,
    address_of,
    change_address,
    may,
    messages_of,
    refusal,
    snapshot,
)
from tests.membership.factories import DeclinedApplicationFactory, application_in

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


# Removing personal data


@pytest.mark.parametrize("state", State)
def test_forget_by_get_asks_and_changes_nothing(client, reviewer, state):
    application = application_in(state, reviewer)
    before = snapshot(application)
    client.force_login(reviewer)

    response = client.get(address_of("forget", application))

    assert response.status_code == 200
    assert "This cannot be undone." in response.content.decode()
    assert snapshot(application) == before


@pytest.mark.parametrize("state", State)
def test_forget_by_post_removes_the_personal_data(client, reviewer, bart, state):
    application = application_in(state, bart)
    client.force_login(reviewer)

    response = client.post(address_of("forget", application), follow=True)

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

    response = client.post(address_of("forget", application), follow=True)

    [message] = [str(text) for text in response.context["messages"]]
    assert message.endswith(f", {who} set this application to: Personal data removed.")
    assert application.events.count() == 2
    assert caplog.messages == [refusal("forget", application, reviewer)]
