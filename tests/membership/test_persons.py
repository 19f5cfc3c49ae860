"""One person's data, handed out and erased."""

import json

import pytest
from django.core.management import call_command

from membership.actions import applicant, desk
from membership.actions.applicant import File
from membership.enums import State
from membership.models import Application
from tests.membership.factories import ANSWERS, application_in


@pytest.fixture
def case(anna):
    """An application with everything that may be held of a person."""
    case = application_in(State.IN_REVIEW, anna)
    applicant.reply(application=case, text="Here it is.", files=[File("a.pdf", b"%PDF-")])
    applicant.correct(
        application=case, answers=ANSWERS | {"name": case.name, "contact_phone": "+32 9 1"}
    )
    desk.write_note(application=case, by=anna, text="A friend of the dean.")
    desk.write_to_applicant(application=case, by=anna, text="Thank you.")
    return case


def test_everything_is_handed_out(case, capsys):
    call_command("personal_data", "PIET@example.be")

    (found,) = json.loads(capsys.readouterr().out)
    assert found["reference"] == case.reference
    assert found["answers"]["contact_phone"] == "+32 9 1"
    assert found["corrections"][0]["before"] == {"contact_phone": "+32 2 555 12 34"}
    assert [(one["kind"], one["text"], one["attachments"]) for one in found["conversation"]] == [
        ("applicant", "Here it is.", ["a.pdf"]),
        ("note", "A friend of the dean.", []),
        ("staff", "Thank you.", []),
    ]
    assert [mail["to"] for mail in found["mails"]].count("piet@example.be") == 1
    assert [event["to_state"] for event in found["events"]] == ["received", "in-review"]


def test_everything_is_erased(case, capsys):
    call_command("personal_data", "piet@example.be", "--erase")
    told = capsys.readouterr().out
    call_command("personal_data", "piet@example.be")

    assert told == f"{case.reference}\nErased in 1 applications.\n"
    assert json.loads(capsys.readouterr().out) == []
    case = Application.objects.get()
    assert (case.contact_email, case.links.count(), case.state) == ("", 0, "in-review")
    assert {message.text for message in case.messages.all()} == {""}
    assert [c.before | c.after for c in case.corrections.all()] == [{}]


@pytest.mark.django_db
def test_stranger_has_no_data(capsys):
    call_command("personal_data", "nobody@example.be")

    assert json.loads(capsys.readouterr().out) == []
