"""`.ci/hostile/` sees what it is there for: each promise, broken by an answer."""

import email
import io
import sys
from email.policy import default
from pathlib import Path

import pytest
import xlsxwriter

FOLDER = Path(__file__).resolve().parent.parent / ".ci"
URL = "http://127.0.0.1:8000"
POLICY = "default-src 'none'"
GOOD = {
    "Content-Type": "text/html; charset=utf-8",
    "Content-Security-Policy": POLICY,
    "X-Request-ID": "0123456789abcdef",
}


@pytest.fixture(scope="module")
def hostile():
    """Its modules."""
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(FOLDER)
        from hostile import asking, leaks, promises

        yield {"asking": asking, "leaks": leaks, "promises": promises}
    for name in [name for name in sys.modules if name.partition(".")[0] == "hostile"]:
        del sys.modules[name]


@pytest.fixture
def broken(hostile):
    """What an answer breaks."""
    promises = hostile["promises"].Promises(URL, POLICY, {"negotiator.example"})

    def broken(body="", status=200, path="/", **headers):
        given = GOOD | {name.replace("_", "-"): value for name, value in headers.items()}
        answer = hostile["asking"].Answer(status, list(given.items()), body.encode())
        return list(promises.broken(hostile["asking"].Request("GET", path), answer))

    return broken


@pytest.mark.parametrize(
    "body",
    [
        "",
        "<p>&lt;hx7q&gt; &quot; hx7q=&quot;1</p>",
        '<input value="x&quot; hx7q=&quot;1&quot; onfocus=&quot;hx7q()">',
        '<input value=\'x" hx7q="1"\'>',
        '<a href="/catalogue/?q=javascript:hx7q()">javascript:hx7q()</a>',
        '<script type="application/ld+json">{"name": "\\u003Chx7q\\u003E"}</script>',
        "hx7q{{ 7*191 }}hx7q",
    ],
)
def test_a_page_that_keeps_its_promises(broken, body):
    assert broken(body) == []


@pytest.mark.parametrize(
    ("body", "says"),
    [
        ("<p><hx7q></p>", "has a visitor's markup"),
        ("<script>hx7q()</script>", "has a visitor's markup"),
        ('<input value="x" hx7q="1">', "has a visitor's attribute in <input>"),
        ("<input value=x hx7q=1>", "has a visitor's attribute in <input>"),
        ('<b title="" onfocus="hx7q()">', "has a visitor's attribute in <b>"),
        ('<a href="java script:hx7q()">', None),
        ('<a href=" JavaScript:hx7q()">', "has an address that runs: <a href>"),
        ("hx7q1337hx7q", "runs a visitor's text as a template"),
        ('<script type="application/ld+json">{"a": "</script>', "is no text/html: "),
    ],
)
def test_a_page_that_does_not(broken, body, says):
    found = broken(body)

    assert found == [] if says is None else found[0].startswith(says)


@pytest.mark.parametrize(
    ("target", "is_ours"),
    [
        ("/join/", True),
        (f"{URL}/join/", True),
        ("https://negotiator.example/requests/1", True),
        ("//evil.example/", False),
        ("/\\evil.example/", False),
        ("https://127.0.0.1:8000@evil.example/", False),
    ],
)
def test_where_a_redirect_leads(broken, target, is_ours):
    assert (broken(status=302, Location=target) == []) is is_ours


def test_answers_that_break_a_promise(broken):
    assert broken(status=503) == ["answers 503"]
    assert broken(status=0) == ["no answer: "]
    assert broken(X_HX7Q="1") == ["has a header that the request wrote"]
    assert broken(Content_Security_Policy="") == ["is a page without the site's policy of contents"]
    assert broken("{", Content_Type="application/json")[0].startswith("is no application/json")
    assert broken("<a>", Content_Type="application/atom+xml")[0].startswith("is no application")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("To: a@example.be\nSubject: x\n\nhx7q", []),
        ("To: victim@evil.example\n\nx", ["goes to 'victim@evil.example'"]),
        ("To: a@example.be, b@example.be\n\nx", ["goes to 'a@example.be, b@example.be'"]),
        ("To: a@example.be\nX-hx7q: 1\n\nx", ["has headers that are not ours: ['x-hx7q']"]),
        ("To: a@example.be\nSubject: x\nSubject: y\n\nx", ["has a header twice"]),
        ("To: a@example.be\nContent-Type: text/html\n\n<hx7q>", ["has a visitor's markup"]),
    ],
)
def test_mails(hostile, text, says):
    mail = email.message_from_string(text, policy=default)

    assert list(hostile["leaks"].wrong_in(mail)) == says


def test_cells_of_csv_that_run(hostile):
    csv = 'a,\'=1+1,"=1+1"\n-1,"\t=x",+1\n'
    answer = hostile["asking"].Answer(200, [("Content-Type", "text/csv")], csv.encode())

    assert list(hostile["leaks"].cells_that_run(answer)) == ["=1+1", "-1", "\t=x", "+1"]


@pytest.mark.parametrize("text_is_text", [True, False])
def test_cells_of_excel_that_run(hostile, text_is_text):
    file = io.BytesIO()
    options = {"strings_to_formulas": not text_is_text}
    with xlsxwriter.Workbook(file, options) as book:
        book.add_worksheet().write_row(0, 0, ["=1+1", "a"])
    answer = hostile["asking"].Answer(200, [("Content-Type", "application/x")], file.getvalue())

    found = list(hostile["leaks"].cells_that_run(answer))

    assert found == ([] if text_is_text else ["<f>1+1</f>"])
