"""Each test starts real processes on a real server, in a folder of its own under /tmp."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bbmri_be.embedded_postgres.account import Account
from tests.bbmri_be.embedded_postgres.servers import (
    end_servers,
    needs_root,
    own,
    public_folder,
    run,
)


@pytest.fixture
def place() -> Iterator[Path]:
    """The folder of a project."""
    with public_folder() as place:
        yield place


@pytest.fixture
def folder(place: Path) -> Path:
    """The folder of a server that has never run."""
    return place / ".postgres"


@pytest.fixture(scope="session")
def used_before() -> Iterator[Path]:
    """A server that has run, made once: one worker has all tests of this folder."""
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
