"""The pages that a status link opens: where an application stands, and what can be said."""

import re
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bbmri_be.logs import Formatter
from bbmri_be.outbox.models import Mail
from membership import limits, public
from membership.actions import applicant, desk
from membership.actions.applicant import File
from membership.enums import OPEN, State
from membership.forms import status as forms
from membership.models import Application, Attachment, Correction, Event, Message, StatusLink
from tests.membership.factories import ANSWERS, POSTED, ApplicationFactory, application_in
from tests.membership.pages import Page, as_lists, token_in

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
TEN_MINUTES = timedelta(minutes=10)
PDF = b"%PDF-1.7\n" + bytes(range(256))
UNKNOWN = "x" * 32
CLOSED = [state for state in State if state not in OPEN]
# Each page of a link, and how it is asked for.
PAGES = {
    "": ["get", "post"],
    "confirm/": ["post"],
    "correct/": ["get", "post"],
    "withdraw/": ["get", "post"],
    "come-back/": ["post"],
    "files/1/": ["get"],
}
WAYS = [(page, method) for page, methods in PAGES.items() for method in methods]


def address(token: str, page: str = "", prefix: str = "") -> str:
    return f"{prefix}/join/status/{token}/{page}"


def link_to(application: Application) -> str:
    return address(StatusLink.new(application))


def pdf(name: str = "opinion.pdf", content: bytes = PDF) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, "application/pdf")


def reply_of(text: str = "Here it is.", *files: SimpleUploadedFile) -> dict:
    return {"text": text, "attachments": list(files)}


def rows() -> tuple[int, ...]:
    return tuple(kind.objects.count() for kind in [Event, Message, Correction, Attachment, Mail])


NOTHING = (0, 0, 0, 0, 0)


@pytest.fixture
def waiting(db):
    """An application whose address is not confirmed."""
    return ApplicationFactory(state=State.AWAITING)


# The link


@pytest.mark.parametrize("prefix", ["", "/nl", "/fr", "/de"])
@pytest.mark.parametrize(("page", "method"), WAYS)
@pytest.mark.parametrize("token", [UNKNOWN, "%00", "..%2f", "é🧬", "x" * 2000])
@pytest.mark.django_db
def test_unknown_link_says_how_to_get_a_new_one(client, prefix, page, method, token):
    StatusLink.new(ApplicationFactory())

    response = getattr(client, method)(address(token, page, prefix), {"text": "Hello"})

    assert response.status_code == 404
    if "%2f" not in token:  # else it is not even an address of ours
        assert f"{prefix}/join/link/" in Page(response).links
        assert "no-store" in response["Cache-Control"]
        assert response["X-Robots-Tag"] == "noindex"
    assert rows() == (1, 0, 0, 0, 0)


@pytest.mark.django_db
def test_hash_of_a_token_opens_nothing(client):
    StatusLink.new(ApplicationFactory())

    stolen = StatusLink.objects.get().digest

    assert client.get(address(stolen)).status_code == 404


@pytest.mark.parametrize("page", ["", "correct/", "withdraw/"])
def test_page_of_a_link_is_kept_by_nobody_and_unknown_to_search_engines(client, application, page):
    response = client.get(link_to(application) + page)

    assert response.status_code == 200
    assert set(response["Cache-Control"].split(", ")) >= {"no-store", "private", "no-cache"}
    assert response["X-Robots-Tag"] == "noindex"
    assert '<meta name="robots" content="noindex">' in response.content.decode()
    assert 'hreflang="' not in response.content.decode().partition("<body")[0]


@pytest.mark.parametrize("page", ["confirm/", "come-back/"])
def test_redirect_of_a_link_is_kept_by_nobody(client, waiting, page):
    response = client.post(link_to(waiting) + page)

    assert "no-store" in response["Cache-Control"]
    assert response["X-Robots-Tag"] == "noindex"


@pytest.mark.parametrize(
    ("page", "method"),
    [(page, method) for page in PAGES for method in ["put", "delete", "patch"]]
    + [("come-back/", "get"), ("files/1/", "post")],
)
def test_page_of_a_link_with_another_method_is_not_allowed(client, application, page, method):
    assert getattr(client, method)(link_to(application) + page).status_code == 405


@pytest.mark.parametrize("page", ["", "correct/", "withdraw/"])
def test_page_of_a_link_answers_head(client, application, page):
    response = client.head(link_to(application) + page)

    assert (response.status_code, response.content) == (200, b"")


# Where it stands


@pytest.mark.parametrize("state", State)
def test_status_tells_the_state_and_whose_turn_it_is(client, anna, state):
    application = application_in(state, anna)

    page = Page(client.get(link_to(application)))

    words = public.wording(state)
    turn = {
        "applicant": "Yours",
        "staff": "The secretariat’s",
        "nobody": "Nobody’s at present",
    }
    assert page.title.startswith(str(words.title))
    assert f"<h1>{words.title}</h1>" in page.html
    assert str(words.text) in page.html
    assert turn[words.turn] in page.html
    assert [text for text in turn.values() if text in page.html] == [turn[words.turn]]
    assert application.reference in page.html
    assert (page.says_error, page.focus) == (False, [])


@pytest.mark.parametrize("state", State)
def test_status_offers_what_may_be_done(client, anna, state):
    link = link_to(application_in(state, anna))

    page = Page(client.get(link))

    forms_of_the_page = [action for action in page.actions if "/join/status/" in action]
    button = {State.AWAITING: "confirm/", State.WITHDRAWN: "come-back/",
              State.LAPSED: "come-back/"} | dict.fromkeys(OPEN, "")  # fmt: skip
    assert forms_of_the_page == ([link + button[state]] if state in button else [])
    assert {link + "correct/", link + "withdraw/"} & set(page.links) == (
        {link + "correct/", link + "withdraw/"} if state in OPEN else set()
    )


@pytest.mark.parametrize(
    ("state", "is_shown"), [(State.DECLINED, True), (State.ACCEPTED, True), (State.ASKED, False)]
)
def test_status_shows_the_reason_of_a_decision(client, anna, state, is_shown):
    application = application_in(state, anna)

    html = client.get(link_to(application)).content.decode()

    assert ("No human material." in html) is is_shown


def test_status_shows_what_was_sent(client, application):
    html = client.get(link_to(application)).content.decode()

    for words in ["General Hospital of Ghent", "Serum, DNA", "Breast cancer<br>Diabetes",
                  "piet@example.be", "Ghent University"]:  # fmt: skip
        assert words in html


def test_status_escapes_what_was_written(client, anna):
    application = application_in(State.IN_REVIEW, anna, name="<script>alert(1)</script>")
    applicant.reply(
        application=application,
        text="<img src=x>",
        files=[File("<b>.pdf", PDF)],
    )

    html = client.get(link_to(application)).content.decode()

    for markup in ["<script>alert", "<img src=x>", "<b>.pdf"]:
        assert markup not in html
    assert "&lt;img src=x&gt;" in html


def test_status_needs_as_many_queries_for_twenty_messages_as_for_one(client, anna):
    application = application_in(State.IN_REVIEW, anna)
    link = link_to(application)
    files = [File("a.pdf", PDF)]
    applicant.reply(application=application, text="One", files=files)
    client.get(link)
    with CaptureQueriesContext(connection) as for_one:
        client.get(link)
    for number in range(9):
        desk.write_to_applicant(application=application, by=anna, text=f"Word {number}")
        applicant.reply(application=application, text=f"Answer {number}", files=files)
    desk.write_note(application=application, by=anna, text="A note.")

    with CaptureQueriesContext(connection) as for_twenty:
        html = client.get(link).content.decode()

    assert len(for_twenty) == len(for_one)
    assert html.count('<li class="message ') == 19
    assert "content" not in re.findall(
        r'"membership_attachment"\."(\w+)"', " ".join(q["sql"] for q in for_twenty)
    )


# Nothing internal


def pages_of(client, link: str) -> str:
    """All that the applicant is shown and can look at in the source of the pages."""
    return "".join(
        client.get(link + page, follow=True).content.decode()
        for page in ["", "correct/", "withdraw/"]
    )


INTERNAL = re.compile(
    r"zebra|assignee|internal|note-of-staff|taken.back|message-note|decided.by|in-review"
    r"|information-asked(?!\")",
    re.IGNORECASE,
)


def test_pages_show_no_word_of_the_desk(client, anna, bart):
    bart.username = "zebra-bart"
    bart.first_name = "Zebra"
    bart.email = "zebra@example.be"
    bart.save()
    with time_machine.travel(NOW, tick=False) as clock:
        application = ApplicationFactory(language="en")
        link = link_to(application)
        desk.start_review(application=application, by=bart, seen=State.RECEIVED)
        desk.write_note(application=application, by=bart, text="Zebra note")
        desk.write_to_applicant(application=application, by=bart, text="A plain word")
        desk.ask(application=application, by=bart, seen=State.IN_REVIEW, text="Zebra question")
        desk.take_back(application=application, by=bart, seen=State.ASKED)
        clock.shift(timedelta(hours=1))
        desk.accept(application=application, by=bart, seen=State.IN_REVIEW, reason="Zebra decision")
        desk.take_back(application=application, by=bart, seen=State.ACCEPTED)
        clock.shift(timedelta(hours=1))

        html = pages_of(client, link)

    mails = "".join(Mail.objects.filter(to="piet@example.be").values_list("text", flat=True))
    assert "A plain word" in html
    # What the form of withdrawal has to send back, is what the page says.
    html = html.replace('name="seen" value="in-review"', "")
    assert INTERNAL.findall(html + mails) == []


@pytest.mark.parametrize(
    ("step", "words", "state"),
    [
        (desk.ask, {"text": "Zebra question"}, State.ASKED),
        (desk.accept, {"reason": "Zebra welcome"}, State.ACCEPTED),
        (desk.decline, {"reason": "Zebra refusal"}, State.DECLINED),
    ],
)
@pytest.mark.django_db
def test_pages_show_a_question_or_a_decision_from_the_moment_it_is_told(
    client, anna, step, words, state
):
    with time_machine.travel(NOW, tick=False) as clock:
        application = application_in(State.IN_REVIEW, anna)
        link = link_to(application)
        before = mask(pages_of(client, link))
        step(application=application, by=anna, seen=State.IN_REVIEW, **words)
        clock.shift(TEN_MINUTES - timedelta(seconds=1))
        untold = mask(pages_of(client, link))
        clock.shift(1)
        told = client.get(link).content.decode()

    assert untold == before
    assert next(iter(words.values())) in told
    assert f"<h1>{public.wording(state).title}</h1>" in told


def mask(html: str) -> str:
    """A page without what is new each time."""
    return re.sub(r'(csrfmiddlewaretoken" value=)"\w+"|nonce="[^"]+"', r"\1", html)


# Confirming


@pytest.mark.django_db
def test_confirm_is_done_by_the_button_of_the_page(client, waiting):
    link = link_to(waiting)
    page = Page(client.get(link))

    response = client.post(link + "confirm/", {}, follow=True)

    waiting.refresh_from_db()
    assert "Confirm my e-mail address" in page.html
    assert response.redirect_chain == [(link, 302)]
    assert "Your application is with the secretariat" in response.content.decode()
    assert waiting.state == State.RECEIVED
    assert rows() == (1, 0, 0, 0, 2)


@pytest.mark.parametrize("method", ["get", "head", "options"])
def test_confirm_is_not_done_by_a_mail_scanner(client, waiting, method):
    link = link_to(waiting)

    for page in ["confirm/", ""]:
        getattr(client, method)(link + page)

    waiting.refresh_from_db()
    assert client.get(link + "confirm/")["Location"] == link  # where the button is
    assert (waiting.state, rows()) == (State.AWAITING, NOTHING)


def test_confirm_twice_is_done_once(client, waiting):
    link = link_to(waiting)

    statuses = [client.post(link + "confirm/").status_code for _ in range(2)]

    assert statuses == [302, 302]
    assert rows() == (1, 0, 0, 0, 2)


# Writing


@pytest.mark.parametrize("number", [0, 1, 3])
def test_reply_with_files_is_kept_and_shown(client, anna, number):
    application = application_in(State.ASKED, anna)
    link = link_to(application)
    files = [pdf(f"file {n}.pdf", PDF + bytes([n])) for n in range(number)]

    response = client.post(link, reply_of("Line one\r\nLine two", *files), follow=True)

    application.refresh_from_db()
    message = application.messages.get()
    page = Page(response)
    assert response.redirect_chain == [(f"{link}?done=sent", 302)]
    assert "Your message is with the secretariat" in page.html
    assert (message.voice, message.text) == ("applicant", "Line one\nLine two")
    assert [(file.name, bytes(file.content)) for file in message.attachments.all()] == [
        (f"file {n}.pdf", PDF + bytes([n])) for n in range(number)
    ]
    assert application.state == State.IN_REVIEW
    assert "Line one<br>Line two" in page.html
    assert [one for one in page.links if "/files/" in one] == [
        f"{link}files/{file.pk}/" for file in message.attachments.all()
    ]


@pytest.mark.parametrize(
    ("text", "files", "error"),
    [
        ("", [], "Write your message."),
        (" ", [PDF], "Write your message."),
        ("Hi", [PDF] * 4, "Choose at most 3 files."),
        ("Hi", [b"MZ" + PDF], "Choose PDF files only."),
        ("Hi", [PDF, b"<html>"], "Choose PDF files only."),
        ("Hi", [b"%PDF"], "Choose PDF files only."),
        ("Hi", [PDF, b""], "One of the files is empty. Choose another one."),
        ("Hi\r\nyou", [b""], "One of the files is empty. Choose another one."),
        ("x" * 4001, [], "Ensure this value has at most 4000 characters (it has 4001)."),
        ("Hi\x07", [], "This answer holds characters that cannot be seen. "
                       "Paste it without formatting, or type it."),
    ],
)  # fmt: skip
def test_reply_with_a_mistake_keeps_the_text(client, anna, text, files, error):
    application = application_in(State.ASKED, anna)

    response = client.post(
        link_to(application), reply_of(text, *(pdf(content=content) for content in files))
    )

    application.refresh_from_db()
    page = Page(response)
    assert response.status_code == 200
    assert error in page.html
    assert page.fields["text"] == [text.replace("\r\n", "\n")]
    assert (page.says_error, page.focus) == (True, ["section"])
    assert (application.state, rows()) == (State.ASKED, (3, 0, 0, 0, 0))


def test_reply_with_a_file_that_is_too_large_keeps_the_text(client, application, monkeypatch):
    monkeypatch.setattr(forms, "LARGEST_FILE", 1000)

    fits = client.post(link_to(application), reply_of("Hi", pdf(content=PDF[:100].ljust(1000))))
    response = client.post(link_to(application), reply_of("Hi", pdf(content=PDF.ljust(1001))))

    assert fits.status_code == 302
    assert "Choose files of at most" in response.content.decode()
    assert Page(response).fields["text"] == ["Hi"]
    assert Attachment.objects.values_list("size", flat=True).get() == 1000


def test_reply_larger_than_any_form_is_refused_unread(client, application, settings):
    settings.MOST_BYTES_OF_A_REQUEST = 2000

    fits = client.post(link_to(application), reply_of("Hi", pdf(content=PDF.ljust(1000))))
    response = client.post(link_to(application), reply_of("Hi", pdf(content=PDF.ljust(3000))))

    assert fits.status_code == 302
    assert response.status_code == 413
    assert "That was too much at once" in response.content.decode()
    assert application.messages.count() == 1


def test_reply_with_a_large_file_needs_no_temporary_folder(client, application, settings):
    settings.FILE_UPLOAD_TEMP_DIR = "/nowhere"

    response = client.post(link_to(application), reply_of("Hi", pdf(content=PDF.ljust(4_000_000))))

    assert response.status_code == 302
    assert Attachment.objects.values_list("size", flat=True).get() == 4_000_000


def test_reply_with_the_mark_to_clear_files_is_taken_as_if_it_had_none(client, application):
    response = client.post(
        link_to(application), reply_of("Hi", pdf()) | {"attachments-clear": "on"}
    )

    assert response.status_code == 302
    assert application.messages.get().attachments.count() == 1


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../etc/pass\x00wd.pdf", "passwd.pdf"),
        ("Ünïcode 🧬.pdf", "Ünïcode 🧬.pdf"),
        ("x" * 200 + ".pdf", "x" * 96 + ".pdf"),
        ('a"b\r\nSet-Cookie: x.pdf', 'a"bSet-Cookie: x.pdf'),
    ],
)
def test_reply_keeps_the_end_of_the_name_of_a_file(client, application, name, kept):
    """Browsers send names as they are; Django's client would clean them."""
    head = (
        b'--mark\r\nContent-Disposition: form-data; name="text"\r\n\r\nHi\r\n'
        b'--mark\r\nContent-Disposition: form-data; name="attachments"; '
        b"filename*=UTF-8''" + percent(name) + b"\r\nContent-Type: application/pdf\r\n\r\n"
    )

    response = client.generic(
        "POST",
        link_to(application),
        head + PDF + b"\r\n--mark--\r\n",
        content_type="multipart/form-data; boundary=mark",
    )

    assert response.status_code == 302
    assert Attachment.objects.values_list("name", flat=True).get() == kept


def percent(name: str) -> bytes:
    return "".join(f"%{byte:02X}" for byte in name.encode()).encode()


@pytest.mark.parametrize("state", CLOSED)
def test_reply_to_a_closed_case_is_refused_and_keeps_the_text(client, anna, state):
    application = application_in(state, anna)
    before = rows()

    response = client.post(link_to(application), reply_of("Precious words", pdf()))

    page = Page(response)
    assert response.status_code == 409
    assert "Not sent: the application is closed" in page.html
    assert "Precious words" in page.html
    assert (page.says_error, page.focus) == (True, ["section"])
    assert rows() == before


@pytest.mark.django_db
def test_reply_too_often_waits_and_keeps_the_text(client):
    with time_machine.travel(NOW, tick=False) as clock:
        link = link_to(ApplicationFactory())
        allowed = [client.post(link, reply_of("Hi")).status_code for _ in range(30)]
        refused = client.post(link, reply_of("Precious words"))
        page = Page(refused)
        elsewhere = client.post(link, reply_of("Hi"), REMOTE_ADDR="192.0.2.9").status_code
        clock.shift(int(refused["Retry-After"]))
        again = client.post(link, page.fields)

    assert allowed == [302] * 30
    assert (refused.status_code, refused["Retry-After"]) == (429, "120")
    assert page.typed() == {"text": ["Precious words"]}
    assert (page.says_error, page.focus) == (True, ["section"])
    assert (elsewhere, again.status_code) == (302, 302)
    assert Message.objects.filter(text="Precious words").count() == 1


def test_reply_with_mistakes_is_not_counted(client, application, monkeypatch):
    monkeypatch.setattr(limits, "MESSAGES_PER_ADDRESS", 1)
    link = link_to(application)

    statuses = [client.post(link, reply_of(text)).status_code for text in ["", "", "Hi", "Hi"]]

    assert statuses == [200, 200, 302, 429]


# Correcting


def corrected(**changes) -> dict:
    return {name: answer for name, answer in POSTED.items() if name != "contact_email"} | changes


def stored_answers(application: Application) -> dict:
    application.refresh_from_db()
    return {name: getattr(application, name) for name in ANSWERS}


@pytest.mark.django_db
def test_correct_shows_the_answers_as_they_are(client):
    application = ApplicationFactory(**ANSWERS)

    page = Page(client.get(link_to(application) + "correct/"))

    expected = {name: answer if isinstance(answer, list) else str(answer)
                for name, answer in ANSWERS.items() if name != "contact_email"}  # fmt: skip
    assert page.typed() == as_lists(expected)
    assert "piet@example.be" in page.html
    assert page.focus == []


@pytest.mark.django_db
def test_correct_keeps_what_was_and_what_is(client):
    application = ApplicationFactory(**ANSWERS)
    link = link_to(application)

    response = client.post(
        link + "correct/", corrected(city="Bruges", postcode="8000", open_to=[]), follow=True
    )

    assert response.redirect_chain == [(f"{link}?done=corrected", 302)]
    assert "Your corrections are stored" in response.content.decode()
    assert stored_answers(application) == ANSWERS | {
        "city": "Bruges", "postcode": "8000", "open_to": [],
    }  # fmt: skip
    assert application.province == "BE-VWV"
    assert application.corrections.values_list("before", "after").get() == (
        {"city": "Ghent", "postcode": "9000", "open_to": ["researchers", "abroad"]},
        {"city": "Bruges", "postcode": "8000", "open_to": []},
    )
    assert rows() == (1, 0, 1, 0, 1)


@pytest.mark.django_db
def test_correct_without_a_change_writes_nothing(client):
    application = ApplicationFactory(**ANSWERS)
    link = link_to(application)

    as_it_was = Page(client.get(link + "correct/")).fields
    responses = [client.post(link + "correct/", one) for one in (as_it_was, corrected())]

    assert [response["Location"] for response in responses] == [f"{link}?done=unchanged"] * 2
    assert stored_answers(application) == ANSWERS
    assert rows() == (1, 0, 0, 0, 0)


@pytest.mark.parametrize("email", ["eve@example.be", "", "nonsense", ["a@b.be", "c@d.be"]])
@pytest.mark.django_db
def test_correct_never_changes_the_address(client, email):
    application = ApplicationFactory(**ANSWERS)

    response = client.post(
        link_to(application) + "correct/", corrected(contact_email=email, city="Bruges")
    )

    assert response.status_code == 302
    assert stored_answers(application) == ANSWERS | {"city": "Bruges"}
    assert application.corrections.values_list("after", flat=True).get() == {"city": "Bruges"}
    assert not Mail.objects.exclude(to="staff@localhost").exists()


@pytest.mark.django_db
def test_correct_ignores_what_the_form_does_not_ask(client):
    application = ApplicationFactory(**ANSWERS)

    client.post(
        link_to(application) + "correct/",
        corrected(state="accepted", reference="x", token="x", province="BE-BRU", assignee="1"),
    )

    application.refresh_from_db()
    assert (application.state, application.province, application.assignee) == (
        "received", "BE-VOV", None,
    )  # fmt: skip
    assert rows() == (1, 0, 0, 0, 0)


@pytest.mark.django_db
def test_correct_with_a_mistake_keeps_every_answer_and_stores_none(client):
    application = ApplicationFactory(**ANSWERS)
    changes = {"city": "", "name": "New name", "famhp_number": "B190001"}

    response = client.post(link_to(application) + "correct/", corrected(**changes))

    page = Page(response)
    assert response.status_code == 200
    assert page.typed() == as_lists(corrected(**changes))
    assert (page.says_error, page.focus) == (True, ["section"])
    assert [link for link in page.links if link.startswith("#id_")] == [
        "#id_city", "#id_famhp_number",
    ]  # fmt: skip
    assert stored_answers(application) == ANSWERS
    assert rows() == (1, 0, 0, 0, 0)


@pytest.mark.parametrize("state", CLOSED)
@pytest.mark.parametrize("page", ["correct/", "withdraw/"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_what_is_closed_leads_to_its_page_and_changes_nothing(client, anna, state, page, method):
    application = application_in(state, anna, **ANSWERS)
    link, before = link_to(application), rows()

    response = getattr(client, method)(link + page, corrected(city="Bruges", seen=state))

    assert (response.status_code, response["Location"]) == (302, link)
    assert stored_answers(application) == ANSWERS
    assert (application.state, rows()) == (state, before)


@pytest.mark.django_db
def test_correct_what_was_closed_meanwhile_is_refused(client, monkeypatch):
    """Between the look at the state and the lock, somebody closes it."""
    application = ApplicationFactory(**ANSWERS)
    correct = applicant.correct

    def correct_after_withdrawal(**options):
        applicant.withdraw(application=application, seen=State.RECEIVED)
        return correct(**options)

    monkeypatch.setattr(applicant, "correct", correct_after_withdrawal)
    response = client.post(link_to(application) + "correct/", corrected(city="Bruges"))

    page = Page(response)
    assert response.status_code == 409
    assert (page.says_error, page.focus) == (True, ["section"])
    assert stored_answers(application) == ANSWERS


# Withdrawing and coming back


@pytest.mark.parametrize("state", sorted(OPEN))
def test_withdraw_asks_first(client, anna, state):
    application = application_in(state, anna)
    before = rows()

    page = Page(client.get(link_to(application) + "withdraw/"))

    application.refresh_from_db()
    assert page.typed() == {"seen": [state], "reason": [""]}
    assert (application.state, rows()) == (state, before)


@pytest.mark.parametrize("state", sorted(OPEN))
def test_withdraw_as_an_applicant_does(client, anna, state):
    application = application_in(state, anna)
    link = link_to(application)
    fields = Page(client.get(link + "withdraw/")).fields

    response = client.post(link + "withdraw/", fields | {"reason": ["We merge."]}, follow=True)

    application.refresh_from_db()
    assert response.redirect_chain == [(link, 302)]
    assert "You have withdrawn your application" in response.content.decode()
    assert "We merge." in response.content.decode()
    assert application.state == State.WITHDRAWN


@pytest.mark.django_db
def test_withdraw_before_a_question_is_told_withdraws(client, anna):
    with time_machine.travel(NOW, tick=False):
        application = application_in(State.IN_REVIEW, anna)
        link = link_to(application)
        fields = Page(client.get(link + "withdraw/")).fields
        desk.ask(application=application, by=anna, seen=State.IN_REVIEW, text="Why?")
        response = client.post(link + "withdraw/", fields)

    application.refresh_from_db()
    assert response.status_code == 302
    assert application.state == State.WITHDRAWN


@pytest.mark.django_db
def test_withdraw_before_a_decision_is_told_takes_that_back(client, anna):
    with time_machine.travel(NOW, tick=False):
        application = application_in(State.IN_REVIEW, anna)
        link = link_to(application)
        fields = Page(client.get(link + "withdraw/")).fields
        desk.decline(application=application, by=anna, seen=State.IN_REVIEW, reason="Zebra")
        response = client.post(link + "withdraw/", fields)

    application.refresh_from_db()
    assert response.status_code == 302
    assert application.state == State.WITHDRAWN
    assert (application.decided_by, application.decision_reason) == (None, "")
    assert "Zebra" not in client.get(link).content.decode()
    assert sorted(Mail.objects.exclude(to="").values_list("to", flat=True)) == [
        "piet@example.be",  # that it is withdrawn, and nothing else
        "staff@localhost",
    ]


def test_withdraw_after_staff_moved_on_changes_nothing(client, application, anna):
    link = link_to(application)
    fields = Page(client.get(link + "withdraw/")).fields
    desk.start_review(application=application, by=anna, seen=State.RECEIVED)

    response = client.post(link + "withdraw/", fields)

    application.refresh_from_db()
    page = Page(response)
    assert response.status_code == 409
    assert "Nothing changed" in page.html
    assert "The secretariat is looking at your application" in page.html
    assert (page.says_error, page.focus) == (True, ["section"])
    assert application.state == State.IN_REVIEW


@pytest.mark.parametrize(
    "answers", [{"seen": "lost"}, {"seen": ""}, {"seen": "received", "reason": "x" * 4001}]
)
def test_withdraw_with_a_mistake_changes_nothing(client, application, answers):
    response = client.post(link_to(application) + "withdraw/", answers)

    application.refresh_from_db()
    assert (response.status_code, application.state) == (200, State.RECEIVED)
    assert Page(response).says_error


@pytest.mark.parametrize("state", [State.WITHDRAWN, State.LAPSED])
def test_come_back(client, anna, state):
    application = application_in(state, anna)
    link = link_to(application)

    response = client.post(link + "come-back/", follow=True)

    application.refresh_from_db()
    assert response.redirect_chain == [(link, 302)]
    assert "Your application is with the secretariat" in response.content.decode()
    assert application.state == State.RECEIVED


@pytest.mark.parametrize(
    "state", [state for state in State if state not in {State.WITHDRAWN, State.LAPSED}]
)
def test_come_back_from_elsewhere_changes_nothing(client, anna, state):
    application = application_in(state, anna)
    before = rows()

    response = client.post(link_to(application) + "come-back/")

    application.refresh_from_db()
    assert response.status_code == 409
    assert f"<h1>{public.wording(state).title}</h1>" in response.content.decode()
    assert (application.state, rows()) == (state, before)


# Files


@pytest.fixture
def attachment(application):
    message = applicant.reply(
        application=application, text="Hi", files=[File('"><script>.pdf', PDF)]
    )
    return message.attachments.get()


def test_file_is_a_download(client, application, attachment):
    response = client.get(f"{link_to(application)}files/{attachment.pk}/")

    assert (response.status_code, response.content) == (200, PDF)
    assert response["Content-Type"] == "application/octet-stream"
    assert response["Content-Disposition"] == r'attachment; filename="\"><script>.pdf"'
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in response["Cache-Control"]
    assert response["X-Robots-Tag"] == "noindex"


def test_file_of_another_application_is_not_found(client, attachment):
    other = link_to(ApplicationFactory())

    assert client.get(f"{other}files/{attachment.pk}/").status_code == 404
    assert client.get(f"{address(UNKNOWN)}files/{attachment.pk}/").status_code == 404
    assert client.get(f"{other}files/{attachment.pk + 1}/").status_code == 404


# Expired forms


@pytest.mark.parametrize("token", [None, "x" * 64])
@pytest.mark.parametrize(
    ("page", "answers", "is_done"),
    [
        ("", {"text": "Precious words"}, lambda one: one.messages.get().text == "Precious words"),
        (
            "correct/",
            corrected(city="Bruges"),
            lambda one: one.corrections.get().after == {"city": "Bruges"},
        ),
        (
            "withdraw/",
            {"seen": "received", "reason": "Precious words"},
            lambda one: one.messages.get().text == "Precious words",
        ),
    ],
)
@pytest.mark.django_db
def test_expired_form_keeps_what_was_typed_and_can_be_sent_again(token, page, answers, is_done):
    client = Client(enforce_csrf_checks=True)
    application = ApplicationFactory(**ANSWERS)
    link = link_to(application)
    sent = answers | ({"csrfmiddlewaretoken": token} if token else {})

    response = client.post(link + page, sent)
    before = rows()
    again_from = Page(response)
    again = client.post(link + page, again_from.fields)

    assert response.status_code == 403
    assert again_from.typed() == as_lists(answers)
    assert again_from.says_error
    assert again_from.focus[:1] == ["section"]
    assert "no-store" in response["Cache-Control"]
    assert before == (1, 0, 0, 0, 0)
    assert again.status_code == 302
    assert is_done(application)


@pytest.mark.parametrize(
    ("page", "state"), [("confirm/", State.AWAITING), ("come-back/", State.WITHDRAWN)]
)
def test_expired_button_can_be_pressed_again(anna, page, state):
    client = Client(enforce_csrf_checks=True)
    application = application_in(state, anna)
    link, before = link_to(application), rows()

    response = client.post(link + page)
    refused = rows()
    again = client.post(link + page, Page(response).fields)

    application.refresh_from_db()
    assert (response.status_code, refused) == (403, before)
    assert again.status_code == 302
    assert application.state == State.RECEIVED


@pytest.mark.django_db
def test_expired_message_to_a_closed_case_is_still_there(anna):
    application = application_in(State.WITHDRAWN, anna)

    response = Client(enforce_csrf_checks=True).post(
        link_to(application), {"text": "Precious words"}
    )

    assert response.status_code == 403
    assert "Precious words" in response.content.decode()


@pytest.mark.parametrize("page", ["", "confirm/", "correct/", "withdraw/", "come-back/"])
@pytest.mark.django_db
def test_expired_form_of_an_unknown_link_is_not_found(page):
    response = Client(enforce_csrf_checks=True).post(address(UNKNOWN, page), {"text": "x"})

    assert response.status_code == 404


@pytest.mark.django_db
def test_expired_request_for_a_link_keeps_the_address():
    client = Client(enforce_csrf_checks=True)
    ApplicationFactory()

    response = client.post(LINK, {"email": "piet@example.be"})
    before = rows()
    again = client.post(LINK, Page(response).fields)

    assert response.status_code == 403
    assert Page(response).typed() == {"email": ["piet@example.be"]}
    assert before == (1, 0, 0, 0, 0)
    assert (again.status_code, Mail.objects.count()) == (200, 1)


# A new link

LINK = "/join/link/"


@pytest.mark.django_db
def test_send_link_asks_for_the_address(client):
    response = client.get(LINK)

    page = Page(response)
    assert response.status_code == 200
    assert "no-store" in response["Cache-Control"]
    assert page.typed() == {"email": [""]}
    assert (page.says_error, page.focus) == (False, [])


@pytest.mark.parametrize("typed", ["piet@example.be", "PIET@EXAMPLE.BE", " piet@example.be "])
@pytest.mark.django_db
def test_send_link_kills_the_old_link_and_mails_a_new_one(client, typed):
    application = ApplicationFactory(language="en")
    old = link_to(application)

    client.post(LINK, {"email": typed})

    new = address(token_in(Mail.objects.get()))
    assert client.get(old).status_code == 404
    assert client.get(new).status_code == 200
    assert Mail.objects.get().to == "piet@example.be"


@pytest.mark.django_db
def test_send_link_tells_the_same_for_known_and_unknown_addresses(client):
    ApplicationFactory()

    known = client.post(LINK, {"email": "piet@example.be"})
    unknown = client.post(LINK, {"email": "nobody@example.be"})

    assert (known.status_code, unknown.status_code) == (200, 200)
    assert mask(known.content.decode()) == mask(unknown.content.decode())
    for answer in (known, unknown):
        del answer["X-Request-ID"]  # another one each time
    assert dict(known.items()) == dict(unknown.items())
    assert "Look into your mailbox" in known.content.decode()
    assert Mail.objects.values_list("to", flat=True).get() == "piet@example.be"


@pytest.mark.parametrize(
    ("typed", "error"),
    [
        ("", "Write the e-mail address that you applied with."),
        ("nobody", "Write one e-mail address, for example name@hospital.be."),
        ("a@b.be, c@d.be", "Write one e-mail address, for example name@hospital.be."),
    ],
)
@pytest.mark.django_db
def test_send_link_with_a_mistake_keeps_it(client, typed, error):
    response = client.post(LINK, {"email": typed})

    page = Page(response)
    assert response.status_code == 200
    assert error in page.html
    assert page.typed() == {"email": [typed]}
    assert (page.says_error, page.focus) == (True, ["section"])


@pytest.mark.parametrize("email", ["piet@example.be", "nobody@example.be"])
@pytest.mark.django_db
def test_send_link_too_often_to_one_mailbox_waits(client, email):
    with time_machine.travel(NOW, tick=False) as clock:
        ApplicationFactory()
        allowed = [
            client.post(LINK, {"email": email}, REMOTE_ADDR=f"192.0.2.{n}").status_code
            for n in range(3)
        ]
        refused = client.post(LINK, {"email": email.upper()}, REMOTE_ADDR="192.0.2.9")
        other = client.post(LINK, {"email": "an@example.be"}).status_code
        mails = Mail.objects.count()
        clock.shift(int(refused["Retry-After"]))
        again = client.post(LINK, {"email": email}).status_code

    page = Page(refused)
    assert allowed == [200] * 3
    assert (refused.status_code, refused["Retry-After"]) == (429, "1200")
    assert page.typed() == {"email": [email.upper()]}
    assert (page.says_error, page.focus) == (True, ["section"])
    assert (other, again) == (200, 200)
    assert mails == (3 if email == "piet@example.be" else 0)


@pytest.mark.django_db
def test_send_link_too_often_from_one_network_waits(client):
    statuses = [
        client.post(LINK, {"email": f"nobody{number}@example.be"}).status_code
        for number in range(11)
    ]

    assert statuses == [200] * 10 + [429]
    assert client.post(LINK, {"email": "a@example.be"}, REMOTE_ADDR="192.0.2.9").status_code == 200


# Logs


@pytest.mark.parametrize("prefix", ["", "/nl"])
def test_page_that_breaks_leaves_neither_token_nor_words_in_the_logs(
    client, application, monkeypatch, caplog, prefix
):
    monkeypatch.setattr(applicant, "reply", lambda **_: 1 / 0)
    client.raise_request_exception = False
    token = StatusLink.new(application)

    response = client.post(address(token, prefix=prefix), reply_of("Precious words"))

    [record] = caplog.records
    line = Formatter().format(record)
    assert response.status_code == 500
    assert token in record.getMessage()
    assert line.startswith(f"Internal Server Error: {prefix}/join/status/…/\n")
    assert line.endswith("ZeroDivisionError: division by zero")
    for personal in [token, "Precious", "piet@example.be"]:
        assert personal not in line
