"""Snapshots for the Directory: published, refused, compared, gone back from, served."""

import hashlib
import re
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction

from bbmri_be.outbox.models import Mail
from biobanks.directory import snapshots
from biobanks.directory.snapshots import ChangedMeanwhile, NothingToServe, ReasonMissing
from biobanks.enums import Publication, SnapshotOutcome
from biobanks.models import (
    Biobank,
    Collection,
    Contact,
    DirectoryFetch,
    DirectorySnapshot,
    Network,
    SnapshotRun,
    SnapshotTable,
)
from tests.biobanks.directory.whole import BIOBANK, COLLECTION, add_member, make_catalogue
from tests.biobanks.factories import BiobankFactory, CollectionFactory

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 29, 2, 0, tzinfo=UTC)


@pytest.fixture
def anna():
    return User.objects.create_user("anna")


@pytest.fixture
def catalogue():
    make_catalogue()


def seen():
    with transaction.atomic():
        return snapshots.plan().checksum


def outcomes():
    return list(SnapshotRun.objects.order_by("pk").values_list("outcome", flat=True))


# Publishing


def test_first_snapshot_holds_the_tables_and_is_served(catalogue):
    with time_machine.travel(NOW, tick=False):
        run = snapshots.publish()

    snapshot = DirectorySnapshot.objects.get()
    assert (run.outcome, run.snapshot, run.by, run.problems, run.doubts) == (
        SnapshotOutcome.PUBLISHED, snapshot, None, [], [],
    )  # fmt: skip
    assert (snapshot.made_at, snapshot.biobanks, snapshot.collections) == (NOW, 2, 3)
    assert snapshots.served() == snapshot
    assert dict(snapshot.tables.values_list("name", "rows")) == {
        "Persons": 1,
        "AlsoKnownIn": 1,
        "Networks": 1,
        "Biobanks": 2,
        "Services": 1,
        "Studies": 1,
        "Collections": 4,
        "CollectionFacts": 1,
    }
    for table in snapshot.tables.all():
        assert hashlib.sha256(bytes(table.content)).hexdigest() == table.checksum
    assert snapshot.checksum == snapshots.checksum_of(snapshots.files_of(snapshot))
    assert str(snapshot) == f"2026-11-29 03:00 {snapshot.checksum[:8]}"


def test_unchanged_catalogue_makes_no_new_snapshot(catalogue):
    snapshots.publish()
    run = snapshots.publish()

    assert outcomes() == ["published", "unchanged"]
    assert (DirectorySnapshot.objects.count(), run.snapshot) == (1, snapshots.served())


def test_changed_catalogue_makes_a_new_snapshot_and_back_again_serves_the_first(catalogue):
    first = snapshots.publish().snapshot
    Biobank.objects.filter(identifier=BIOBANK).update(acronym="AA")
    second = snapshots.publish().snapshot
    Biobank.objects.filter(identifier=BIOBANK).update(acronym="A")
    third = snapshots.publish().snapshot

    assert (third, second != first) == (first, True)
    assert outcomes() == ["published"] * 3
    assert DirectorySnapshot.objects.count() == 2


def test_what_the_directory_could_not_take_is_refused_for_everybody(catalogue, anna):
    first = snapshots.publish().snapshot
    Biobank.objects.filter(identifier=BIOBANK).update(description_en="")

    by_night = snapshots.publish()
    by_anna = snapshots.publish(by=anna, reason="I insist.", seen=seen())

    problem = f"Biobanks, line 2, description: {BIOBANK}: must not be empty"
    for run in (by_night, by_anna):
        assert (run.outcome, run.snapshot, run.problems) == ("refused", None, [problem])
    assert snapshots.served() == first


def test_empty_catalogue_is_refused():
    run = snapshots.publish()

    assert run.problems == ["Biobanks: there is no biobank: the country would be withdrawn"]
    assert snapshots.served() is None


def test_many_problems_are_counted(catalogue):
    biobank = Biobank.objects.get(identifier=BIOBANK)
    for number in range(60):
        CollectionFactory(biobank=biobank, slug=f"x{number}")

    run = snapshots.publish()

    assert (len(run.problems), run.problems[-1]) == (51, "and 190 more")


@pytest.fixture
def ten_biobanks(catalogue):
    for number in range(8):
        add_member(f"more{number}")
    return snapshots.publish().snapshot


@pytest.mark.parametrize(("number", "outcome"), [(1, "published"), (2, "refused")])
def test_fall_by_more_than_a_tenth_needs_a_person(ten_biobanks, number, outcome):
    some = Biobank.objects.filter(slug__in=[f"biobank-more{n}" for n in range(number)])
    some.update(publication=Publication.WITHDRAWN, withdrawn_at=NOW)

    run = snapshots.publish()

    assert run.outcome == outcome
    assert run.doubts == (
        ["Biobanks: 8 that are not withdrawn, instead of 10."] if outcome == "refused" else []
    )


def test_share_is_a_setting(ten_biobanks, settings):
    settings.DIRECTORY_MOST_LOSS = 20
    Biobank.objects.filter(slug__in=["biobank-more0", "biobank-more1"]).update(
        publication=Publication.WITHDRAWN, withdrawn_at=NOW
    )

    assert snapshots.publish().outcome == SnapshotOutcome.PUBLISHED


def test_entries_that_are_gone_need_a_person(ten_biobanks):
    Biobank.objects.filter(slug="biobank-more0").update(identifier="bbmri-eric:ID:BE_renumbered")
    Network.objects.update(publication=Publication.DRAFT, published_at=None)

    run = snapshots.publish()

    assert run.doubts == [
        "Networks: the Directory would withdraw 1 entry that is gone: bbmri-eric:networkID:EU_n.",
        "Biobanks: the Directory would withdraw 1 entry that is gone: bbmri-eric:ID:BE_more0.",
    ]


def test_person_answers_for_doubts_with_a_reason(ten_biobanks, anna):
    Biobank.objects.filter(slug__startswith="biobank-more").update(
        publication=Publication.WITHDRAWN, withdrawn_at=NOW
    )

    with pytest.raises(ReasonMissing):
        snapshots.publish(by=anna, seen=seen())
    run = snapshots.publish(by=anna, seen=seen(), reason="They merged.")

    assert (run.outcome, run.by, run.reason) == ("published", anna, "They merged.")
    assert run.doubts == ["Biobanks: 2 that are not withdrawn, instead of 10."]
    assert snapshots.publish().outcome == SnapshotOutcome.UNCHANGED


def test_person_answers_only_for_what_they_saw(catalogue, anna):
    before = seen()
    Biobank.objects.filter(identifier=BIOBANK).update(acronym="AA")

    with pytest.raises(ChangedMeanwhile):
        snapshots.publish(by=anna, seen=before)

    assert not SnapshotRun.objects.exists()


# Going back


def test_going_back_holds_until_a_person_publishes(catalogue, anna):
    first = snapshots.publish().snapshot
    Biobank.objects.filter(identifier=BIOBANK).update(acronym="wrong")
    second = snapshots.publish().snapshot

    with pytest.raises(ReasonMissing):
        snapshots.serve_again(first, by=anna, reason="")
    with pytest.raises(snapshots.AlreadyServed):
        snapshots.serve_again(second, by=anna, reason="No.")
    with time_machine.travel(NOW, tick=False):
        snapshots.serve_again(first, by=anna, reason="Acronym is wrong.")
    by_night = snapshots.publish()
    served = snapshots.served()
    by_anna = snapshots.publish(by=anna, reason="It is right after all.", seen=seen())

    assert by_night.doubts == [
        "On 29 November 2026 anna went back to an earlier snapshot: Acronym is wrong."
    ]
    assert served == first
    assert outcomes() == ["published", "published", "served-again", "refused", "published"]
    assert (by_anna.snapshot, snapshots.served()) == (second, second)
    assert snapshots.publish().outcome == SnapshotOutcome.UNCHANGED


def test_publishing_what_was_gone_back_to_lets_the_nights_go_on(catalogue, anna):
    first = snapshots.publish().snapshot
    Biobank.objects.filter(identifier=BIOBANK).update(acronym="wrong")
    snapshots.publish()
    snapshots.serve_again(first, by=anna, reason="Acronym is wrong.")
    Biobank.objects.filter(identifier=BIOBANK).update(acronym="A")

    run = snapshots.publish(by=anna, reason="Mended.", seen=seen())

    assert (run.outcome, run.snapshot) == (SnapshotOutcome.PUBLISHED, first)
    assert snapshots.publish().outcome == SnapshotOutcome.UNCHANGED


# Differences


def test_changes_between_snapshots(catalogue):
    before = snapshots.files_of(snapshots.publish().snapshot)
    Collection.objects.filter(identifier=COLLECTION).update(size=1300, acronym="ONE")
    Collection.objects.filter(slug="old").delete()
    BiobankFactory(
        identifier="bbmri-eric:ID:BE_c", name="C", slug="c", contact=Contact.objects.first()
    )
    with transaction.atomic():
        after = snapshots.plan().files

    assert [
        (table.name, table.added, table.removed, table.changed)
        for table in snapshots.changes(before, after)
    ] == [
        ("Biobanks", ["bbmri-eric:ID:BE_c"], [], []),
        (
            "Collections",
            [],
            [f"{BIOBANK}:collection:old"],
            [(COLLECTION, "acronym", "", "ONE"), (COLLECTION, "size", "1234", "1300")],
        ),
    ]


def test_entries_left_out_are_named(catalogue):
    assert [entry.identifier for entry in snapshots.left_out()] == [
        "bbmri-be:networkID:BE_own",
        "bbmri-be:ID:BE_own",
    ]


# Serving


def test_fetch_gives_the_bytes_and_is_noted(catalogue):
    snapshot = snapshots.publish().snapshot

    with time_machine.travel(NOW, tick=False):
        content = snapshots.fetched("Services")

    assert content == snapshots.files_of(snapshot)["Services"]
    fetch = DirectoryFetch.objects.get()
    assert (fetch.at, fetch.table, fetch.snapshot) == (NOW, "Services", snapshot)


def test_nothing_is_served_before_the_first_snapshot():
    with pytest.raises(NothingToServe):
        snapshots.fetched("Persons")


def test_bytes_that_are_not_those_checked_are_not_served(catalogue):
    snapshots.publish()
    SnapshotTable.objects.filter(name="Biobanks").update(content=b"")

    with pytest.raises(NothingToServe):
        snapshots.fetched("Biobanks")

    assert not DirectoryFetch.objects.exists()


def test_table_that_is_not_there_is_not_served(catalogue):
    snapshots.publish()
    SnapshotTable.objects.filter(name="Biobanks").delete()

    with pytest.raises(NothingToServe):
        snapshots.fetched("Biobanks")


def test_round_of_fetches_ends_with_the_snapshot_it_began_with(catalogue):
    with time_machine.travel(NOW, tick=False) as clock:
        first = snapshots.publish().snapshot
        snapshots.fetched("Persons")
        Biobank.objects.filter(identifier=BIOBANK).update(acronym="AA")
        second = snapshots.publish().snapshot
        in_round = snapshots.fetched("Biobanks")
        clock.shift(timedelta(minutes=11))
        later = snapshots.fetched("Biobanks")
        snapshots.fetched("Persons")
        next_round = snapshots.fetched("Biobanks")

    assert in_round == snapshots.files_of(first)["Biobanks"]
    assert later == next_round == snapshots.files_of(second)["Biobanks"]


def test_old_fetches_are_forgotten(catalogue):
    snapshots.publish()
    with time_machine.travel(NOW, tick=False) as clock:
        snapshots.fetched("Persons")
        clock.shift(timedelta(days=401))
        snapshots.fetched("Persons")
        forgotten = snapshots.forget_old_fetches()

    assert (forgotten, DirectoryFetch.objects.count()) == (1, 1)


# What the database keeps


@pytest.mark.parametrize(
    ("fields", "constraint"),
    [
        ({"outcome": "published", "snapshot": None}, "refused_has_none"),
        ({"outcome": "refused"}, "refused_has_none"),
        ({"outcome": "published", "problems": ["x"]}, "problems_refuse"),
        ({"outcome": "published", "doubts": ["x"]}, "answered_for"),
        ({"outcome": "served-again"}, "answered_for"),
        ({"outcome": "lost"}, "outcome"),
    ],
)
def test_run_constraint(catalogue, fields, constraint):
    snapshot = snapshots.publish().snapshot

    with pytest.raises(IntegrityError, match=f"biobanks_snapshotrun_{constraint}"):
        SnapshotRun.objects.create(**{"snapshot": snapshot} | fields)


# The nightly command


@pytest.fixture
def secret(settings):
    settings.DIRECTORY_SECRET = "s" * 32
    settings.STAFF_EMAILS = ["office@example.be"]


def test_command_publishes(catalogue, secret, capsys):
    call_command("publish_directory_snapshot")
    call_command("publish_directory_snapshot")

    assert re.fullmatch(
        r"Published: \S+ \S+ [0-9a-f]{8}\nUnchanged: the same as before: \S+ \S+ [0-9a-f]{8}\n",
        capsys.readouterr().out,
    )


def test_command_without_a_secret_does_nothing(catalogue, capsys):
    call_command("publish_directory_snapshot")

    assert "DIRECTORY_SECRET is not set" in capsys.readouterr().out
    assert not SnapshotRun.objects.exists()


def test_command_says_why_it_refuses_and_mails_staff_once(catalogue, secret, capsys):
    Biobank.objects.filter(identifier=BIOBANK).update(description_en="")

    for _ in range(3):
        with pytest.raises(CommandError, match="Refused"):
            call_command("publish_directory_snapshot")

    assert "description: bbmri-eric:ID:BE_a: must not be empty" in capsys.readouterr().err
    mail = Mail.objects.get()
    run = SnapshotRun.objects.order_by("pk").first()
    assert (mail.to, mail.subject) == (
        "office@example.be",
        "The European Directory does not get the catalogue as it is",
    )
    assert f"/admin/biobanks/snapshotrun/{run.pk}/change/" in mail.text


@pytest.mark.django_db(transaction=True)
def test_several_runs_at_once_make_one_snapshot(catalogue):
    def run(_):
        try:
            return snapshots.publish().outcome
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(run, range(4)))

    assert sorted(found) == ["published", "unchanged", "unchanged", "unchanged"]
    assert DirectorySnapshot.objects.count() == 1
