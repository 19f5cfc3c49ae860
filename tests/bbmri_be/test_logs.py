"""What a log line tells of an error."""

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
