"""The restore drill: the whole site into a file, and back into an empty database."""

import json
import os
import shutil
import zipfile

import psycopg
import pyrage
import pytest

from bbmri_be.backup import archive
from bbmri_be.backup.errors import BackupError
from tests.site.sites import place

FILL = "from tests import whole_site; whole_site.fill()"


@pytest.fixture(scope="module")
def here(ground):
    """A site with rows."""
    with place(ground, "here") as here:
        code, said = here.manage("shell", "--no-imports", "--command", FILL)
        assert code == 0, said
        yield here


@pytest.fixture(scope="module")
def folder(ground):
    """Where sites may write."""
    path = ground.folder / "backups"
    path.mkdir()
    if ground.account:
        shutil.chown(path, ground.account["user"], ground.account["group"])
    return path


@pytest.fixture(scope="module")
def backup(here, folder):
    """The backup of the site."""
    path = folder / "backup.zip"
    code, said = here.manage("backup", path)
    assert code == 0, said
    return path


@pytest.fixture
def there(ground):
    """An empty database."""
    with place(ground, "there", "template0") as there:
        yield there


def test_restored_site_is_the_one_that_was_backed_up(ground, here, backup):
    with place(ground, "elsewhere", "template0", owner=f"owner_{os.getpid()}") as there:
        into_nothing = there.manage("restore", backup)
        is_what_was_backed_up(there, here, into_nothing)
        assert there.manage("migrate", "--check")[0] == 0
        goes_on_counting(there)

        forgotten = there.manage("shell", "--no-imports", "--command", FORGET)
        refused = there.manage("restore", backup)
        over_another = there.manage("restore", backup, "--overwrite")

        assert forgotten[0] == 0, forgotten
        assert refused == (
            1,
            "CommandError: The database is not empty. Restore into an empty one, or add "
            "--overwrite: then all that it holds is lost.",
        )
        said_last = "Personal data removed again, as in the database before: 1."
        assert over_another == (0, said_last)
        assert "link@example.be" not in str(there.rows())
        assert there.schemas() == ["public"]


FORGET = """
from membership.actions import desk
from membership.models import Application
desk.forget(application=Application.objects.get(contact_email="link@example.be"), by=None)
"""


def is_what_was_backed_up(there, here, restored):
    """Row by row."""
    code, said = restored
    assert code == 0, said
    assert said.endswith("(version 0.1.0). Each table is what the backup has.")
    ours, theirs = here.rows(), there.rows()
    assert ours.keys() == theirs.keys()
    assert {name for name in ours if ours[name] != theirs[name]} == set()
    assert len(ours["biobanks_historicalbiobank"]) > 3
    assert len(ours["pages_file"]) > 0


def goes_on_counting(there):
    """A new row after a restore gets a number that none had; an event still stays as it is."""
    code, said = there.manage(
        "shell",
        "--no-imports",
        "--command",
        "from tests.membership.factories import ApplicationFactory; ApplicationFactory()",
    )
    assert code == 0, said
    with (
        psycopg.connect(**there.ground.login, dbname=there.name) as own,
        pytest.raises(psycopg.errors.RestrictViolation),
    ):
        own.execute("UPDATE membership_event SET at = now()")


def test_backup_says_what_it_holds(backup):
    with zipfile.ZipFile(backup) as packed:
        manifest = json.loads(packed.read("manifest.json"))
        rows = {name: packed.read(f"tables/{name}.txt").count(b"\n") for name in manifest["tables"]}

    assert backup.stat().st_mode & 0o777 == 0o600
    assert {name: table["rows"] for name, table in manifest["tables"].items()} == rows
    assert (manifest["format"], manifest["version"]) == (1, "0.1.0")
    assert rows.keys() & {"django_session", "staff_sessions_session"} == set()
    assert [m for m in manifest["migrations"] if m[0] == "schedule"] == [
        ["schedule", "0001_initial"]
    ]


def test_backup_takes_no_other_files_place_unasked(here, backup):
    before = backup.read_bytes()

    assert here.manage("backup", backup) == (
        1,
        f"CommandError: {backup} exists. Name another file, or add --overwrite.",
    )
    assert backup.read_bytes() == before
    assert [path.name for path in backup.parent.iterdir()] == ["backup.zip"]


def test_encrypted_backup_opens_with_its_key_alone(here, folder):
    key, other = pyrage.x25519.Identity.generate(), pyrage.x25519.Identity.generate()
    path = folder / "locked.age"

    code, said = here.manage("backup", path, BACKUP_RECIPIENT=str(key.to_public()))
    sentences = [refusal(path), refusal(path, str(other))]
    with archive.opened(path, identity=str(key)) as found:
        names = {content.table.name for content in found.contents}
    content = path.read_bytes()
    path.unlink()

    assert (code, said.endswith("bytes, encrypted.")) == (0, True), said
    assert content.startswith(b"age-encryption.org/v1")
    assert sentences == [
        "This backup is encrypted: set BACKUP_IDENTITY to its key.",
        "BACKUP_IDENTITY is not the key of this backup.",
    ]
    assert {"membership_application", "pages_file"} < names


def refusal(path, identity=""):
    """Why a file is not opened."""
    with pytest.raises(BackupError) as refused, archive.opened(path, identity=identity):
        pass
    return str(refused.value)


def test_wrong_key_to_lock_with_is_refused(here, folder):
    code, said = here.manage("backup", folder / "no.age", BACKUP_RECIPIENT="age1nonsense")

    assert (code, said) == (
        1,
        "CommandError: BACKUP_RECIPIENT is no public key of age: it begins with age1. Make a pair "
        "with age-keygen.",
    )
    assert not (folder / "no.age").exists()


def changed(backup, name, change):
    """A copy of a backup in which a file is another one."""
    path = backup.with_name("changed.zip")
    with zipfile.ZipFile(backup) as old, zipfile.ZipFile(path, "w") as new:
        for one in old.namelist():
            content = old.read(one)
            new.writestr(one, change(content) if one == name else content)
    return path


@pytest.mark.parametrize(
    ("name", "change", "sentence"),
    [
        (
            "tables/pages_page.txt",
            lambda rows: rows.replace(b"e", b"x", 1),
            "The table pages_page of this backup is damaged.",
        ),
        (
            "manifest.json",
            lambda manifest: manifest.replace(b'"format": 1', b'"format": 2'),
            "A newer version of the site made this backup: restore it with that one.",
        ),
        (
            "manifest.json",
            lambda manifest: b"{}",
            "{path} is no backup of this site, or is damaged.",
        ),
    ],
)
def test_backup_that_cannot_be_right_is_not_opened(backup, name, change, sentence):
    path = changed(backup, name, change)

    said = refusal(path)
    path.unlink()

    assert said == sentence.format(path=path)


def test_what_is_no_backup_is_not_opened(folder):
    path = folder / "letter.txt"
    path.write_text("Dear all")

    said = [refusal(path), refusal(folder / "nothing.zip")]
    path.unlink()

    assert said == [
        f"{path} is no backup of this site, or is damaged.",
        f"{folder / 'nothing.zip'} cannot be read: No such file or directory.",
    ]


FAILING = """
from django.core.management import call_command
from django.core.management.base import CommandError
from bbmri_be.backup import restoring
def broken(archive):
    import os, sys
    if {is_killed}:
        os._exit(9)
    raise restoring.BackupError("Broken in the middle.")
restoring.compare = broken
call_command("restore", "{backup}", "--overwrite")
"""


@pytest.mark.parametrize("is_killed", [False, True])
def test_restore_that_fails_in_the_middle_loses_nothing(ground, here, backup, is_killed):
    script = FAILING.format(is_killed=is_killed, backup=backup)
    with place(ground, "elsewhere", here.name) as there:
        before = there.rows()
        code, said = there.manage("shell", "--no-imports", "--command", script)
        after = there.rows()
        refused = there.manage("restore", backup)
        afterwards = there.rows()

        assert (code, said) == (
            (9, "") if is_killed else (1, "CommandError: Broken in the middle.")
        )
        assert is_killed or after == before
        assert refused[0] == 1
        assert afterwards == before
        assert there.schemas() == ["public"]


def test_who_was_forgotten_stays_so_whatever_becomes_of_a_restore(ground, here, backup):
    script = FAILING.format(is_killed=True, backup=backup)
    with place(ground, "elsewhere", here.name) as there:
        forgotten = there.manage("shell", "--no-imports", "--command", FORGET)
        killed = there.manage("shell", "--no-imports", "--command", script)
        again = there.manage("restore", backup, "--overwrite")

        assert forgotten[0] == 0, forgotten
        assert killed[0] == 9
        assert again == (0, "Personal data removed again, as in the database before: 1.")
        assert "link@example.be" not in str(there.rows())


def test_backup_of_a_newer_version_changes_nothing(there, backup):
    def of_the_future(manifest):
        told = json.loads(manifest)
        told["migrations"].append(["pages", "9999_of_the_future"])
        return json.dumps(told)

    path = changed(backup, "manifest.json", of_the_future)

    answer = there.manage("restore", path)
    path.unlink()

    assert answer == (
        1,
        "CommandError: A newer version of the site made this backup (migration "
        "9999_of_the_future of pages): restore it with that one.",
    )
    assert there.rows() == {}
