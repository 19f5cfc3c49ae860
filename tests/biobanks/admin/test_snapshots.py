"""Snapshots in the admin: looked at, published, gone back from, and by whom."""

import io
import zipfile

import pytest
from django.contrib.auth.models import Permission, User
from django.db import connection
from django.test.utils import CaptureQueriesContext

from biobanks.directory import snapshots
from biobanks.enums import Publication
from biobanks.models import Biobank, DirectorySnapshot, Network, SnapshotRun
from tests.biobanks.directory.whole import BIOBANK, make_catalogue
from tests.biobanks.pages import said

pytestmark = pytest.mark.django_db

LIST = "/admin/biobanks/directorysnapshot/"
PUBLISH = f"{LIST}publish/"


@pytest.fixture
def catalogue():
    make_catalogue()


@pytest.fixture
def curator(client):
    user = User.objects.create_user("curator", is_staff=True)
    user.user_permissions.set(
        Permission.objects.filter(
            codename__in=[
                "view_directorysnapshot",
                "add_directorysnapshot",
                "view_snapshotrun",
                "view_directoryfetch",
            ]
        )
    )
    client.force_login(user)
    return user


def publish(client, **data):
    seen = client.get(PUBLISH).context["plan"].checksum
    return client.post(PUBLISH, {"seen": seen} | data)


def test_curator_sees_what_would_change_and_publishes(client, curator, catalogue):
    question = client.get(PUBLISH).content.decode()
    response = publish(client)
    listed = client.get(LIST).content.decode()

    assert "2 rows added" in question
    assert "Not for the Directory: no identifier of its own yet" in question
    assert "bbmri-be:ID:BE_own" in question
    assert (response.status_code, response.url, said(response)) == (302, LIST, ["Published"])
    run = SnapshotRun.objects.get()
    assert (run.by, run.outcome, run.snapshot) == (curator, "published", snapshots.served())
    assert f"/admin/biobanks/snapshotrun/{run.pk}/change/" in listed
    assert 'alt="True"' in listed


def test_what_the_directory_could_not_take_is_shown(client, curator, catalogue):
    Biobank.objects.filter(identifier=BIOBANK).update(description_en="")

    question = client.get(PUBLISH).content.decode()
    response = publish(client, reason="I insist.")

    problem = "Biobanks, line 2, description: bbmri-eric:ID:BE_a: must not be empty"
    assert problem in question
    assert said(response) == ["Refused: the Directory still gets the one before"]
    run = SnapshotRun.objects.get()
    assert problem in client.get(f"/admin/biobanks/snapshotrun/{run.pk}/change/").content.decode()


def test_doubts_need_a_reason_and_what_was_typed_stays(client, curator, catalogue):
    snapshots.publish()
    Network.objects.update(publication=Publication.DRAFT, published_at=None)

    without = publish(client)
    changed = client.post(PUBLISH, {"seen": "0" * 64, "reason": "It was <renamed>."})
    answered = publish(client, reason="It was renamed.")

    assert "Write why this is right." in without.content.decode()
    assert "the Directory would withdraw 1 entry that is gone" in without.content.decode()
    assert "It was &lt;renamed&gt;." in changed.content.decode()
    assert "The catalogue has changed since; look again." in changed.content.decode()
    assert answered.status_code == 302
    assert SnapshotRun.objects.first().reason == "It was renamed."


def test_snapshot_shows_its_differences_and_is_served_again(client, curator, catalogue):
    first = snapshots.publish().snapshot
    Biobank.objects.filter(identifier=BIOBANK).update(acronym="<b>")
    second = snapshots.publish().snapshot

    page = client.get(f"{LIST}{second.pk}/change/").content.decode()
    again = client.get(f"{LIST}{first.pk}/serve-again/")
    without = client.post(f"{LIST}{first.pk}/serve-again/", {"reason": " "})
    done = client.post(f"{LIST}{first.pk}/serve-again/", {"reason": "Wrong acronym."})
    twice = client.post(f"{LIST}{first.pk}/serve-again/", {"reason": "Again."})

    assert "<ins>&lt;b&gt;</ins>" in page
    assert "Serve this one again" not in page
    assert "2 biobanks, 3 collections" in again.content.decode()
    assert "Write why this is right." in without.content.decode()
    assert said(done) == ["An earlier one is served again"]
    assert "The Directory gets this snapshot already." in said(twice)
    assert snapshots.served() == first
    assert "Wrong acronym." in client.get(f"{LIST}{first.pk}/change/").content.decode()


def test_files_for_an_upload_by_hand(client, curator, catalogue):
    snapshot = snapshots.publish().snapshot

    packed = client.get(f"{LIST}{snapshot.pk}/tables.zip")
    book = client.get(f"{LIST}{snapshot.pk}/tables.xlsx")
    other = client.get(f"{LIST}{snapshot.pk}/tables.pdf")

    with zipfile.ZipFile(io.BytesIO(packed.content)) as archive:
        assert {name: archive.read(name) for name in archive.namelist()} == {
            f"{name}.csv": content for name, content in snapshots.files_of(snapshot).items()
        }
    with zipfile.ZipFile(io.BytesIO(book.content)) as archive:
        sheets = [name for name in archive.namelist() if name.startswith("xl/worksheets/sheet")]
    assert len(sheets) == 8
    assert other.status_code == 404


def test_nothing_is_added_changed_or_deleted_by_hand(client, catalogue):
    snapshot = snapshots.publish().snapshot
    client.force_login(User.objects.create_superuser("root"))

    statuses = [
        client.get(f"{LIST}add/").status_code,
        client.get(f"{LIST}{snapshot.pk}/delete/").status_code,
        client.post(f"{LIST}{snapshot.pk}/change/", {"biobanks": 3}).status_code,
    ]

    assert statuses == [403, 403, 403]
    assert DirectorySnapshot.objects.get().biobanks == 2


ADDRESSES = [
    LIST,
    PUBLISH,
    f"{LIST}{{pk}}/change/",
    f"{LIST}{{pk}}/serve-again/",
    f"{LIST}{{pk}}/tables.zip",
    "/admin/biobanks/snapshotrun/",
    "/admin/biobanks/directoryfetch/",
]


@pytest.mark.parametrize(
    ("permissions", "statuses"),
    [
        (None, [302, 302, 302, 302, 302, 302, 302]),
        ([], [403, 403, 403, 403, 403, 403, 403]),
        (["view_directorysnapshot"], [200, 403, 200, 403, 200, 403, 403]),
        (
            ["view_directorysnapshot", "add_directorysnapshot", "view_snapshotrun"],
            [200, 200, 200, 200, 200, 200, 403],
        ),
    ],
)
def test_access(client, catalogue, permissions, statuses):
    snapshot = snapshots.publish().snapshot
    if permissions is not None:
        user = User.objects.create_user("somebody", is_staff=True)
        user.user_permissions.set(Permission.objects.filter(codename__in=permissions))
        client.force_login(user)

    assert [
        client.get(address.format(pk=snapshot.pk)).status_code for address in ADDRESSES
    ] == statuses


def test_lists_have_a_constant_number_of_queries(client, curator, catalogue):
    def look():
        with CaptureQueriesContext(connection) as queries:
            client.get(LIST)
            client.get("/admin/biobanks/snapshotrun/")
            client.get("/admin/biobanks/directoryfetch/")
        return len(queries)

    snapshots.publish()
    snapshots.fetched("Persons")
    few = look()
    for number in range(5):
        Biobank.objects.filter(identifier=BIOBANK).update(acronym=f"A{number}")
        snapshots.publish()
        snapshots.fetched("Persons")

    assert look() == few
