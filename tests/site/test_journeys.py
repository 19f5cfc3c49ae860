"""What people come for, walked in a browser."""

import pytest
from playwright.sync_api import expect

from tests.site.applications import ANSWERS, CHOICES, fill

pytestmark = pytest.mark.browser


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
    expect(page.locator(":focus")).to_contain_text("Please correct your answers")
    page.click("a:has-text('Write the legal name of your organisation.')")

    expect(page.locator("[name=organisation_name]")).to_be_focused()
