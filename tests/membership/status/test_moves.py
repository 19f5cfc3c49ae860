"""What an applicant does by a button: confirm, withdraw, come back."""

import pytest
import time_machine

from bbmri_be.outbox.models import Mail
from membership import public
from membership.actions import desk
from membership.enums import OPEN, State
from tests.membership.factories import application_in
from tests.membership.pages import Page
from tests.membership.status.links import NOTHING, NOW, link_to, rows

# Confirming


@pytest.mark.django_db
def test_confirm_is_done_by_the_button_of_the_page(client, waiting):
    link = link_to(waiting)
    page = Page(client.get(link))

    response = client.post(link + "confirm/", {}, follow=True)

    waiting.refresh_from_db()
    assert "Confirm my e-mail address" in page.html
    assert response.redirect_chain == [(link, 302)]
    assert "Your application is with the secretariat" in response.content.decode()
    assert waiting.state == State.RECEIVED
    assert rows() == (1, 0, 0, 0, 2)


@pytest.mark.parametrize("method", ["get", "head", "options"])
def test_confirm_is_not_done_by_a_mail_scanner(client, waiting, method):
    link = link_to(waiting)

    for page in ["confirm/", ""]:
        getattr(client, method)(link + page)

    waiting.refresh_from_db()
    assert client.get(link + "confirm/")["Location"] == link  # where the button is
    assert (waiting.state, rows()) == (State.AWAITING, NOTHING)


def test_confirm_twice_is_done_once(client, waiting):
    link = link_to(waiting)

    statuses = [client.post(link + "confirm/").status_code for _ in range(2)]

    assert statuses == [302, 302]
    assert rows() == (1, 0, 0, 0, 2)


# Withdrawing and coming back


@pytest.mark.parametrize("state", sorted(OPEN))
def test_withdraw_asks_first(client, anna, state):
    application = application_in(state, anna)
    before = rows()

    page = Page(client.get(link_to(application) + "withdraw/"))

    application.refresh_from_db()
    assert page.typed() == {"seen": [state], "reason": [""]}
    assert (application.state, rows()) == (state, before)


@pytest.mark.parametrize("state", sorted(OPEN))
def test_withdraw_as_an_applicant_does(client, anna, state):
    application = application_in(state, anna)
    link = link_to(application)
    fields = Page(client.get(link + "withdraw/")).fields

    response = client.post(link + "withdraw/", fields | {"reason": ["We merge."]}, follow=True)

    application.refresh_from_db()
    assert response.redirect_chain == [(link, 302)]
    assert "You have withdrawn your application" in response.content.decode()
    assert "We merge." in response.content.decode()
    assert application.state == State.WITHDRAWN


@pytest.mark.django_db
def test_withdraw_before_a_question_is_told_withdraws(client, anna):
    with time_machine.travel(NOW, tick=False):
        application = application_in(State.IN_REVIEW, anna)
        link = link_to(application)
        fields = Page(client.get(link + "withdraw/")).fields
        desk.ask(application=application, by=anna, seen=State.IN_REVIEW, text="Why?")
        response = client.post(link + "withdraw/", fields)

    application.refresh_from_db()
    assert response.status_code == 302
    assert application.state == State.WITHDRAWN


@pytest.mark.django_db
def test_withdraw_before_a_decision_is_told_takes_that_back(client, anna):
    with time_machine.travel(NOW, tick=False):
        application = application_in(State.IN_REVIEW, anna)
        link = link_to(application)
        fields = Page(client.get(link + "withdraw/")).fields
        desk.decline(application=application, by=anna, seen=State.IN_REVIEW, reason="Zebra")
        response = client.post(link + "withdraw/", fields)

    application.refresh_from_db()
    assert response.status_code == 302
    assert application.state == State.WITHDRAWN
    assert (application.decided_by, application.decision_reason) == (None, "")
    assert "Zebra" not in client.get(link).content.decode()
    assert sorted(Mail.objects.exclude(to="").values_list("to", flat=True)) == [
        "piet@example.be",  # that it is withdrawn, and nothing else
        "staff@localhost",
    ]


def test_withdraw_after_staff_moved_on_changes_nothing(client, application, anna):
    link = link_to(application)
    fields = Page(client.get(link + "withdraw/")).fields
    desk.start_review(application=application, by=anna, seen=State.RECEIVED)

    response = client.post(link + "withdraw/", fields)

    application.refresh_from_db()
    page = Page(response)
    assert response.status_code == 409
    assert "Nothing changed" in page.html
    assert "The secretariat is looking at your application" in page.html
    assert (page.says_error, page.focus) == (True, ["section"])
    assert application.state == State.IN_REVIEW


@pytest.mark.parametrize(
    "answers", [{"seen": "lost"}, {"seen": ""}, {"seen": "received", "reason": "x" * 4001}]
)
def test_withdraw_with_a_mistake_changes_nothing(client, application, answers):
    response = client.post(link_to(application) + "withdraw/", answers)

    application.refresh_from_db()
    assert (response.status_code, application.state) == (200, State.RECEIVED)
    assert Page(response).says_error


@pytest.mark.parametrize("state", [State.WITHDRAWN, State.LAPSED])
def test_come_back(client, anna, state):
    application = application_in(state, anna)
    link = link_to(application)

    response = client.post(link + "come-back/", follow=True)

    application.refresh_from_db()
    assert response.redirect_chain == [(link, 302)]
    assert "Your application is with the secretariat" in response.content.decode()
    assert application.state == State.RECEIVED


@pytest.mark.parametrize(
    "state", [state for state in State if state not in {State.WITHDRAWN, State.LAPSED}]
)
def test_come_back_from_elsewhere_changes_nothing(client, anna, state):
    application = application_in(state, anna)
    before = rows()

    response = client.post(link_to(application) + "come-back/")

    application.refresh_from_db()
    assert response.status_code == 409
    assert f"<h1>{public.wording(state).title}</h1>" in response.content.decode()
    assert (application.state, rows()) == (state, before)
