"""Several processes that share a server."""

import os
import signal
import socket
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.bbmri_be.embedded_postgres.servers import (
    PACKAGES,
    PRELUDE,
    REPOSITORY,
    go_on,
    is_stopped,
    listens,
    run,
    running,
    start,
    wait_until,
)


@pytest.mark.parametrize("state", ["folder", "warm"])
def test_processes_at_once_share_one_server(state, request):
    folder = request.getfixturevalue(state)
    processes = [start(folder, "wait(); print(started()); wait()") for _ in range(4)]
    for process in processes:
        process.stdout.readline()
    for process in processes:
        go_on(process)
    answers = {process.stdout.readline() for process in processes}
    for process in processes:
        process.communicate(timeout=60)

    assert [process.returncode for process in processes] == [0] * 4
    assert len(answers) == 1
    assert is_stopped(folder)


def test_threads_at_once_share_one_server(warm):
    code = """
import threading
answers = []
def work():
    answers.append(started())
    connection.close()
threads = [threading.Thread(target=work) for _ in range(4)]
for thread in threads: thread.start()
for thread in threads: thread.join()
for answer in answers: print(answer)
"""

    answers = run(warm, code).splitlines()

    assert (len(answers), len(set(answers))) == (4, 1)


def test_many_short_commands_start_and_stop_it_in_turn(warm):
    with ThreadPoolExecutor(3) as pool:
        answers = list(pool.map(lambda n: run(warm, f"print(ask('SELECT {n}'))"), range(9)))

    assert answers == [str(n) for n in range(9)]
    assert is_stopped(warm)


def test_server_runs_as_long_as_one_process_holds_it(warm):
    with running(warm):
        first, second = run(warm, "print(started())"), run(warm, "print(started())")

    assert first == second
    assert is_stopped(warm)


def test_forked_child_takes_its_own_share(warm):
    code = """
before = started()
if not os.fork():
    connection.connection = None
    assert started() == before
    sys.exit()  # Runs the child's own release.
_, status = os.wait()
print(status, started() == before)
"""

    assert run(warm, code) == "0 True"
    assert is_stopped(warm)


def test_forked_child_keeps_the_server_when_its_parent_ends(warm):
    code = """
before = started()
child_has_it, tell = os.pipe()
if os.fork():
    os.read(child_has_it, 1)
    sys.exit()
connection.connection = None
acquire()
os.write(tell, b"x")
wait()
print(started() == before, flush=True)
"""

    with running(warm, code) as parent:
        parent.wait(timeout=30)
        go_on(parent)
        assert parent.stdout.readline() == "True\n"

    wait_until(lambda: is_stopped(warm))


APPLICATION = """
acquire()

def application(environ, start_response):
    ask("SELECT 1 FROM pg_sleep(0.05)")
    start_response("200 OK", [])
    return [f"{os.getpid()} {started()}".encode()]
"""


def get(address: Path) -> str:
    """Return the body that the web server on a socket answers."""
    with socket.socket(socket.AF_UNIX) as client:
        client.connect(str(address))
        client.sendall(b"GET / HTTP/1.0\r\n\r\n")
        return client.makefile().read().rpartition("\n\n")[2]


def answers_of_workers(address: Path) -> dict[int, str]:
    """Ask many times at once; return the start of the server that each worker sees."""
    with ThreadPoolExecutor(8) as pool:
        answers = [answer.split(" ", 1) for answer in pool.map(get, [address] * 8)]
    return {int(pid): start for pid, start in answers}


@pytest.mark.parametrize(
    ("options", "stop", "number"),
    [([], os.kill, signal.SIGTERM), (["--preload"], os.killpg, signal.SIGINT)],
    ids=["terminated", "preloaded and interrupted"],
)
def test_workers_of_gunicorn_share_one_server(warm, place, options, stop, number):
    prelude = PRELUDE.replace("sys.argv[1]", "os.environ['SERVER']")
    (place / "application.py").write_text(prelude + APPLICATION)
    address = place / "http"
    common = [f"--chdir={place}", f"--bind=unix:{address}", "--workers=4", "--no-control-socket"]
    with subprocess.Popen(
        [sys.executable, "-m", "gunicorn", "application", *common, *options],
        env=os.environ | {"PYTHONPATH": f"{REPOSITORY}:{PACKAGES}", "SERVER": str(warm)},
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    ) as master:
        try:
            wait_until(lambda: listens(address))
            before = answers_of_workers(address)
            killed = next(iter(before))
            os.kill(killed, signal.SIGKILL)
            # A kill takes a moment, in which it could still take a request and answer nothing.
            wait_until(lambda: not Path(f"/proc/{killed}").exists())
            after = answers_of_workers(address)
            stop(master.pid, number)
        except BaseException:
            os.killpg(master.pid, signal.SIGKILL)  # Else we would wait for it forever.
            raise

    assert len(before) > 1
    assert len({*before.values(), *after.values()}) == 1
    assert master.returncode == 0
    assert is_stopped(warm)
