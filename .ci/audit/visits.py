"""A visit to a page in one language: in both widths, in light and dark, zoomed and spaced."""

import re
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import (
    Browser,
    BrowserContext,
    CDPSession,
    ConsoleMessage,
    Request,
    Response,
    Route,
)
from playwright.sync_api import Error as PlaywrightError
from playwright.sync_api import Page as Tab

from audit import styles
from audit.ground import Ground
from audit.places import LANGUAGES, WIDTHS, At, Page

CHECKS = Path(__file__).with_name("checks.js").read_text()
HEIGHT = 900
ONCE = "zoom"  # the column of what is looked at once per language
ZOOMED = {"zoomed to 200 %": 720, "zoomed to 400 %": 320}  # what remains of 1440 and 1280 px
MOST_BYTES = 60_000  # of a public page at a first visit, but for images

STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
OPTIONS = {"resultTypes": ["violations"], "preload": False, "iframes": False}
RULES = {
    "runOnly": {"type": "tag", "values": STANDARDS},
    # One is off unless asked for, the other asked in its own way: `audit.pale`.
    "rules": {"target-size": {"enabled": True}, "color-contrast": {"enabled": False}},
    **OPTIONS,
}
# What a scheme can break besides.
OF_COLOUR = {"runOnly": {"type": "rule", "values": ["link-in-text-block"]}, **OPTIONS}
LOST = "[...audit.width(), ...audit.cut(), ...audit.overlaps()]"
# Django's own: a column of inline rows that only its script reads, two lists side by side, what is
# chosen in a box to search in.
OF_DJANGO = ["th.original", ".selector", ".select2-selection--multiple > ul"]
# A browser under strain paints half a line before it has read all of it, which is no fault of ours;
# at the desk Django's scripts build boxes and calendars: Web Vitals call 0.1 good.
MOST_SHIFT, MOST_SHIFT_OF_DESK = 0.001, 0.1
CONTROLS = {
    *("button", "link", "textbox", "searchbox", "combobox", "listbox", "checkbox", "radio"),
    *("option", "spinbutton", "slider", "switch", "tab", "menuitem", "DisclosureTriangle"),
}


@dataclass(frozen=True, order=True)
class Problem:
    """Something to mend: where, which check says so, and what it says."""

    page: str
    language: str
    column: str  # width and scheme, or ONCE
    check: str
    says: str
    place: str = ""  # in the page


@dataclass
class Visit:
    """What was found of a page in a language."""

    page: str
    language: str
    problems: list[Problem] = field(default_factory=list)
    bytes: int = 0
    html: str = ""
    links: set[str] = field(default_factory=set)
    sheets: dict[str, list[str]] = field(default_factory=dict)  # selectors by address
    chosen: set[str] = field(default_factory=set)  # of these, what chooses something

    def note(self, column: str, check: str, says: list[str]) -> None:
        """Keep what a check says."""
        self.problems += [
            Problem(self.page, self.language, column, check, sentence) for sentence in says
        ]


class Window:
    """A window of the browser, what its pages complain of, and what they load."""

    def __init__(self, context: BrowserContext, ground: Ground) -> None:
        """Open it; whatever it loads, it loads anew."""
        self.context = context
        self.ground = ground
        self.tab: Tab = context.new_page()
        self.tools: CDPSession = context.new_cdp_session(self.tab)
        self.complaints: list[str] = []
        self.document: Response | None = None
        self.kinds: dict[str, str] = {}
        self.bytes: dict[str, float] = {}
        self.width, self.is_dark = 0, False
        self.tab.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.tab.on("console", self.hear)
        self.tab.on("request", self.see)
        self.tab.on("response", self.keep)
        self.tools.send("Network.enable")
        self.tools.send("Network.setCacheDisabled", {"cacheDisabled": True})
        self.tools.on("Network.requestWillBeSent", self.begin)
        self.tools.on("Network.loadingFinished", self.weigh)

    def hear(self, message: ConsoleMessage) -> None:
        """Note errors, also of the policy of contents; that a page says 404 is no error of it."""
        if message.type == "error" and not re.search(r"status of [45]\d\d", message.text):
            self.complaints.append(message.text)

    def see(self, request: Request) -> None:
        """Note who else is asked."""
        goes_on = request.is_navigation_request() and request.url.startswith(self.ground.negotiator)
        if not (request.url.startswith((self.ground.url, "data:")) or goes_on):
            self.complaints.append(f"request to {request.url}")

    def keep(self, response: Response) -> None:
        """Keep the answer that is shown."""
        if response.request.is_navigation_request():
            self.document = response

    def begin(self, event: dict[str, Any]) -> None:
        """A document begins a page; nothing that came before counts."""
        kind = event.get("type", "Other")
        if kind == "Document":
            self.kinds, self.bytes = {}, {}
        self.kinds[event["requestId"]] = kind

    def weigh(self, event: dict[str, Any]) -> None:
        """What came over the line, with its headers."""
        if self.kinds.get(event["requestId"], "Image") != "Image":
            self.bytes[event["requestId"]] = event["encodedDataLength"]

    def look(self, *, width: int, dark: bool = False) -> None:
        """Make it so wide, light or dark; no colour stays half-way."""
        if width != self.width:
            self.tab.set_viewport_size({"width": width, "height": HEIGHT})
        if dark != self.is_dark:
            self.tab.emulate_media(color_scheme="dark" if dark else "light")
            self.tab.evaluate("document.getAnimations().forEach(one => one.finish())")
        self.width, self.is_dark = width, dark

    def open(self, page: Page, at: At) -> None:
        """Open a page as its visitor does."""
        self.complaints.clear()
        address = at.address(page.path)
        if page.answer:
            self.tab.route(address, lambda route: fulfil(route, page, at), times=1)
        self.tab.goto(address)
        if page.then:
            page.then(self.tab, at)

    def leave(self) -> None:
        """Keep nothing of the visit."""
        self.tab.evaluate("localStorage.clear(), sessionStorage.clear()")
        self.tab.mouse.move(0, 0)
        self.tab.goto("about:blank")  # or an address with another place in it would load nothing


def fulfil(route: Route, page: Page, at: At) -> None:
    """Answer in the place of the site."""
    assert page.answer  # noqa: S101 - tells the type, checks nothing
    status, html = page.answer(at, at.address(page.path))
    route.fulfill(status=status, content_type="text/html; charset=utf-8", body=html)


class Visitor:
    """Goes through pages, each time in a window of whoever may open them."""

    def __init__(self, browser: Browser, ground: Ground) -> None:
        """Take a browser; windows stay open for the next page."""
        self.browser = browser
        self.ground = ground
        self.windows: dict[str, Window] = {}
        self.selectors: dict[str, list[str]] = {}  # of style sheets that were seen
        self.clear: set[str] = set()  # looks of texts that stand out from their grounds
        self.unseen: dict[str, set[str]] = defaultdict(set)  # selectors that chose nothing yet

    def visit(self, page: Page, language: str) -> Visit:
        """Look at a page in all ways: it is loaded in each width, and then changed as it stands."""
        visit = Visit(page.name, language)
        try:
            for width in WIDTHS:
                at = At(self.ground, language, width)
                with self.window(page, at) as window:
                    window.look(width=width)
                    window.open(page, at)
                    self.look_at_loading(window, visit, page, width)
                    if width == WIDTHS[-1]:
                        self.look_at(window, visit, page)
                    visit.note(f"{width} light", "is quiet", window.complaints)
        except PlaywrightError as error:
            visit.note(ONCE, "opens", [str(error).partition("\n")[0]])
            self.windows.pop(language, None)  # whatever it was doing, the next visit begins anew
        return visit

    @contextmanager
    def window(self, page: Page, at: At) -> Iterator[Window]:
        """A window whose browser speaks the language of the page, with the cookie of its visitor.

        A stranger speaks another language, and comes for the first time.
        """
        if page.who == "stranger":
            window = self.opened(next(code for code in LANGUAGES if code != at.language))
            yield window
            window.context.close()
            return
        if at.language not in self.windows:
            self.windows[at.language] = self.opened(at.language)
        window = self.windows[at.language]
        window.context.clear_cookies()
        if page.who != "visitor":
            newcomer = page.who == "newcomer"
            key = at.newcomer["session"] if newcomer else at.links[page.who]
            cookie = {"name": "sessionid", "value": key, "url": self.ground.url}
            window.context.add_cookies([cookie])
        yield window
        window.leave()

    def opened(self, language: str) -> Window:
        """A new window."""
        context = self.browser.new_context(
            base_url=self.ground.url,
            locale=language,
            timezone_id="Europe/Brussels",  # as the desk's people: Django warns of another clock
            reduced_motion="reduce",
            color_scheme="light",
        )
        return Window(context, self.ground)

    def look_at_loading(self, window: Window, visit: Visit, page: Page, width: int) -> None:
        """What is seen only while a page is loaded."""
        window.tab.evaluate(CHECKS)
        window.tab.evaluate("places => audit.leaveOut(places)", OF_DJANGO)
        most = MOST_SHIFT if page.is_public else MOST_SHIFT_OF_DESK
        moved = window.tab.evaluate("most => audit.shifts(most)", most)
        visit.note(f"{width} light", "stays still", moved)
        visit.note(f"{width} light", "answers", list(wrong_answer(window, page)))
        visit.bytes = max(visit.bytes, int(sum(window.bytes.values())))
        if page.is_public and visit.bytes > MOST_BYTES:
            visit.note(ONCE, "is light", [f"{visit.bytes} bytes at a first visit"])

    def look_at(self, window: Window, visit: Visit, page: Page) -> None:
        """All that is asked of a page once it is there, and again once it is opened up."""
        tab = window.tab
        if window.document:
            visit.html = tab.content() if page.answer else window.document.text()
        if page.has_links:
            visit.links = set(tab.evaluate("audit.links()"))
            visit.note(ONCE, "leads somewhere", tab.evaluate("audit.lost()"))
        tab.evaluate(AXE_SCRIPT)
        tab.evaluate("audit.settle()")
        wide, narrow = f"{WIDTHS[-1]}", f"{WIDTHS[0]}"
        self.ask(window, visit, f"{wide} light")
        if tab.evaluate("audit.open()"):
            self.hold_to_rules(window, visit, f"{wide} light", RULES, is_opened=True)
            self.look_for_pale(window, visit, f"{wide} light")
        self.space(window, visit, f"{wide} px, text spaced")
        for width in (wide, narrow):
            window.look(width=int(width), dark=True)
            if width == wide:  # a rule of colours, which no width changes
                self.hold_to_rules(window, visit, f"{width} dark", OF_COLOUR)
            self.look_for_pale(window, visit, f"{width} dark")
        window.look(width=int(narrow))
        self.ask(window, visit, f"{narrow} light")
        self.space(window, visit, f"{narrow} px, text spaced")
        for how, zoomed in ZOOMED.items():
            window.look(width=zoomed)
            visit.note(ONCE, how, tab.evaluate(LOST))
        self.look_at_styles(tab, visit)

    def ask(self, window: Window, visit: Visit, column: str) -> None:
        """Everything that may differ from width to width."""
        self.hold_to_rules(window, visit, column, RULES)
        self.look_for_pale(window, visit, column)
        visit.note(column, "structure", window.tab.evaluate("audit.structure()"))
        visit.note(column, "is read", window.tab.evaluate(LOST))
        visit.note(column, "names", list(nameless(window)))

    def hold_to_rules(
        self,
        window: Window,
        visit: Visit,
        column: str,
        options: dict[str, Any],
        *,
        is_opened: bool = False,
    ) -> None:
        """Ask axe."""
        broken = "([options, isOpened]) => audit.broken(options, isOpened)"
        tell(visit, column, window.tab.evaluate(broken, [options, is_opened]))

    def look_for_pale(self, window: Window, visit: Visit, column: str) -> None:
        """Ask axe about texts whose look it has not judged yet."""
        answer = window.tab.evaluate("known => audit.pale(known)", sorted(self.clear))
        self.clear.update(answer["looks"])
        tell(visit, column, answer["found"])

    def space(self, window: Window, visit: Visit, how: str) -> None:
        """With more room between lines, words and letters nothing is lost."""
        tab = window.tab
        tab.evaluate("audit.spaced(true)")
        visit.note(ONCE, how, tab.evaluate(LOST))
        tab.evaluate("audit.spaced(false)")

    def look_at_styles(self, tab: Tab, visit: Visit) -> None:
        """Which selectors of our style sheets choose something that none has chosen before."""
        addresses = tab.evaluate("[...document.styleSheets].map(sheet => sheet.href)")
        ours = [address for address in addresses if address and styles.name_of(address)]
        if any(address not in self.selectors for address in ours):
            for address, selectors in tab.evaluate("audit.sheets()").items():
                if address in ours and address not in self.selectors:
                    self.selectors[address] = selectors
                    self.unseen[address] = {styles.in_any_state(one) for one in selectors}
        for address in ours:
            chosen = set(tab.evaluate("s => audit.chosen(s)", sorted(self.unseen[address])))
            self.unseen[address] -= chosen
            visit.chosen |= chosen
            visit.sheets[address] = self.selectors[address]


def tell(visit: Visit, column: str, broken: list[list[str]]) -> None:
    """Note the rules that axe finds broken, each once."""
    known = {(one.check, one.place) for one in visit.problems if one.column == column}
    for rule, place, summary in broken:
        check, says = f"axe {rule}", " ".join(summary.split())
        if (check, place) not in known:
            visit.problems.append(Problem(visit.page, visit.language, column, check, says, place))


def wrong_answer(window: Window, page: Page) -> Iterator[str]:
    """Whether the site answered as it should."""
    if window.document and window.document.status != page.status:
        yield f"status {window.document.status} instead of {page.status}"


def nameless(window: Window) -> Iterator[str]:
    """Controls that a screen reader could not name."""
    for node in window.tools.send("Accessibility.getFullAXTree")["nodes"]:
        role = node.get("role", {}).get("value")
        if node["ignored"] or role not in CONTROLS:
            continue
        if not node.get("name", {}).get("value", "").strip():
            identifier = {"backendNodeId": node["backendDOMNodeId"]}
            found = window.tools.send("DOM.describeNode", identifier)["node"]
            pairs = found.get("attributes", [])
            values = dict(zip(pairs[::2], pairs[1::2], strict=True))
            if role == "option" and not values.get("value", "x"):
                continue  # the empty choice that Django's forms begin with
            yield f"a {role} without a name: <{found['localName']} {values}>"
