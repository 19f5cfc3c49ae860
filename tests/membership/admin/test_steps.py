"""What each button of a case does, and when it refuses."""

from datetime import timedelta

import pytest
import time_machine

from bbmri_be.outbox.delivery import deliver_due
from bbmri_be.outbox.models import Mail
from membership.actions import desk
from membership.enums import State
from membership.models import Application, StatusLink
from tests.membership.admin.desk import (
    NOW,
    STEPS,
    TEN_MINUTES,
    WITH_MAIL,
    address_of,
    answers_for,
    change_address,
    messages_of,
    ready_for,
    refusal,
    snapshot,
)
from tests.membership.factories import ApplicationFactory, application_in
from tests.membership.pages import token_in


@pytest.mark.parametrize("name", STEPS)
def test_step_by_get_asks_and_changes_nothing(client, reviewer, name):
    application = ready_for(name, reviewer)
    before = snapshot(application)
    client.force_login(reviewer)

    response = client.get(address_of(name, application))

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
        address_of(name, application), answers_for(name, application), follow=True
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

    response = client.post(address_of(name, application), unconfirmed)
    between = snapshot(application)
    client.post(address_of(name, application), answers)

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
        address_of(name, in_review), {"seen": "in-review", **answers, **confirmed}
    )

    assert response.status_code == 200
    assert sentence in response.content.decode()
    assert response.context["preview"] is None
    assert snapshot(in_review) == before


@pytest.mark.parametrize("name", STEPS)
@pytest.mark.parametrize("seen", ["", "lost", "\x00"])
def test_step_by_crafted_post_is_refused_and_logged(client, reviewer, name, seen, caplog):
    application = ready_for(name, reviewer)
    before = snapshot(application)
    client.force_login(reviewer)

    client.post(address_of(name, application), answers_for(name, application) | {"seen": seen})

    assert snapshot(application) == before
    assert caplog.messages == [refusal(name, application, reviewer)]


@pytest.mark.parametrize("name", ["ask", "accept", "decline", "take-back", "reopen"])
def test_step_that_is_not_allowed_is_refused_and_logged(
    client, reviewer, application, name, caplog
):
    client.force_login(reviewer)
    before = snapshot(application)

    response = client.post(
        address_of(name, application), answers_for(name, application), follow=True
    )

    assert messages_of(response) == ["Nothing changed: this step is not possible from here."]
    assert snapshot(application) == before
    assert caplog.messages == [refusal(name, application, reviewer)]


def test_what_staff_wrote_is_kept_in_no_cookie(client, reviewer, bart, in_review):
    desk.accept(application=in_review, by=bart, seen=State.IN_REVIEW)
    client.force_login(reviewer)

    response = client.post(
        address_of("decline", in_review), {"seen": "in-review", "reason": "Not a biobank."}
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
    address = address_of("decline", in_review)

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

    response = client.get(address_of("accept", application), follow=True)

    [message] = messages_of(response)
    assert message.endswith(f", {who} set this application to: {what}.")


def test_step_on_an_unconfirmed_application_is_not_possible(client, reviewer):
    application = ApplicationFactory(state=State.AWAITING)
    client.force_login(reviewer)

    response = client.get(address_of("review", application), follow=True)

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
        client.post(address_of(name, in_review), answers_for(name, in_review))
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
        asked = client.get(address_of("take-back", in_review))
        clock.shift(TEN_MINUTES)
        before = snapshot(in_review)
        response = client.post(
            address_of("take-back", in_review), {"seen": "accepted"}, follow=True
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
            address_of("take-back", in_review), {"seen": "accepted"}, follow=True
        )

    in_review.refresh_from_db()
    assert messages_of(response) == ["Nothing changed: the applicant has been told already."]
    assert in_review.state == State.ACCEPTED
