"""One person's data, handed out and erased."""

import json

import pytest
from django.core.management import call_command

from bbmri_be.audit_log.models import Entry
from biobanks.models import Contact
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

    held = json.loads(capsys.readouterr().out)
    (found,) = held["applications"]
    assert held["contacts"] == []
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

    assert told == f"Application {case.reference}: personal data removed.\n"
    assert json.loads(capsys.readouterr().out) == {"applications": [], "contacts": []}
    case = Application.objects.get()
    assert (case.contact_email, case.links.count(), case.state) == ("", 0, "in-review")
    assert {message.text for message in case.messages.all()} == {""}
    assert [c.before | c.after for c in case.corrections.all()] == [{}]


def test_audit_log_has_which_rows_were_asked_for(case):
    call_command("personal_data", "piet@example.be")
    call_command("personal_data", "piet@example.be", "--erase")

    entries = Entry.objects.order_by("pk").values_list("name", "what", "page", "rows")
    assert list(entries) == [
        ("command line", "looked", "personal_data", [case.reference]),
        ("command line", "changed", "personal_data", [case.reference]),
    ]


@pytest.mark.django_db
def test_stranger_has_no_data(capsys):
    call_command("personal_data", "nobody@example.be")
    call_command("personal_data", "nobody@example.be", "--erase")

    held, told = capsys.readouterr().out.split("}\n")
    assert json.loads(held + "}") == {"applications": [], "contacts": []}
    assert told == "Nothing is held of this address.\n"


@pytest.mark.django_db
def test_contact_of_an_entry_is_handed_out_and_erased_too(anna, capsys):
    case = application_in(State.IN_REVIEW, anna, name="Biobank Example")
    biobank = desk.accept(application=case, by=anna, seen=State.IN_REVIEW).biobank

    call_command("personal_data", "piet@example.be")
    (contact,) = json.loads(capsys.readouterr().out)["contacts"]
    call_command("personal_data", "piet@example.be", "--erase")

    biobank.refresh_from_db()
    assert (contact["last_name"], contact["named_by"]) == ("Piet Voorbeeld", ["Biobank Example"])
    assert capsys.readouterr().out == (
        f"Application {case.reference}: personal data removed.\n"
        "Biobank Example: has no such contact any more.\n"
    )
    assert (biobank.contact, Contact.objects.count()) == (None, 0)
