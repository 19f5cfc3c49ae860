"""Processes and servers that are interrupted or killed."""

import os
import signal
import subprocess
from contextlib import suppress

import pytest

from bbmri_be.embedded_postgres.server import SOCKET
from tests.bbmri_be.embedded_postgres.servers import (
    delete,
    go_on,
    is_stopped,
    listens,
    postmaster,
    run,
    running,
    start,
    wait_until,
)


def test_interrupt_of_all_processes_stops_the_server(warm):
    code = """
import signal
acquire()
os.fork()
acquire()
print("ready", flush=True)
signal.pause()
"""
    process = start(warm, code)
    assert [process.stdout.readline() for _ in range(2)] == ["ready\n"] * 2

    os.killpg(process.pid, signal.SIGINT)
    process.communicate(timeout=60)  # Until the child too has closed its output.

    assert is_stopped(warm)


def test_interrupt_while_it_makes_the_data(folder):
    process = start(folder, "acquire()")
    wait_until(lambda: list(folder.glob("data.new-*/base")))

    os.killpg(process.pid, signal.SIGINT)
    process.communicate(timeout=60)

    assert not (folder / "data").exists()


def test_interrupt_while_it_starts_leaves_no_server(warm):
    process = start(warm, "acquire()")
    wait_until((warm / "data" / "postmaster.pid").exists)

    os.killpg(process.pid, signal.SIGINT)
    process.communicate(timeout=60)

    wait_until(lambda: is_stopped(warm))


def test_killed_process_leaves_a_server_that_the_next_one_stops(warm, account):
    with running(warm, account=account) as process:
        process.kill()
        process.wait()
    left = postmaster(warm)

    code = "print(Path(sys.argv[1], 'data/postmaster.pid').read_text().split()[0])"
    assert run(warm, f"acquire(); {code}", account) == str(left)
    assert is_stopped(warm)


def test_killed_server_starts_again_at_the_next_connection(warm):
    code = """
before = started()
wait()
connection.close()
print(started() != before)
"""

    with running(warm, code) as process:
        os.kill(postmaster(warm), signal.SIGKILL)
        wait_until(lambda: not listens(warm / "data" / SOCKET))
        go_on(process)
        assert process.stdout.readline() == "True\n"

    assert is_stopped(warm)


@pytest.mark.parametrize(
    ("kill", "sign"),
    [(os.kill, "data.new-*/PG_VERSION"), (os.killpg, "data.new-*/base/4")],
    ids=["python", "python and initdb"],
)
def test_killed_while_making_the_data(folder, kill, sign):
    process = start(folder, "acquire()")
    wait_until(lambda: list(folder.glob(sign)))
    kill(process.pid, signal.SIGKILL)
    process.communicate(timeout=60)

    assert run(folder, "print(ask('SELECT current_database()'))") == "site"
    assert is_stopped(folder)


@pytest.mark.parametrize("kill", [os.kill, os.killpg], ids=["python", "python and pg_ctl"])
def test_killed_while_the_server_starts(warm, kill):
    process = start(warm, "acquire()")
    wait_until((warm / "data" / "postmaster.pid").exists)
    kill(process.pid, signal.SIGKILL)
    process.communicate(timeout=60)

    assert run(warm, "print(ask('SELECT 1'))") == "1"
    assert is_stopped(warm)


def test_remains_of_a_killed_process_are_removed(warm):
    (warm / "data.new-killed" / "base").mkdir(parents=True)

    run(warm, "acquire()")

    assert list(warm.glob("data.new-*")) == []


def test_lock_files_that_name_another_program_are_removed(warm):
    owner = (warm / "data").stat()
    step_down = {"user": owner.st_uid, "group": owner.st_gid} if os.geteuid() == 0 else {}
    with subprocess.Popen(["sleep", "60"], cwd="/", **step_down) as other:
        for name in ("postmaster.pid", f"{SOCKET}.lock"):
            lock = warm / "data" / name
            lock.write_text(f"{other.pid}\n{warm / 'data'}\n1795334672\n5432\n.\n\n")
            os.chown(lock, owner.st_uid, owner.st_gid)

        answer = run(warm, "print(ask('SELECT 1'))")

        assert (answer, other.poll()) == ("1", None)
        other.kill()


def test_folder_deleted_under_the_server_is_made_again(warm):
    code = """
acquire()
wait()
print(ask("SELECT 1"), flush=True)
sys.stdin.readline()
"""

    with running(warm, code) as process:
        orphan = postmaster(warm)
        delete(warm)
        go_on(process)
        assert process.stdout.readline() == "1\n"
        assert run(warm, "print(ask('SELECT 2'))") == "2"
        assert not is_stopped(warm)

    assert is_stopped(warm)
    with suppress(ProcessLookupError):
        os.kill(orphan, signal.SIGQUIT)  # It would notice within a minute.
