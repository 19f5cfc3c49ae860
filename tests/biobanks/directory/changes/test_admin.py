"""Changes in the admin: seen, decided, taken out as tables and brought in again."""

import html
import io
import zipfile

import pytest
from django.contrib.auth.models import Permission, User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from biobanks.directory import changes
from biobanks.enums import Decision
from biobanks.models import Biobank, Change, ChangeSet, Collection, Contact, Network
from tests.biobanks.directory.changes.readings import change_of, read, row_of, told
from tests.biobanks.directory.whole import BIOBANK, COLLECTION
from tests.biobanks.factories import BiobankFactory
from tests.biobanks.pages import said

pytestmark = pytest.mark.django_db


# In the admin


def address(reading):
    return f"/admin/biobanks/changeset/{reading.pk}/change/"


def test_page_shows_ours_and_theirs(client, curator, reading):
    listed = client.get("/admin/biobanks/changeset/").content.decode()
    page = client.get(address(reading)).content.decode()

    assert f">{reading.changes.count()}</td>" in listed
    assert "Collections: Collection one" in page
    assert "1234" in page
    assert "2000" in page
    assert "order of magnitude" not in page
    assert "The BBMRI-ERIC Directory" in page


def test_curator_decides_field_by_field(client, curator, reading):
    marks = {
        f"change-{change_of(reading, 'size').pk}": "accept",
        f"change-{change_of(reading, 'description').pk}": "refuse",
    }

    response = client.post(address(reading), marks)

    assert said(response) == ["2 decisions are noted."]
    collection = Collection.objects.get(identifier=COLLECTION)
    assert (collection.size, collection.description_en) == (2000, "Samples of colon cancer.")
    assert "2 decided" in client.get(address(reading)).content.decode()


def test_curator_decides_a_whole_entry(client, curator, reading):
    client.post(address(reading), {"row": f"accept:Collections:{COLLECTION}"})

    decisions = dict(reading.changes.values_list("column", "decision"))
    assert {decisions.pop(name) for name in ("size", "description", "withdrawn")} == {"accepted"}
    assert set(decisions.values()) == {"open"}


def test_curator_accepts_everything(client, curator, reading):
    client.post(address(reading), {"all": "accept"})

    assert set(reading.changes.values_list("decision", flat=True)) == {"accepted"}
    assert "Nothing is open." in client.get(address(reading)).content.decode()
    assert Network.objects.get(slug="own").biobanks.count() == 1


def test_trouble_is_told_and_the_rest_is_done(client, curator, reading):
    Contact.objects.update(phone="+3211111111")

    everything = said(client.post(address(reading), {"all": "accept"}))
    nothing = said(client.post(address(reading), {}))

    assert everything == [
        "3 decisions are noted.",
        "bbmri-be:contactID:BE_office: our entry has changed; look again.",
    ]
    assert "Nothing was marked." in nothing
    assert client.get("/admin/biobanks/changeset/999999/change/").status_code == 404


def test_entry_that_changed_here_is_shown_anew(client, curator, reading):
    Collection.objects.filter(identifier=COLLECTION).update(size=1500)

    response = client.post(address(reading), {f"change-{change_of(reading, 'size').pk}": "accept"})

    assert said(response) == [f"{COLLECTION}: our entry has changed; look again."]
    assert "1500" in client.get(address(reading)).content.decode()


def test_import_that_refuses_is_told(client, curator, directory):
    row_of(directory, "Biobanks", BIOBANK)["contact"] = "bbmri-eric:contactID:BE_stranger"
    reading = read(directory)

    response = client.post(address(reading), {"row": f"accept:Biobanks:{BIOBANK}"})

    assert said(response)[0].startswith(f"{BIOBANK}: contact: ")


@pytest.mark.parametrize(
    ("permissions", "statuses"),
    [
        (None, [302, 302, 302]),
        ([], [403, 403, 403]),
        (["view_changeset"], [200, 200, 403]),
        (["view_changeset", "change_changeset"], [200, 200, 302]),
    ],
)
def test_access(client, reading, permissions, statuses):
    if permissions is not None:
        user = User.objects.create_user("somebody", is_staff=True)
        user.user_permissions.set(Permission.objects.filter(codename__in=permissions))
        client.force_login(user)

    assert [
        client.get("/admin/biobanks/changeset/").status_code,
        client.get(address(reading)).status_code,
        client.post(address(reading), {"all": "refuse"}).status_code,
    ] == statuses


def test_number_of_queries_is_constant(client, curator, directory):
    def look(reading):
        with CaptureQueriesContext(connection) as queries:
            client.get(address(reading))
            client.get("/admin/biobanks/changeset/")
        return len(queries)

    BiobankFactory(identifier="bbmri-eric:ID:BE_x", slug="x")
    few = look(read(directory, "--may-be-fewer"))
    for number in range(5):
        BiobankFactory(identifier=f"bbmri-eric:ID:BE_x{number}", slug=f"x{number}")

    assert look(read(directory)) == few
    assert Change.objects.filter(decision=Decision.OPEN, column="withdrawn").count() == 6


# Tables out, and in again


def tables(client, kind="zip"):
    response = client.get(f"/admin/biobanks/changeset/tables.{kind}")
    return response, b"".join(response.streaming_content)


def upload(client, content, name="changed.zip"):
    return client.post(
        "/admin/biobanks/changeset/upload/",
        {"file": SimpleUploadedFile(name, content, content_type="application/zip")},
    )


def zipped(**files):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, content in files.items():
            archive.writestr(f"{name}.csv", content)
    return packed.getvalue()


def test_tables_that_come_back_as_they_went_propose_nothing(client, curator, catalogue):
    Collection.objects.filter(identifier=COLLECTION).update(order_of_magnitude=3)

    response, content = tables(client)
    upload(client, content)

    assert 'filename="catalogue.zip"' in response.headers["Content-Disposition"]
    assert told(ChangeSet.objects.get()) == []


def test_upload_is_no_measure_of_what_the_directory_has(directory, client, curator):
    read(directory)
    upload(client, zipped(Collections=f"id,size\n{COLLECTION}\n"))
    directory.tables["Collections"].pop()

    with pytest.raises(CommandError, match="Collections: the Directory has 3, instead of 4"):
        read(directory)


def test_changed_cells_are_decided_like_those_of_the_directory(client, curator, catalogue):
    changed = f"id,name,acronym,description_nl\n{BIOBANK},Renamed,A,Anders\n"

    response = upload(client, zipped(Biobanks=changed), "../../changed.zip")
    reading = ChangeSet.objects.get()
    client.post(response.url, {f"change-{change_of(reading, 'name', BIOBANK).pk}": "accept"})

    assert reading.source == "changed.zip"
    assert told(reading) == [
        ("Biobanks", BIOBANK, "name", 'Biobank "A", of Ghent', "Renamed"),
        ("Biobanks", BIOBANK, "description_nl", "Bewaart stalen.", "Anders"),
    ]
    biobank = Biobank.objects.get(identifier=BIOBANK)
    assert (biobank.name, biobank.description_nl) == ("Renamed", "Bewaart stalen.")
    client.post(response.url, {"all": "accept"})
    biobank.refresh_from_db()
    assert biobank.description_nl == "Anders"


def test_entry_that_a_file_leaves_out_is_not_withdrawn(client, curator, catalogue):
    upload(client, zipped(Collections=f"id,name,biobank\n{COLLECTION},One,{BIOBANK}\n"))

    assert told(ChangeSet.objects.get()) == [
        ("Collections", COLLECTION, "name", "Collection one", "One")
    ]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"no zip at all", "is neither a folder nor a zip"),
        (b"", "The file is empty."),
        (zipped(Sorts="id\n1\n"), "unknown table"),
        (zipped(Biobanks="id;name\n1;2\n"), "separated by semicolons"),
        (zipped(Biobanks="id,nonsense\n1,2\n"), "unknown column"),
        (zipped(Biobanks='id,name\n"1,2\n'), "is not CSV from here on"),
    ],
)
def test_file_that_is_no_tables_is_told(client, curator, content, reason):
    response = upload(client, content)

    assert response.status_code == 200
    assert reason in html.unescape(response.content.decode())
    assert not ChangeSet.objects.exists()


def test_file_that_would_fill_the_memory_is_refused(client, curator, monkeypatch):
    monkeypatch.setattr(changes, "MOST_UPLOADED", 20)

    response = upload(client, zipped(Biobanks="id,name\nbbmri-eric:ID:BE_a,A\n"))

    assert "would unpack to 29 bytes, which no catalogue needs" in response.content.decode()
    assert not ChangeSet.objects.exists()


def test_quality_marks_are_left_to_the_command(client, curator, catalogue):
    marks = f"biobank,quality_standard,assess_level_bio\n{BIOBANK},iso-9001,eric\n"

    upload(client, zipped(QualityInfoBiobanks=marks, Biobanks=f"id,name\n{BIOBANK},B\n"))

    assert ChangeSet.objects.get().notices == [
        "QualityInfoBiobanks.csv: left aside: import it by command"
    ]


def test_no_file_is_told(client, curator):
    response = client.post("/admin/biobanks/changeset/upload/", {})

    assert "Choose a file." in response.content.decode()


def test_excel_that_cannot_hold_a_text_is_told(client, curator, catalogue):
    Biobank.objects.update(description_en="x" * 40_000)

    response = client.get("/admin/biobanks/changeset/tables.xlsx")

    assert "Excel cannot hold Biobanks, description" in said(response)[0]
    assert client.get("/admin/biobanks/changeset/tables.pdf").status_code == 404


def test_tables_hold_contacts_so_readers_do_not_get_them(client):
    user = User.objects.create_user("reader", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename="view_changeset"))
    client.force_login(user)

    assert client.get("/admin/biobanks/changeset/tables.zip").status_code == 403
    assert client.get("/admin/biobanks/changeset/upload/").status_code == 403
    assert upload(client, zipped()).status_code == 403
