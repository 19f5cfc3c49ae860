"""The staff's desk in a browser: narrow and light, wide and dark, and by keyboard."""

import pytest
from playwright.sync_api import expect

from tests.site.staff import sign_in

pytestmark = pytest.mark.browser

BIOBANKS = "/admin/biobanks/biobank/"


@pytest.fixture(scope="module")
def names():
    """Each test signs in as somebody else: an account is made once."""
    return iter(f"staff-{number}" for number in range(100))


@pytest.fixture
def desk(open_page, site, names):
    """The first page of the desk, for somebody who may do all."""
    return sign_in(open_page, site, next(names))


def test_form_of_an_entry_says_what_is_wrong_and_leads_there(desk):
    desk.goto(BIOBANKS)
    desk.click("#result_list tbody th a >> nth=0")
    desk.fill("#id_name", "")
    desk.click("[name=_save]")
    desk.click(".form-errors a >> nth=0")

    assert desk.locator(".form-errors").inner_text() == "Name: This field is required."
    expect(desk.locator("#id_name")).to_be_in_viewport()


def test_bar_that_saves_hides_nothing_the_keyboard_reaches(desk):
    for width, height in ((1440, 900), (390, 800)):
        desk.set_viewport_size({"width": width, "height": height})
        desk.goto("/admin/biobanks/collection/add/")
        stops = list(stops_of_the_keyboard(desk))
        place = desk.evaluate("getComputedStyle(document.querySelector('.submit-row')).position")

        assert [name for name, is_seen in stops if not is_seen] == []
        assert (len(stops) > 100, place) == (True, "sticky")


def stops_of_the_keyboard(page):
    """What the tabulator reaches, each with whether it is seen above the bar that saves."""
    for _ in range(200):
        page.keyboard.press("Tab")
        name, is_seen, is_end = page.evaluate(
            """() => {
                const e = document.activeElement, r = e.getBoundingClientRect();
                const bar = document.querySelector('.submit-row');
                const free = bar.contains(e) ? innerHeight : bar.getBoundingClientRect().top;
                return [e.outerHTML.slice(0, 80), r.bottom > 0 && r.top < free,
                        e === document.body];
            }"""
        )
        if is_end:
            return
        yield name, is_seen


def test_menu_opens_on_a_telephone_and_finds_entries(desk):
    desk.set_viewport_size({"width": 390, "height": 800})
    desk.goto(BIOBANKS)
    menu = desk.locator("#nav-sidebar")

    expect(menu).to_be_hidden()
    desk.click("text=Menu")
    expect(menu).to_be_visible()
    desk.keyboard.press("Escape")
    expect(menu).to_be_hidden()
    find_an_entry_by_its_name(desk)


def find_an_entry_by_its_name(desk):
    """Where there is room the menu stands beside the page."""
    desk.set_viewport_size({"width": 1440, "height": 900})
    entries = desk.locator("#nav-sidebar li:visible")
    of_the_area = entries.count()

    desk.fill("#nav-filter", "snap")
    found = entries.all_inner_texts()
    desk.fill("#nav-filter", "nothing of the kind")
    said = desk.locator(".nav-nothing").inner_text()
    none = entries.count()
    desk.fill("#nav-filter", "")

    assert found == ["Snapshots for the Directory", "Runs of the snapshot"]
    assert (none, said) == (0, "Nothing of this name.")
    assert entries.count() == of_the_area


def test_staff_choose_light_or_dark(desk):
    def paper():
        return desk.evaluate("getComputedStyle(document.body).backgroundColor")

    desk.emulate_media(color_scheme="light")
    seen = [paper()]
    for _ in range(2):
        desk.click(".theme-toggle")
        seen.append(paper())
    desk.reload()

    assert seen == ["rgb(251, 250, 248)", "rgb(21, 18, 29)", "rgb(251, 250, 248)"]
    assert paper() == seen[-1]


def test_session_lasts_as_long_as_somebody_types(open_page, site, names):
    page = sign_in(open_page, site, next(names), path="/admin/biobanks/network/add/", own=True)
    page.clock.install()
    page.reload()
    asked = []
    page.on("request", lambda request: "jsi18n" in request.url and asked.append(request.url))

    page.fill("[name=name]", "A network")
    before = len(asked)
    page.clock.fast_forward("11:00")
    with page.expect_request("**/admin/jsi18n/"):
        page.fill("[name=name]", "Another network")
    page.fill("[name=name]", "A third network")

    assert before == 0
    assert len(asked) == 1
