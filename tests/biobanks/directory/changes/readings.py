"""What the Directory says otherwise, read and told."""

from django.core.management import call_command

from biobanks.models import ChangeSet
from tests.biobanks.directory.whole import COLLECTION

OFFICE = "bbmri-eric:contactID:BE_office"


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


def change_of(reading, column, identifier=COLLECTION):
    return reading.changes.get(column=column, identifier=identifier)
