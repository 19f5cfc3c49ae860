"""What the Directory says otherwise: read over HTTP, compared, decided."""

import html
import io
import json
import zipfile

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission, User
from django.contrib.messages import get_messages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from biobanks.directory import changes, remote
from biobanks.directory.tables import STAGING_TABLES
from biobanks.directory.writer import ForDirectory, records
from biobanks.enums import Decision, Publication
from biobanks.models import Biobank, Change, ChangeSet, Collection, Contact, Network
from tests.biobanks.directory import emx2
from tests.biobanks.directory.whole import BIOBANK, COLLECTION, make_catalogue
from tests.biobanks.factories import BiobankFactory

pytestmark = pytest.mark.django_db

OFFICE = "bbmri-eric:contactID:BE_office"


@pytest.fixture(autouse=True)
def at_once(monkeypatch):
    monkeypatch.setattr(remote, "PAUSE", 0.001)
    monkeypatch.setattr(remote, "SECONDS", 0.3)


@pytest.fixture
def directory():
    """The Directory, which says what we say."""
    make_catalogue()
    tables, ours = {}, ForDirectory()
    for table in STAGING_TABLES:
        header, *rows = records(table, ours)
        tables[table.name] = [dict(zip(header, row, strict=True)) for row in rows]
    # The published schema spells some texts in its own way.
    tables["Collections"][1]["materials"] = "DNA,SERUM"
    with emx2.running(tables) as running:
        yield running


@pytest.fixture
def anna():
    return User.objects.create_user("anna")


def read(directory, *options):
    call_command("import_directory", directory.url, *options, verbosity=0)
    return ChangeSet.objects.first()


def row_of(directory, table, identifier):
    return next(row for row in directory.tables[table] if row["id"] == identifier)


def told(reading):
    return [
        (change.table, change.identifier, change.column, change.ours, change.theirs)
        for change in reading.changes.all()
    ]


# Reading and comparing


@pytest.mark.parametrize("way", [[], ["--graphql"]])
def test_directory_that_says_the_same_leaves_nothing_to_decide(directory, way):
    reading = read(directory, *way)

    assert told(reading) == []
    assert reading.notices == []
    assert reading.source == directory.url
    assert reading.rows == {name: len(rows) for name, rows in directory.tables.items()}


@pytest.mark.parametrize("way", [[], ["--graphql"]])
def test_differences_are_found_cell_by_cell(directory, way):
    biobank = row_of(directory, "Biobanks", BIOBANK)
    biobank |= {"description": "Says this.", "collaboration_commercial": "", "acronym": ""}
    collection = row_of(directory, "Collections", COLLECTION)
    collection |= {
        "size": "2000",
        "diagnosis_available": "urn:miriam:icd:E10",
        "withdrawn": "true",
        "timestamp": "2026-07-02",
    }
    row_of(directory, "Persons", OFFICE)["phone"] = "+3299999999"
    new = {column.name: "" for column in STAGING_TABLES[3].staging_columns}
    new |= {"id": "bbmri-eric:ID:BE_new", "name": "New", "contact": OFFICE, "withdrawn": "false"}
    directory.tables["Biobanks"].append(new)

    reading = read(directory, *way)

    assert told(reading) == [
        ("Persons", "bbmri-be:contactID:BE_office", "phone", "+32 9 123 45 67", "+3299999999"),
        ("Biobanks", BIOBANK, "acronym", "A", ""),
        (
            "Biobanks",
            BIOBANK,
            "description",
            "Keeps samples.\r\n\r\nSecond paragraph, with “signs” and 🧬.",
            "Says this.",
        ),
        ("Biobanks", BIOBANK, "collaboration_commercial", "false", ""),
        (
            "Biobanks",
            "bbmri-eric:ID:BE_new",
            "",
            "",
            json.dumps(
                {
                    "name": "New",
                    "country": "BE",
                    "contact": "bbmri-be:contactID:BE_office",
                    "withdrawn": "false",
                }
            ),
        ),
        ("Collections", COLLECTION, "withdrawn", "false", "true"),
        ("Collections", COLLECTION, "size", "1234", "2000"),
        ("Collections", COLLECTION, "timestamp", "2026-07-01T10:30:00", "2026-07-02T00:00:00"),
        (
            "Collections",
            COLLECTION,
            "diagnosis_available",
            "urn:miriam:icd:C18,urn:miriam:icd:E10",
            "urn:miriam:icd:E10",
        ),
    ]


def test_entry_that_the_directory_lacks_is_a_proposal_to_withdraw(directory):
    directory.tables["Collections"] = [
        row for row in directory.tables["Collections"] if row["id"] != COLLECTION
    ]

    reading = read(directory, "--may-be-fewer")

    # Drafts and entries of our own numbering are not there either, and need not be.
    assert told(reading) == [("Collections", COLLECTION, "withdrawn", "false", "true")]
    # Entries of our own numbering are not there, and withdrawn ones need not be.
    assert {
        identifier for _t, identifier, column, *_ in told(reading) if column == "withdrawn"
    } == {COLLECTION}


def test_cell_that_cannot_be_read_is_noticed(directory):
    row_of(directory, "Collections", COLLECTION)["size"] = "many"

    reading = read(directory)

    assert reading.notices == [
        f"Collections, {COLLECTION}, size: 'many' is not a whole number; write digits only"
    ]


def test_pages_are_asked_one_after_the_other(directory, monkeypatch):
    monkeypatch.setattr(remote, "PAGE", 1)

    read(directory, "--graphql")

    offsets = [query for query in directory.asked if query.startswith("{Biobanks(")]
    assert [f"offset:{number}," in query for number, query in enumerate(offsets)] == [True] * 3


# What goes wrong on the way


@pytest.mark.parametrize("failures", [[500], [503, 502], ["hang"]])
def test_trouble_that_passes_is_waited_for(directory, failures):
    directory.failures += failures

    assert read(directory).changes.count() == 0


@pytest.mark.parametrize(
    ("failures", "reason"),
    [
        ([302], "does not answer (status 302)"),
        ([404], "does not answer (status 404)"),
        ([503] * 3, "does not answer (status 503)"),
        (["hang"] * 3, "does not answer (TimeoutError)"),
        ([b"<html>We are down</html>"], "Persons has no column id, email: no such table?"),
        ([b'id,email\n"a\n'], "not as many cells"),
        ([b"\xe9"], "is not UTF-8"),
        ([None, b"<html>"], "not that of a GraphQL server"),
        ([None, b'{"data": {"Persons_agg": null}}'], "Persons: the Directory does not count"),
        ([None, b'{"errors": [{"message": "no such field"}]}'], "refuses the query: no such field"),
        ([None, b"[1]"], "not that of a GraphQL server"),
        ([None, b"[" * 5000], "not that of a GraphQL server"),
    ],
)
def test_trouble_that_stays_is_said_and_changes_nothing(directory, failures, reason):
    directory.failures += failures

    with pytest.raises(CommandError) as error:
        read(directory)

    assert reason in str(error.value)
    assert not ChangeSet.objects.exists()


def test_answer_without_end_is_refused(directory, monkeypatch):
    monkeypatch.setattr(remote, "MOST_BYTES", 100)

    with pytest.raises(CommandError, match="larger than any country's"):
        read(directory)


def test_list_that_is_cut_short_is_refused(directory):
    directory.count_more = 1

    with pytest.raises(CommandError, match="Persons: 1 rows came, but the Directory counts 2"):
        read(directory)


def test_nobody_listens():
    with pytest.raises(CommandError, match="does not answer"):
        call_command("import_directory", "http://127.0.0.1:9/ERIC")


def test_number_that_falls_is_an_error(directory):
    read(directory)
    directory.tables["Collections"].pop()

    with pytest.raises(CommandError, match="Collections: the Directory has 3, instead of 4"):
        read(directory)
    assert ChangeSet.objects.count() == 1
    assert read(directory, "--may-be-fewer").rows["Collections"] == 3


def test_first_reading_is_measured_by_our_catalogue(directory):
    directory.tables["Biobanks"] = []

    with pytest.raises(CommandError, match="Biobanks: the Directory has 0, instead of 2"):
        read(directory)


# Deciding


def change_of(reading, column, identifier=COLLECTION):
    return reading.changes.get(column=column, identifier=identifier)


@pytest.fixture
def reading(directory):
    row_of(directory, "Collections", COLLECTION).update(
        size="2000", description="Says this.", withdrawn="true"
    )
    row_of(directory, "Persons", OFFICE)["phone"] = "+3299999999"
    return read(directory)


def test_accepted_field_is_taken_alone(reading, anna):
    changes.accept([change_of(reading, "size")], by=anna)

    collection = Collection.objects.get(identifier=COLLECTION)
    assert (collection.size, collection.description_en, collection.publication) == (
        2000, "Samples of colon cancer.", "published",
    )  # fmt: skip
    change = change_of(reading, "size")
    assert (change.decision, change.decided_by) == (Decision.ACCEPTED, anna)
    assert LogEntry.objects.get().change_message == f"Accepted from {reading.source}: size."
    assert change_of(reading, "description").decision == Decision.OPEN


def test_accepted_withdrawal_withdraws(reading, anna):
    changes.accept([change_of(reading, "withdrawn")], by=anna)

    collection = Collection.objects.get(identifier=COLLECTION)
    assert (collection.publication, collection.size) == (Publication.WITHDRAWN, 1234)


def test_refused_is_not_proposed_again_until_it_says_something_else(directory, reading, anna):
    changes.refuse([change_of(reading, "size")], by=anna)
    again = read(directory)
    row_of(directory, "Collections", COLLECTION)["size"] = "3000"
    later = read(directory)

    assert not again.changes.filter(column="size").exists()
    assert again.changes.filter(column="description").exists()
    assert change_of(later, "size").theirs == "3000"
    assert Collection.objects.get(identifier=COLLECTION).size == 1234


def test_later_reading_overtakes_what_is_open(directory, reading):
    later = read(directory)

    assert set(reading.changes.values_list("decision", flat=True)) == {Decision.OVERTAKEN}
    assert set(later.changes.values_list("decision", flat=True)) == {Decision.OPEN}


@pytest.mark.parametrize("end", ["accept", "refuse", "overtaken"])
def test_of_contacts_nothing_personal_is_kept_once_it_is_decided(directory, reading, anna, end):
    change = reading.changes.get(column="phone")
    if end == "overtaken":
        read(directory)
    else:
        getattr(changes, end)([change], by=anna)

    change.refresh_from_db()
    assert (change.ours, change.theirs, change.decision != Decision.OPEN) == ("", "", True)
    phone = Contact.objects.get(email="office@biobank-a.be").phone
    assert phone == ("+3299999999" if end == "accept" else "+32 9 123 45 67")


def test_refused_contact_is_remembered_without_its_text(directory, reading, anna):
    changes.refuse([reading.changes.get(column="phone")], by=anna)

    assert not read(directory).changes.filter(column="phone").exists()


def test_what_changed_here_since_is_not_overwritten(reading, anna):
    Collection.objects.filter(identifier=COLLECTION).update(size=1500)

    with pytest.raises(changes.OursChanged):
        changes.accept([change_of(reading, "size")], by=anna)
    changes.refresh(reading)

    assert Collection.objects.get(identifier=COLLECTION).size == 1500
    assert change_of(reading, "size").ours == "1500"
    changes.accept([change_of(reading, "size")], by=anna)
    assert Collection.objects.get(identifier=COLLECTION).size == 2000


def test_decided_once_only(reading, anna):
    change = change_of(reading, "size")
    changes.refuse([change], by=anna)

    for decide in (changes.accept, changes.refuse):
        with pytest.raises(changes.DecidedMeanwhile):
            decide([change], by=anna)


def test_new_entry_is_taken_in_with_all_that_it_says(directory, anna):
    new = dict(row_of(directory, "Biobanks", BIOBANK))
    new |= {"id": "bbmri-eric:ID:BE_new", "name": "New one", "network": ""}
    directory.tables["Biobanks"].append(new)
    reading = read(directory)

    changes.accept([reading.changes.get(identifier="bbmri-eric:ID:BE_new")], by=anna)

    biobank = Biobank.objects.get(identifier="bbmri-eric:ID:BE_new")
    assert (biobank.name, biobank.contact.email, biobank.publication) == (
        "New one", "office@biobank-a.be", "published",
    )  # fmt: skip
    assert LogEntry.objects.get().change_message == f"Accepted from {reading.source}: all."


def test_entry_that_names_what_we_lack_says_so(directory, anna):
    row_of(directory, "Biobanks", BIOBANK)["contact"] = "bbmri-eric:contactID:BE_stranger"
    reading = read(directory)

    with pytest.raises(changes.NotTaken, match=r"contact: .*is neither in the catalogue"):
        changes.accept([change_of(reading, "contact", BIOBANK)], by=anna)

    assert change_of(reading, "contact", BIOBANK).decision == Decision.OPEN


@pytest.mark.parametrize(
    "fields",
    [
        {"decision": Decision.ACCEPTED},
        {"decision": Decision.OPEN, "decided_at": timezone.now()},
    ],
)
def test_database_keeps_who_decided(reading, fields):
    with pytest.raises(IntegrityError, match="biobanks_change_decided_by"):
        reading.changes.filter(column="size").update(**fields)


# In the admin


@pytest.fixture
def curator(client):
    user = User.objects.create_user("curator", is_staff=True)
    user.user_permissions.set(
        Permission.objects.filter(codename__in=["view_changeset", "change_changeset"])
    )
    client.force_login(user)
    return user


def address(reading):
    return f"/admin/biobanks/changeset/{reading.pk}/change/"


def said(response):
    return [str(message) for message in get_messages(response.wsgi_request)]


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


def test_tables_that_come_back_as_they_went_propose_nothing(client, curator):
    make_catalogue()
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


def test_changed_cells_are_decided_like_those_of_the_directory(client, curator):
    make_catalogue()
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


def test_entry_that_a_file_leaves_out_is_not_withdrawn(client, curator):
    make_catalogue()

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


def test_quality_marks_are_left_to_the_command(client, curator):
    make_catalogue()
    marks = f"biobank,quality_standard,assess_level_bio\n{BIOBANK},iso-9001,eric\n"

    upload(client, zipped(QualityInfoBiobanks=marks, Biobanks=f"id,name\n{BIOBANK},B\n"))

    assert ChangeSet.objects.get().notices == [
        "QualityInfoBiobanks.csv: left aside: import it by command"
    ]


def test_no_file_is_told(client, curator):
    response = client.post("/admin/biobanks/changeset/upload/", {})

    assert "Choose a file." in response.content.decode()


def test_excel_that_cannot_hold_a_text_is_told(client, curator):
    make_catalogue()
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
