from html.parser import HTMLParser

import pytest
from django.utils import translation

from membership import emails
from tests.membership.factories import ApplicationFactory

LANGUAGES = ["en", "nl", "fr", "de"]


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


@pytest.fixture
def application(db):
    return ApplicationFactory(
        name="Bank <b>1</b> & Co", language="en", reference="K7QM-2XTD-9FHA-3C8P"
    )


def test_acknowledge(application, settings):
    settings.SITE_URL = "https://www.example.be"

    mail = emails.acknowledge(application)

    assert (mail.to, mail.language, mail.subject, mail.thread) == (
        "piet@example.be",
        "en",
        "We have received your application K7QM-2XTD-9FHA-3C8P",
        "K7QM-2XTD-9FHA-3C8P",
    )
    assert mail.text == (
        "Good day,\n\n"
        "Thank you. Your application to join BBMRI.be, the Belgian biobank network, is stored.\n\n"
        "Reference number: K7QM-2XTD-9FHA-3C8P\n"
        "Applicant: Bank <b>1</b> & Co\n\n"
        "A person at the secretariat will read it. We write to this address when we have a "
        "question and when it is decided.\n\n"
        "Something to add or to correct? Simply answer this mail.\n\n"
        "If it was not you who applied, somebody else gave your address. Tell us by answering, "
        "and we remove it.\n\n"
        "The secretariat of BBMRI.be\n"
        "https://www.example.be/join/received/K7QM-2XTD-9FHA-3C8P/\n\n"
    )
    assert "Bank &lt;b&gt;1&lt;/b&gt; &amp; Co" in mail.html


def test_acknowledge_says_nothing_personal(application):
    mail = emails.acknowledge(application)

    for personal in ["Piet", "Voorbeeld", "Dr Ann", "555 12 34", "look forward"]:
        assert personal not in mail.subject + mail.text + mail.html


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("page_language", ["en", "fr"])
@pytest.mark.django_db
def test_acknowledge_in_the_applicants_language(language, page_language, settings):
    settings.SITE_URL = "https://www.example.be"
    application = ApplicationFactory(language=language)
    prefix = "" if language == "en" else f"/{language}"

    with translation.override(page_language):
        mail = emails.acknowledge(application)

    assert mail.language == language
    assert f'<html lang="{language}">' in mail.html
    address = f"https://www.example.be{prefix}/join/received/{application.reference}/"
    assert address in mail.text
    assert f'href="{address}"' in mail.html


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.django_db
def test_both_parts_of_each_mail_say_the_same(language):
    application = ApplicationFactory(language=language)

    for mail in [emails.acknowledge(application), *emails.tell_staff(application)]:
        assert Words(mail.html).found == mail.text.split()


def test_tell_staff_tells_each_address_where_to_look(application, settings):
    settings.SITE_URL = "https://www.example.be"
    settings.STAFF_EMAILS = ["office@example.be", "second@example.be"]

    with translation.override("fr"):
        mails = emails.tell_staff(application)

    assert [(mail.to, mail.language, mail.subject) for mail in mails] == [
        ("office@example.be", "en", "New application: Bank <b>1</b> & Co"),
        ("second@example.be", "en", "New application: Bank <b>1</b> & Co"),
    ]
    assert mails[0].text == (
        "There is a new application to join the network.\n\n"
        "Reference number: K7QM-2XTD-9FHA-3C8P\n"
        "Applicant: Bank <b>1</b> & Co\n\n"
        "Read it and take it up here:\n"
        f"https://www.example.be/admin/membership/application/{application.pk}/change/\n\n"
    )
    for personal in ["piet@example.be", "Voorbeeld", "555 12 34", "look forward"]:
        assert personal not in mails[0].subject + mails[0].text + mails[0].html


@pytest.mark.django_db
def test_mails_quote_a_name_in_one_line_and_not_at_length():
    application = ApplicationFactory(name="Bank\r\nBcc: x@example.be\u2028" + "z" * 200)

    [mail] = emails.tell_staff(application)

    name = ("Bank Bcc: x@example.be " + "z" * 200)[:100]
    assert mail.subject == f"New application: {name}"
    assert f"Applicant: {name}\n" in mail.text
