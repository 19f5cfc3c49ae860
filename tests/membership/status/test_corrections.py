"""What an applicant corrects."""

import pytest

from bbmri_be.outbox.models import Mail
from membership.actions import applicant
from membership.enums import State
from tests.membership.factories import ANSWERS, ApplicationFactory, application_in
from tests.membership.pages import Page, as_lists
from tests.membership.status.links import CLOSED, corrected, link_to, rows, stored_answers


@pytest.mark.django_db
def test_correct_shows_the_answers_as_they_are(client):
    application = ApplicationFactory(**ANSWERS)

    page = Page(client.get(link_to(application) + "correct/"))

    expected = {name: answer if isinstance(answer, list) else str(answer)
                for name, answer in ANSWERS.items() if name != "contact_email"}  # fmt: skip
    assert page.typed() == as_lists(expected)
    assert "piet@example.be" in page.html
    assert page.focus == []


@pytest.mark.django_db
def test_correct_keeps_what_was_and_what_is(client):
    application = ApplicationFactory(**ANSWERS)
    link = link_to(application)

    response = client.post(
        link + "correct/", corrected(city="Bruges", postcode="8000", open_to=[]), follow=True
    )

    assert response.redirect_chain == [(f"{link}?done=corrected", 302)]
    assert "Your corrections are stored" in response.content.decode()
    assert stored_answers(application) == ANSWERS | {
        "city": "Bruges", "postcode": "8000", "open_to": [],
    }  # fmt: skip
    assert application.province == "BE-VWV"
    assert application.corrections.values_list("before", "after").get() == (
        {"city": "Ghent", "postcode": "9000", "open_to": ["researchers", "abroad"]},
        {"city": "Bruges", "postcode": "8000", "open_to": []},
    )
    assert rows() == (1, 0, 1, 0, 1)


@pytest.mark.django_db
def test_correct_without_a_change_writes_nothing(client):
    application = ApplicationFactory(**ANSWERS)
    link = link_to(application)

    as_it_was = Page(client.get(link + "correct/")).fields
    responses = [client.post(link + "correct/", one) for one in (as_it_was, corrected())]

    assert [response["Location"] for response in responses] == [f"{link}?done=unchanged"] * 2
    assert stored_answers(application) == ANSWERS
    assert rows() == (1, 0, 0, 0, 0)


@pytest.mark.parametrize("email", ["eve@example.be", "", "nonsense", ["a@b.be", "c@d.be"]])
@pytest.mark.django_db
def test_correct_never_changes_the_address(client, email):
    application = ApplicationFactory(**ANSWERS)

    response = client.post(
        link_to(application) + "correct/", corrected(contact_email=email, city="Bruges")
    )

    assert response.status_code == 302
    assert stored_answers(application) == ANSWERS | {"city": "Bruges"}
    assert application.corrections.values_list("after", flat=True).get() == {"city": "Bruges"}
    assert not Mail.objects.exclude(to="staff@localhost").exists()


@pytest.mark.django_db
def test_correct_ignores_what_the_form_does_not_ask(client):
    application = ApplicationFactory(**ANSWERS)

    client.post(
        link_to(application) + "correct/",
        corrected(state="accepted", reference="x", token="x", province="BE-BRU", assignee="1"),
    )

    application.refresh_from_db()
    assert (application.state, application.province, application.assignee) == (
        "received", "BE-VOV", None,
    )  # fmt: skip
    assert rows() == (1, 0, 0, 0, 0)


@pytest.mark.django_db
def test_correct_with_a_mistake_keeps_every_answer_and_stores_none(client):
    application = ApplicationFactory(**ANSWERS)
    changes = {"city": "", "name": "New name", "famhp_number": "B190001"}

    response = client.post(link_to(application) + "correct/", corrected(**changes))

    page = Page(response)
    assert response.status_code == 200
    assert page.typed() == as_lists(corrected(**changes))
    assert (page.says_error, page.focus) == (True, ["section"])
    assert [link for link in page.links if link.startswith("#id_")] == [
        "#id_city", "#id_famhp_number",
    ]  # fmt: skip
    assert stored_answers(application) == ANSWERS
    assert rows() == (1, 0, 0, 0, 0)


@pytest.mark.parametrize("state", CLOSED)
@pytest.mark.parametrize("page", ["correct/", "withdraw/"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_what_is_closed_leads_to_its_page_and_changes_nothing(client, anna, state, page, method):
    application = application_in(state, anna, **ANSWERS)
    link, before = link_to(application), rows()

    response = getattr(client, method)(link + page, corrected(city="Bruges", seen=state))

    assert (response.status_code, response["Location"]) == (302, link)
    assert stored_answers(application) == ANSWERS
    assert (application.state, rows()) == (state, before)


@pytest.mark.django_db
def test_correct_what_was_closed_meanwhile_is_refused(client, monkeypatch):
    """Between the look at the state and the lock, somebody closes it."""
    application = ApplicationFactory(**ANSWERS)
    correct = applicant.correct

    def correct_after_withdrawal(**options):
        applicant.withdraw(application=application, seen=State.RECEIVED)
        return correct(**options)

    monkeypatch.setattr(applicant, "correct", correct_after_withdrawal)
    response = client.post(link_to(application) + "correct/", corrected(city="Bruges"))

    page = Page(response)
    assert response.status_code == 409
    assert (page.says_error, page.focus) == (True, ["section"])
    assert stored_answers(application) == ANSWERS
