"""What tells a visitor who comes from elsewhere that a page exists in the browser's language."""

import pytest

pytestmark = pytest.mark.browser

# A window of its own has been nowhere yet; the browser of the tests speaks English.
PATH = "/nl/catalogue/?q=tumour&material=DNA"
HEADING = "document.querySelector('h1').getBoundingClientRect().top"


def focused(page):
    return page.evaluate("document.activeElement.outerHTML")


def test_hint_leads_to_the_same_page_and_moves_nothing(open_page):
    page = open_page(PATH, width=390, own=True)

    hint = page.locator(".languages .language-hint[lang=en]")
    link = hint.get_by_role("link", name="This page is also available in English.")
    assert link.get_attribute("href").endswith("/catalogue/?q=tumour&material=DNA")
    assert not link.get_attribute("href").endswith(PATH)
    top = page.evaluate(HEADING)
    hint.get_by_role("button", name="Close").click()
    assert (hint.count(), page.evaluate(HEADING)) == (0, top)

    page.reload()  # no first look any more
    page.wait_for_load_state()
    assert hint.count() == 0


def test_hint_by_keyboard(open_page):
    page = open_page(PATH, own=True)

    hint = page.locator(".language-hint")
    hint.wait_for()
    assert focused(page).startswith("<body")
    page.locator(".languages a[hreflang=de]").focus()
    page.keyboard.press("Tab")
    assert "This page is also available in English." in focused(page)
    page.keyboard.press("Tab")
    assert 'aria-label="Close"' in focused(page)
    page.keyboard.press("Escape")

    assert hint.count() == 0
    assert 'hreflang="en"' in focused(page)


def test_hint_hides_nothing_that_has_the_focus(open_page):
    page = open_page(PATH, own=True)

    page.locator(".language-hint").wait_for()
    page.locator(".breadcrumb a").focus()

    assert page.locator(".language-hint").count() == 0


@pytest.mark.parametrize(
    ("path", "javascript"),
    [("/catalogue/", True), ("/nl/no-such-page/", True), (PATH, False)],
    ids=["own language", "no page in any language", "no script"],
)
def test_no_hint(open_page, path, javascript):
    page = open_page(path, own=True, javascript=javascript)

    page.wait_for_load_state()

    assert page.locator(".language-hint").count() == 0


def test_no_hint_after_a_page_of_the_site(open_page):
    page = open_page("/", own=True)

    page.locator(".languages a[hreflang=nl]").click()
    page.wait_for_url("**/nl/")
    page.wait_for_load_state()

    assert page.locator(".language-hint").count() == 0
