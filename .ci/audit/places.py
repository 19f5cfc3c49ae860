"""The one list of pages: every page type of the site and every state of it that can be seen.

A path is that of English; the other languages stand before it. `{names}` are keys of `rows.py`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from http.client import HTTPConnection
from typing import Any
from urllib.parse import urlsplit

from django_otp.oath import totp
from playwright.sync_api import Page as Tab

from audit.ground import Ground
from tests.site.applications import fill, open_a_minute_ago

LANGUAGES = ["en", "nl", "fr", "de"]
WIDTHS = [390, 1440]
PICKED = "c=uz-brussel-diabetes&c=antwerp-tumour-bank"
MEMBER = "Central Biobank UZ Brussel"
SEND = "#application > p [type=submit]"
WRONG = {"username": "nobody", "password": "wrong"}


@dataclass(frozen=True)
class At:
    """Where somebody stands: the site, and in which language and width it is looked at."""

    ground: Ground
    language: str
    width: int

    @property
    def links(self) -> dict[str, Any]:
        """What leads to pages."""
        return self.ground.links

    def address(self, path: str) -> str:
        """The address of a path in the language."""
        prefix = "" if self.language == "en" else f"/{self.language}"
        return self.ground.url + prefix + path.format_map(self.links)

    @property
    def newcomer(self) -> dict[str, str]:
        """Somebody whom no other visit has met."""
        number = LANGUAGES.index(self.language) * len(WIDTHS) + WIDTHS.index(self.width)
        newcomer: dict[str, str] = self.links["newcomers"][number]
        return newcomer


Act = Callable[[Tab, At], None]
Answer = Callable[[At, str], tuple[int, str]]


@dataclass(frozen=True)
class Page:
    """A page type in a state: who opens which address, and what they then do there."""

    name: str
    path: str
    who: str = "visitor"  # or a `stranger` to its language, or a session of `rows.py`
    then: Act | None = None
    status: int = 200
    answer: Answer | None = None  # where a browser cannot ask for it: status and HTML
    has_links: bool = True  # those of examples lead nowhere

    @property
    def is_public(self) -> bool:
        """Whether it is one of the site, not of the desk."""
        return not self.path.startswith("/admin/")


# What is done on a page


def follow(tab: Tab, place: str) -> None:
    """Click on what leads to another page, and wait until all of that is there."""
    with tab.expect_navigation(wait_until="load"):
        tab.locator(place).first.click()


def send(form: str = "main form", button: str = "[type=submit]", **values: str) -> Act:
    """Fill fields in and send a form."""

    def act(tab: Tab, at: At) -> None:
        for name, value in values.items():
            tab.fill(f"{form} [name={name}]", value)
        follow(tab, f"{form} {button}")

    return act


def in_order(*acts: Act) -> Act:
    """One after the other."""

    def act(tab: Tab, at: At) -> None:
        for one in acts:
            one(tab, at)

    return act


def without_cookies(act: Act) -> Act:
    """The same in a browser that has lost its cookies, and with them the token of the form."""

    def forgetful(tab: Tab, at: At) -> None:
        tab.context.clear_cookies()
        act(tab, at)

    return forgetful


def click(place: str) -> Act:
    """Follow a link or press a button."""
    return lambda tab, at: follow(tab, place)


def press(place: str) -> Act:
    """Press what changes the page as it stands."""
    return lambda tab, at: tab.locator(place).first.click()


def search_suggests(tab: Tab, at: At) -> None:
    """Type what a list of suggestions answers, and go to the first."""
    tab.focus("#id_q")
    tab.keyboard.type("asth")
    tab.wait_for_selector(".suggestions[aria-busy=false] [role=option]")
    tab.keyboard.press("ArrowDown")


def apply(*, waits: bool = True, **changes: str) -> Act:
    """Fill the interest form in and send it; somebody who does not wait is taken for a robot."""

    def act(tab: Tab, at: At) -> None:
        fill(tab, **changes)
        if waits:
            open_a_minute_ago(tab)
        follow(tab, SEND)

    return act


def apply_again(tab: Tab, at: At) -> None:
    """Send a page of the form that was sent before, with other answers."""
    fill(tab)
    put = "(field, stamp) => { field.value = stamp; }"
    tab.eval_on_selector("[name=stamp]", put, at.links["stamp"])
    follow(tab, SEND)


def ask_for_link(tab: Tab, at: At) -> None:
    """With an address that nobody else asks for."""
    send(email=f"{at.language}.{at.width}@example.be")(tab, at)


def take_second_factor(tab: Tab, at: At) -> None:
    """Type the number that the telephone shows."""
    number = totp(bytes.fromhex(at.newcomer["key"]))
    send("#content form", number=f"{number:06}")(tab, at)


def preview(tab: Tab, at: At) -> None:
    """In the same tab."""
    button = f".previews [lang={at.language}]"
    tab.locator(button).evaluate("button => button.removeAttribute('formtarget')")
    follow(tab, button)


def no_date(tab: Tab, at: At) -> None:
    """Write what is no day."""
    tab.fill("[name=as_of]", "soon")


def open_menu(tab: Tab, at: At) -> None:
    """Open the menu of the desk and all its areas, where a button is for it."""
    if tab.locator(".menu-button").is_visible():
        tab.locator(".menu-button").click()


def choose_to_withdraw(tab: Tab, at: At) -> None:
    """Tick a biobank, and ask to take it from the public's lists."""
    tab.locator("[name=_selected_action]").first.check()
    tab.select_option("[name=action]", "withdraw")
    follow(tab, ".actions [type=submit], .actions button")


# Answers that no browser asks for


def asked_with(**headers: str) -> Answer:
    """What the site answers to headers that a browser does not send."""

    def answer(at: At, address: str) -> tuple[int, str]:
        parts = urlsplit(address)
        connection = HTTPConnection(parts.netloc)
        names = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request("POST" if "Content-Length" in names else "GET", parts.path, None, names)
        response = connection.getresponse()
        return response.status, response.read().decode()

    return answer


def kept_page(status: int) -> Answer:
    """What the site would answer if it were broken."""
    return lambda at, address: (status, at.links["errors"][str(status)][at.language])


CATALOGUE = "/admin/biobanks"
CASES = "/admin/membership/application"
TALK = f"{CASES}/{{case_talk}}"

PAGES = [
    # The catalogue
    Page("home", "/"),
    Page("catalogue", "/catalogue/"),
    Page("catalogue, suggestions", "/catalogue/", then=search_suggests),
    Page("catalogue, filters", "/catalogue/#filters"),
    Page("catalogue, found and filtered", "/catalogue/?q=tumour&material=DNA"),
    Page("catalogue, read in several ways", "/catalogue/?q=asthma+tumour+serum+qqqq"),
    Page("catalogue, nothing found", "/catalogue/?q=nothing-of-the-kind"),
    Page("catalogue, not understood", "/catalogue/?material=NOTHING&page=99&sort=x"),
    Page("catalogue, collections", "/catalogue/?view=collections&sort=size&province=BE-BRU"),
    Page("figures", "/figures/"),
    Page("biobanks", "/biobanks/"),
    Page("biobank, full", "/biobanks/uz-brussel/"),
    Page("biobank, sparse", "/biobanks/uclouvain/"),
    Page("collection", "/collections/antwerp-tumour-bank/"),
    Page("collection, sparse", "/collections/uz-brussel-diabetes/"),
    Page("network", "/networks/belgian-virtual-tumourbank/"),
    Page("entry, withdrawn", "/networks/gone/", status=410),
    Page("compare, nothing", "/compare/"),
    Page("compare", f"/compare/?{PICKED}&c=antwerp-dna&c=gone"),
    Page("request, nothing", "/request/"),
    Page("request", f"/request/?{PICKED}"),
    Page("request, project", f"/request/?{PICKED}&c=gone&who=company&question=Serum"),
    Page(
        "request, no answer",
        f"/request/?{PICKED}",
        then=send("main form[method=post]", "button", question="Serum of 40 patients"),
        status=502,
    ),
    Page("data for programs", "/data/"),
    # What only a mail leads to
    Page("quality report", "{report}"),
    Page("entry right?", "{confirm_asked}"),
    Page("entry right? confirmed", "{confirm_confirmed}"),
    Page("entry right? changes sent", "{confirm_answered}"),
    Page("propose", "{propose}"),
    Page("propose, nothing changed", "{propose}", then=send()),
    Page(
        "propose, errors",
        "{propose}",
        then=send(**{"biobank-name": ""}),
        status=422,
    ),
    Page("propose, expired", "{propose}", then=without_cookies(send()), status=403),
    # The node
    Page("home, in another language", "/", who="stranger"),
    Page("about", "/about/"),
    Page("patients", "/patients/"),
    Page("law", "/law/"),
    Page("law, first question", "/law/applies/"),
    Page("law, question", "{law_question}"),
    Page("law, ending", "{law_ending}"),
    Page("quality", "/quality/"),
    Page("glossary", "/glossary/"),
    Page("governance", "/governance/"),
    Page("history", "/history/"),
    Page("membership", "/membership/"),
    Page("questions", "/questions/"),
    Page("news", "/news/"),
    Page("news item", "/news/patients-visit-bordet/"),
    Page("contact", "/contact/"),
    Page("privacy", "/privacy/"),
    Page("accessibility", "/accessibility/"),
    Page("credits", "/credits/"),
    # Applications
    Page("join", "/join/"),
    Page("join, errors", "/join/", then=click(SEND)),
    Page("join, too fast", "/join/", then=apply(waits=False)),
    Page("join, expired", "/join/", then=without_cookies(apply()), status=403),
    Page("join, a member?", "/join/", then=apply(name=MEMBER)),
    Page("join, sent before", "/join/", then=apply_again),
    Page("join, too many", "/join/", then=apply(contact_email="busy@example.be"), status=429),
    Page("join, received", "/join/received/{reference}/"),
    Page("link", "/join/link/"),
    Page("link, errors", "/join/link/", then=send()),
    Page("link, sent", "/join/link/", then=ask_for_link),
    Page("link, expired", "/join/link/", then=without_cookies(ask_for_link), status=403),
    Page("link, unknown", "/join/status/unknown/", status=404),
    Page("application, awaiting", "{status_awaiting}"),
    Page("application, received", "{status_received}"),
    Page("application, in review", "{status_in_review}"),
    Page("application, asked", "{status_asked}"),
    Page("application, conversation", "{status_talk}"),
    Page("application, accepted", "{status_accepted}"),
    Page("application, declined", "{status_declined}"),
    Page("application, withdrawn", "{status_withdrawn}"),
    Page("application, lapsed", "{status_lapsed}"),
    Page("application, forgotten", "{status_forgotten}"),
    Page("application, message sent", "{status_talk}?done=sent"),
    Page("application, message empty", "{status_talk}", then=send("form[enctype]")),
    Page(
        "application, message expired",
        "{status_talk}",
        then=without_cookies(send("form[enctype]", text="Cold.")),
        status=403,
    ),
    Page("correct", "{correct_talk}"),
    Page("correct, errors", "{correct_talk}", then=send(organisation_name="")),
    Page("withdraw", "{withdraw_talk}"),
    # What goes wrong
    Page("error 400", "/", answer=asked_with(Host="evil.example"), status=400),
    Page(
        "error 403",
        "/admin/login/",
        then=without_cookies(send("#login-form", **WRONG)),
        status=403,
    ),
    Page("error 404", "/no-such-page/", status=404),
    Page("error 413", "/join/", answer=asked_with(**{"Content-Length": "99999999"}), status=413),
    Page("error 500", "/", answer=kept_page(500), status=500),
    Page("error 503", "/", answer=kept_page(503), status=503),
    # The way to the desk
    Page("desk, sign in", "/admin/login/"),
    Page("desk, sign in, wrong", "/admin/login/", then=send("#login-form", **WRONG)),
    Page("second factor, set up", "/admin/second-factor/", who="newcomer"),
    Page("second factor, codes", "/admin/second-factor/", who="newcomer", then=take_second_factor),
    Page("second factor, asked", "/admin/second-factor/", who="locked"),
    Page("second factor, wrong", "/admin/second-factor/", who="locked",
         then=send("#content form", number="000000")),
    Page("password, by a link", "/admin/password/{password_link}/"),
    Page("password, refused", "/admin/password/{password_link}/",
         then=send("#content form", new_password1="short", new_password2="another")),
    Page("password, link used", "/admin/password/{password_link}-used/"),
    # The desk
    *(
        Page(f"desk, {name}", path, who="curator")
        for name, path in {
            "home": "/admin/",
            "app": f"{CATALOGUE}/",
            "guide": "/admin/guide/",
            "biobanks": f"{CATALOGUE}/biobank/",
            "biobank": f"{CATALOGUE}/biobank/{{biobank}}/change/",
            "new biobank": f"{CATALOGUE}/biobank/add/",
            "biobank, history": f"{CATALOGUE}/biobank/{{biobank}}/history/",
            "biobank, version": f"{CATALOGUE}/biobank/{{biobank}}/history/{{version}}/",
            "collections": f"{CATALOGUE}/collection/",
            "collection": f"{CATALOGUE}/collection/{{collection}}/change/",
            "network": f"{CATALOGUE}/network/{{network}}/change/",
            "findings": f"{CATALOGUE}/finding/",
            "finding": f"{CATALOGUE}/finding/{{finding}}/change/",
            "finding, let be": f"{CATALOGUE}/finding/{{let_be}}/change/",
            "let be?": f"{CATALOGUE}/finding/{{finding}}/waive/",
            "scores": f"{CATALOGUE}/finding/overview/",
            "tell a biobank": f"{CATALOGUE}/finding/report/{{biobank}}/",
            "questions to biobanks": f"{CATALOGUE}/confirmation/",
            "ask a biobank": f"{CATALOGUE}/confirmation/ask/{{biobank}}/",
            "asked": f"{CATALOGUE}/confirmation/{{asked}}/change/",
            "proposals": f"{CATALOGUE}/confirmation/{{confirmation}}/change/",
            "change sets": f"{CATALOGUE}/changeset/",
            "changes": f"{CATALOGUE}/changeset/{{changes}}/change/",
            "upload": f"{CATALOGUE}/changeset/upload/",
            "snapshots": f"{CATALOGUE}/directorysnapshot/",
            "snapshot": f"{CATALOGUE}/directorysnapshot/{{snapshot}}/change/",
            "new snapshot": f"{CATALOGUE}/directorysnapshot/publish/",
            "serve again?": f"{CATALOGUE}/directorysnapshot/{{earlier}}/serve-again/",
            "terms": f"{CATALOGUE}/term/",
            "new term": f"{CATALOGUE}/term/add/",
            "disease": f"{CATALOGUE}/disease/{{disease}}/change/",
            "applications": f"{CASES}/",
            "applications, ours": f"{CASES}/?queue=ours",
            "figures": f"{CASES}/figures/",
            "case, received": f"{CASES}/{{case_received}}/change/",
            "case, conversation": f"{TALK}/change/",
            "case, accepted": f"{CASES}/{{case_accepted}}/change/",
            "case, forgotten": f"{CASES}/{{case_forgotten}}/change/",
            "case on paper": f"{TALK}/print/",
            "review?": f"{CASES}/{{case_received}}/review/",
            "ask?": f"{TALK}/ask/",
            "accept?": f"{TALK}/accept/",
            "decline?": f"{TALK}/decline/",
            "reopen?": f"{CASES}/{{case_lapsed}}/reopen/",
            "write a note": f"{TALK}/note/",
            "write a message": f"{TALK}/message/",
            "forget?": f"{TALK}/forget/",
            "canned replies": "/admin/membership/cannedreply/",
            "new criterion": "/admin/membership/criterion/add/",
            "mails": "/admin/outbox/mail/",
            "regular work": "/admin/schedule/run/",
            "regular work, failed": "/admin/schedule/run/{failed_run}/change/",
            "second factor": "/admin/second-factor/",
            "pages": "/admin/pages/page/",
            "pages, links": "/admin/pages/page/check/",
            "law, step": "/admin/pages/step/{step}/change/",
            "glossary term": "/admin/pages/glossaryterm/{glossary_term}/change/",
            "files": "/admin/pages/file/",
            "new file": "/admin/pages/file/add/",
            "page": "/admin/pages/page/{page}/change/",
            "news item": "/admin/pages/newsitem/{news}/change/",
            "people": "/admin/auth/user/",
            "person": "/admin/auth/user/{user}/change/",
            "password": "/admin/password_change/",
            "sessions": "/admin/staff_sessions/session/",
            "audit log": "/admin/audit_log/entry/",
        }.items()
    ),
    Page("desk, asked once more", "/admin/auth/user/add/", who="late", status=403),
    Page("desk, asked once more, wrong", "/admin/auth/user/add/", who="late", status=403,
         then=send("#content form", **{"proof-password": "wrong", "proof-number": "000000"})),
    Page("desk, design", "/admin/design/", who="curator", has_links=False),
    Page("desk, menu", "/admin/", who="curator", then=open_menu),
    Page("desk, account", "/admin/", who="curator", then=press(".account summary")),
    Page("desk, dark by choice", "/admin/", who="curator", then=press(".theme-toggle")),
    Page("desk, delete?", f"{CATALOGUE}/term/{{term}}/delete/", who="curator"),
    Page("desk, done", f"{TALK}/change/", who="curator",
         then=click("form[action$='/assign/'] [type=submit]")),
    Page("desk, withdraw entries?", f"{CATALOGUE}/biobank/", who="curator",
         then=choose_to_withdraw),
    Page("desk, new biobank, errors", f"{CATALOGUE}/biobank/add/", who="curator",
         then=click("[name=_save]")),
    Page("desk, upload, errors", f"{CATALOGUE}/changeset/upload/", who="curator",
         then=send("#content form")),
    Page("desk, term before it is saved", f"{CATALOGUE}/term/add/", who="curator",
         then=send("#term_form", "[name=_save]", text="wheezing", targets="icd10:J45")),
    Page("desk, question to applicant, mail", f"{TALK}/ask/", who="curator",
         then=send("#content form", text="How cold is it?")),
    Page("desk, decision, mail", f"{TALK}/decline/", who="curator",
         then=send("#content form", reason="No human material.")),
    Page("desk, decision, errors", f"{TALK}/decline/", who="curator",
         then=send("#content form", reason=" ")),
    Page("desk, page before it is saved", "/admin/pages/page/{page}/change/", who="curator",
         then=preview),
    Page("desk, page, no preview yet", "/admin/pages/page/{page}/change/", who="curator",
         then=in_order(no_date, preview)),
]  # fmt: skip
