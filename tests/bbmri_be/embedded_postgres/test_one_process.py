"""One process that wants a database."""

import stat
import subprocess
import sys
from pathlib import Path

import pytest

from tests.bbmri_be.embedded_postgres.servers import REPOSITORY, is_stopped, run


def test_settings_start_nothing(folder):
    run(folder, "connection.settings_dict")

    assert not folder.exists()


def test_first_connection_makes_a_database_and_exit_stops_it(folder, account, monkeypatch):
    monkeypatch.setenv("PGDATA", "/nowhere")
    monkeypatch.setenv("PGTZ", "Asia/Tokyo")
    monkeypatch.setenv("LC_ALL", "nl_BE.UTF-8")
    code = """
print(
    connection.vendor,
    ask("SELECT current_database()"),
    ask("SHOW server_encoding"),
    ask("SHOW log_timezone"),
    ask("SELECT datlocale FROM pg_database WHERE datname = current_database()"),
    ask("SHOW default_text_search_config"),
    repr(ask("SHOW listen_addresses")),
)
"""

    answer = run(folder, code, account)

    assert answer == "postgresql site UTF8 UTC C.UTF-8 pg_catalog.simple ''"
    assert stat.S_IMODE((folder / "data").stat().st_mode) == 0o700
    assert sorted(path.name for path in folder.iterdir()) == ["data", "start.lock", "users.lock"]
    assert is_stopped(folder)


@pytest.mark.skipif(not Path("/proc/net/tcp").exists(), reason="needs /proc")
def test_server_listens_on_its_socket_only(warm):
    code = """
acquire()
import subprocess
pid = Path(sys.argv[1], "data/postmaster.pid").read_text().split()[0]
mine = {os.readlink(link) for link in Path(f"/proc/{pid}/fd").iterdir()}
for family in ("tcp", "tcp6", "udp", "udp6"):
    for line in Path(f"/proc/net/{family}").read_text().splitlines()[1:]:
        if f"socket:[{line.split()[9]}]" in mine:
            print(line)
"""

    assert run(warm, code) == ""


def test_data_stay_for_the_next_process(warm):
    run(warm, "do('CREATE TABLE kept (n) AS SELECT 1')")

    assert run(warm, "print(ask('SELECT n FROM kept')); do('DROP TABLE kept')") == "1"


def test_dbshell_runs_the_psql_of_the_wheel(warm, monkeypatch):
    monkeypatch.setenv("PATH", "/nowhere")
    code = """
from django.core.management import call_command
call_command("dbshell", "--", "-Atc", "SELECT 6 * 7")
"""

    assert run(warm, code) == "42"


def test_release_stops_and_the_next_connection_starts_again(warm):
    code = """
acquire()
acquire()
release()
print(Path(sys.argv[1], "data/postmaster.pid").exists())
release()
print(ask("SELECT 1"))
"""

    assert run(warm, code) == "False\n1"
    assert is_stopped(warm)


def test_acquire_does_nothing_with_another_database():
    code = "from bbmri_be.embedded_postgres import acquire, release; acquire(); release()"

    subprocess.run([sys.executable, "-c", code], cwd=REPOSITORY, check=True)
