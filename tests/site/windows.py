"""Windows of the browser. To open one costs more than to visit a page, so a test gets those that
the tests before it have left, emptied."""

import re
from collections import defaultdict
from contextlib import contextmanager


class Windows:
    """All windows of a browser that no test uses now."""

    def __init__(self, browser):
        self.browser = browser
        self.kept = defaultdict(list)  # by site and whether they run scripts

    @contextmanager
    def window(self, site, complaints, *, javascript, own):
        """A window of somebody who was never there; its pages' complaints go into the list.

        An `own` one is new, and goes with its test.
        """
        kept = self.kept[site.url, javascript]
        if kept and not own:
            page = kept.pop()
        else:
            context = self.browser.new_context(base_url=site.url, java_script_enabled=javascript)
            page = context.new_page()
        with heard(page, site, complaints):
            yield page
        if own:
            page.context.close()
        else:
            empty(page)
            kept.append(page)


def empty(page):
    """Leave nothing behind: no storage, no cookie, no other page, no mouse over a link."""
    for other in page.context.pages:
        if other != page:
            other.close()
    page.unroute_all()
    page.goto("/healthz/")  # a page that is left may still write
    page.evaluate("localStorage.clear(), sessionStorage.clear()")
    page.context.clear_cookies()
    page.mouse.move(0, 0)


@contextmanager
def heard(page, site, complaints):
    """Note what pages complain of.

    That is script errors, violations of the Content-Security-Policy and requests to another host,
    unless the visitor goes on to the Negotiator. What a test itself runs in a page, such as axe,
    has no address.
    """
    negotiator = f"http://127.0.0.1:{site.negotiator_port}/"

    def hear_error(error):
        complaints.append(str(error))

    def hear_message(message):
        is_expected = re.search("status of (4..|502)", message.text)
        if message.type == "error" and message.location["url"] and not is_expected:
            complaints.append(message.text)

    def hear_request(request):
        is_ours = request.url.startswith((site.url, "data:"))
        goes_on = request.is_navigation_request() and request.url.startswith(negotiator)
        if not (is_ours or goes_on):
            complaints.append(f"request to {request.url}")

    listeners = {"pageerror": hear_error, "console": hear_message, "request": hear_request}
    for name, listener in listeners.items():
        page.on(name, listener)
    yield
    for name, listener in listeners.items():
        page.remove_listener(name, listener)
