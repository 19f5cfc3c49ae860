"""What the mails about an application say, to whom, and in which language."""

import re
from datetime import UTC, datetime, timedelta
from html.parser import HTMLParser

import pytest
import time_machine
from django.db import IntegrityError
from django.utils import translation

from bbmri_be.outbox.models import Mail
from membership import emails
from membership.actions import applicant, desk
from membership.enums import Stage, State
from membership.models import StatusLink
from membership.models.links import digest
from tests.membership.factories import ANSWERS, ApplicationFactory, application_in
from tests.membership.pages import token_in
from tests.tongues import lies

LANGUAGES = ["en", "nl", "fr", "de"]
NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
REFERENCE = "K7QM-2XTD-9FHA-3C8P"
PERSONAL = ["piet@example.be", "Voorbeeld", "Dr Ann", "555 12 34", "look forward"]


class Words(HTMLParser):
    """The words that a reader of the HTML part sees."""

    def __init__(self, html: str):
        super().__init__()
        self.found: list[str] = []
        self.inside = ""
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.inside = tag

    def handle_data(self, data):
        if self.inside != "title":
            self.found += data.split()


@pytest.fixture(autouse=True)
def _site(settings):
    settings.SITE_URL = "https://www.example.be"


@pytest.fixture
def application(db):
    return ApplicationFactory(name="Bank <b>1</b> & Co", language="en", reference=REFERENCE)


def letters(by, language):
    """One mail of each kind to the applicant, by name."""
    with time_machine.travel(NOW, tick=False):
        given = {"name": "Bank <b>1</b> & Co", "language": language}
        first = ApplicationFactory(**given)
        asked = application_in(State.ASKED, by, **given)
        question = asked.messages.create(
            voice="staff", by=by, text="First <i>line</i>\n\nSecond & last", event=asked.last_event
        )
        word = first.messages.create(voice="staff", by=by, text="One <i>word</i>\nand another")
        told = {
            state: application_in(state, by, **given)
            for state in (State.ACCEPTED, State.DECLINED, State.WITHDRAWN, State.LAPSED)
        }
        return {
            "confirm": emails.ask_to_confirm(first),
            "acknowledge": emails.acknowledge(first),
            "ask": emails.ask(question),
            "remind": emails.remind(
                asked, asked.last_event, timedelta(days=7), lapses_at=NOW + timedelta(days=45)
            ),
            "forward": emails.forward(word),
            "link": emails.send_link(first),
            "reassure": emails.reassure(first, Stage.DECISION),
            "lapsed": emails.tell_of_lapse(told[State.LAPSED], told[State.LAPSED].last_event),
            "withdrawn": emails.confirm_withdrawal(
                told[State.WITHDRAWN], told[State.WITHDRAWN].last_event
            ),
            "returned": emails.confirm_return(first, first.last_event),
            "accepted": emails.tell_decision(told[State.ACCEPTED], told[State.ACCEPTED].last_event),
            "declined": emails.tell_decision(told[State.DECLINED], told[State.DECLINED].last_event),
        }


# To the applicant


def text_of(mail) -> str:
    """The text, its token left out."""
    return mail.text.replace(token_in(mail), "TOKEN")


LINK = "https://www.example.be/join/status/TOKEN/"
END = f"""
{LINK}

Reference number: {REFERENCE}
The secretariat of BBMRI.be
"""


def test_ask_to_confirm(application):
    mail = emails.ask_to_confirm(application)

    assert (mail.to, mail.language, mail.subject, mail.thread, mail.cause) == (
        "piet@example.be",
        "en",
        f"Please confirm your application {REFERENCE}",
        REFERENCE,
        f"application {application.pk}: confirm",
    )
    assert text_of(mail).rstrip() == (
        "Good day,\n\n"
        "You applied to join BBMRI.be, the Belgian biobank network, for “Bank <b>1</b> & Co”. "
        "Please confirm that this address is yours: open the page below and press the button.\n\n"
        "Only then do we read the application. What nobody confirms within seven days is "
        "deleted.\n\n"
        "If it was not you who applied, do nothing.\n" + END.rstrip()
    )
    assert "Bank &lt;b&gt;1&lt;/b&gt; &amp; Co" in mail.html
    assert "<b>1</b>" not in mail.html


def test_ask_to_confirm_says_nothing_personal(application):
    """Whoever gave the address may have given somebody else's."""
    mail = emails.ask_to_confirm(application)

    for personal in PERSONAL:
        assert personal not in mail.subject + mail.text + mail.html


def test_acknowledge_holds_a_copy_of_the_answers(db):
    application = ApplicationFactory(**ANSWERS | {"language": "en"}, reference=REFERENCE)

    mail = emails.acknowledge(application)

    _, copy = text_of(mail).split(END)
    rows = dict(
        row.strip().split(": ", 1)
        for row in copy.replace("\n    ", " ").splitlines()
        if row.startswith("  ")
    )
    assert mail.subject == f"We have received your application {REFERENCE}"
    assert len(rows) == len(ANSWERS)
    assert {name: rows[name] for name in [
        "Legal name", "Disease areas", "Materials", "Number of samples", "E-mail address",
        "FAMHP notification", "Start year", "Language of mails",
    ]} == {
        "Legal name": "General Hospital of Ghent",
        "Disease areas": "Breast cancer Diabetes",
        "Materials": "Serum, DNA",
        "Number of samples": "10,000 to 100,000",
        "E-mail address": "piet@example.be",
        "FAMHP notification": "Yes, it has a notification number",
        "Start year": "2009",
        "Language of mails": "English",
    }  # fmt: skip


def test_acknowledge_leaves_out_what_was_not_answered(application):
    application.acronym, application.size, application.open_to = "", None, []

    mail = emails.acknowledge(application)

    for label in ["Acronym", "Number of samples", "Open to"]:
        assert label not in mail.text + mail.html


def test_acknowledge_escapes_the_answers_in_the_html_part_only(application):
    application.message = "<script>x</script>\n& more"

    mail = emails.acknowledge(application)

    assert "<script>x</script>\n    & more" in mail.text
    assert "&lt;script&gt;x&lt;/script&gt;<br>&amp; more" in mail.html
    assert "<script>" not in mail.html


@pytest.mark.django_db
def test_ask_quotes_the_question_and_waits(anna):
    with time_machine.travel(NOW, tick=False):
        application = application_in(
            State.IN_REVIEW, anna, name="Bank", language="en", reference=REFERENCE
        )
        desk.ask(application=application, by=anna, seen=State.IN_REVIEW, text="Where?\n\nWhy?")

    mail = Mail.objects.get()
    assert mail.send_after == NOW + timedelta(minutes=10)
    assert mail.subject == f"A question about your application {REFERENCE}"
    assert text_of(mail).rstrip() == (
        "Good day,\n\n"
        "We have a question about your application for “Bank”:\n\n"
        "    Where?\n    \n    Why?\n\n"
        "Please answer on the page below. Until then we wait for you.\n" + END.rstrip()
    )


@pytest.mark.django_db
def test_ask_needs_the_event_of_the_question(application, anna):
    message = application.messages.create(voice="staff", by=anna, text="Why?")

    with pytest.raises(ValueError, match="goes with an event"):
        emails.ask(message)


def test_remind_says_when_it_was_asked_and_when_it_lapses(anna, db):
    mail = letters(anna, "en")["remind"]

    assert "On 22 November 2026 we asked you something" in mail.text
    assert "the application lapses on 6 January 2027" in mail.text


@pytest.mark.parametrize(
    ("name", "subject", "words"),
    [
        ("accepted", "Welcome to BBMRI.be: your application {} is accepted", "is accepted as a"),
        ("declined", "Your application {} is not accepted", "    No human material.\n"),
        ("withdrawn", "Your application {} is withdrawn", "Reopen it on the page below."),
        ("lapsed", "Your application {} has lapsed", "Reopen it on the page below;"),
        ("returned", "Your application {} is open again", "is with the secretariat again."),
        ("forward", "A message about your application {}", "    One <i>word</i>\n    and another"),
        ("reassure", "Your application {} is still with us", "takes longer than usual."),
        ("link", "The page of your application {}", "Earlier links no longer work."),
    ],
)
@pytest.mark.django_db
def test_letter(anna, name, subject, words):
    mail = letters(anna, "en")[name]

    assert mail.subject == subject.format(mail.thread)
    assert words in mail.text
    assert mail.text.startswith("Good day,\n\n")
    assert f"\n\nReference number: {mail.thread}\nThe secretariat of BBMRI.be\n" in mail.text


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("page_language", ["en", "fr"])
@pytest.mark.django_db
def test_letters_are_in_the_applicants_language(anna, language, page_language):
    prefix = "" if language == "en" else f"/{language}"

    with translation.override(page_language):
        mails = letters(anna, language)

        assert translation.get_language() == page_language
    for mail in mails.values():
        address = f"https://www.example.be{prefix}/join/status/{token_in(mail)}/"
        assert mail.language == language
        assert f'<html lang="{language}">' in mail.html
        assert f"\n{address}\n" in mail.text
        with translation.override(language):
            assert f'<a href="{address}">{translation.gettext("Open the page")}</a>' in mail.html


@pytest.mark.parametrize("language", ["nl", "fr", "de"])
@pytest.mark.django_db
def test_letters_have_no_english_left(anna, language):
    own, english = letters(anna, language), letters(anna, "en")

    for kind, mail in own.items():
        assert list(lies(mail.html)) == []
        assert said_by_us(mail) & said_by_us(english[kind]) == set()
        assert mail.subject.split()[:2] != english[kind].subject.split()[:2]


def said_by_us(mail) -> set[str]:
    """The lines of a mail that are our own: no address, quotation or answer."""
    return {
        line.strip()
        for line in mail.text.splitlines()
        if line.strip() and not line.startswith(("http", " "))
    }


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.django_db
def test_both_parts_of_each_mail_say_the_same(anna, language):
    mails = letters(anna, language)
    staff = emails.tell_staff(ApplicationFactory(name="Bank <b>1</b> & Co"))

    for mail in [*mails.values(), *staff]:
        with translation.override(mail.language):
            button = translation.gettext("Open the page")
        text = re.sub(r"(?m)^https?://\S+$", button, mail.text, count=1)
        assert without_marks(" ".join(Words(mail.html).found)) == without_marks(text)


def without_marks(text: str) -> list[str]:
    """Words, without the colons that the text part has between questions and answers."""
    return text.replace(":", " ").split()


@pytest.mark.django_db
def test_each_letter_carries_a_link_of_its_own(anna):
    mails = letters(anna, "en")

    tokens = [token_in(mail) for mail in mails.values()]
    assert len(set(tokens)) == len(mails)
    assert {link.digest: link.application.reference for link in StatusLink.objects.all()} == {
        digest(token_in(mail)): mail.thread for mail in mails.values()
    }


@pytest.mark.django_db
def test_each_letter_of_an_event_goes_once(anna):
    mails = letters(anna, "en")

    causes = {name: mail.cause for name, mail in mails.items()}
    assert len(set(causes.values())) == len(causes)
    assert [name for name, cause in causes.items() if not cause] == ["link"]
    application = application_in(State.ACCEPTED, anna)
    emails.tell_decision(application, application.last_event)
    with pytest.raises(IntegrityError, match="outbox_mail_once_per_cause"):
        emails.tell_decision(application, application.last_event)


# To the staff


def test_tell_staff_tells_each_address_where_to_look(application, settings):
    settings.STAFF_EMAILS = ["office@example.be", "second@example.be"]

    with translation.override("fr"):
        mails = emails.tell_staff(application)

    assert [(mail.to, mail.language, mail.subject, mail.cause) for mail in mails] == [
        ("office@example.be", "en", "New application: Bank <b>1</b> & Co", ""),
        ("second@example.be", "en", "New application: Bank <b>1</b> & Co", ""),
    ]
    assert mails[0].text.rstrip() == (
        "Good day,\n\n"
        f"A new application to join the network: Bank <b>1</b> & Co ({REFERENCE}).\n\n"
        f"https://www.example.be/admin/membership/application/{application.pk}/change/\n\n"
        f"Reference number: {REFERENCE}\n"
        "The secretariat of BBMRI.be"
    )
    for personal in PERSONAL:
        assert personal not in mails[0].subject + mails[0].text + mails[0].html


NEWS = {
    "written": lambda application: applicant.reply(application=application, text="Zebra"),
    "corrected answers": lambda application: applicant.correct(
        application=application, answers=ANSWERS | {"message": "Zebra"}
    ),
    "withdrawn": lambda application: applicant.withdraw(
        application=application, seen=State.RECEIVED, reason="Zebra"
    ),
}


@pytest.mark.parametrize("what", NEWS)
@pytest.mark.parametrize(
    ("address", "to"),
    [
        (None, ["office@example.be", "second@example.be"]),
        ("", ["office@example.be", "second@example.be"]),
        ("anna@example.be", ["anna@example.be"]),
    ],
)
@pytest.mark.django_db
def test_news_of_the_applicant_goes_to_whoever_looks_after_it(anna, settings, what, address, to):
    settings.STAFF_EMAILS = ["office@example.be", "second@example.be"]
    application = ApplicationFactory(**ANSWERS, reference=REFERENCE)
    if address is not None:
        anna.email = address
        anna.save()
        desk.assign(application=application, to=anna)

    with translation.override("fr"):  # the page of the applicant
        NEWS[what](application)

    mails = list(Mail.objects.exclude(to="piet@example.be").order_by("pk"))
    assert [(mail.to, mail.language) for mail in mails] == [(one, "en") for one in to]
    assert {mail.subject for mail in mails} == {"Biobank Example: news of the applicant"}
    assert f"\nThe applicant has {what}: Biobank Example ({REFERENCE}).\n" in mails[0].text
    for personal in [*PERSONAL, "Zebra"]:
        assert personal not in mails[0].subject + mails[0].text + mails[0].html


@pytest.mark.django_db
def test_mails_quote_a_name_in_one_line_and_not_at_length():
    application = ApplicationFactory(
        name="Bank\r\nBcc: x@example.be\u2028" + "z" * 200, language="en"
    )

    [mail] = emails.tell_staff(application)
    letter = emails.ask_to_confirm(application)

    name = ("Bank Bcc: x@example.be " + "z" * 200)[:100]
    assert mail.subject == f"New application: {name}"
    assert f"network: {name} (" in mail.text
    assert f"for “{name}”." in letter.text
