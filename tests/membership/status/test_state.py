"""What the page tells: where an application stands, and nothing of the desk."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from bbmri_be.outbox.models import Mail
from membership import public
from membership.actions import applicant, desk
from membership.actions.applicant import File
from membership.enums import OPEN, State
from tests.membership.factories import ApplicationFactory, application_in
from tests.membership.pages import Page
from tests.membership.status.links import NOW, PDF, link_to, mask

TEN_MINUTES = timedelta(minutes=10)


@pytest.mark.parametrize("state", State)
def test_status_tells_the_state_and_whose_turn_it_is(client, anna, state):
    application = application_in(state, anna)

    page = Page(client.get(link_to(application)))

    words = public.wording(state)
    turn = {
        "applicant": "Yours",
        "staff": "The secretariat’s",
        "nobody": "Nobody’s at present",
    }
    assert page.title.startswith(str(words.title))
    assert f"<h1>{words.title}</h1>" in page.html
    assert str(words.text) in page.html
    assert turn[words.turn] in page.html
    assert [text for text in turn.values() if text in page.html] == [turn[words.turn]]
    assert application.reference in page.html
    assert (page.says_error, page.focus) == (False, [])


@pytest.mark.parametrize("state", State)
def test_status_offers_what_may_be_done(client, anna, state):
    link = link_to(application_in(state, anna))

    page = Page(client.get(link))

    forms_of_the_page = [action for action in page.actions if "/join/status/" in action]
    button = {State.AWAITING: "confirm/", State.WITHDRAWN: "come-back/",
              State.LAPSED: "come-back/"} | dict.fromkeys(OPEN, "")  # fmt: skip
    assert forms_of_the_page == ([link + button[state]] if state in button else [])
    assert {link + "correct/", link + "withdraw/"} & set(page.links) == (
        {link + "correct/", link + "withdraw/"} if state in OPEN else set()
    )


@pytest.mark.parametrize(
    ("state", "is_shown"), [(State.DECLINED, True), (State.ACCEPTED, True), (State.ASKED, False)]
)
def test_status_shows_the_reason_of_a_decision(client, anna, state, is_shown):
    application = application_in(state, anna)

    html = client.get(link_to(application)).content.decode()

    assert ("No human material." in html) is is_shown


def test_status_shows_what_was_sent(client, application):
    html = client.get(link_to(application)).content.decode()

    for words in ["General Hospital of Ghent", "Serum, DNA", "Breast cancer<br>Diabetes",
                  "piet@example.be", "Ghent University"]:  # fmt: skip
        assert words in html


def test_status_escapes_what_was_written(client, anna):
    application = application_in(State.IN_REVIEW, anna, name="<script>alert(1)</script>")
    applicant.reply(
        application=application,
        text="<img src=x>",
        files=[File("<b>.pdf", PDF)],
    )

    html = client.get(link_to(application)).content.decode()

    for markup in ["<script>alert", "<img src=x>", "<b>.pdf"]:
        assert markup not in html
    assert "&lt;img src=x&gt;" in html


def test_status_needs_as_many_queries_for_twenty_messages_as_for_one(client, anna):
    application = application_in(State.IN_REVIEW, anna)
    link = link_to(application)
    files = [File("a.pdf", PDF)]
    applicant.reply(application=application, text="One", files=files)
    client.get(link)
    with CaptureQueriesContext(connection) as for_one:
        client.get(link)
    for number in range(9):
        desk.write_to_applicant(application=application, by=anna, text=f"Word {number}")
        applicant.reply(application=application, text=f"Answer {number}", files=files)
    desk.write_note(application=application, by=anna, text="A note.")

    with CaptureQueriesContext(connection) as for_twenty:
        html = client.get(link).content.decode()

    assert len(for_twenty) == len(for_one)
    assert html.count('<li class="message ') == 19
    assert "content" not in re.findall(
        r'"membership_attachment"\."(\w+)"', " ".join(q["sql"] for q in for_twenty)
    )


# Nothing internal


def pages_of(client, link: str) -> str:
    """All that the applicant is shown and can look at in the source of the pages."""
    return "".join(
        client.get(link + page, follow=True).content.decode()
        for page in ["", "correct/", "withdraw/"]
    )


INTERNAL = re.compile(
    r"zebra|assignee|internal|note-of-staff|taken.back|message-note|decided.by|in-review"
    r"|information-asked(?!\")",
    re.IGNORECASE,
)


def test_pages_show_no_word_of_the_desk(client, anna, bart):
    bart.username = "zebra-bart"
    bart.first_name = "Zebra"
    bart.email = "zebra@example.be"
    bart.save()
    with time_machine.travel(NOW, tick=False) as clock:
        application = ApplicationFactory(language="en")
        link = link_to(application)
        desk.start_review(application=application, by=bart, seen=State.RECEIVED)
        desk.write_note(application=application, by=bart, text="Zebra note")
        desk.write_to_applicant(application=application, by=bart, text="A plain word")
        desk.ask(application=application, by=bart, seen=State.IN_REVIEW, text="Zebra question")
        desk.take_back(application=application, by=bart, seen=State.ASKED)
        clock.shift(timedelta(hours=1))
        desk.accept(application=application, by=bart, seen=State.IN_REVIEW, reason="Zebra decision")
        desk.take_back(application=application, by=bart, seen=State.ACCEPTED)
        clock.shift(timedelta(hours=1))

        html = pages_of(client, link)

    mails = "".join(Mail.objects.filter(to="piet@example.be").values_list("text", flat=True))
    assert "A plain word" in html
    # What the form of withdrawal has to send back, is what the page says.
    html = html.replace('name="seen" value="in-review"', "")
    assert INTERNAL.findall(html + mails) == []


@pytest.mark.parametrize(
    ("step", "words", "state"),
    [
        (desk.ask, {"text": "Zebra question"}, State.ASKED),
        (desk.accept, {"reason": "Zebra welcome"}, State.ACCEPTED),
        (desk.decline, {"reason": "Zebra refusal"}, State.DECLINED),
    ],
)
@pytest.mark.django_db
def test_pages_show_a_question_or_a_decision_from_the_moment_it_is_told(
    client, anna, step, words, state
):
    with time_machine.travel(NOW, tick=False) as clock:
        application = application_in(State.IN_REVIEW, anna)
        link = link_to(application)
        before = mask(pages_of(client, link))
        step(application=application, by=anna, seen=State.IN_REVIEW, **words)
        clock.shift(TEN_MINUTES - timedelta(seconds=1))
        untold = mask(pages_of(client, link))
        clock.shift(1)
        told = client.get(link).content.decode()

    assert untold == before
    assert next(iter(words.values())) in told
    assert f"<h1>{public.wording(state).title}</h1>" in told
