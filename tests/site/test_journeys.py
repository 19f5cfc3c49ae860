"""What people come for, walked in a browser."""

import email
import re
from email.policy import default

import pytest

from tests.site.rules import broken_rules

pytestmark = pytest.mark.browser

ANSWERS = {
    "organisation_name": "Algemeen Ziekenhuis Sint-Ursula",
    "postcode": "9000",
    "city": "Gent",
    "name": "Biobank Sint-Ursula & zonen",
    "contact_name": "Élodie Dubois",
    "contact_role": "biobank manager",
    "contact_email": "elodie@example.be",
}
CHOICES = {
    "organisation_kind": "hospital",
    "kind": "biobank",
    "notification": "under-way",
    "ethics_opinion": "requested",
}


def fill(page):
    for name, text in ANSWERS.items():
        page.fill(f"[name={name}]", text)
    for name, value in CHOICES.items():
        page.check(f"[name={name}][value={value}]")
    page.check("[name=materials][value=SERUM]")


def wait_until_old_enough(page):
    """A form sent within three seconds of its first showing is asked for again."""
    page.wait_for_timeout(3_100)


def mails(site):
    parsed = [
        email.message_from_bytes(path.read_bytes(), policy=default)
        for path in sorted(site.folder.glob("*.log"))
    ]
    return {message["To"]: message for message in parsed}


def test_researcher_finds_a_collection_and_comes_back(open_page):
    page = open_page("/", javascript=False)

    page.fill("[name=q]", "tumour")
    page.press("[name=q]", "Enter")
    found = page.url
    page.click("text=Tumorbank@UZA")
    page.wait_for_selector("h1:has-text('Tumorbank@UZA')")
    page.click("main a:has-text('Biobank Antwerpen') >> nth=0")
    page.wait_for_selector("h1:has-text('Biobank Antwerpen')")
    page.go_back()
    page.go_back()

    assert found.endswith("/catalogue/?q=tumour")
    assert page.url == found


def test_researcher_changes_the_language_and_keeps_the_search(open_page):
    page = open_page("/catalogue/?q=tumour&province=BE-BRU")

    page.click("nav.languages >> text=FR")

    assert page.url.endswith("/fr/catalogue/?q=tumour&province=BE-BRU")
    assert page.get_attribute("html", "lang") == "fr"
    assert page.input_value("[name=q]") == "tumour"


@pytest.mark.parametrize("javascript", [True, False])
def test_wrong_answers_keep_the_right_ones(open_page, javascript):
    page = open_page("/join/", width=390, javascript=javascript)

    fill(page)
    page.fill("[name=contact_email]", "elodie@")
    page.fill("[name=postcode]", "12")
    page.click("text=Send the application")
    page.wait_for_selector("text=Please correct your answers")

    assert page.title().startswith("Error:")
    values = {name: page.input_value(f"[name={name}]") for name in ANSWERS}
    assert values == ANSWERS | {"contact_email": "elodie@", "postcode": "12"}
    assert page.is_checked("[name=materials][value=SERUM]")
    assert all(page.is_checked(f"[name={n}][value={v}]") for n, v in CHOICES.items())


def test_error_summary_takes_focus_and_leads_to_the_fields(open_page):
    page = open_page("/join/")

    page.click("text=Send the application")
    page.wait_for_selector("text=Please correct your answers")
    focus = page.evaluate("document.activeElement.innerText")
    page.click("a:has-text('Write the legal name of your organisation.')")

    assert focus.startswith("Please correct your answers")
    assert page.evaluate("document.activeElement.name") == "organisation_name"


def test_application_is_stored_mailed_and_decided(open_page, site):
    page = open_page("/join/")
    fill(page)
    wait_until_old_enough(page)
    page.press("[name=contact_email]", "Enter")

    page.wait_for_url("**/join/received/**")
    reference = re.search(r"received/([A-Z0-9-]+)/", page.url)[1]
    assert broken_rules(page) == []
    site.manage("send_mail_worker", "--once")
    sent = mails(site)

    assert sorted(sent) == ["elodie@example.be", "office@example.be"]
    acknowledgement, notice = sent["elodie@example.be"], sent["office@example.be"]
    for message in (acknowledgement, notice):
        assert reference in message.get_body(("plain",)).get_content()
        assert reference in message.get_body(("html",)).get_content()
    assert "Dubois" not in notice.as_string()

    site.manage(
        "shell",
        "--command",
        "from django.contrib.auth.models import User;"
        "User.objects.create_superuser('reviewer', password='a long password indeed')",
    )
    desk = open_page("/admin/")
    desk.fill("[name=username]", "reviewer")
    desk.fill("[name=password]", "a long password indeed")
    desk.click("[type=submit]")
    desk.click("text=Applications >> nth=0")
    desk.click(f"a:has-text('{reference}')")
    desk.click("a:has-text('Start the review')")
    desk.click("input[type=submit][value='Start the review']")
    desk.click("a:has-text('Decline')")
    desk.fill("[name=reason]", " ")  # nothing at all, the browser itself would not send
    desk.click("input[type=submit][value=Decline]")
    refused = desk.inner_text("main")
    desk.fill("[name=reason]", "The biobank has no opinion of an ethics committee yet.")
    desk.click("input[type=submit][value=Decline]")

    assert "Write why the application is declined." in refused
    assert "The application is declined." in desk.inner_text("main")
    assert "The biobank has no opinion of an ethics committee yet." in desk.inner_text("main")
    assert "reviewer" in desk.inner_text("main")
