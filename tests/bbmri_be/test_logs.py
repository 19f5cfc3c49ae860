"""What a log line tells of an error, and what it leaves out."""

import json
import logging
import re
import subprocess
import sys
from datetime import datetime

import pytest
from django.conf import settings
from django.db import IntegrityError
from django.http import HttpResponse
from django.test import Client, RequestFactory

from bbmri_be.logs import Formatter, JsonFormatter, request_id
from bbmri_be.middleware import RequestLogMiddleware
from biobanks.models import Organisation
from tests.databases import production

NAME = "Élodie Dubois"


def line_of(error):
    try:
        raise error
    except type(error):
        record = logging.LogRecord("name", logging.ERROR, "", 0, "Failed", None, sys.exc_info())
    return Formatter().format(record)


@pytest.mark.django_db
def test_refused_row_is_not_quoted():
    with pytest.raises(IntegrityError) as refusal:
        Organisation.objects.create(name=NAME, enterprise_number="1")

    line = line_of(refusal.value)

    assert NAME in str(refusal.value)
    assert NAME not in line
    assert line.startswith("Failed\n  File ")
    assert line.endswith("\nIntegrityError")
    assert "CheckViolation" in line


def test_error_caused_by_the_database_is_not_quoted_either():
    error = RuntimeError(f"Failed for {NAME}")
    error.__cause__ = IntegrityError(f"DETAIL: {NAME}")

    line = line_of(error)

    assert NAME not in line
    assert line.endswith("RuntimeError")


def test_other_errors_keep_their_message():
    assert line_of(ValueError("what was wrong")).endswith("ValueError: what was wrong")


@pytest.mark.parametrize(
    ("message", "line"),
    [
        ("Not Found: /join/status/abc-_123/", "Not Found: /join/status/…/"),
        ("Not Found: /fr/join/status/abc/files/7/", "Not Found: /fr/join/status/…/files/7/"),
        ('"GET /join/status/abc HTTP/1.1" 301', '"GET /join/status/… HTTP/1.1" 301'),
        ("Unavailable: /directory/0aB_-9/Persons.csv", "Unavailable: /directory/…/Persons.csv"),
        ("/join/status/abc/ and /nl/join/status/def/", "/join/status/…/ and /nl/join/status/…/"),
        ("Not Found: /join/statuses/", "Not Found: /join/statuses/"),
        (
            "Invalid request from ip=192.0.2.7: Invalid HTTP",
            "Invalid request from ip=… Invalid HTTP",
        ),
        ("Invalid request from ip=2001:db8::7: Too long", "Invalid request from ip=… Too long"),
        ("Error handling request GET /?q=asthma", "Error handling request …"),
    ],
)
def test_token_of_a_status_link_is_left_out(message, line):
    record = logging.LogRecord("name", logging.ERROR, "", 0, "%s", (message,), None)

    assert Formatter().format(record) == line


def test_token_of_a_status_link_is_left_out_of_a_traceback():
    line = line_of(ValueError("GET /join/status/abc/ failed"))

    assert line.endswith("ValueError: GET /join/status/…/ failed")


def test_line_says_when_with_the_distance_from_utc():
    made = settings.LOGGING["formatters"]["line"]
    formatter = Formatter(made["format"], made["datefmt"])
    record = logging.LogRecord("name", logging.ERROR, "", 0, "Failed", None, None)

    moment = formatter.format(record).partition(" ")[0]

    assert datetime.fromisoformat(moment).timestamp() == int(record.created)


@pytest.mark.django_db
def test_line_break_in_an_address_begins_no_line(caplog):
    caplog.set_level(logging.INFO)
    strict = Client(enforce_csrf_checks=True)

    strict.post("/join/status/abc%0A2026-11-30 ERROR forged/", {"text": "x"})

    lines = [Formatter().format(record) for record in caplog.records]
    assert [line for line in lines if "forged" in line or "\n" in line] == []


# Requests


@pytest.fixture
def lines(caplog):
    """What was logged of requests, as it stands in the log."""
    caplog.set_level(logging.INFO, logger="bbmri_be.access")
    return lambda formatter: [
        formatter.format(record) for record in caplog.records if record.name == "bbmri_be.access"
    ]


@pytest.mark.django_db
def test_line_of_a_request_has_its_route_and_neither_address_nor_visitor(client, lines):
    response = client.get("/nl/join/status/secret/?email=an@example.be", REMOTE_ADDR="192.0.2.7")

    [line] = lines(Formatter("%(name)s %(message)s"))
    assert re.fullmatch(r"bbmri_be\.access GET /nl/join/status/…/ 404 \d+ ms", line), line
    assert re.fullmatch("[0-9a-f]{16}", response["X-Request-ID"])


@pytest.mark.django_db
def test_what_was_refused_is_not_quoted(admin_client, caplog):
    forged = "name\nERROR bbmri_be.outbox A line that nobody wrote"
    as_admin = admin_client.get("/admin/biobanks/biobank/", {"_to_field": forged})
    as_robot = admin_client.post("/join/", {f"field{number}": "" for number in range(1_001)})

    assert (as_admin.status_code, as_robot.status_code) == (400, 400)
    assert {record.name for record in caplog.records} <= {"bbmri_be.access"}


@pytest.mark.django_db
def test_line_of_a_request_as_an_object(client, lines):
    response = client.get("/no-such-page/")

    [line] = lines(JsonFormatter())
    told = json.loads(line)
    assert told.pop("time").endswith("+00:00")
    assert isinstance(told.pop("milliseconds"), int)
    assert told == {
        "level": "INFO",
        "logger": "bbmri_be.access",
        "message": told["message"],
        "method": "GET",
        "request": "-",  # it is over when the line is read here
        "route": "-",
        "status": 404,
    }
    assert response.status_code == 404


def test_error_as_an_object_quotes_no_row():
    error = RuntimeError("Failed")
    error.__cause__ = IntegrityError(f"DETAIL: {NAME}")
    record = logging.LogRecord("name", logging.ERROR, "", 0, "Oh", None, (None, error, None))

    told = json.loads(JsonFormatter().format(record))

    assert (told["message"], told["level"]) == ("Oh", "ERROR")
    assert told["error"].endswith("RuntimeError")
    assert NAME not in told["error"]


def test_lines_of_a_request_carry_its_name():
    seen = []

    def answer(request):
        record = logging.LogRecord("name", logging.INFO, "", 0, "Within", None, None)
        seen.append(Formatter("[%(request_id)s] %(message)s").format(record))
        return HttpResponse()

    response = RequestLogMiddleware(answer)(RequestFactory().get("/"))

    assert seen == [f"[{response['X-Request-ID']}] Within"]
    assert request_id.get() == "-"


@pytest.mark.parametrize(
    ("given", "behind_proxy", "is_taken"),
    [
        ("4bf92f3577b34da6-a3ce", True, True),
        ("4bf92f3577b34da6-a3ce", False, False),
        ("short", True, False),
        ("x" * 65, True, False),
        ("a name\twith gaps", True, False),
    ],
)
def test_name_that_a_proxy_gave_is_kept(settings, given, behind_proxy, is_taken):
    settings.BEHIND_PROXY = behind_proxy
    request = RequestFactory().get("/", headers={"X-Request-ID": given})

    response = RequestLogMiddleware(lambda request: HttpResponse())(request)

    assert (response["X-Request-ID"] == given) is is_taken


@pytest.mark.django_db
def test_page_of_an_error_names_the_request(monkeypatch):
    def fail(*args):
        raise RuntimeError

    monkeypatch.setattr("pages.views.render", fail)

    response = Client(raise_request_exception=False).get("/")

    assert response.status_code == 500
    number = response["X-Request-ID"]
    assert f"This number helps us to find the error: {number}" in response.content.decode()


def test_command_that_breaks_does_not_quote_a_row_either():
    script = (
        "from django.db import IntegrityError; "
        "raise IntegrityError('Failing row contains (an@example.be) at /confirm/secret/')"
    )

    done = subprocess.run(
        [sys.executable, "manage.py", "shell", "--no-imports", "--command", script],
        cwd=settings.BASE_DIR,
        env=production("none"),
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 1
    assert done.stderr.endswith("IntegrityError\n")
    assert "an@example.be" not in done.stderr
