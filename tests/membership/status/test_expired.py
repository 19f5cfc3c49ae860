"""Forms that lay open too long."""

import pytest
from django.test import Client

from bbmri_be.outbox.models import Mail
from membership.enums import State
from tests.membership.factories import ANSWERS, ApplicationFactory, application_in
from tests.membership.pages import Page, as_lists
from tests.membership.status.links import LINK, UNKNOWN, address, corrected, link_to, rows


@pytest.mark.parametrize("token", [None, "x" * 64])
@pytest.mark.parametrize(
    ("page", "answers", "is_done"),
    [
        ("", {"text": "Precious words"}, lambda one: one.messages.get().text == "Precious words"),
        (
            "correct/",
            corrected(city="Bruges"),
            lambda one: one.corrections.get().after == {"city": "Bruges"},
        ),
        (
            "withdraw/",
            {"seen": "received", "reason": "Precious words"},
            lambda one: one.messages.get().text == "Precious words",
        ),
    ],
)
@pytest.mark.django_db
def test_expired_form_keeps_what_was_typed_and_can_be_sent_again(token, page, answers, is_done):
    client = Client(enforce_csrf_checks=True)
    application = ApplicationFactory(**ANSWERS)
    link = link_to(application)
    sent = answers | ({"csrfmiddlewaretoken": token} if token else {})

    response = client.post(link + page, sent)
    before = rows()
    again_from = Page(response)
    again = client.post(link + page, again_from.fields)

    assert response.status_code == 403
    assert again_from.typed() == as_lists(answers)
    assert again_from.says_error
    assert again_from.focus[:1] == ["section"]
    assert "no-store" in response["Cache-Control"]
    assert before == (1, 0, 0, 0, 0)
    assert again.status_code == 302
    assert is_done(application)


@pytest.mark.parametrize(
    ("page", "state"), [("confirm/", State.AWAITING), ("come-back/", State.WITHDRAWN)]
)
def test_expired_button_can_be_pressed_again(anna, page, state):
    client = Client(enforce_csrf_checks=True)
    application = application_in(state, anna)
    link, before = link_to(application), rows()

    response = client.post(link + page)
    refused = rows()
    again = client.post(link + page, Page(response).fields)

    application.refresh_from_db()
    assert (response.status_code, refused) == (403, before)
    assert again.status_code == 302
    assert application.state == State.RECEIVED


@pytest.mark.django_db
def test_expired_message_to_a_closed_case_is_still_there(anna):
    application = application_in(State.WITHDRAWN, anna)

    response = Client(enforce_csrf_checks=True).post(
        link_to(application), {"text": "Precious words"}
    )

    assert response.status_code == 403
    assert "Precious words" in response.content.decode()


@pytest.mark.parametrize("page", ["", "confirm/", "correct/", "withdraw/", "come-back/"])
@pytest.mark.django_db
def test_expired_form_of_an_unknown_link_is_not_found(page):
    response = Client(enforce_csrf_checks=True).post(address(UNKNOWN, page), {"text": "x"})

    assert response.status_code == 404


@pytest.mark.django_db
def test_expired_request_for_a_link_keeps_the_address():
    client = Client(enforce_csrf_checks=True)
    ApplicationFactory()

    response = client.post(LINK, {"email": "piet@example.be"})
    before = rows()
    again = client.post(LINK, Page(response).fields)

    assert response.status_code == 403
    assert Page(response).typed() == {"email": ["piet@example.be"]}
    assert before == (1, 0, 0, 0, 0)
    assert (again.status_code, Mail.objects.count()) == (200, 1)
