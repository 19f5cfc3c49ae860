"""The site by keyboard: each journey without a mouse, every stop seen and in the order of the page.

Rules that can be asked of a page as it stands are asked of all pages by `.ci/audit`.
"""

import pytest
from django_otp.oath import totp
from playwright.sync_api import expect

from tests.site.applications import ANSWERS, CHOICES, last_link, open_a_minute_ago
from tests.site.staff import PASSWORD, account

pytestmark = pytest.mark.browser

# Notes each stop before the keyboard leaves it: whether it comes after the one before, is marked,
# and is not hidden under what stays in sight (WCAG 2.4.11): one of its points shows. The page is
# left where the browser's own controls come next, or the page begins again.
RECORD = """() => {
    const stops = window.stops = [];
    window.isLeft = false;
    const isMarked = (e) => {
        if (getComputedStyle(e).outlineStyle !== 'none') return true;
        const shape = e.querySelector('.map-hit, .map-area');
        const line = shape && getComputedStyle(shape);
        return Boolean(line && line.stroke !== 'none' && parseFloat(line.strokeWidth) >= 2);
    };
    const isInSight = (e) => {
        const r = e.getBoundingClientRect();
        const across = [r.left + 2, (r.left + r.right) / 2, r.right - 2];
        const down = [r.top + 2, (r.top + r.bottom) / 2, r.bottom - 2];
        return r.width > 0 && r.height > 0 && [0, 1, 2].some(x => [0, 1, 2].some(y => {
            const found = document.elementFromPoint(across[x], down[y]);
            return found && (e.contains(found) || found.contains(e));
        }));
    };
    let before = document.body;
    document.addEventListener('keydown', () => {
        const here = document.activeElement;
        window.isLeft ||= stops.length > 0 && here === document.body
            || stops.length > 1 && here === stops[0].element;
        if (window.isLeft || here === before || here === document.body) return;
        const inOrder = before.compareDocumentPosition(here) & Node.DOCUMENT_POSITION_FOLLOWING;
        before = here;
        stops.push({
            element: here,
            name: here.outerHTML.slice(0, 90),
            wrong: [
                ...(inOrder ? [] : ['out of order']),
                ...(isMarked(here) ? [] : ['not marked']),
                ...(isInSight(here) ? [] : ['hidden']),
            ],
        });
    }, {capture: true});
}"""
CONTROLS = "a[href], button, input, select, textarea, summary"
# What cannot be reached although it is there to be used.
MISSED = """controls => [...document.querySelectorAll(controls)]
    .filter(e => e.checkVisibility() && !e.disabled && e.type !== 'hidden' && e.tabIndex >= 0)
    .filter(e => e.type !== 'radio' && !stops.some(stop => stop.element === e))
    .map(e => e.outerHTML.slice(0, 90))"""
# The fields of a form, in their order.
NAMES = "fields => [...new Set(fields.map(field => field.name))]"
PAGES = [
    "/",
    "/catalogue/?q=tumour",
    "/catalogue/?view=collections",
    "/figures/",
    "/biobanks/",
    "/collections/antwerp-tumour-bank/",
    "/join/",
    "/request/?c=antwerp-dna",
    "/compare/?c=antwerp-dna&c=antwerp-biobank",
    "/law/applies/",
    "/privacy/",
    "/glossary/",
]


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize(("width", "height"), [(1440, 800), (390, 640)])
def test_every_stop_of_the_keyboard_is_seen_and_in_order(open_page, path, width, height):
    page = open_page(path, width=width, height=height)

    page.evaluate(RECORD)
    walk_through(page)
    stops = page.evaluate("stops.map(({name, wrong}) => [name, wrong])")

    assert [stop for stop in stops if stop[1]] == []
    assert 'href="#main"' in stops[0][0]
    assert page.evaluate(MISSED, CONTROLS) == []


def walk_through(page):
    """Press the tabulator until the page is left: nothing may hold the keyboard."""
    for _ in range(60):
        for _ in range(10):  # to ask after each takes as long as to press
            page.keyboard.press("Tab")
        if page.evaluate("isLeft"):
            return
    pytest.fail("the keyboard does not get out of the page")


def test_skip_link_leads_to_the_content(open_page):
    page = open_page("/governance/")

    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    expect(page.locator("#main")).to_be_focused()


# Journeys


def go_to(page, place):
    """Press the tabulator until a place has the focus."""
    for _ in range(200):
        if page.evaluate("place => document.activeElement.matches(place)", place):
            return
        page.keyboard.press("Tab")
    pytest.fail(f"the keyboard does not reach {place}")


def press(page, place, key="Enter"):
    """Go to a place and press a key there that leads to another page."""
    go_to(page, place)
    with page.expect_navigation(wait_until="load"):
        page.keyboard.press(key)


def type_into(page, place, text):
    """Go to a field and write."""
    go_to(page, place)
    page.keyboard.insert_text(text)


def test_researcher_searches_filters_picks_and_asks(open_page):
    page = open_page("/")

    go_to(page, "#id_q")
    page.keyboard.type("tumo")
    page.wait_for_selector(".suggestions[aria-busy=false] [role=option]")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    with page.expect_navigation(wait_until="load"):
        page.keyboard.press("Enter")
    found = page.url
    press(page, ".filters a[href*='material=']")
    go_to(page, ".results input[name=c]")
    page.keyboard.press("Space")
    press(page, ".pick-bar button")
    type_into(page, "#question", "Serum of 40 patients")
    press(page, "form[method=post] button")

    assert "/catalogue/?q=" in found
    assert page.inner_text("h1") == "Your selection"
    assert page.inner_text("[role=alert]").startswith("The Negotiator does not answer just now.")
    assert page.input_value("#question") == "Serum of 40 patients"


def test_reader_opens_an_entry_from_the_map_in_another_language(open_page):
    page = open_page("/catalogue/")

    press(page, ".languages a[hreflang=nl]")
    press(page, "svg.map a")
    press(page, ".results h3 a")

    assert page.get_attribute("html", "lang") == "nl"
    assert "/nl/" in page.url
    assert page.locator("dl.facts").count() > 0


def test_reader_answers_the_questions_on_the_law(open_page):
    page = open_page("/law/applies/")
    asked = []

    while page.locator(".choices a").count():
        asked.append(page.inner_text("h1"))
        press(page, ".choices a")

    assert len(asked) > 2
    assert page.locator("dl.facts dd").count() == len(asked)


def test_applicant_applies_confirms_and_writes(open_page, site):
    page = open_page("/join/")
    address = "keyboard@example.be"

    answers = ANSWERS | {"contact_email": address, "name": "Keys of Ursula"}
    for name in page.eval_on_selector_all("#application [name]", NAMES):
        if name in answers:
            type_into(page, f"[name={name}]", answers[name])
        elif name in CHOICES:
            choose(page, name, CHOICES[name])
        elif name == "materials":
            go_to(page, "[name=materials][value=SERUM]")
            page.keyboard.press("Space")
    open_a_minute_ago(page)
    press(page, "#application > p [type=submit]")
    received = page.url
    page.goto(last_link(site, address))
    press(page, "form[action$='/confirm/'] button")
    confirmed = page.inner_text("h1")
    type_into(page, "[name=text]", "Can I see the house?")
    press(page, "form[enctype] button")

    assert "/join/received/" in received
    assert confirmed == "Your application is with the secretariat"
    assert "Can I see the house?" in page.inner_text(".conversation")


def choose(page, name, value):
    """Go to a group of radio buttons, and on with the arrows."""
    go_to(page, f"[name={name}]")
    page.keyboard.press("Space")
    for _ in range(page.locator(f"[name={name}]").count()):
        if page.is_checked(f"[name={name}][value={value}]"):
            return
        page.keyboard.press("ArrowDown")
    pytest.fail(f"the arrows do not reach {value}")


def test_staff_sign_in_and_open_a_case(open_page, site):
    key = account(site, "keys")
    page = open_page("/admin/")

    type_into(page, "[name=username]", "keys")
    type_into(page, "[name=password]", PASSWORD)
    press(page, "[name=password]")
    type_into(page, "[name=number]", f"{totp(bytes.fromhex(key)):06}")
    press(page, "[name=number]")
    press(page, "#content a[href*='/biobanks/biobank/']")
    type_into(page, "#searchbar", "Antwerpen")
    press(page, "#searchbar")
    press(page, "#result_list tbody th a")

    assert "/change/" in page.url  # and the filters of the list that led here
    assert page.inner_text("h1") == "Biobank Antwerpen"
