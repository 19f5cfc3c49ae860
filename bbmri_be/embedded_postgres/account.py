"""Which account runs the server when we are root: PostgreSQL refuses to run as root itself."""

import hashlib
import os
import pwd
from pathlib import Path
from typing import NamedTuple


class Account(NamedTuple):
    """A user and its main group; the programs get no further groups."""

    uid: int
    gid: int

    def may_enter(self, path: Path) -> bool:
        """Whether the permissions let this account pass every folder down to `path`, and use it.

        What does not exist yet counts as open.
        """
        path = path.resolve()  # Behind a symbolic link other folders count.
        return all(self._may_pass(part) for part in (path, *path.parents) if part.exists())

    def _may_pass(self, path: Path) -> bool:
        status = path.stat()
        if status.st_uid == self.uid:
            return bool(status.st_mode & 0o100)
        if status.st_gid == self.gid:
            return bool(status.st_mode & 0o010)
        return bool(status.st_mode & 0o001)


def account_for(folder: Path) -> Account | None:
    """Return the account to step down to, or None when we are an ordinary user.

    It is the owner of the data, else of the project, so that this owner can go on without root;
    else nobody.
    """
    if os.geteuid() != 0:
        return None
    for path in (folder / "data", folder, folder.parent):
        if path.exists() and (uid := path.stat().st_uid) != 0:
            try:
                return Account(uid, pwd.getpwuid(uid).pw_gid)
            except KeyError:
                continue  # initdb refuses a number without a name, as in a container.
    nobody = pwd.getpwnam("nobody")
    return Account(nobody.pw_uid, nobody.pw_gid)


def public_place(subject: str) -> Path:
    """Return the folder for what `subject` cannot hold because it is closed to other accounts."""
    return Path("/var/lib") / f"bbmri-be-{short_hash(subject)}"


def short_hash(text: str) -> str:
    """Return twelve letters that tell `text` from others, to be part of a file name."""
    return hashlib.sha256(os.fsencode(text)).hexdigest()[:12]
