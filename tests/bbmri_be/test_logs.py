"""What a log line tells of an error, and what it leaves out."""

import logging
import sys

import pytest
from django.db import IntegrityError

from bbmri_be.logs import Formatter
from biobanks.models import Organisation

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
    ],
)
def test_token_of_a_status_link_is_left_out(message, line):
    record = logging.LogRecord("name", logging.ERROR, "", 0, "%s", (message,), None)

    assert Formatter().format(record) == line


def test_token_of_a_status_link_is_left_out_of_a_traceback():
    line = line_of(ValueError("GET /join/status/abc/ failed"))

    assert line.endswith("ValueError: GET /join/status/…/ failed")
