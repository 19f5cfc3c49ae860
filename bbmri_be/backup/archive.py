"""The file of a backup: a ZIP with `manifest.json` and a file for each table.

The manifest says when and by which version it was made, which migrations the tables had, and of
each table its columns, its number of rows and the SHA-256 of its file. With a key of age
(https://age-encryption.org) the whole is encrypted; `age --decrypt` opens it, too.
"""

import hashlib
import json
import os
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import NamedTemporaryFile, TemporaryFile
from typing import IO, Any

import pyrage
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

from bbmri_be import __version__
from bbmri_be.backup import tables
from bbmri_be.backup.errors import BackupError
from bbmri_be.backup.tables import Table
from bbmri_be.health import is_migrated

FORMAT = 1
MANIFEST = "manifest.json"
ENCRYPTED = b"age-encryption.org/"
PIECE = 1 << 20  # bytes

Migration = tuple[str, str]


@dataclass(frozen=True)
class Content:
    """What a table's file must hold."""

    table: Table
    rows: int
    sha256: str


@dataclass(frozen=True)
class Archive:
    """A backup that is open to be read."""

    zip: zipfile.ZipFile
    made_at: str
    version: str
    migrations: frozenset[Migration]
    sequences: dict[str, int]
    contents: tuple[Content, ...]

    def rows_of(self, table: Table) -> Iterator[bytes]:
        """The rows of a table, in pieces."""
        with self.zip.open(file_of(table)) as file:
            while piece := file.read(PIECE):
                yield piece


def make(path: Path, *, recipient: str, overwrite: bool) -> dict[str, Any]:
    """Write the site as it is at this moment; returns the manifest.

    The file is whole or not there at all. Raises `BackupError`.
    """
    if path.exists() and not overwrite:
        raise BackupError(f"{path} exists. Name another file, or add --overwrite.")
    if not is_migrated():
        raise BackupError("The database lacks migrations of this version: run manage.py migrate.")
    lock = recipient_of(recipient) if recipient else None
    try:
        with unfinished(path) as file:
            if lock:
                with TemporaryFile(dir=path.parent) as plain:
                    manifest = pack(plain)
                    plain.seek(0)
                    pyrage.encrypt_io(plain, file, [lock])
            else:
                manifest = pack(file)
    except OSError as error:
        raise BackupError(f"{path} cannot be written: {error.strerror}.") from error
    return manifest


@contextmanager
def unfinished(path: Path) -> Iterator[IO[bytes]]:
    """A file, readable by us alone, that takes the place of another once it is on the disk."""
    with NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}.", delete=False) as file:
        try:
            yield file
            file.flush()
            os.fsync(file.fileno())
            os.replace(file.name, path)
        except BaseException:
            os.unlink(file.name)
            raise


def pack(file: IO[bytes]) -> dict[str, Any]:
    """Write the ZIP; returns its manifest."""
    contents = {}
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        with tables.one_moment():
            for table in tables.all_tables():
                contents[table.name] = pack_table(packed, table)
            manifest = {
                "format": FORMAT,
                "made_at": timezone.now().isoformat(timespec="seconds"),
                "version": __version__,
                "migrations": sorted(
                    MigrationRecorder.Migration.objects.values_list("app", "name")
                ),
                "sequences": tables.sequences(),
                "tables": contents,
            }
        packed.writestr(MANIFEST, json.dumps(manifest, indent=1))
    return manifest


def pack_table(packed: zipfile.ZipFile, table: Table) -> dict[str, Any]:
    """Write the file of a table; returns what the manifest says of it."""
    sum_, rows = hashlib.sha256(), 0
    with packed.open(file_of(table), "w", force_zip64=True) as file:
        for piece in tables.rows_of(table):
            file.write(piece)
            sum_.update(piece)
            rows += piece.count(b"\n")  # within values it is written as two letters
    return {
        "key": table.key,
        "columns": table.columns,
        "rows": rows,
        "sha256": sum_.hexdigest(),
    }


@contextmanager
def opened(path: Path, *, identity: str) -> Iterator[Archive]:
    """A backup, of which each sum was found to be right. Raises `BackupError`."""
    with ExitStack() as stack:
        try:
            file = stack.enter_context(path.open("rb"))
            plain = stack.enter_context(readable(file, identity))
            archive = read_manifest(stack.enter_context(zipfile.ZipFile(plain)))
            for content in archive.contents:
                if sum_of(archive.rows_of(content.table)) != content.sha256:
                    raise BackupError(f"The table {content.table.name} of this backup is damaged.")
        except OSError as error:
            raise BackupError(f"{path} cannot be read: {error.strerror}.") from error
        except (zipfile.BadZipFile, KeyError, ValueError, TypeError) as error:
            raise BackupError(f"{path} is no backup of this site, or is damaged.") from error
        yield archive  # what fails from here on is no fault of the file


@contextmanager
def readable(file: IO[bytes], identity: str) -> Iterator[IO[bytes]]:
    """The file without its encryption, where it has one."""
    is_encrypted = file.read(len(ENCRYPTED)) == ENCRYPTED
    file.seek(0)
    if not is_encrypted:
        yield file
        return
    if not identity:
        raise BackupError("This backup is encrypted: set BACKUP_IDENTITY to its key.")
    with TemporaryFile() as plain:
        try:
            pyrage.decrypt_io(file, plain, [pyrage.x25519.Identity.from_str(identity)])
        except (pyrage.DecryptError, pyrage.IdentityError) as error:
            raise BackupError("BACKUP_IDENTITY is not the key of this backup.") from error
        plain.seek(0)
        yield plain


def read_manifest(packed: zipfile.ZipFile) -> Archive:
    """What the manifest says."""
    told = json.loads(packed.read(MANIFEST))
    if told["format"] != FORMAT:
        raise BackupError("A newer version of the site made this backup: restore it with that one.")
    return Archive(
        zip=packed,
        made_at=told["made_at"],
        version=told["version"],
        migrations=frozenset((app, name) for app, name in told["migrations"]),
        sequences=told["sequences"],
        contents=tuple(
            Content(Table(name, one["key"], tuple(one["columns"])), one["rows"], one["sha256"])
            for name, one in told["tables"].items()
        ),
    )


def sum_of(pieces: Iterable[bytes]) -> str:
    """The SHA-256 of rows."""
    found = hashlib.sha256()
    for piece in pieces:
        found.update(piece)
    return found.hexdigest()


def file_of(table: Table) -> str:
    """The name of a table's file."""
    return f"tables/{table.name}.txt"


def recipient_of(text: str) -> Any:
    """The public key of age that a text is."""
    try:
        return pyrage.x25519.Recipient.from_str(text)
    except pyrage.RecipientError as error:
        raise BackupError(
            "BACKUP_RECIPIENT is no public key of age: it begins with age1. Make a pair with "
            "age-keygen."
        ) from error
