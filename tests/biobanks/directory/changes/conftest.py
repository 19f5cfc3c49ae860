"""A Directory that answers over HTTP, and who decides on what it says."""

from copy import deepcopy

import pytest
from django.contrib.auth.models import Permission, User

from biobanks.directory import remote
from biobanks.directory.tables import STAGING_TABLES
from biobanks.directory.writer import ForDirectory, records
from tests.biobanks.directory import emx2
from tests.biobanks.directory.changes.readings import OFFICE, read, row_of
from tests.biobanks.directory.whole import COLLECTION, make_catalogue


@pytest.fixture(autouse=True)
def at_once(monkeypatch):
    monkeypatch.setattr(remote, "PAUSE", 0.001)
    monkeypatch.setattr(remote, "SECONDS", 0.3)


@pytest.fixture(scope="module")
def catalogue(kept_rows):
    make_catalogue()


@pytest.fixture(scope="module")
def ours(catalogue):
    """What we say, in the tables of the Directory."""
    tables, directory = {}, ForDirectory()
    for table in STAGING_TABLES:
        header, *rows = records(table, directory)
        tables[table.name] = [dict(zip(header, row, strict=True)) for row in rows]
    # The published schema spells some texts in its own way.
    tables["Collections"][1]["materials"] = "DNA,SERUM"
    return tables


@pytest.fixture
def directory(ours):
    """The Directory, which says what we say."""
    with emx2.running(deepcopy(ours)) as running:
        yield running


@pytest.fixture
def anna():
    return User.objects.create_user("anna")


@pytest.fixture
def curator(client):
    user = User.objects.create_user("curator", is_staff=True)
    user.user_permissions.set(
        Permission.objects.filter(codename__in=["view_changeset", "change_changeset"])
    )
    client.force_login(user)
    return user


@pytest.fixture
def reading(directory):
    row_of(directory, "Collections", COLLECTION).update(
        size="2000", description="Says this.", withdrawn="true"
    )
    row_of(directory, "Persons", OFFICE)["phone"] = "+3299999999"
    return read(directory)
