"""The road of an application, from the form to the decision, walked in a browser."""

import re

import pytest
from django.utils import translation

from membership.enums import State
from membership.public import TITLES
from tests.site.applications import apply, last_link, link_in, mails_to, text_of
from tests.site.staff import sign_in

pytestmark = pytest.mark.browser

LANGUAGES = ["en", "nl", "fr", "de"]
PDF = {"name": "advice.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.4 advice"}
# What staff do, where the test is about the applicant.
STAFF = """
from django.contrib.auth.models import User
from membership.actions import clock, desk
from membership.enums import State
from membership.models import Application
anna, _ = User.objects.get_or_create(username="anna", is_staff=True)
case = Application.objects.get(reference="{reference}")
"""
REVIEW = "desk.start_review(application=case, by=anna, seen=State.RECEIVED)\n"
ASK = 'desk.ask(application=case, by=anna, seen=State.IN_REVIEW, text="How cold?")\n'
ACCEPT = 'desk.accept(application=case, by=anna, seen=State.IN_REVIEW, reason="Hello!")\n'
DECLINE = 'desk.decline(application=case, by=anna, seen=State.IN_REVIEW, reason="Too warm.")\n'
REOPEN = "desk.reopen(application=case, by=anna, seen=State.LAPSED)\n"
# Events are never changed; that so much time has passed, only the test's own database may say.
AGE = """
from django.db import connection
with connection.cursor() as cursor:
    cursor.execute("ALTER TABLE membership_event DISABLE TRIGGER USER")
    cursor.execute(
        "UPDATE membership_event SET at = at - interval '46 days',"
        " told_from = told_from - interval '46 days' WHERE application_id = %s",
        [case.pk],
    )
    cursor.execute("ALTER TABLE membership_event ENABLE TRIGGER USER")
"""
WORDS = {
    "en": ["Please confirm your application", "A question about", "Welcome to BBMRI.be"],
    "nl": ["bevestig", "vraag", "Welkom bij BBMRI.be"],
    "fr": ["confirmer", "question", "Bienvenue"],
    "de": ["bestätigen", "Frage", "Willkommen bei BBMRI.be"],
}
# Words of the desk: no applicant's page may hold them.
INTERNAL = re.compile(r"\banna\b|in-review|internal|\bassignee\b|\bnote\b|/admin/", re.IGNORECASE)


def crawl(page):
    """The applicant's pages that links lead to, from the one that is open: addresses and texts."""
    found, waiting = {}, [page.url]
    while waiting:
        path = waiting.pop()
        if path in found:
            continue
        found[path] = page.context.request.get(path).text()
        links = re.findall(r'href="(/[^"#]*)"', found[path])
        waiting += [link for link in links if "/join/" in link and "/files/" not in link]
    assert len(found) > 3
    return found


def reference_of(page):
    return re.search(r"received/([A-Z0-9-]+)/", page.url)[1]


@pytest.mark.parametrize("language", LANGUAGES)
def test_applicant_is_asked_answers_and_is_accepted(open_page, site, language):
    prefix = "" if language == "en" else f"/{language}"
    address = f"{language}@example.be"
    page = apply(open_page, prefix, contact_email=address, name=f"Biobank {language} Ursula")
    reference = reference_of(page)

    def staff(*commands):
        site.manage("shell", "--command", STAFF.format(reference=reference) + "".join(commands))

    page.goto(last_link(site, address))
    page.click("form[action$='/confirm/'] button")
    waiting = page.inner_text("h1")
    staff(REVIEW, ASK)
    page.goto(last_link(site, address))
    asked = page.inner_text("main")
    page.fill("[name=text]", "At −80 °C.")
    page.set_input_files("[name=attachments]", PDF)
    page.click("form[enctype] button")
    with page.expect_download() as download:
        page.click("a[href*='/files/']")
    staff(ACCEPT)
    sent = mails_to(site, address)
    page.goto(link_in(sent[-1]))
    accepted = page.inner_text("main")

    assert waiting != page.inner_text("h1")
    assert "How cold?" in asked
    assert ("At −80 °C." in accepted, "Hello!" in accepted) == (True, True)
    assert download.value.path().read_bytes() == PDF["buffer"]
    confirm, received, question, decision = sent
    for message, words in zip([confirm, question, decision], WORDS[language], strict=True):
        assert words in message["Subject"] or words in text_of(message)
        assert message["Content-Language"] == language
        assert reference in message["Subject"]
    assert "Algemeen Ziekenhuis Sint-Ursula" in text_of(received)
    assert len({message["References"] for message in sent}) == 1
    assert len({link_in(message) for message in sent}) == 4
    assert page.get_attribute("html", "lang") == language
    assert [path for path, text in crawl(page).items() if INTERNAL.search(text)] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_applicant_withdraws_comes_back_lapses_is_reopened_and_declined(open_page, site, language):
    prefix = "" if language == "en" else f"/{language}"
    address = f"coming.{language}@example.be"
    page = apply(open_page, prefix, contact_email=address, name=f"Biobank Coming {language}")
    reference = reference_of(page)

    def staff(*commands):
        site.manage("shell", "--command", STAFF.format(reference=reference) + "".join(commands))

    titles = []

    def look():
        titles.append(page.inner_text("h1"))

    def open_link():
        page.goto(last_link(site, address))
        look()

    open_link()
    page.click("form[action$='/confirm/'] button")
    page.click("a[href$='/withdraw/']")
    page.fill("[name=reason]", "Not yet.")
    page.click("form[action$='/withdraw/'] button")
    look()
    page.click("form[action$='/come-back/'] button")
    look()
    staff(REVIEW, ASK, AGE, "clock.tend()\n")
    open_link()
    staff(REOPEN)
    open_link()
    page.click("a[href$='/correct/']")
    page.fill("[name=city]", "Ghent")
    page.click("form[action$='/correct/'] button[type=submit]")
    corrected = page.inner_text("main")
    staff(REVIEW, DECLINE)
    page.goto(link_in(mails_to(site, address)[-1]))
    look()

    with translation.override(language):
        assert titles == [str(TITLES[state]) for state in [
            State.AWAITING, State.WITHDRAWN, State.RECEIVED, State.LAPSED, State.RECEIVED,
            State.DECLINED,
        ]]  # fmt: skip
    assert ("Ghent" in corrected, "Not yet." in corrected) == (True, True)
    assert "Too warm." in page.inner_text("main")
    assert page.get_attribute("html", "lang") == language
    assert [path for path, text in crawl(page).items() if INTERNAL.search(text)] == []


def test_staff_decline_with_a_reason(open_page, site):
    address = "declined@example.be"
    page = apply(open_page, "", contact_email=address, name="Biobank Declined")
    reference = reference_of(page)
    page.goto(last_link(site, address))
    page.click("text=Confirm my e-mail address")
    notice = mails_to(site, "office@example.be")[-1]

    desk = sign_in(open_page, site, "reviewer", groups=["Reviewers"])
    desk.goto("/admin/membership/application/")
    desk.click("a:has-text('Next oldest')")
    desk.goto(re.search(r"http\S+/change/", text_of(notice))[0])
    desk.click("a:has-text('Start the review')")
    desk.click("input[type=submit][value='Start the review']")
    desk.fill("#id_note_text", "Telephoned: serious.")
    desk.click("text=Keep the note")
    desk.click("a:has-text('Decline')")
    desk.fill("[name=reason]", " ")  # nothing at all, the browser itself would not send
    desk.click("input[type=submit][value='Show the mail']")
    refused = desk.inner_text("main")
    desk.fill("[name=reason]", "The biobank has no opinion of an ethics committee yet.")
    desk.click("input[type=submit][value='Show the mail']")
    preview = desk.inner_text(".letter")
    desk.click("input[type=submit][value=Decline]")
    decided = desk.inner_text("main")
    decision = mails_to(site, address)[-1]
    page.goto(link_in(decision))

    assert "Dubois" not in notice.as_string()
    assert reference in text_of(notice)
    assert "Write why the application is declined." in refused
    assert "The application is declined." in decided
    assert ("Telephoned: serious." in decided, "reviewer" in decided) == (True, True)
    assert "The biobank has no opinion of an ethics committee yet." in preview
    assert preview.split()[:20] == text_of(decision).split()[:20]
    assert page.inner_text("h1") == "Your application is not accepted"
    assert "The biobank has no opinion of an ethics committee yet." in page.inner_text("main")
    assert ("Telephoned" in page.content(), "reviewer" in page.content()) == (False, False)


def test_link_is_sent_again_and_the_old_one_ends(open_page, site):
    address = "again@example.be"
    page = apply(open_page, "/fr", contact_email=address, name="Biothèque Ursule")
    old = last_link(site, address)

    page.goto("/fr/join/link/")
    page.fill("[name=email]", address)
    page.press("[name=email]", "Enter")
    page.wait_for_selector(".notice-success")
    new = last_link(site, address)

    assert [page.goto(link).status for link in (old, new)] == [404, 200]


def test_what_is_typed_is_kept_until_it_is_stored(open_page):
    page = open_page("/join/")
    page.fill("[name=name]", "Biobank of a long afternoon")
    page.check("[name=materials][value=DNA]")
    page.reload()
    kept = (page.input_value("[name=name]"), page.is_checked("[name=materials][value=DNA]"))
    page.click(".languages a[hreflang=nl]")
    page.wait_for_url("**/nl/join/")
    in_dutch = (page.input_value("[name=name]"), page.is_checked("[name=materials][value=DNA]"))

    assert kept == in_dutch == ("Biobank of a long afternoon", True)


def test_what_is_stored_is_typed_no_more(open_page):
    page = apply(open_page, "", contact_email="stored@example.be", name="Biobank of a morning")

    page.goto("/join/")

    assert page.input_value("[name=name]") == ""
