"""What an applicant writes and sends along."""

import pytest
import time_machine

from membership import limits
from membership.actions import applicant
from membership.actions.applicant import File
from membership.enums import State
from membership.forms import status as forms
from membership.models import Attachment, Message
from tests.membership.factories import ApplicationFactory, application_in
from tests.membership.pages import Page
from tests.membership.status.links import (
    CLOSED,
    NOW,
    PDF,
    UNKNOWN,
    address,
    link_to,
    pdf,
    reply_of,
    rows,
)


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
