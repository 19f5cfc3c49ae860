"""What is found is kept, ended, let be, and counted."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.contrib.auth.models import User
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from biobanks.enums import Publication, Severity
from biobanks.models import Biobank, Collection, Finding, QualityScore
from biobanks.quality import running
from tests.biobanks.factories import CollectionFactFactory
from tests.biobanks.quality.good import good_collection, good_network, whole_biobank

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 29, 2, 0, tzinfo=UTC)
TODAY = date(2026, 11, 29)


@pytest.fixture
def anna():
    return User.objects.create_user("anna")


@pytest.fixture
def clock():
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


def codes(**filters):
    return sorted(Finding.objects.filter(**filters).values_list("check_code", flat=True))


def test_findings_have_a_first_and_a_last_day_and_an_end(clock):
    biobank = whole_biobank(acronym="")
    running.check_all()
    clock.shift(timedelta(days=1))
    running.check_all()
    finding = Finding.objects.get()
    seen = (finding.biobank, finding.first_seen, finding.last_seen, finding.ended_at)
    Biobank.objects.filter(pk=biobank.pk).update(acronym="GB")
    clock.shift(timedelta(days=1))
    running.check_all()
    finding.refresh_from_db()
    Biobank.objects.filter(pk=biobank.pk).update(acronym="")
    running.check_all()

    assert seen == (biobank, NOW, NOW + timedelta(days=1), None)
    assert finding.ended_at == NOW + timedelta(days=2)
    assert list(Finding.objects.order_by("pk").values_list("ended_at", flat=True)) == [
        finding.ended_at,
        None,
    ]


def test_details_are_kept_up_to_date(clock):
    biobank = whole_biobank(description_nl="")
    running.check_all()
    Biobank.objects.filter(pk=biobank.pk).update(description_fr="")
    running.check_all()

    assert Finding.objects.get().detail == "nl, fr"


def test_withdrawn_entries_are_left_out(clock):
    biobank = whole_biobank(acronym="", withdrawn=True)
    Collection.objects.update(types=[])
    good_network(withdrawn=True, website="http://n.be/")
    Biobank.objects.exclude(pk=biobank.pk).delete()

    assert running.check_all() == {Severity.ERROR: 0, Severity.WARNING: 0, Severity.INFO: 0}
    assert not QualityScore.objects.exists()


def test_entry_that_is_withdrawn_ends_its_findings(clock):
    biobank = whole_biobank(acronym="")
    running.check_all()
    Biobank.objects.filter(pk=biobank.pk).update(
        publication=Publication.WITHDRAWN, withdrawn_at=NOW
    )
    running.check_all()

    assert Finding.objects.get().ended_at == NOW


def test_drafts_are_checked_and_not_scored(clock):
    whole_biobank(draft=True, acronym="")

    running.check_all()

    assert codes() == ["BE:AcronymMissing", "BE:BiobankNotPublic"]
    assert not QualityScore.objects.exists()


def test_score_is_the_weighted_share_of_checks_passed(clock):
    biobank = whole_biobank()
    running.check_all()
    perfect = QualityScore.objects.get()
    Biobank.objects.filter(pk=biobank.pk).update(organisation=None, famhp_number="", acronym="")
    running.check_all()
    score = QualityScore.objects.get()  # the same day's, written anew

    asked = sum(
        running.WEIGHTS[check.severity]
        for model in (Biobank, Collection)
        for check in running.checks_of(model)
    )
    assert (perfect.score, perfect.on) == (100, TODAY)
    assert score.score == 100 * (asked - 4) // asked
    assert (score.errors, score.warnings, score.hints) == (1, 1, 1)


def test_command_tells_how_much_there_is_to_mend(capsys):
    whole_biobank(organisation=None, acronym="")

    call_command("check_catalogue")

    assert capsys.readouterr().out == "To mend: 1 error, 0 warning, 1 info\n"


def test_several_runs_at_once_are_one_after_the_other(transactional_db):
    whole_biobank(acronym="")

    def run(_):
        try:
            return running.check_all()
        finally:
            connection.close()

    with ThreadPoolExecutor(3) as pool:
        results = list(pool.map(run, range(3)))

    assert results == [results[0]] * 3
    assert codes() == ["BE:AcronymMissing"]


def test_number_of_queries_does_not_grow_with_the_entries(clock):
    biobank = whole_biobank(acronym="")
    collection = biobank.collections.get()
    CollectionFactFactory(collection=collection)
    running.check_all()
    with CaptureQueriesContext(connection) as few:
        running.check_all()
    for number in range(5):
        other = good_collection(biobank=biobank, slug=f"more-{number}", types=[])
        CollectionFactFactory(collection=other)
    running.check_all()
    with CaptureQueriesContext(connection) as many:
        running.check_all()

    assert len(many) == len(few)
    assert len(codes(check_code="CC:TypeMissing")) == 5


# Letting be


@pytest.fixture
def finding(clock):
    whole_biobank(famhp_number="")
    running.check_all()
    return Finding.objects.get()


def test_what_is_let_be_counts_as_passed_until_its_day(finding, anna, clock):
    running.waive(finding, by=anna, reason="Notified, number to come.", until=date(2026, 12, 24))
    waived = running.check_all()
    score = QualityScore.objects.get().score
    clock.move_to(datetime(2026, 12, 24, 12, tzinfo=UTC))
    on_the_last_day = running.check_all()
    clock.move_to(datetime(2026, 12, 25, 12, tzinfo=UTC))
    afterwards = running.check_all()

    finding.refresh_from_db()
    assert (finding.waived_by, finding.waiver) == (anna, "Notified, number to come.")
    assert (waived[Severity.WARNING], score) == (0, 100)
    assert on_the_last_day[Severity.WARNING] == 0
    assert afterwards[Severity.WARNING] == 1
    assert Finding.objects.waived().count() == 0


def test_letting_be_needs_a_reason_and_a_day_to_come(finding, anna):
    with pytest.raises(running.ReasonMissing):
        running.waive(finding, by=anna, reason="", until=date(2027, 1, 1))
    with pytest.raises(running.PastDate):
        running.waive(finding, by=anna, reason="x", until=TODAY)

    finding.refresh_from_db()
    assert not finding.is_waived


def test_finding_is_taken_up_again(finding, anna):
    running.waive(finding, by=anna, reason="x", until=date(2027, 1, 1))
    running.take_up_again(finding)

    finding.refresh_from_db()
    assert (finding.waived_by, finding.waived_until, finding.waiver) == (None, None, "")


def test_check_that_is_no_longer_asked_has_no_words_and_ends(finding):
    Finding.objects.update(check_code="BE:Gone")
    finding.refresh_from_db()

    assert running.wording(finding) is None
    running.check_all()
    finding.refresh_from_db()
    assert finding.ended_at == NOW
