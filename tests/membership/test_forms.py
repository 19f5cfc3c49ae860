"""What the forms of applicants and staff take, and what they say of the rest."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.datastructures import MultiValueDict
from django.utils.translation import override

from membership.forms.application import ApplicationForm, CorrectionForm
from membership.forms.desk import AcceptForm, AskForm, DeclineForm, StepForm, WritingForm
from membership.forms.status import (
    LARGEST_FILE,
    LinkForm,
    ReplyForm,
    WithdrawalForm,
)
from membership.models import Application
from tests.membership.factories import ANSWERS, POSTED

COMPULSORY = {
    "organisation_name": "Write the legal name of your organisation.",
    "organisation_kind": "Choose the kind of institution.",
    "postcode": "Write the postcode, for example 1000.",
    "city": "Write the town or city.",
    "kind": "Choose who would like to join.",
    "name": "Write the name of the biobank, network or collection.",
    "notification": "Choose how far the notification to the FAMHP is.",
    "ethics_opinion": "Choose how far the ethics opinion is.",
    "materials": "Tick at least one material.",
    "contact_name": "Write your name.",
    "contact_role": "Write your role.",
    "contact_email": "Write your work e-mail address.",
    "language": "Choose the language of our mails.",
}


def errors_of(**changes) -> dict[str, list[str]]:
    return dict(ApplicationForm(POSTED | changes).errors)


def test_form_cleans_what_a_browser_sends():
    form = ApplicationForm(POSTED)

    assert form.errors == {}
    assert form.cleaned_data == ANSWERS


def test_form_with_only_the_compulsory_answers_is_enough():
    answers = {name: POSTED[name] for name in COMPULSORY} | {"notification": "under-way"}

    form = ApplicationForm(answers)

    assert form.errors == {}
    assert form.cleaned_data == {
        **{name: [] if isinstance(answer, list) else "" for name, answer in ANSWERS.items()},
        "start_year": None,
        "size": None,
        **{name: ANSWERS[name] for name in COMPULSORY},
        "notification": "under-way",
    }


def test_form_left_empty_asks_for_the_compulsory_answers_only():
    assert dict(ApplicationForm({}).errors) == {
        name: [sentence] for name, sentence in COMPULSORY.items()
    }


@pytest.mark.parametrize(
    ("changes", "errors"),
    [
        (
            {"enterprise_number": "0123.456.748"},
            {
                "enterprise_number": [
                    "This is not an enterprise number: its last two digits do not fit the others."
                ]
            },
        ),
        (
            {"enterprise_number": "12"},
            {
                "enterprise_number": [
                    "An enterprise number has ten digits, for example 0123.456.749."
                ]
            },
        ),
        ({"postcode": "B-9000"}, {}),
        (
            {"postcode": "0999"},
            {"postcode": ["A Belgian postcode has four digits, for example 1000."]},
        ),
        ({"website": "www.example.be"}, {}),
        (
            {"website": "not an address"},
            {"website": ["Write the whole web address, for example https://www.example.be."]},
        ),
        (
            {"website": "ftp://example.be"},
            {"website": ["Write the whole web address, for example https://www.example.be."]},
        ),
        (
            {"website": "javascript:alert(1)"},
            {"website": ["Write the whole web address, for example https://www.example.be."]},
        ),
        (
            {"start_year": "last year"},
            {"start_year": ["Write the year with four digits, for example 2009."]},
        ),
        (
            {"start_year": "9" * 5000},
            {"start_year": ["Write the year with four digits, for example 2009."]},
        ),
        (
            {"famhp_number": "B190001"},
            {"famhp_number": ["FAMHP numbers begin with two letters B. Did you mean BB190001?"]},
        ),
        (
            {"famhp_number": "190001"},
            {
                "famhp_number": [
                    "Write the FAMHP number as BB and six digits, for example BB190001."
                ]
            },
        ),
        (
            {"famhp_number": " "},
            {
                "famhp_number": [
                    "Write the notification number, or change your answer about the notification."
                ]
            },
        ),
        (
            {"notification": "help-needed"},
            {
                "notification": [
                    "You gave a notification number below. Choose that the biobank is notified, "
                    "or remove the number."
                ]
            },
        ),
        ({"notification": "help-needed", "famhp_number": ""}, {}),
        (
            {"directory_identifier": "BE_BBE"},
            {
                "directory_identifier": [
                    "Copy the identifier from the Directory; it looks like bbmri-eric:ID:BE_NAME."
                ]
            },
        ),
        (
            {"contact_email": "piet@example.be, an@example.be"},
            {"contact_email": ["Write one e-mail address, for example name@hospital.be."]},
        ),
        (
            {"contact_email": "piet@example.be\r\nBcc: an@example.be"},
            {"contact_email": ["Write one e-mail address, for example name@hospital.be."]},
        ),
        (
            {"name": "Buy at www.example.com"},
            {"name": ["Write the name only, without a web address."]},
        ),
        (
            {"name": "x" * 256},
            {"name": ["Ensure this value has at most 255 characters (it has 256)."]},
        ),
        (
            {"message": "x" * 4001},
            {"message": ["Ensure this value has at most 4000 characters (it has 4001)."]},
        ),
        ({"message": "x" * 3998 + "\r\n\r\n"}, {}),
        ({"city": "Gh\x00ent"}, {"city": ["Null characters are not allowed."]}),
        (
            {"city": "Gh\x07ent"},
            {
                "city": [
                    "This answer holds characters that cannot be seen. "
                    "Type it instead of pasting it."
                ]
            },
        ),
        (
            {"message": "\u202eabc"},
            {
                "message": [
                    "This answer holds characters that cannot be seen. "
                    "Paste it without formatting, or type it."
                ]
            },
        ),
        ({"name": "Biobank 🧬 Ÿ"}, {}),
        (
            {"materials": ["SERUM", "*"]},
            {"materials": ["Select a valid choice. * is not one of the available choices."]},
        ),
        (
            {"size": "x"},
            {"size": ["Select a valid choice. x is not one of the available choices."]},
        ),
        (
            {"kind": "\x00"},
            {"kind": ["Select a valid choice. \x00 is not one of the available choices."]},
        ),
    ],
)  # fmt: skip
def test_form_error(changes, errors):
    assert errors_of(**changes) == errors


def test_form_asks_nothing_of_the_database(django_assert_num_queries, db):
    with django_assert_num_queries(0):
        assert ApplicationForm(POSTED).is_valid()


def test_form_keeps_the_choices_free_of_empty_ones():
    fields = ApplicationForm().fields

    for name in ["organisation_kind", "kind", "notification", "ethics_opinion", "language"]:
        assert "" not in [value for value, _ in fields[name].choices]
    for name in ["iso_20387", "size"]:
        assert next(iter(fields[name].choices)) == ("", "No answer")


def test_form_never_cuts_off_what_is_pasted():
    assert [
        name
        for name, field in ApplicationForm().fields.items()
        if "maxlength" in field.widget.attrs
    ] == []


def test_problems_lead_to_the_fields_in_their_order():
    form = ApplicationForm(POSTED | {"city": "", "materials": [], "kind": "", "contact_name": ""})

    assert [(problem.anchor, problem.label, problem.sentence) for problem in form.problems()] == [
        ("id_city", "Town or city", "Write the town or city."),
        ("id_kind_0", "Who would like to join?", "Choose who would like to join."),
        (
            "id_materials_0",
            "Which materials do you keep? Tick all that apply.",
            "Tick at least one material.",
        ),
        ("id_contact_name", "Your name", "Write your name."),
    ]


def test_problems_are_told_in_the_readers_language():
    with override("fr"):
        [problem] = ApplicationForm(POSTED | {"size": "x"}).problems()

        assert problem.sentence.startswith("Sélectionnez un choix valide")


# To correct what was sent


def test_correction_form_leaves_the_address_as_it_is():
    application = Application(**ANSWERS)

    form = CorrectionForm(POSTED | {"contact_email": "eve@example.be"}, instance=application)

    assert form.errors == {}
    assert form.cleaned_data == ANSWERS
    assert str(form["contact_email"].help_text) == (
        "This address is confirmed. To change it, write to us."
    )


def test_correction_form_checks_what_the_interest_form_checks():
    changes = {"city": "", "contact_email": ""}

    assert dict(CorrectionForm(POSTED | changes, instance=Application(**ANSWERS)).errors) == {
        "city": ["Write the town or city."]
    }


# On the page of an application


def reply_with(*contents: bytes, text: str = "Hi", kept: int = 0) -> ReplyForm:
    files = [
        SimpleUploadedFile(f"{number}.pdf", content) for number, content in enumerate(contents)
    ]
    return ReplyForm({"text": text}, MultiValueDict({"attachments": files}), kept=kept)


@pytest.mark.parametrize("contents", [[], [b"%PDF-1"], [b"%PDF-1", b"%PDF-2", b"%PDF-3"]])
def test_reply_form_gives_whole_files(contents):
    form = reply_with(*contents)

    assert form.errors == {}
    assert [file.read() for file in form.cleaned_data["attachments"]] == contents


@pytest.mark.parametrize(
    ("contents", "error"),
    [
        ([b"%PDF-"] * 4, "Choose at most 3 files."),
        ([b""], "One of the files is empty. Choose another one."),
        ([b"%PDF-", b""], "One of the files is empty. Choose another one."),
        ([b" %PDF-"], "Choose PDF files only."),
        ([b"%PDF"], "Choose PDF files only."),
        ([b"%PDF-", b"<!doctype html>"], "Choose PDF files only."),
        ([b"%PDF-".ljust(LARGEST_FILE + 1)], "Choose files of at most 5 MB each."),
    ],
    ids=lambda value: "" if isinstance(value, list) else None,
)
def test_reply_form_takes_a_few_small_pdf_files_only(contents, error):
    assert dict(reply_with(*contents).errors) == {"attachments": [error]}


def test_reply_form_takes_the_largest_file():
    assert reply_with(b"%PDF-".ljust(LARGEST_FILE)).is_valid()


def test_application_has_room_for_so_many_files():
    assert reply_with(b"%PDF-", kept=29).is_valid()
    assert reply_with(kept=30).is_valid()
    assert reply_with(b"%PDF-", kept=30).errors == {
        "attachments": [
            "An application has room for 30 files, and 30 are there already. Write what is in the "
            "others into your message."
        ]
    }


def test_reply_form_offers_several_files_of_one_kind():
    markup = str(ReplyForm()["attachments"])

    assert " multiple" in markup
    assert 'accept="application/pdf,.pdf"' in markup


@pytest.mark.parametrize(
    ("text", "errors"),
    [
        ("", {"text": ["Write your message."]}),
        (" \r\n ", {"text": ["Write your message."]}),
        ("x" * 3999 + "\r\nx", {"text": [
            "Ensure this value has at most 4000 characters (it has 4001)."
        ]}),
        ("x" * 3998 + "\r\nx", {}),
        ("Line\r\nline", {}),
        ("\u202eabc", {"text": [
            "This answer holds characters that cannot be seen. "
            "Paste it without formatting, or type it."
        ]}),
    ],
)  # fmt: skip
def test_reply_form_text(text, errors):
    form = ReplyForm({"text": text})

    assert dict(form.errors) == errors
    if not errors:
        assert form.cleaned_data == {"text": text.replace("\r\n", "\n"), "attachments": []}


def test_reply_form_says_where_its_problems_are():
    form = reply_with(b"x", text="")

    assert [(problem.anchor, problem.label, problem.sentence) for problem in form.problems()] == [
        ("id_text", "Your message", "Write your message."),
        ("id_attachments", "Attachments", "Choose PDF files only."),
    ]


@pytest.mark.parametrize("reason", ["", " ", "We merge."])
def test_withdrawal_form_needs_no_reason(reason):
    form = WithdrawalForm({"seen": "received", "reason": reason})

    assert form.errors == {}
    assert form.cleaned_data == {"seen": "received", "reason": reason.strip()}


@pytest.mark.parametrize(
    ("email", "errors"),
    [
        ("", ["Write the e-mail address that you applied with."]),
        ("nobody", ["Write one e-mail address, for example name@hospital.be."]),
        ("a@b.be\r\nBcc: c@d.be", ["Write one e-mail address, for example name@hospital.be."]),
        (" an@example.be ", []),
    ],
)
def test_link_form(email, errors):
    assert LinkForm({"email": email}).errors.get("email", []) == errors


# At the desk


@pytest.mark.parametrize("form", [StepForm, AcceptForm])
def test_step_form_needs_only_the_state_that_was_seen(form):
    assert form({"seen": "received"}).is_valid()
    assert dict(form({"seen": "lost"}).errors) == {
        "seen": ["Select a valid choice. lost is not one of the available choices."]
    }


@pytest.mark.parametrize(
    ("form", "name", "longest", "sentence"),
    [
        (AskForm, "text", 4000, "Write what you want to know."),
        (DeclineForm, "reason", 2000, "Write why the application is declined."),
        (WritingForm, "text", 4000, "Write something."),
    ],
)
def test_desk_form_needs_its_words(form, name, longest, sentence):
    def errors_of(words: str) -> dict[str, list[str]]:
        return dict(form({"seen": "in-review", name: words}).errors)

    assert errors_of(" \r\n ") == {name: [sentence]}
    assert errors_of("x" * (longest - 1) + "\r\n") == {}
    assert errors_of("x" * (longest + 1)) == {
        name: [f"Ensure this value has at most {longest} characters (it has {longest + 1})."]
    }
