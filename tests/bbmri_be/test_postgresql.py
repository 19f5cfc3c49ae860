"""Whether a connection to the database still lives, and how long it is waited for."""

import socket
import threading
import time
from collections import defaultdict
from contextlib import closing

import psycopg
import pytest
from django.db import OperationalError, ProgrammingError, connection

from bbmri_be.postgresql import base
from bbmri_be.postgresql.base import Connection, DatabaseWrapper, Server, in_a_hurry
from tests.worker import wait_for

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


@pytest.fixture
def hanging_port():
    """Where somebody takes connections, and never says a word."""
    with socket.create_server(("127.0.0.1", 0)) as listens:
        yield listens.getsockname()[1]


@pytest.fixture
def server(monkeypatch):
    """What is known of a server, without a past."""
    server = Server()
    monkeypatch.setattr(base, "servers", defaultdict(lambda: server))
    return server


def test_connection_waits_for_an_answer_as_long_as_it_may(server):
    settings = connection.settings_dict | {
        "OPTIONS": connection.settings_dict["OPTIONS"] | {"patience": 0.3}
    }
    with closing(DatabaseWrapper(settings, "default")) as hasty:
        begun = time.monotonic()
        with pytest.raises(OperationalError), hasty.cursor() as asks:
            asks.execute("SELECT pg_sleep(5)")

        assert 0.3 <= time.monotonic() - begun < 3
        assert not hasty.is_usable()
        assert server.is_silent


def test_whoever_is_in_a_hurry_waits_less_and_says_nothing_of_the_server(other, server):
    other.connection.server = server

    with in_a_hurry(0.3), pytest.raises(OperationalError), other.cursor() as asks:
        asks.execute("SELECT pg_sleep(5)")

    assert not other.is_usable()
    assert not server.is_silent


def test_connection_to_a_silent_server_is_waited_for_by_one_at_a_time(server, hanging_port):
    server.is_silent = True
    silent = {"host": "127.0.0.1", "port": hanging_port, "connect_timeout": 2}
    complaints = []

    def ask():
        with pytest.raises(psycopg.OperationalError) as complaint:
            Connection.connect(**silent)
        complaints.append(str(complaint.value))

    first = threading.Thread(target=ask)
    first.start()
    wait_for(server.asking.locked)
    begun = time.monotonic()
    ask()
    seconds = time.monotonic() - begun
    first.join()

    assert seconds < 1
    assert complaints[0] == "The server did not answer another thread."
    assert "timeout" in complaints[1]


def test_server_that_answers_again_is_silent_no_more(server, hanging_port):
    with pytest.raises(psycopg.OperationalError):
        Connection.connect(host="127.0.0.1", port=hanging_port, connect_timeout=2)
    was_silent = server.is_silent

    connection.ensure_connection()
    parameters = connection.get_connection_params()
    parameters = {key: parameters[key] for key in ("host", "port", "user", "dbname")}
    with Connection.connect(**parameters):
        pass

    assert (was_silent, server.is_silent) == (True, False)


def test_servers_are_told_apart(hanging_port, monkeypatch):
    monkeypatch.setattr(base, "servers", defaultdict(Server))
    with pytest.raises(psycopg.OperationalError):
        Connection.connect(host="127.0.0.1", port=hanging_port, connect_timeout=2)

    with closing(DatabaseWrapper(dict(connection.settings_dict), "default")) as other:
        other.connect()

    assert sorted(server.is_silent for server in base.servers.values()) == [False, True]
