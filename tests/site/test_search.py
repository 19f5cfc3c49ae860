"""The search in a browser: suggestions, filters by keyboard, and the page without script.

Suggestions follow the ARIA pattern of a combobox with a list and manual selection.
"""

import json
import re
import urllib.request
from contextlib import suppress
from urllib.parse import quote

import pytest
from playwright.sync_api import Error

pytestmark = pytest.mark.browser

BOX = "#id_q"
OPTIONS = ".suggestions [role=option]"
ANSWERED = ".suggestions[aria-busy=false] [role=option]"


def suggested(site, text, language="en"):
    """What the server suggests."""
    address = f"{site.url}/api/v1/suggest?q={quote(text)}&lang={language}"
    return json.load(urllib.request.urlopen(address, timeout=10))["suggestions"]


def type_in(page, text):
    """Type a text and wait until the list answers all of it."""
    page.focus(BOX)
    page.keyboard.type(text)
    page.wait_for_selector(ANSWERED)


def state(page):
    """What assistive technology is told."""
    return page.evaluate(
        """() => {
            const box = document.querySelector('#id_q');
            const list = document.getElementById(box.getAttribute('aria-controls'));
            const active = box.getAttribute('aria-activedescendant');
            const options = [...list.querySelectorAll('[role=option]')];
            return {
                expanded: box.getAttribute('aria-expanded'),
                shown: !list.hidden && list.getBoundingClientRect().height > 0,
                active: active === null ? null : options.findIndex(o => o.id === active),
                selected: options.map((o, n) => o.ariaSelected === 'true' ? n : -1)
                    .filter(n => n >= 0),
                value: box.value,
                focus: document.activeElement === box,
                status: document.querySelector('.search-box [role=status]').textContent,
            };
        }"""
    )


CLOSED = {"expanded": "false", "shown": False, "active": None, "selected": [], "status": ""}


def test_box_is_a_combobox(open_page):
    page = open_page("/catalogue/")

    box = page.locator(BOX)
    names = ["role", "aria-autocomplete", "aria-expanded", "aria-describedby", "autocomplete"]
    assert [box.get_attribute(name) for name in names] == [
        "combobox",
        "list",
        "false",
        "q-hint",
        "off",
    ]
    controlled = page.locator(f"#{box.get_attribute('aria-controls')}")
    assert (controlled.get_attribute("role"), controlled.get_attribute("aria-label")) == (
        "listbox",
        "What are you looking for?",
    )
    assert state(page) == CLOSED | {"value": "", "focus": False}


def test_suggestions_are_shown_and_told(open_page, site):
    page = open_page("/catalogue/")

    type_in(page, "asth")

    expected = suggested(site, "asth")
    assert len(expected) > 1
    assert [" ".join(text.split()) for text in page.locator(OPTIONS).all_inner_texts()] == [
        f"{row['term']} {row['code']}".strip() for row in expected
    ]
    assert state(page) == {
        "expanded": "true",
        "shown": True,
        "active": None,  # nothing is chosen before somebody chooses
        "selected": [],
        "value": "asth",
        "focus": True,
        "status": f"{len(expected)} suggestions",
    }


def test_arrows_walk_through_the_list_and_around(open_page):
    page = open_page("/catalogue/")
    type_in(page, "asth")
    last = page.locator(OPTIONS).count() - 1

    walked = []
    for key in ["ArrowDown", "ArrowDown", "ArrowUp", "ArrowUp", "ArrowDown"]:
        page.keyboard.press(key)
        told = state(page)
        walked.append((told["active"], told["selected"]))

    assert walked == [(n, [n]) for n in [0, 1, 0, last, 0]]
    assert state(page)["value"] == "asth"
    assert state(page)["focus"] is True


def test_arrow_up_begins_at_the_end(open_page):
    page = open_page("/catalogue/")
    type_in(page, "asth")

    page.keyboard.press("ArrowUp")

    assert state(page)["active"] == page.locator(OPTIONS).count() - 1


def test_enter_takes_a_suggestion_and_enter_again_searches(open_page, site):
    page = open_page("/catalogue/")
    type_in(page, "urine asth")
    first = suggested(site, "urine asth")[0]

    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    taken, address = state(page), page.url
    page.keyboard.press("Enter")
    page.wait_for_url("**/catalogue/?q=**")

    assert taken == CLOSED | {"value": f"{first['question']} ", "focus": True}
    assert first["question"].startswith("urine ")
    assert address.endswith("/catalogue/")
    assert page.input_value(BOX) == first["question"]


def test_an_older_list_cannot_be_chosen_from(open_page, site):
    page = open_page("/catalogue/")
    type_in(page, "asth")
    held = []
    page.route("**/api/v1/suggest?**", lambda route: held.append(route))
    with page.expect_request("**/api/v1/suggest?**"):
        page.keyboard.type(" urin")

    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")  # nothing is chosen: it searches what was typed
    page.wait_for_url("**/catalogue/?q=**")

    assert page.input_value(BOX) == "asth urin"


def test_an_answer_that_comes_after_the_next_letter_is_not_shown(open_page):
    page = open_page("/catalogue/", own=True)
    page.clock.install()  # the next question waits until the test says so
    held = []
    page.route("**/api/v1/suggest?**", lambda route: held.append(route))
    page.focus(BOX)
    page.keyboard.type("asth")
    with page.expect_request("**/api/v1/suggest?**"):
        page.clock.run_for(150)

    page.keyboard.type("m")
    with suppress(Error):  # where the page has given the question up
        held[0].fulfill(json={"suggestions": [{"term": "old", "label": "old", "kind": "disease"}]})
    page.evaluate("fetch('/healthz/').then(answer => answer.text())")

    assert page.get_attribute(".suggestions", "aria-busy") == "true"
    assert page.locator(OPTIONS).count() == 0


def test_enter_without_a_choice_searches_what_was_typed(open_page):
    page = open_page("/catalogue/")
    type_in(page, "asth")

    page.keyboard.press("Enter")
    page.wait_for_url("**/catalogue/?q=asth**")

    assert page.input_value(BOX) == "asth"


def test_escape_closes_the_list_and_keeps_the_text(open_page):
    page = open_page("/catalogue/")
    type_in(page, "asth")
    page.keyboard.press("ArrowDown")

    page.keyboard.press("Escape")

    assert state(page) == CLOSED | {"value": "asth", "focus": True}


def test_arrow_opens_a_closed_list_again(open_page):
    page = open_page("/catalogue/")
    type_in(page, "asth")
    page.keyboard.press("Escape")

    page.keyboard.press("ArrowDown")
    page.wait_for_selector(OPTIONS)

    assert state(page)["expanded"] == "true"


def test_click_takes_a_suggestion(open_page, site):
    page = open_page("/catalogue/")
    type_in(page, "asth")

    page.locator(OPTIONS).nth(1).click()

    second = suggested(site, "asth")[1]["question"]
    assert state(page) == CLOSED | {"value": f"{second} ", "focus": True}


def test_leaving_the_box_closes_the_list(open_page):
    page = open_page("/catalogue/")
    type_in(page, "asth")

    page.keyboard.press("Tab")

    assert state(page) == CLOSED | {"value": "asth", "focus": False}
    assert page.evaluate("document.activeElement.type") == "submit"


def test_words_without_suggestions_close_the_list(open_page):
    page = open_page("/catalogue/")
    type_in(page, "asth")

    with page.expect_response("**/api/v1/suggest?*"):
        page.keyboard.type("qqqq")
    page.wait_for_selector(".suggestions", state="hidden")

    told = state(page)
    assert (told["expanded"], told["status"]) == ("false", "0 suggestions")


def test_suggestions_are_in_the_language_of_the_page(open_page, site):
    page = open_page("/nl/catalogue/")

    type_in(page, "suikerz")

    assert (
        page.locator(OPTIONS)
        .first.inner_text()
        .startswith(suggested(site, "suikerz", "nl")[0]["term"])
    )
    assert suggested(site, "suikerz", "en") == []


def test_without_script_the_box_is_a_plain_one_and_searches(open_page):
    page = open_page("/catalogue/?material=SERUM", javascript=False)

    names = ["role", "aria-expanded", "aria-controls"]
    assert [page.locator(BOX).get_attribute(name) for name in names] == [None] * 3
    assert page.locator(".suggestions").count() == 0
    page.fill(BOX, "tumour")
    page.press(BOX, "Enter")

    assert page.url.endswith("/catalogue/?q=tumour&material=SERUM#results")


def focused(page):
    """The text of what has the focus."""
    return " ".join(page.evaluate("document.activeElement.textContent").split())


def tab_to(page, text):
    """Go on with the tab key to what begins with a text."""
    for _ in range(150):
        page.keyboard.press("Tab")
        if focused(page).startswith(text):
            return
    pytest.fail(f"the keyboard does not reach {text}")


def chosen(page):
    return [
        text.partition("×")[0].strip()
        for text in (
            " ".join(tag.split()) for tag in page.locator("ul.tags a.badge").all_text_contents()
        )
    ]


@pytest.mark.parametrize("javascript", [True, False])
def test_filters_by_keyboard(open_page, javascript):
    page = open_page("/catalogue/", javascript=javascript)
    number = page.inner_text(".found p[role=status]")

    tab_to(page, "Serum")
    page.keyboard.press("Enter")
    page.wait_for_url("**/catalogue/?material=SERUM*")
    one = chosen(page), page.inner_text(".found p[role=status]")
    tab_to(page, "Institution")  # a closed filter: its heading opens it
    page.keyboard.press("Enter")
    tab_to(page, "Hospital")
    page.keyboard.press("Enter")
    page.wait_for_url("**/catalogue/?material=SERUM&institution=hospital*")
    two = chosen(page)
    tab_to(page, "Material: Serum")
    page.keyboard.press("Enter")
    page.wait_for_url("**/catalogue/?institution=hospital*")
    three = chosen(page)
    tab_to(page, "Reset all")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/catalogue/\??$"))

    assert one[0] == ["Material: Serum"]
    assert one[1] != number
    assert two == ["Material: Serum", "Institution: Hospital"]
    assert three == ["Institution: Hospital"]
    assert (chosen(page), page.inner_text(".found p[role=status]")) == ([], number)


def test_province_is_chosen_on_the_map_by_key_and_by_click(open_page):
    page = open_page("/catalogue/")

    page.locator("svg.map a").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/catalogue/?province=BE-*")
    by_key = chosen(page)
    page.locator("svg.map a[aria-current]").click()
    page.wait_for_url(re.compile(r"/catalogue/\??$"))

    assert len(by_key) == 1
    assert by_key[0].startswith("Province: ")
    assert chosen(page) == []


def test_an_option_that_leads_nowhere_cannot_be_reached(open_page):
    page = open_page("/catalogue/?q=tumour&material=SALIVA")

    dead = page.locator(".filters .dead")
    assert dead.count() > 0
    assert page.locator(".filters .dead a, .filters a .dead").count() == 0


def test_without_script_everything_is_there(open_page):
    page = open_page("/catalogue/?q=asthma+tumour", javascript=False)

    page.click(".understood a:has-text('leave out') >> nth=0")
    read = page.input_value(BOX)
    page.click("text=As collections")
    page.click(".list-tools >> text=Number of samples")

    assert read == "tumour"
    assert page.url.endswith("/catalogue/?q=tumour&view=collections&sort=size")
    assert page.locator("ol.results h3 a").count() > 1


def test_back_leads_through_all_states(open_page):
    page = open_page("/catalogue/")
    page.fill(BOX, "cancer")
    page.press(BOX, "Enter")
    page.wait_for_url("**q=cancer*")
    page.click("text=As collections")
    page.wait_for_url("**view=collections*")
    seen = page.inner_text("ol.results")

    page.click("ol.results h3 a >> nth=0")
    page.wait_for_url("**/collections/**")
    page.go_back()
    page.wait_for_url("**view=collections*")
    back = page.inner_text("ol.results")
    page.go_back()
    page.go_back()

    assert back == seen
    assert page.url.endswith("/catalogue/")


def test_five_hundred_codes_arrive(open_page):
    """Through the real server, whose addresses are not as long as one likes."""
    page = open_page("/catalogue/")
    codes = [f"{letter}{number:02}.{number % 9}" for letter in "CDEFG" for number in range(100)]

    page.fill(BOX, ", ".join(codes))
    page.press(BOX, "Enter")
    page.wait_for_url("**q=C00.0*")

    assert page.locator(".understood li").count() > 0
    assert page.locator(".notice-warning").count() == 0
    assert page.input_value(BOX) == ", ".join(codes)
