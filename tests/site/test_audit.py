"""The audit (`.ci/audit`) finds what it is for: each check is shown a page that breaks it."""

import sys
from pathlib import Path

import pytest
from axe_playwright_python.base import AXE_SCRIPT

FOLDER = Path(__file__).resolve().parent.parent.parent / ".ci"
ADDRESS = "http://page.example/"
FRAME = """<!doctype html><html lang="en"><meta charset="utf-8"><title>A page</title>
<main><h1>A page</h1>{}</main>"""
ONE_RULE = {
    "runOnly": {"type": "rule", "values": ["target-size"]},
    "rules": {"target-size": {"enabled": True}},
}
SMALL = "<button style='width:12px;height:12px;padding:0'>a</button>" * 2


@pytest.fixture(scope="module")
def audit():
    """Its modules."""
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(FOLDER))
        from audit import links, report, styles, visits

        yield {"links": links, "report": report, "styles": styles, "visits": visits}
    for name in [name for name in sys.modules if name.partition(".")[0] == "audit"]:
        del sys.modules[name]


@pytest.fixture
def look(browser, audit):
    """Shows a page to a function of `checks.js`."""
    page = browser.new_page(viewport={"width": 390, "height": 800})

    def look(body, call):
        page.route(ADDRESS, lambda route: route.fulfill(**page_of(body)), times=1)
        page.goto(ADDRESS)
        page.evaluate(audit["visits"].CHECKS)
        page.evaluate(AXE_SCRIPT)
        return page.evaluate(f"audit.{call}")

    yield look
    page.close()


def page_of(body):
    """What answers with a page."""
    return {"content_type": "text/html", "body": FRAME.format(body)}


pytestmark = pytest.mark.browser
GOOD = "<h2>Part</h2><p id='a'>Words <a href='#a'>lead</a> somewhere.</p>"


@pytest.mark.parametrize("call", ["structure()", "width()", "cut()", "overlaps()", "lost()"])
def test_good_page_has_nothing_wrong(look, call):
    assert look(GOOD, call) == []


@pytest.mark.parametrize(
    ("body", "call", "expected"),
    [
        ("<h1>Another</h1>", "structure()", "2 headings of the first level"),
        ("<h3>Deep</h3>", "structure()", "after a heading of level 1 comes <h3> “Deep”"),
        ("<p id=a></p><p id=a></p>", "structure()", "the id a stands more than once"),
        ("<table><tr><td>1</table>", "structure()", "a table without a caption: <table> “1”"),
        ("<p style='width:500px'>Wide</p>", "width()", "px wider than the window: <p> “Wide”"),
        (
            "<p style='width:2em;overflow:hidden;white-space:nowrap'>Much too long</p>",
            "cut()",
            "cut off: <p> “Much too long” by <p> “Much too long”",
        ),
        (
            "<p style='height:1em'>One</p><p style='margin-top:-2.2em'>Two</p>",
            "overlaps()",
            "<p> “Two” lies on",
        ),
        ("<a href='#nowhere'>Go</a>", "lost()", "#nowhere is no place of the page"),
    ],
)
def test_check_finds(look, body, call, expected):
    (said,) = look(body, call)

    assert expected in said


def test_words_for_screen_readers_are_not_cut_off(look):
    hidden = "position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)"

    assert look(f"<p><span style='{hidden}'>Many words</span> Few</p>", "cut()") == []


def test_closed_parts_are_opened_and_what_lies_over_the_page_is_not(look):
    body = (
        "<details><summary>A</summary><p>In its place</p></details>"
        "<details><summary>B</summary><p style='position:absolute'>Over</p></details>"
    )

    assert look(body, "open()") == 1


def test_each_look_is_judged_once_and_a_pale_one_each_time(look):
    pale, clear = "<p style='color:#999'>Pale</p>", "<p>Clear</p>"

    found = look(pale, "pale([])")
    seen = look(clear, "pale([])")
    again = look(clear, f"pale({seen['looks']})")

    assert [rule for rule, _place, _summary in found["found"]] == ["color-contrast"]
    assert (found["looks"], seen["found"], len(seen["looks"]) > 0) == ([], [], True)
    assert again == {"looks": [], "found": []}


def test_small_targets_are_found(look):
    broken = look(SMALL, f"broken({ONE_RULE})".replace("True", "true"))

    assert {rule for rule, _place, _summary in broken} == {"target-size"}


def test_what_moves_is_found(look):
    hide = "document.querySelector('h1').hidden = true"
    late = f"onload = () => requestAnimationFrame(() => setTimeout(() => {{ {hide} }}))"

    (moved,) = look(f"<p>Stays?</p><script>{late}</script>", "shifts(0)")

    assert moved.startswith("moved by 0.")


@pytest.mark.parametrize(
    ("selector", "plain"),
    [
        ("a:hover", "a:is(*)"),
        ("a:not([aria-current], :hover)", "a:not([aria-current])"),
        (".hidden:not(:focus, :active)", ".hidden"),
        ("form:not(:has(:checked)) > p", "form > p"),
        ("::before", "*"),
        ("li > ::marker", "li >*"),
        ("p:has(> .a + .a)", "p:has(> .a + .a)"),
    ],
)
def test_selector_in_any_state(audit, selector, plain):
    assert audit["styles"].in_any_state(selector) == plain


def test_rows_of_the_desk_stand_for_one_another(audit):
    addresses = ["/admin/a/1/change/", "/admin/a/2/change/", "/collections/a-1/", "/admin/a/"]

    assert len(audit["links"].like_no_other(addresses)) == 3


def test_table_and_list_of_what_is_to_be_mended(audit):
    visits, report = audit["visits"], audit["report"]
    visit = visits.Visit("home", "en", bytes=12_345)
    visit.note("390 dark", "axe color-contrast", ["pale: 3.1"])
    other = visits.Visit("join", "en")
    other.note("390 dark", "axe color-contrast", ["pale: 2.9"])

    assert list(report.table([visit], ["en"]))[-1] == "| home | 12 | ok | 1 | ok | ok | ok |"
    assert list(report.to_mend(visit.problems + other.problems)) == [
        "- **axe color-contrast** (2): pale: 3.1",
        "  - home [en, 390 dark]; join [en, 390 dark]",
    ]
