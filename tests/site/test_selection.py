"""Picking collections in a browser: remembered where it may be, in the address where not."""

import json

import pytest

from tests.biobanks.negotiators import running_negotiator

pytestmark = pytest.mark.browser

FIRST, SECOND, THIRD = "uz-brussel-diabetes", "uz-brussel-tumour-bank", "antwerp-tumour-bank"
EVERYTHING = "/catalogue/?view=collections"
WITHOUT_FIRST = "/catalogue/?view=collections&material=TISSUE_FROZEN"
FORBID_STORAGE = """
    Object.defineProperty(window, "localStorage", {
        get() { throw new DOMException("forbidden", "SecurityError"); },
    });
"""


def box(slug):
    return f"input[type=checkbox][name=c][value={slug}]"


def ticked(page):
    """What is ticked on a list."""
    return page.eval_on_selector_all(
        "input[type=checkbox][name=c]:checked", "boxes => boxes.map(box => box.value).sort()"
    )


def remembered(page):
    """What the browser keeps."""
    return json.loads(page.evaluate("localStorage.getItem('bbmri-selection')"))


def picked(page):
    """What the page of the selection shows, in its order."""
    links = page.eval_on_selector_all(
        ".picked li > a:first-child", "links => links.map(link => link.pathname)"
    )
    return [link.removeprefix("/collections/").strip("/") for link in links]


def ask(page):
    page.click("button:has-text('Ask for these')")
    page.wait_for_selector("h1:has-text('Your selection')")


def query(page):
    return page.evaluate("location.search")


def test_what_is_ticked_is_remembered_on_other_pages(open_page):
    page = open_page(EVERYTHING)
    page.check(box(FIRST))
    page.check(box(THIRD))
    page.uncheck(box(THIRD))
    page.check(box(SECOND))

    page.goto(WITHOUT_FIRST)
    shown, count = ticked(page), page.inner_text("[data-count]")
    page.check(box(THIRD))
    ask(page)

    assert (shown, count) == ([SECOND], "2 ✓")
    assert sorted(picked(page)) == sorted([FIRST, SECOND, THIRD])
    assert sorted(remembered(page)) == sorted([FIRST, SECOND, THIRD])
    assert page.context.cookies() == []


def test_selection_comes_back_to_its_page_without_an_address(open_page):
    page = open_page(EVERYTHING)
    page.check(box(FIRST))
    page.check(box(SECOND))

    page.goto("/request/")
    page.wait_for_url("**/request/?c=*")

    assert picked(page) == [FIRST, SECOND]


def test_what_is_unticked_stays_out_whatever_an_address_says(open_page):
    page = open_page(f"{EVERYTHING}&c={FIRST}&c={SECOND}")
    before = ticked(page)

    page.uncheck(box(SECOND))
    page.reload()
    reloaded = ticked(page)
    page.click("a:has-text('Number of samples')")
    page.wait_for_url("**sort=size**")
    sorted_ones = ticked(page)
    page.fill("[name=q]", "diabetes")
    page.press("[name=q]", "Enter")
    page.wait_for_url("**q=diabetes**")
    found = ticked(page)
    page.go_back()
    page.go_back()

    assert (before, reloaded, sorted_ones, found) == ([FIRST, SECOND], [FIRST], [FIRST], [FIRST])
    assert ticked(page) == [FIRST]


def test_back_to_a_list_shows_what_was_ticked_since(open_page):
    page = open_page(EVERYTHING)
    page.check(box(FIRST))
    page.click("a:has-text('Number of samples')")
    page.wait_for_url("**sort=size**")
    page.check(box(SECOND))
    page.go_back()
    shown = ticked(page)
    page.check(box(THIRD))

    assert shown == [FIRST, SECOND]
    assert sorted(remembered(page)) == sorted([FIRST, SECOND, THIRD])


def test_the_last_one_taken_out_stays_out(open_page):
    page = open_page(EVERYTHING)
    page.check(box(FIRST))
    page.check(box(SECOND))
    ask(page)

    page.click("a:has-text('take out') >> nth=0")
    page.wait_for_url(f"**/request/?c={SECOND}")
    one = (picked(page), remembered(page))
    page.click("a:has-text('take out')")
    page.wait_for_url("**/request/?c=")
    none = (picked(page), remembered(page))
    page.goto("/request/")
    page.wait_for_load_state("networkidle")

    assert (one, none) == (([SECOND], [SECOND]), ([], []))
    assert (query(page), picked(page)) == ("", [])
    page.goto(EVERYTHING)
    assert ticked(page) == []


def test_selection_that_somebody_sends_is_taken_over(open_page):
    page = open_page(f"/request/?c={THIRD}&c={FIRST}")

    page.click("a:has-text('Go on searching')")
    page.wait_for_selector(".results")
    page.goto(EVERYTHING)

    assert ticked(page) == sorted([FIRST, THIRD])


def open_without(open_page, path, *, storage, javascript=True):
    """Open a page in a browser that forbids storage, or runs no script."""
    page = open_page("/accessibility/", javascript=javascript, own=not storage)
    if not storage:
        page.context.add_init_script(FORBID_STORAGE)
    page.goto(path)
    return page


@pytest.mark.parametrize("javascript", [True, False])
def test_without_storage_or_script_the_address_holds_the_selection(open_page, javascript):
    page = open_without(open_page, EVERYTHING, storage=False, javascript=javascript)
    page.check(box(FIRST))
    page.check(box(SECOND))
    ask(page)
    asked = picked(page)
    page.click("a:has-text('Go on searching')")
    page.wait_for_url(f"**/catalogue/?c={FIRST}&c={SECOND}")
    page.fill("[name=q]", "antwerp tumour")
    page.press("[name=q]", "Enter")
    page.wait_for_url("**q=antwerp**")
    page.check(box(THIRD))
    ask(page)

    assert asked == [FIRST, SECOND]
    assert sorted(picked(page)) == sorted([FIRST, SECOND, THIRD])
    page.click("a:has-text('take out') >> nth=0")
    page.wait_for_load_state()
    assert len(picked(page)) == 2


def test_what_is_no_selection_in_the_storage_is_left_alone(open_page):
    page = open_page("/accessibility/")
    for text in ("{", "5", '"x"', "null", '{"a": 1}', "[1, null]"):
        page.evaluate("text => localStorage.setItem('bbmri-selection', text)", text)
        page.goto(EVERYTHING)

        assert ticked(page) == []


def test_collections_are_compared(open_page):
    page = open_page(EVERYTHING)
    page.check(box(FIRST))
    page.check(box(SECOND))

    page.click("button:has-text('Compare')")
    page.wait_for_selector("h1:has-text('Compare collections')")

    assert query(page) == f"?c={FIRST}&c={SECOND}"
    assert page.locator("thead >> nth=0").inner_text().count("take out") == 2


# The Negotiator


QUESTION = "Serum of 40 patients\n\nfasting"


def hand_over(page):
    page.fill("[name=question]", QUESTION)
    page.click("button:has-text('Go on in the Negotiator')")


@pytest.mark.parametrize("javascript", [True, False])
def test_failed_hand_over_keeps_what_was_typed(open_page, site, javascript):
    page = open_page(f"/request/?c={FIRST}&c={SECOND}&who=company", javascript=javascript)
    page.goto(f"/request/?c={FIRST}&c={SECOND}&who=company")
    hand_over(page)
    page.wait_for_selector("[role=alert]")
    page.wait_for_load_state("networkidle")

    assert page.inner_text("[role=alert]").startswith("The Negotiator does not answer just now.")
    assert (picked(page), page.input_value("[name=question]")) == ([FIRST, SECOND], QUESTION)
    assert page.input_value("[name=who]") == "company"
    page.click("a:has-text('take out') >> nth=0")
    page.wait_for_url("**/request/?**")
    assert (picked(page), page.input_value("[name=question]")) == ([SECOND], QUESTION)
    with running_negotiator(site.negotiator_port) as there:
        there.answer = (201, {"redirectUrl": f"{there.url}/requests/1"})
        page.click("button:has-text('Go on in the Negotiator')")
        page.wait_for_selector("h1:has-text('Log in')")
        [(_path, _headers, body)] = there.received

    assert page.url == f"{there.url}/requests/1"
    assert body["humanReadable"] == QUESTION
    assert [resource["name"] for resource in body["resources"]] == ["Tumorbank UZ Brussel"]
    assert body["url"] == f"{site.url}/request/?c={SECOND}"


def test_language_changes_after_a_failed_hand_over(open_page):
    page = open_page(f"/request/?c={FIRST}")
    hand_over(page)
    page.wait_for_selector("[role=alert]")

    page.click("nav.languages >> text=FR")
    page.wait_for_url(f"**/fr/request/?c={FIRST}")

    assert page.get_attribute("html", "lang") == "fr"


# On paper


SCREEN_ONLY = (
    ".screen-only, .site-header nav, .site-footer nav, .filters, .pagination, .list-tools, "
    ".pick-bar, .skip-link, button, input, select, textarea"
)


@pytest.mark.parametrize(
    ("path", "stays"),
    [
        (f"/request/?c={FIRST}&c={THIRD}&who=company", ["CRC Brussel Diabetes Biobank", "Maybe"]),
        (f"/compare/?c={FIRST}&c={THIRD}", ["CRC Brussel Diabetes Biobank", "What differs"]),
        ("/catalogue/", ["Central Biobank UZ Brussel"]),
        ("/collections/antwerp-tumour-bank/", ["How to cite this entry"]),
        ("/biobanks/uz-brussel/", ["CRC Brussel Diabetes Biobank"]),
        ("/networks/belgian-virtual-tumourbank/", ["How to cite this entry"]),
    ],
)
def test_paper_has_nothing_to_click(open_page, path, stays):
    page = open_page(path)
    on_screen = page.locator(SCREEN_ONLY).locator("visible=true").count()
    page.emulate_media(media="print")

    on_paper = page.locator(SCREEN_ONLY).locator("visible=true").all_inner_texts()

    assert on_screen > 0
    assert on_paper == []
    shown = page.inner_text("main")
    assert [text for text in stays if text not in shown] == []


def test_comparison_is_printed_whole(open_page):
    page = open_page(f"/compare/?c={FIRST}&c={SECOND}")
    same = page.locator("table").nth(1)
    on_screen = same.is_visible()
    page.emulate_media(media="print")

    assert (on_screen, same.is_visible()) == (False, True)


def test_selection_fits_one_page_of_paper(open_page):
    page = open_page(f"/request/?c={FIRST}&c={SECOND}&c={THIRD}&who=academic")

    pages = page.pdf(format="A4").count(b"/Type /Page\n")

    assert pages == 1
