"""Whether a connection to the database still lives."""

from contextlib import closing

import pytest
from django.db import OperationalError, ProgrammingError, connection

from bbmri_be.postgresql.base import DatabaseWrapper

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def other():
    """A second connection to the same database."""
    connection.ensure_connection()
    with closing(DatabaseWrapper(dict(connection.settings_dict), "default")) as wrapper:
        wrapper.connect()
        yield wrapper


def test_connection_that_is_open_is_usable_without_a_question(other):
    with connection.cursor() as cursor:
        statement = "SELECT query FROM pg_stat_activity WHERE pid = %s"
        with other.cursor() as asks:
            asks.execute("SELECT 'the last question'")

        assert other.is_usable()

        cursor.execute(statement, [other.connection.info.backend_pid])
        assert cursor.fetchall() == [("SELECT 'the last question'",)]


def test_connection_that_the_server_has_ended_is_not_usable(other):
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s, 5000)", [other.connection.info.backend_pid])
        assert cursor.fetchall() == [(True,)]

    assert not other.is_usable()


def test_connection_that_broke_during_a_question_is_not_usable(other):
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s, 5000)", [other.connection.info.backend_pid])
    with pytest.raises(OperationalError), other.cursor() as asks:
        asks.execute("SELECT 1")

    assert not other.is_usable()


def test_connection_with_a_message_waiting_is_usable(other):
    with other.cursor() as listens:
        listens.execute("LISTEN news")
    with connection.cursor() as cursor:
        cursor.execute("NOTIFY news")

    assert other.is_usable()


def test_connection_in_a_failed_transaction_is_not_usable(other):
    other.set_autocommit(False)
    with pytest.raises(ProgrammingError), other.cursor() as cursor:
        cursor.execute("SELECT nothing_of_this_name")

    assert not other.is_usable()
