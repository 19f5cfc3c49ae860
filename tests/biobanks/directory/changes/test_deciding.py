"""What is decided of a change that the Directory proposes."""

import pytest
from django.contrib.admin.models import LogEntry
from django.db import IntegrityError
from django.utils import timezone

from biobanks.directory import changes
from biobanks.enums import Decision, Publication
from biobanks.models import Biobank, Collection, Contact
from tests.biobanks.directory.changes.readings import change_of, read, row_of
from tests.biobanks.directory.whole import BIOBANK, COLLECTION

pytestmark = pytest.mark.django_db


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
